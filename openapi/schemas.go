package openapi

import (
	"encoding/json"
	"strings"
)

// schemaSet names the schemas that are referred to. Each is built once, later,
// so that references in circles cost nothing.
type schemaSet struct {
	names map[string]string // by pointer
	taken map[string]bool
	order []string // names, in the order of their being found
	queue []namedSchema
}

type namedSchema struct {
	name string
	node node
}

// components reads all named schemas, used or not.
func (r *reader) components(list node) {
	r.schemas.names, r.schemas.taken = map[string]string{}, map[string]bool{}
	for name, n := range list.members() {
		if !r.schemas.taken[name] {
			r.schemas.add(name, n)
		}
	}
}

func (s *schemaSet) add(name string, n node) {
	s.names[pointer(n)] = name
	s.taken[name] = true
	s.order = append(s.order, name)
	s.queue = append(s.queue, namedSchema{name, n})
}

// nameOf returns the name of the schema at a place: a component's own, and the
// text of the pointer for others.
func (s *schemaSet) nameOf(n node) string {
	place := pointer(n)
	if name, ok := s.names[place]; ok {
		return name
	}
	name := place
	if n.file.main {
		name = "#" + place
	} else {
		name = strings.TrimSuffix(name, "#")
	}
	for s.taken[name] { // a component that is called like a pointer
		name += "#"
	}
	s.add(name, n)
	return name
}

// finish builds what is still only named.
func (s *schemaSet) finish(r *reader) {
	for len(s.queue) > 0 {
		next := s.queue[0]
		s.queue = s.queue[1:]
		r.doc.Schemas[next.name] = r.schema(next.node)
	}
	r.inheritance()
}

func (r *reader) optionalSchema(n node) *Schema {
	if !n.ok() {
		return nil
	}
	return r.schema(n)
}

// schema reads a schema where it stands. It is never nil: what cannot be read
// becomes a schema that allows everything.
func (r *reader) schema(n node) *Schema {
	switch {
	case n.isNull() || !n.ok():
		return &Schema{}
	case n.isMap():
	case n.text() == "true" || n.text() == "false":
		return &Schema{Pointer: pointer(n), Never: n.text() == "false"}
	default:
		r.warn(n, "a schema must be an object or a boolean")
		return &Schema{Pointer: pointer(n)}
	}
	if r.depth >= maxSchemaDepth {
		r.warn(n, "schemas are nested more than %d deep here; what is below is left out", maxSchemaDepth)
		return &Schema{Pointer: pointer(n)}
	}
	if n.aliased {
		if r.aliases += schemaCost; r.aliases > maxAliases {
			r.warn(node{}, "YAML aliases repeat more than %d values; the others are left out", maxAliases)
			return &Schema{Pointer: pointer(n)}
		}
	}
	r.depth++
	defer func() { r.depth-- }()

	s := &Schema{Pointer: pointer(n)}
	ref := n.get("$ref")
	if !ref.ok() {
		ref = n.get("$dynamicRef")
	}
	if ref.ok() && !ref.isMap() { // a map: a property that is called $ref
		if target, err := r.schemaTarget(n, ref); err != nil {
			r.warn(ref, "%v", err)
		} else {
			s.Ref = r.schemas.nameOf(target)
		}
		if len(n.Content) == 2 {
			return s
		}
		r.annotations(s, n)
		if r.minor == 0 { // before 3.1 nothing may stand beside a reference
			return s
		}
	} else {
		r.annotations(s, n)
	}
	r.assertions(s, n)
	r.applicators(s, n)
	return s
}

func (r *reader) schemaTarget(n, ref node) (node, error) {
	if n.has("$ref") {
		return r.target(n)
	}
	return r.reference(n, ref.text())
}

// annotations say something about a value and forbid none.
func (r *reader) annotations(s *Schema, n node) {
	s.Title = n.str("title")
	s.Description = n.str("description")
	s.Default = r.value(n.get("default"))
	s.ReadOnly = n.boolean("readOnly")
	s.WriteOnly = n.boolean("writeOnly")
	s.Deprecated = n.boolean("deprecated")
	if example := r.value(n.get("example")); example != nil {
		s.Examples = append(s.Examples, example)
	}
	for item := range n.get("examples").items() {
		if example := r.value(item); example != nil {
			s.Examples = append(s.Examples, example)
		}
	}
}

