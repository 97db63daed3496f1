package ui

import "strings"

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
		case s.inputs[plainName(param)] != "":
			p.From, p.Value = "input", s.inputs[plainName(param)]
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
