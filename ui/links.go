package ui

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
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
}

// link fills the links of every view.
func (b *builder) link() {
	t := b.targets()
	for _, o := range b.ops {
		if o.Webhook || o.kind == Delete {
			continue
		}
		s := source{b: b, o: o, thing: o.answer.thing, seen: map[string]bool{}}
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
	for _, target := range base.ops {
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
	if depth > 3 || len(s.links) > 60 {
		return
	}
	for _, child := range n.children {
		if child.segment.isParam() {
			continue
		}
		for _, target := range child.ops {
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
		if same && (i >= len(s.o.route.segments) || pathKey(s.o.route.segments[i:i+1]) != pathKey(target.route.segments[i:i+1])) {
			same = false
		}
		for j, name := range segment.params {
			param := LinkParam{Name: name}
			fresh := i == baseDepth-1 && base != s.o.node
			switch input := s.input(name); {
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

// input returns the path parameter of the source that has this name, or "".
func (s *source) input(name string) string {
	for _, have := range s.o.route.params() {
		if plainName(have) == plainName(name) && !genericParams[plainName(name)] || have == name && plainName(name) == "namespace" {
			return have
		}
	}
	return ""
}

func paramShape(b *builder, o *operation, name string) *shape {
	for _, p := range o.Parameters {
		if p.In == "path" && p.Name == name {
			return b.shapes.of(p.Schema)
		}
	}
	return &shape{}
}

// fits reports whether a value of that shape can fill the parameter. A number
// can be written where a text is asked for, which is second best.
func fits(value, param *shape, loose bool) bool {
	if !value.isScalar() && value.kind != "" || value.kind == "" && len(value.props) > 0 || value.writeOnly {
		return false
	}
	switch {
	case value.kind == "" || param.kind == "" || value.kind == param.kind:
		return value.kind != "boolean"
	case value.kind == "integer" && param.kind == "number", value.kind == "number" && param.kind == "integer":
		return true
	case param.kind == "string" && value.kind == "integer", param.union && value.kind == "integer":
		return loose
	}
	return false
}

// locate finds the part of a thing that fills a parameter. own says that the
// parameter identifies the thing itself.
func (b *builder) locate(thing *shape, param string, want *shape, noun string, own bool) string {
	words := lowerWords(param)
	if len(words) == 0 {
		return ""
	}
	for _, loose := range []bool{false, true} {
		if path := b.exact(thing, strings.Join(words, ""), want, loose); path != "" {
			return path
		}
		for i := 1; i < len(words); i++ { // teamId: team.id
			if inner := b.object(thing, strings.Join(words[:i], "")); inner != nil {
				if path := b.exact(inner.shape, strings.Join(words[i:], ""), want, loose); path != "" {
					return dotted(inner.path, path)
				}
			}
		}
		if inner := b.object(thing, words[len(words)-1]); inner != nil && len(words) == 1 { // owner: owner.login
			for _, name := range []string{"login", "slug", "id", "name", "username", "key"} {
				if path := b.exact(inner.shape, name, want, loose); path != "" {
					return dotted(inner.path, path)
				}
			}
		}
		if !own {
			continue
		}
		for i := 1; i < len(words); i++ { // issue_number: number
			if path := b.exact(thing, strings.Join(words[i:], ""), want, loose); path != "" {
				return path
			}
		}
		if noun != "" && !hasID(words[len(words)-1]) || len(words) == 1 {
			if path := b.exact(thing, strings.ReplaceAll(plainName(noun), " ", "")+words[len(words)-1], want, loose); path != "" {
				return path
			}
		}
		for _, name := range []string{"id", "uuid", "guid", "sid", "uid", plainName(noun) + "id", plainName(noun) + "uuid", "login", "slug", "name", "key", "number", "code", "username"} {
			if hasID(words[len(words)-1]) && !hasID(name) && !hasAnySuffix(name, "id", "slug", "key", "name") {
				continue
			}
			if path := b.exact(thing, name, want, loose); path != "" {
				return path
			}
		}
	}
	return ""
}

// exact finds a property by its plain name: in the thing, or in what some
// styles of API wrap its properties in.
func (b *builder) exact(thing *shape, name string, want *shape, loose bool) string {
	for _, p := range thing.props[:min(len(thing.props), 400)] {
		if len(p.name) < 3*len(name)+4 && plainName(p.name) == name && !strings.Contains(p.name, ".") && fits(b.shapes.of(p.schema), want, loose) {
			return p.name
		}
	}
	for _, p := range thing.props[:min(len(thing.props), 400)] {
		if containers[p.name] {
			inner := b.shapes.of(p.schema)
			for _, q := range inner.props[:min(len(inner.props), 400)] {
				if plainName(q.name) == name && !strings.Contains(q.name, ".") && fits(b.shapes.of(q.schema), want, loose) {
					return p.name + "." + q.name
				}
			}
		}
	}
	return ""
}

type placed struct {
	path  string
	shape *shape
}

// object finds a property that holds an object.
func (b *builder) object(thing *shape, name string) *placed {
	for _, p := range thing.props[:min(len(thing.props), 400)] {
		if len(p.name) < 3*len(name)+4 && plainName(p.name) == name && !strings.Contains(p.name, ".") {
			if inner := b.shapes.of(p.schema); len(inner.props) > 0 && inner.kind != "array" {
				return &placed{p.name, inner}
			}
		}
	}
	return nil
}

// people are names of properties that hold a user.
var people = set("author owner creator createdby updatedby assignee sender reviewer requester uploader createduser updateduser adminuser recipient publisher")

// foreign adds links from the columns that hold the identity of another thing.
func (s *source) foreign(t *targets) {
	for _, column := range s.o.view.Columns {
		path := column.Path
		if s.at != "" {
			path = strings.TrimPrefix(path, s.at+".")
		}
		name, rest, nestedPath := strings.Cut(path, ".")
		schema := s.thing.prop(name)
		if schema == nil || nestedPath && containers[name] {
			if !containers[name] {
				continue
			}
			container := s.b.shapes.of(schema)
			inner, _, deeper := strings.Cut(rest, ".")
			if schema = container.prop(inner); schema == nil || deeper {
				continue
			}
			s.follow(t, column.Path, path, inner, s.b.shapes.of(schema))
			continue
		}
		s.follow(t, column.Path, name, name, s.b.shapes.of(schema))
	}
}

// follow links one property, at a path in the thing, to what it names.
func (s *source) follow(t *targets, column, path, name string, value *shape) {
	words := lowerWords(name)
	plain := strings.Join(words, "")
	if len(words) == 0 || genericParams[plain] {
		return
	}
	object := len(value.props) > 0 && !value.isScalar() && value.kind != "array"
	var target *operation
	if object {
		if target = t.byRef[value.ref]; value.ref == "" || target == nil {
			target = t.byNoun[plain]
		}
		if target == nil && people[plain] {
			target = t.byNoun["user"]
		}
	} else if value.isScalar() && value.kind != "boolean" && len(value.enum) == 0 {
		target = s.named(t, words, plain, value)
	}
	if target == nil || target.node == s.o.node {
		return
	}
	last := target.route.segments[len(target.route.segments)-1].params
	var params []LinkParam
	for _, param := range target.route.params() {
		p := LinkParam{Name: param}
		want := paramShape(s.b, target, param)
		switch {
		case param == last[len(last)-1] && object:
			inner := s.b.locate(value, param, want, target.group.noun, true)
			if inner == "" {
				return
			}
			p.From, p.Value = "item", dotted(s.at, dotted(path, inner))
		case param == last[len(last)-1]:
			if !fits(value, want, true) {
				return
			}
			p.From, p.Value = "item", dotted(s.at, path)
		case s.input(param) != "":
			p.From, p.Value = "input", s.input(param)
		default:
			have := s.b.exact(s.thing, plainName(param), want, true)
			if have == "" || genericParams[plainName(param)] {
				return
			}
			p.From, p.Value = "item", dotted(s.at, have)
		}
		params = append(params, p)
	}
	s.add(target, column, params)
}

// named finds what a scalar refers to by its name: channelId, author_id,
// customer.
func (s *source) named(t *targets, words []string, plain string, value *shape) *operation {
	if target := t.byParam[plain]; target != nil {
		return target
	}
	last := words[len(words)-1]
	if !hasID(last) || len(words) < 2 {
		if people[plain] && (value.format == "uuid" || t.byNoun["user"] != nil && t.byNoun["user"].answer.thing != nil && value.kind == idKind(s.b, t.byNoun["user"])) {
			return t.byNoun["user"]
		}
		if value.format == "uuid" {
			return t.byNoun[plain]
		}
		return nil
	}
	words = words[:len(words)-1]
	for i := range words { // parent message, message
		if target := t.byNoun[strings.Join(words[i:], "")]; target != nil {
			return target
		}
	}
	if people[strings.Join(words, "")] || people[words[len(words)-1]] {
		return t.byNoun["user"]
	}
	return nil
}

// idKind is the type of the ID of what a detail shows.
func idKind(b *builder, o *operation) string {
	return b.shapes.of(o.answer.thing.prop("id")).kind
}

// filtered adds links to lists elsewhere that can be narrowed to this thing.
func (s *source) filtered(t *targets) {
	if !s.o.route.onItem() {
		return
	}
	last := s.o.route.segments[len(s.o.route.segments)-1].params
	param := last[len(last)-1]
	noun := plainName(s.b.noun(s.o))
	names := []string{noun + "id", noun + "sid", noun + "uuid"}
	if plainName(param) == noun {
		names = append(names, noun)
	}
	for _, name := range names {
		for _, target := range t.filters[name] {
			params, ok := s.fill(target, s.o.node)
			if !ok {
				continue
			}
			for _, p := range target.Parameters {
				if p.In == "query" && plainName(p.Name) == name && fits(paramShape(s.b, s.o, param), s.b.shapes.of(p.Schema), true) {
					params = append(params, LinkParam{Name: p.Name, From: "input", Value: param})
					s.add(target, "", params)
				}
			}
		}
	}
}

// described adds the links that the description itself states.
func (s *source) described() {
	for _, r := range s.o.Responses {
		for _, link := range r.Links[:min(len(r.Links), 50)] {
			target := s.b.byID[link.Operation]
			if target == nil {
				continue
			}
			params := []LinkParam{}
			for _, p := range link.Parameters {
				if translated, ok := s.translate(p); ok && hasParam(target, p.Name) {
					params = append(params, translated)
				}
			}
			if s.complete(target, params) {
				s.add(target, "", params)
			}
		}
	}
}

func hasParam(o *operation, name string) bool {
	return slices.ContainsFunc(o.Parameters, func(p *openapi.Parameter) bool { return p.Name == name })
}

// complete reports whether the path of the target is filled.
func (s *source) complete(target *operation, params []LinkParam) bool {
	for _, name := range target.route.params() {
		if !slices.ContainsFunc(params, func(p LinkParam) bool { return p.Name == name }) {
			return false
		}
	}
	return true
}

// translate turns a runtime expression into what the page understands.
func (s *source) translate(p openapi.LinkParameter) (LinkParam, bool) {
	var text string
	if err := json.Unmarshal(p.Value, &text); err != nil {
		return LinkParam{Name: p.Name, From: "const", Value: clip(string(p.Value), 1000)}, len(p.Value) > 0 && len(p.Value) < 1000
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	switch {
	case strings.HasPrefix(text, "$response.body#/"):
		path := strings.TrimPrefix(text, "$response.body#/")
		if strings.ContainsAny(path, ".~") {
			return LinkParam{}, false
		}
		path = strings.ReplaceAll(path, "/", ".")
		if s.o.kind == List || s.o.kind == Search {
			return LinkParam{}, false // of the answer, which is not a row
		}
		if _, missing := s.b.shapes.follow(s.o.answer.shape, path); missing != "" {
			return LinkParam{}, false
		}
		return LinkParam{Name: p.Name, From: "item", Value: path}, true
	case strings.HasPrefix(text, "$request.path."):
		return LinkParam{Name: p.Name, From: "input", Value: strings.TrimPrefix(text, "$request.path.")}, hasParam(s.o, strings.TrimPrefix(text, "$request.path."))
	case strings.HasPrefix(text, "$request.query."):
		return LinkParam{Name: p.Name, From: "input", Value: strings.TrimPrefix(text, "$request.query.")}, hasParam(s.o, strings.TrimPrefix(text, "$request.query."))
	case strings.HasPrefix(text, "$"):
		return LinkParam{}, false
	}
	return LinkParam{Name: p.Name, From: "const", Value: clip(text, 1000)}, true
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