// assertions restrict a single value.
func (r *reader) assertions(s *Schema, n node) {
	s.Types = unique(n.get("type").strs())
	s.Format = n.str("format")
	s.ContentMediaType = n.str("contentMediaType")
	s.ContentEncoding = n.str("contentEncoding")
	if r.swagger && s.Is("file") {
		s.Types, s.Format = []string{"string"}, "binary"
	}
	if len(s.Types) > 0 && !s.Is("null") && (n.boolean("nullable") || n.boolean("x-nullable")) {
		s.Types = append(s.Types, "null")
	}
	for item := range n.get("enum").items() {
		if value := r.value(item); value != nil {
			s.Enum = append(s.Enum, value)
		}
	}
	s.Const = r.value(n.get("const"))

	s.Minimum, s.ExclusiveMinimum = bounds(n.get("minimum"), n.get("exclusiveMinimum"))
	s.Maximum, s.ExclusiveMaximum = bounds(n.get("maximum"), n.get("exclusiveMaximum"))
	s.MultipleOf = number(n.get("multipleOf"))
	s.Pattern = n.str("pattern")
	s.MinLength, s.MaxLength = n.integer("minLength"), n.integer("maxLength")
	s.MinItems, s.MaxItems = n.integer("minItems"), n.integer("maxItems")
	s.MinProperties, s.MaxProperties = n.integer("minProperties"), n.integer("maxProperties")
	s.UniqueItems = n.boolean("uniqueItems")
	if required := n.get("required"); required.isList() {
		s.Required = unique(required.strs())
	}
}

// bounds gives a bound and an exclusive one; before OpenAPI 3.1 the second was a
// boolean about the first.
func bounds(plain, exclusive node) (bound, exclusiveBound json.Number) {
	bound = number(plain)
	if exclusive.isTrue() {
		return "", bound
	}
	return bound, number(exclusive)
}

func number(n node) json.Number {
	if text := n.text(); text != "" {
		return json.Number(jsonNumber(text))
	}
	return ""
}

// applicators hold schemas of their own.
func (r *reader) applicators(s *Schema, n node) {
	s.Properties = r.properties(n.get("properties"))
	s.PatternProperties = r.properties(n.get("patternProperties"))
	s.DependentSchemas = r.properties(n.get("dependentSchemas"))
	s.AdditionalProperties = r.optionalSchema(n.get("additionalProperties"))
	s.PropertyNames = r.optionalSchema(n.get("propertyNames"))
	if items := n.get("items"); items.isList() { // a tuple, before 2020-12
		s.PrefixItems = r.list(items)
		s.Items = r.optionalSchema(n.get("additionalItems"))
	} else {
		s.Items = r.optionalSchema(items)
	}
	if prefix := n.get("prefixItems"); prefix.isList() {
		s.PrefixItems = r.list(prefix)
	}
	s.Contains = r.optionalSchema(n.get("contains"))
	s.AllOf = r.list(n.get("allOf"))
	s.OneOf = r.list(n.get("oneOf"))
	s.AnyOf = r.list(n.get("anyOf"))
	s.Not = r.optionalSchema(n.get("not"))
	s.If = r.optionalSchema(n.get("if"))
	s.Then = r.optionalSchema(n.get("then"))
	s.Else = r.optionalSchema(n.get("else"))
	s.Discriminator = r.discriminator(s, n.get("discriminator"))
}

func (r *reader) properties(list node) []Property {
	if !list.isMap() {
		return nil
	}
	out := make([]Property, 0, len(list.Content)/2)
	at := make(map[string]int, len(list.Content)/2)
	for name, n := range list.members() {
		p := Property{Name: name, Schema: r.schema(n)}
		if i, twice := at[name]; twice {
			out[i] = p
			continue
		}
		at[name] = len(out)
		out = append(out, p)
	}
	return out
}

func (r *reader) list(list node) []*Schema {
	var out []*Schema
	for n := range list.items() {
		out = append(out, r.schema(n))
	}
	return out
}

// value is a JSON value of the description. Aliases share one budget for the
// whole file, so that they cannot multiply it.
func (r *reader) value(n node) json.RawMessage {
	if !n.ok() {
		return nil
	}
	w := jsonWriter{spent: &r.aliases}
	if n.aliased {
		w.aliased++
	}
	out, err := w.append(nil, n.Node, 0)
	if err != nil {
		r.warn(n, "%v", err)
		return nil
	}
	return out
}
