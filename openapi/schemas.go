package openapi

import (
	"encoding/json"
	"slices"
	"strings"
)

// schemaSet names the schemas that are referred to. Each is built once, later,
// so that references in circles cost nothing.
type schemaSet struct {
	names map[string]string // by pointer
	taken map[string]bool
	found []namedSchema // in that order
}

type namedSchema struct {
	name  string
	node  node
	scope scope
}

// components reads all named schemas, used or not.
func (r *reader) components(list node) {
	r.schemas.names, r.schemas.taken = map[string]string{}, map[string]bool{}
	for name, n := range list.members() {
		if name == "" { // a Ref of "" would be none
			name = r.schemas.plainName(n)
		}
		r.schemas.add(pointer(n), namedSchema{name: name, node: n})
	}
}

func (s *schemaSet) add(key string, schema namedSchema) {
	s.names[key] = schema.name
	s.taken[schema.name] = true
	s.found = append(s.found, schema)
}

// nameOf returns the name of the schema at a place: a component's own, and the
// text of the pointer for others. A template has a name for each use.
func (r *reader) nameOf(n node) string {
	s, place := &r.schemas, pointer(n)
	scope := r.scopeOf(n)
	if scope == nil {
		if name, ok := s.names[place]; ok {
			return name
		}
		return s.addUnder(place, namedSchema{name: s.plainName(n), node: n})
	}
	plain, ok := s.names[place]
	if !ok {
		plain = s.plainName(n)
	}
	key := place + "@" + scope.String()
	if name, ok := s.names[key]; ok {
		return name
	}
	return s.addUnder(key, namedSchema{name: plain + "@" + scope.String(), node: n, scope: scope})
}

// addUnder adds a schema, under another name where a component has it.
func (s *schemaSet) addUnder(key string, schema namedSchema) string {
	for s.taken[schema.name] { // a component that is called like a pointer
		schema.name += "#"
	}
	s.add(key, schema)
	return schema.name
}

// plainName is the text of a reference to a place.
func (s *schemaSet) plainName(n node) string {
	if n.file.main {
		return "#" + n.ptr
	}
	return strings.TrimSuffix(pointer(n), "#")
}

// finish builds what is so far only named, and what is found on the way.
func (r *reader) finishSchemas() {
	for i := 0; i < len(r.schemas.found); i++ {
		next := r.schemas.found[i]
		r.scope = next.scope
		r.enter(next.node)
		r.doc.Schemas[next.name] = r.schema(next.node)
		r.scope = nil
	}
	r.openCircles()
	r.inheritance()
}

// openCircles takes away a reference of schemas that are nothing but references
// to each other, so that every Ref leads to a schema that says something.
func (r *reader) openCircles() {
	passed := map[string]int{} // by which walk
	for walk, start := range r.schemas.found {
		s := r.doc.Schemas[start.name]
		for name := start.name; s.Ref != ""; s = r.doc.Schemas[name] {
			if before, ok := passed[name]; ok {
				if before == walk {
					r.warn(start.node, "the schema %q refers only to itself", start.name)
					s.Ref = ""
				}
				break
			}
			passed[name] = walk
			name = s.Ref
		}
	}
}

// schema reads a schema where it stands. It is never nil: what cannot be read
// becomes a schema that allows everything.
func (r *reader) schema(n node) *Schema {
	s := r.newSchema()
	if n.isNull() || !n.ok() {
		return s
	}
	s.Pointer = pointer(n)
	if !n.isMap() {
		if text := n.text(); text == "true" || text == "false" {
			s.Never = text == "false"
		} else {
			r.warn(n, "a schema must be an object or a boolean")
		}
		return s
	}
	if r.depth >= maxSchemaDepth {
		r.warn(n, "schemas are nested more than %d deep here; what is below is left out", maxSchemaDepth)
		return s
	}
	if n.aliased && !r.spend(n, schemaCost) {
		return s
	}
	r.depth++
	defer func() { r.depth-- }()
	return r.keywords(s, n)
}

