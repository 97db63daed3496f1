package openapi

import (
	"encoding/json"
	"slices"
	"strconv"
)

// keywords reads the members of a schema, in one walk over them.
func (r *reader) keywords(s *Schema, n node) *Schema {
	w := schemaReader{reader: r, s: s, n: n}
	if n.file.bases[n.ptr] != nil { // a resource within another
		defer func(before scope) { r.scope = before }(r.enter(n))
	}
	for i := 0; i < len(n.content); i += 2 {
		key := n.content[i].scalar
		if key != "$ref" && key != "$dynamicRef" || n.content[i+1].kind == mapKind { // a map: a property of that name
			continue
		}
		w.reference(key)
		w.bare = r.minor == 0 // before 3.1 nothing but annotations may stand beside a reference
		if key == "$ref" {
			break
		}
	}
	for i := 0; i < len(n.content); i += 2 {
		child := n.at(n.content[i+1], n.ptr)
		if key := n.content[i].scalar; child.ok() && !w.annotation(key, child) && !w.bare && !w.assertion(key, child) {
			w.applicator(key, child)
		}
	}
	w.finish()
	if w.nullable {
		return nullable(s)
	}
	return s
}

// schemaReader reads one schema. The members that its methods are handed have the
// pointer of the schema itself: a pointer costs memory, and few need theirs.
type schemaReader struct {
	*reader
	s    *Schema
	n    node
	bare bool // a reference without assertions

	nullable bool

	example          json.RawMessage
	minimum, maximum node // where exclusiveMinimum and exclusiveMaximum are booleans about them
	discriminating   node
}

// under is a child as the member of that name.
func (w *schemaReader) under(key string, child node) node {
	child.ptr = w.n.below(key)
	return child
}

func (w *schemaReader) reference(keyword string) {
	ref := w.n.get(keyword)
	target, err := w.target(w.n, ref)
	if err != nil {
		w.warn(ref, "%v", err)
		return
	}
	if keyword == "$dynamicRef" {
		target = w.dynamicTarget(ref.scalar, target)
	}
	w.s.Ref = w.nameOf(target)
}

// annotation reads what says something about a value and forbids none.
func (w *schemaReader) annotation(key string, child node) bool {
	s := w.s
	switch key {
	case "title":
		s.Title = child.text()
	case "description":
		s.Description = child.text()
	case "default":
		s.Default = w.value(child)
	case "readOnly":
		s.ReadOnly = child.isTrue()
	case "writeOnly":
		s.WriteOnly = child.isTrue()
	case "deprecated":
		s.Deprecated = child.isTrue()
	case "nullable", "x-nullable":
		w.nullable = w.nullable || child.isTrue()
	case "example":
		w.example = w.value(child)
	case "examples":
		s.Examples = w.values(child)
	default:
		return false
	}
	return true
}

// assertion reads what restricts a value by itself.
func (w *schemaReader) assertion(key string, child node) bool {
	s := w.s
	switch key {
	case "type":
		if name := child.text(); slices.Contains(jsonTypes, name) {
			s.Types = w.oneText(name)
		} else {
			s.Types = w.types(s, w.under(key, child))
		}
	case "format":
		if s.Format == "" { // type: file has said it
			s.Format = child.text()
		}
	case "enum":
		s.Enum = w.values(child)
	case "const":
		s.Const = w.value(child)
	case "pattern":
		s.Pattern = child.text()
	case "contentMediaType":
		s.ContentMediaType = child.text()
	case "contentEncoding":
		s.ContentEncoding = child.text()
	case "required":
		if child.isList() {
			s.Required = unique(child.strs())
		}
	case "dependentRequired":
		s.DependentRequired = append(s.DependentRequired, dependencies(child)...)
	case "uniqueItems":
		s.UniqueItems = child.isTrue()
	case "minLength":
		s.MinLength = child.integer()
	case "maxLength":
		s.MaxLength = child.integer()
	case "minItems":
		s.MinItems = child.integer()
	case "maxItems":
		s.MaxItems = child.integer()
	case "minContains":
		s.MinContains = child.integer()
	case "maxContains":
		s.MaxContains = child.integer()
	case "minProperties":
		s.MinProperties = child.integer()
	case "maxProperties":
		s.MaxProperties = child.integer()
	case "multipleOf":
		s.MultipleOf = number(child)
	case "minimum":
		w.minimum = child
	case "maximum":
		w.maximum = child
	case "exclusiveMinimum":
		s.ExclusiveMinimum = number(child)
	case "exclusiveMaximum":
		s.ExclusiveMaximum = number(child)
	default:
		return false
	}
	return true
}

