package ui

import (
	"slices"
	"strings"
)

// targets are the operations that links lead to, by what identifies them.
type targets struct {
	byRef   map[string]*operation   // details, by the schema of what they show
	byNoun  map[string]*operation   // details, by the noun of their resource or path
	byParam map[string]*operation   // details, by their last path parameter
	filters map[string][]*operation // lists, by a query parameter
}

// genericParams name no thing in particular.
var genericParams = set("id uuid name key slug code number uid guid sid path ref type value date version year month index token")

func (b *builder) targets() *targets {
	t := &targets{byRef: map[string]*operation{}, byNoun: map[string]*operation{}, byParam: map[string]*operation{}, filters: map[string][]*operation{}}
	better := func(into map[string]*operation, key string, o *operation) {
		if have := into[key]; key != "" && (have == nil || len(o.route.params()) < len(have.route.params())) {
			into[key] = o
		}
	}
	for _, o := range b.ops {
		if o.kind == Detail && o.Method == "GET" && o.route.verb == "" && o.route.onItem() {
			last := o.route.segments[len(o.route.segments)-1].params
			if o.answer.thing != nil {
				better(t.byRef, o.answer.thing.ref, o)
			}
			literal := o.route.last()
			if len(o.route.segments) > 1 && !o.route.segments[len(o.route.segments)-2].isParam() {
				better(t.byNoun, plainName(singular(literal)), o)
				if home := b.home(o); home.segment.text == literal {
					better(t.byNoun, plainName(o.group.noun), o)
				}
			}
			if name := plainName(last[len(last)-1]); !genericParams[name] {
				better(t.byParam, name, o)
			}
		}
		if o.kind == List || o.kind == Search {
			for _, p := range o.Parameters {
				if name := plainName(p.Name); p.In == "query" && !genericParams[name] && len(t.filters[name]) < 12 {
					t.filters[name] = append(t.filters[name], o)
				}
			}
		}
	}
	return t
}

// source is an operation that links start from.
type source struct {
	b     *builder
	o     *operation
	thing *shape // the row, or the one thing
	at    string // where it lies, for one thing
	links []Link
	seen  map[string]bool

	inputs map[string]string // path parameters of the operation, by plain name
	tries  int
}

// maxTries bounds the targets that are looked at for the links of one view.
const maxTries = 150

// link fills the links of every view.
func (b *builder) link() {
	t := b.targets()
	for _, o := range b.ops {
		if o.Webhook || o.kind == Delete {
			continue
		}
		s := source{b: b, o: o, thing: o.answer.thing, seen: map[string]bool{}, inputs: map[string]string{}}
		for _, name := range o.route.params() {
			if plain := plainName(name); plain == "namespace" || !genericParams[plain] {
				s.inputs[plain] = name
			}
		}
		if s.thing == nil {
			s.thing = &shape{}
		}
		if o.kind != List && o.kind != Search {
			s.at = o.answer.item
		}
		s.described()
		s.own(t)
		s.foreign(t)
		if o.kind == Detail {
			s.filtered(t)
		}
		o.view.Links = s.sorted()
	}
}

// add appends a link unless its target is there already or is the operation
// itself.
func (s *source) add(target *operation, field string, params []LinkParam) {
	key := target.ID + "\x00" + field
	if target == s.o || s.seen[key] || field == "" && s.seen[target.ID] || len(s.links) >= 200 {
		return
	}
	for _, have := range s.links {
		if have.Operation == target.ID && slices.Equal(have.Params, params) {
			return
		}
	}
	s.seen[key], s.seen[target.ID] = true, true
	if params == nil {
		params = []LinkParam{}
	}
	s.links = append(s.links, Link{Operation: target.ID, Field: field, Params: params})
}

// own adds links to what can be done with the thing: at its own path, and at
// the paths right below it.
func (s *source) own(t *targets) {
	base, fresh := s.base(t)
	if base == nil || s.o.kind == Action && !fresh {
		return
	}
	column := ""
	if (s.o.kind == List || s.o.kind == Search) && len(s.o.view.Columns) > 0 {
		column = s.o.view.Columns[0].Path
	}
	for _, target := range base.ops[:min(len(base.ops), maxTries)] {
		field := ""
		if target.kind == Detail {
			field = column
		}
		s.try(target, base, field)
	}
	if s.o.kind == Create || s.o.kind == Update {
		return // the detail page has the rest
	}
	s.below(base, base, 0)
}