// schemaBlock is how many schemas are allocated at once.
const schemaBlock = 32

func (r *reader) newSchema() *Schema {
	if len(r.spare) == 0 {
		r.spare = make([]Schema, schemaBlock)
	}
	s := &r.spare[0]
	r.spare = r.spare[1:]
	return s
}

// root reads the schema of a parameter or body, which references may lead to
// from many operations, once.
func (r *reader) root(n node) *Schema {
	if !n.ok() {
		return nil
	}
	s := r.roots[n.value]
	if s == nil {
		s = r.schema(n)
		r.roots[n.value] = s
	}
	return s
}

// nullable adds null to what a schema allows. OpenAPI 3.0 knows nullable beside a
// type only; what authors mean beside a reference or allOf is clear as well.
func nullable(s *Schema) *Schema {
	null := func() *Schema { return &Schema{Pointer: s.Pointer, Types: []string{"null"}} }
	isNull := func(s *Schema) bool { return s.Is("null") }
	switch {
	case s.Is("null") || slices.ContainsFunc(s.OneOf, isNull) || slices.ContainsFunc(s.AnyOf, isNull):
	case len(s.Types) > 0:
		s.Types = append(s.Types, "null")
	case s.Ref != "" || len(s.AllOf) > 0 || len(s.OneOf) > 0 && len(s.AnyOf) > 0:
		inner := &Schema{Pointer: s.Pointer, Ref: s.Ref, AllOf: s.AllOf, OneOf: s.OneOf, AnyOf: s.AnyOf}
		if len(s.AllOf) == 1 && s.Ref == "" && len(s.OneOf)+len(s.AnyOf) == 0 {
			inner = s.AllOf[0]
		}
		s.Ref, s.AllOf, s.OneOf, s.AnyOf = "", nil, nil, []*Schema{inner, null()}
	case len(s.OneOf) > 0:
		s.OneOf = append(s.OneOf, null())
	case len(s.AnyOf) > 0:
		s.AnyOf = append(s.AnyOf, null())
	}
	return s
}

// types reads a type or a list of them; others than JSON Schema's allow anything.
func (r *reader) types(s *Schema, n node) []string {
	names := n.strs()
	for item := range n.items() {
		if item.isNull() { // [string, null], for [string, "null"]
			names = append(names, "null")
		}
	}
	var out []string
	for _, name := range names {
		switch lower := strings.ToLower(name); {
		case slices.Contains(jsonTypes, lower):
			out = append(out, lower)
		case lower == "file": // Swagger 2.0
			out = append(out, "string")
			s.Format = "binary"
		default:
			meant := slips[lower]
			if meant == "" {
				r.warn(n, "%q is no type; any value is allowed", name)
				return nil
			}
			r.warn(n, "%q is no type; it is taken for %s", name, meant)
			out = append(out, meant)
		}
	}
	return unique(out)
}

var jsonTypes = []string{"string", "number", "integer", "boolean", "array", "object", "null"}

// oneText is a list of one text, many of which are allocated at once.
func (r *reader) oneText(text string) []string {
	if len(r.texts) == 0 {
		r.texts = make([]string, 4*schemaBlock)
	}
	one := r.texts[:1:1]
	one[0] = text
	r.texts = r.texts[1:]
	return one
}

// slips are names that other languages have for types.
var slips = map[string]string{
	"int": "integer", "long": "integer", "float": "number", "double": "number", "bool": "boolean",
}

// value is a JSON value of the description. Aliases share one budget for the
// whole file, so that they cannot multiply it.
func (r *reader) value(n node) json.RawMessage {
	if !n.ok() {
		return nil
	}
	w := jsonWriter{spent: &r.repeated, most: r.limits.Repeats}
	if n.aliased {
		w.aliased++
	}
	out, err := w.append(r.scratch[:0], n.value, 0)
	if err != nil {
		r.fail(n, &LimitError{Limit: "Repeats", Value: r.limits.Repeats})
		return nil
	}
	r.scratch = out
	return slices.Clone(out)
}
