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
	name string
	node node
}

// components reads all named schemas, used or not.
func (r *reader) components(list node) {
	r.schemas.names, r.schemas.taken = map[string]string{}, map[string]bool{}
	for name, n := range list.members() {
		r.schemas.add(name, n)
	}
}

func (s *schemaSet) add(name string, n node) {
	s.names[pointer(n)] = name
	s.taken[name] = true
	s.found = append(s.found, namedSchema{name, n})
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

// finish builds what is so far only named, and what is found on the way.
func (r *reader) finishSchemas() {
	for i := 0; i < len(r.schemas.found); i++ {
		next := r.schemas.found[i]
		r.doc.Schemas[next.name] = r.schema(next.node)
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
	if n.aliased && !r.spend(schemaCost) {
		return &Schema{Pointer: pointer(n)}
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
		if r.minor == 0 { // before 3.1 nothing else may stand beside a reference
			return nullable(s, n)
		}
	} else {
		r.annotations(s, n)
	}
	r.assertions(s, n)
	r.applicators(s, n)
	return nullable(s, n)
}

// root reads the schema of a parameter or body, which references may lead to
// from many operations, once.
func (r *reader) root(n node) *Schema {
	if !n.ok() {
		return nil
	}
	s := r.roots[n.Node]
	if s == nil {
		s = r.schema(n)
		r.roots[n.Node] = s
	}
	return s
}

// nullable adds null to what a schema allows. OpenAPI 3.0 knows nullable beside a
// type only; what authors mean beside a reference or allOf is clear as well.
func nullable(s *Schema, n node) *Schema {
	if !n.boolean("nullable") && !n.boolean("x-nullable") {
		return s
	}
	null := &Schema{Pointer: s.Pointer, Types: []string{"null"}}
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
		s.Ref, s.AllOf, s.OneOf, s.AnyOf = "", nil, nil, []*Schema{inner, null}
	case len(s.OneOf) > 0:
		s.OneOf = append(s.OneOf, null)
	case len(s.AnyOf) > 0:
		s.AnyOf = append(s.AnyOf, null)
	}
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
	s.Format = n.str("format")
	s.Types = r.types(s, n.get("type"))
	s.ContentMediaType = n.str("contentMediaType")
	s.ContentEncoding = n.str("contentEncoding")
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
		switch lower := strings.ToLower(name); lower {
		case "string", "number", "integer", "boolean", "array", "object", "null":
			out = append(out, lower)
		case "file": // Swagger 2.0
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

// slips are names that other languages have for types.
var slips = map[string]string{
	"int": "integer", "long": "integer", "float": "number", "double": "number", "bool": "boolean",
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
	list = r.follow(list)
	if !list.isMap() || len(list.Content) == 0 {
		return nil
	}
	out := make([]Property, 0, len(list.Content)/2)
	for name, n := range list.members() {
		out = append(out, Property{Name: name, Schema: r.schema(n)})
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
	w := jsonWriter{spent: &r.repeated}
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