// base is the path of the thing that the operation shows. It is fresh where
// the thing is another than the one that the path of the operation names.
func (s *source) base(t *targets) (base *node, fresh bool) {
	o := s.o
	if o.kind == Detail || o.kind == Update && o.node.with("GET") != nil {
		return o.node, false
	}
	if item := o.node.item(); item != nil && len(item.ops) > 0 && o.route.verb == "" {
		if get := item.with("GET"); get == nil || get.answer.thing == nil || s.thing.ref == "" || get.answer.thing.ref == s.thing.ref || t.byRef[s.thing.ref] == nil {
			return item, true
		}
	}
	if target := t.byRef[s.thing.ref]; s.thing.ref != "" && target != nil {
		return target.node, true
	}
	if o.kind == Action || o.kind == Update {
		return nil, false
	}
	if target := t.byNoun[plainName(s.b.noun(o))]; target != nil && target.group == o.group {
		return target.node, true
	}
	return nil, false
}

// below adds the operations at literal paths under a thing.
func (s *source) below(base, n *node, depth int) {
	if depth > 3 || s.tries > maxTries {
		return
	}
	for _, child := range n.children {
		if child.segment.isParam() {
			continue
		}
		for _, target := range child.ops[:min(len(child.ops), maxTries)] {
			s.try(target, base, "")
		}
		s.below(base, child, depth+1)
	}
}

// try adds a link if every path parameter of the target can be filled.
func (s *source) try(target *operation, base *node, field string) {
	switch target.Method {
	case "HEAD", "OPTIONS", "TRACE":
		return
	}
	if s.tries++; s.tries > maxTries {
		return
	}
	params, ok := s.fill(target, base)
	if ok {
		s.add(target, field, params)
	}
}

// fill finds a value for each path parameter of the target.
func (s *source) fill(target *operation, base *node) ([]LinkParam, bool) {
	var params []LinkParam
	baseDepth := depth(base) - 1
	same := true // the paths are the same so far
	for i, segment := range target.route.segments {
		if same && (i >= len(s.o.route.keys) || s.o.route.keys[i] != target.route.keys[i]) {
			same = false
		}
		for j, name := range segment.params {
			param := LinkParam{Name: name}
			fresh := i == baseDepth-1 && base != s.o.node
			switch input := s.inputs[plainName(name)]; {
			case same && j < len(s.o.route.segments[i].params):
				param.From, param.Value = "input", s.o.route.segments[i].params[j]
			case !fresh && input != "":
				param.From, param.Value = "input", input
			default:
				noun := ""
				if i > 0 {
					noun = singular(strings.ToLower(target.route.segments[i-1].text))
				}
				path := s.b.locate(s.thing, name, paramShape(s.b, target, name), noun, fresh)
				if path == "" {
					if input == "" {
						return nil, false
					}
					param.From, param.Value = "input", input
					break
				}
				param.From, param.Value = "item", dotted(s.at, path)
			}
			params = append(params, param)
		}
	}
	return params, true
}

// sorted returns the most useful links: to the thing itself, to change it, to
// what its columns name, to what belongs to it, to what can be done.
func (s *source) sorted() []Link {
	rank := func(l Link) int {
		target := s.b.byID[l.Operation]
		switch {
		case l.Field != "" && target.kind == Detail && target.group == s.o.group:
			return 0
		case l.Field != "":
			return 3
		case target.kind == Detail && target.group == s.o.group && target.node != s.o.node && target.route.onItem():
			return 0
		case target.kind == Update && target.route.onItem():
			return 1
		case target.kind == Delete && target.route.onItem():
			return 2
		case target.kind == List || target.kind == Search:
			return 4
		case target.kind == Action:
			return 5
		}
		return 6
	}
	slices.SortStableFunc(s.links, func(x, y Link) int { return rank(x) - rank(y) })
	if len(s.links) == 0 {
		return nil
	}
	return s.links[:min(len(s.links), manyLinks)]
}