// applicator reads what has schemas of its own.
func (w *schemaReader) applicator(key string, child node) {
	s := w.s
	switch key {
	case "properties":
		s.Properties = w.properties(key, child)
	case "patternProperties":
		s.PatternProperties = w.properties(key, child)
	case "dependentSchemas":
		s.DependentSchemas = append(s.DependentSchemas, w.properties(key, child)...)
	case "dependencies":
		w.dependencies(w.under(key, child))
	case "additionalProperties":
		s.AdditionalProperties = w.schema(w.under(key, child))
	case "unevaluatedProperties":
		s.UnevaluatedProperties = w.schema(w.under(key, child))
	case "propertyNames":
		s.PropertyNames = w.schema(w.under(key, child))
	case "items":
		w.items(w.under(key, child))
	case "prefixItems":
		if child.isList() {
			s.PrefixItems = w.list(key, child)
		}
	case "unevaluatedItems":
		s.UnevaluatedItems = w.schema(w.under(key, child))
	case "contains":
		s.Contains = w.schema(w.under(key, child))
	case "contentSchema":
		s.ContentSchema = w.schema(w.under(key, child))
	case "allOf":
		s.AllOf = w.list(key, child)
	case "oneOf":
		s.OneOf = w.list(key, child)
	case "anyOf":
		s.AnyOf = w.list(key, child)
	case "not":
		s.Not = w.schema(w.under(key, child))
	case "if":
		s.If = w.schema(w.under(key, child))
	case "then":
		s.Then = w.schema(w.under(key, child))
	case "else":
		s.Else = w.schema(w.under(key, child))
	case "discriminator":
		w.discriminating = w.under(key, child)
	}
}

// items may be a list, before 2020-12: a tuple, for which additionalItems is what
// items is now.
func (w *schemaReader) items(items node) {
	if !items.isList() {
		w.s.Items = w.schema(items)
		return
	}
	if !w.n.get("prefixItems").isList() {
		w.s.PrefixItems = w.list("items", items)
	}
	if more := w.n.get("additionalItems"); more.ok() {
		w.s.Items = w.schema(more)
	}
}

// dependencies are dependentRequired and dependentSchemas in one, before 2019-09.
func (w *schemaReader) dependencies(list node) {
	w.s.DependentRequired = append(w.s.DependentRequired, dependencies(list)...)
	for name, n := range list.members() {
		if !n.isList() {
			w.s.DependentSchemas = append(w.s.DependentSchemas, Property{Name: name, Schema: w.schema(n)})
		}
	}
}

func dependencies(list node) []DependentRequirement {
	var out []DependentRequirement
	for name, n := range list.members() {
		if n.isList() {
			out = append(out, DependentRequirement{Property: name, Required: unique(n.strs())})
		}
	}
	return out
}

// finish reads what depends on several members.
func (w *schemaReader) finish() {
	s := w.s
	if w.example != nil {
		s.Examples = append([]json.RawMessage{w.example}, s.Examples...)
	}
	// Before OpenAPI 3.1 exclusiveMinimum was a boolean about minimum.
	s.Minimum, s.Maximum = number(w.minimum), number(w.maximum)
	if !w.bare && s.Minimum != "" && w.n.boolean("exclusiveMinimum") {
		s.Minimum, s.ExclusiveMinimum = "", s.Minimum
	}
	if !w.bare && s.Maximum != "" && w.n.boolean("exclusiveMaximum") {
		s.Maximum, s.ExclusiveMaximum = "", s.Maximum
	}
	if w.discriminating.ok() {
		s.Discriminator = w.discriminator(s, w.discriminating)
	}
}

func number(n node) json.Number {
	if text := n.text(); text != "" {
		return json.Number(jsonNumber(text))
	}
	return ""
}

// values are those of a list.
func (r *reader) values(list node) []json.RawMessage {
	if !list.isList() || len(list.content) == 0 {
		return nil
	}
	out := make([]json.RawMessage, 0, len(list.content))
	for _, item := range list.content {
		if value := r.value(list.at(item, list.ptr)); value != nil {
			out = append(out, value)
		}
	}
	return out
}

func (w *schemaReader) properties(key string, list node) []Property {
	if list = w.under(key, list); list.refers() {
		list = w.follow(list)
	}
	if !list.isMap() || len(list.content) == 0 {
		return nil
	}
	out := make([]Property, 0, len(list.content)/2)
	for i := 0; i < len(list.content); i += 2 {
		name := list.content[i].scalar
		if child := list.at(list.content[i+1], ""); child.ok() {
			child.ptr = list.below(escape(name))
			out = append(out, Property{Name: name, Schema: w.schema(child)})
		}
	}
	return out
}

func (w *schemaReader) list(key string, list node) []*Schema {
	if !list.isList() || len(list.content) == 0 {
		return nil
	}
	out := make([]*Schema, 0, len(list.content))
	for i, item := range list.content {
		if child := list.at(item, ""); child.ok() {
			child.ptr = w.n.below(key + "/" + strconv.Itoa(i))
			out = append(out, w.schema(child))
		}
	}
	return out
}
