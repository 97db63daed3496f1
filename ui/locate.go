package ui

import "strings"

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
		for _, name := range []string{"id", "uuid", "guid", "sid", "uid", plainName(noun) + "id", plainName(noun) + "uuid", "login", "slug", "name", "key", "number", "code", "username", "ip", "sku", "isbn", "path", "filename", "title", "email"} {
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
