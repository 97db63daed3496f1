package provider

import (
	"encoding/json"
	"slices"
	"strings"
)

// Subset is the part of JSON Schema that a provider can hold a model to.
type Subset struct {
	// AllRequired: no property may be left out. One that the schema does not require
	// may be null instead, whatever the schema says, and readers must take that for
	// absent.
	AllRequired bool

	Recursion  bool // definitions may use themselves
	Depth      int  // most objects within one another; 0: any
	Properties int  // most in all; 0: any
	Optional   int  // most that are not required, in all; 0: any
	EnumValues int  // most in all; 0: any
}

// Strict fits a schema to a subset, and keeps the order of its properties. What
// only narrows values (lengths, ranges, patterns, formats) and what is for readers
// is left out, so that an answer must still be checked; objects are closed. It
// reports false for a schema that cannot be fitted: the root is no object, there
// are maps, values of any type, allOf, oneOf, not or conditions, references to
// elsewhere, or more than the subset has room for. Such a schema is a wish at most.
func Strict(schema json.RawMessage, subset Subset) (json.RawMessage, bool) {
	root, err := parse(schema)
	if err != nil || root.kind != '{' || root.get("type").text() != "object" {
		return nil, false
	}
	s := strict{Subset: subset, root: root, defs: &node{kind: '{'}, done: map[string]bool{}}
	out, ok := s.schema(root, 0)
	if !ok {
		return nil, false
	}
	for _, name := range []string{"$defs", "definitions"} {
		if defs := root.get(name); defs != nil {
			kept := &node{kind: '{'}
			for _, def := range defs.names {
				if fitted := s.defs.get("#/" + name + "/" + def); fitted != nil {
					kept.set(def, fitted)
				}
			}
			out.set(name, kept)
		}
	}
	data, err := json.Marshal(out)
	if err != nil {
		return nil, false
	}
	return data, true
}

type strict struct {
	Subset

	root *node
	defs *node           // definitions that are in use, fitted, by reference
	done map[string]bool // references: true when fitted, false while in work

	properties, optional, enumValues int
}

// dropped are the words that only narrow a value or are for readers.
var dropped = []string{
	"$schema", "$id", "$comment", "$anchor", "default", "example", "examples", "deprecated", "readOnly", "writeOnly",
	"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
	"format", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "contentEncoding", "contentMediaType",
}

func (s *strict) schema(in *node, depth int) (*node, bool) {
	if in.kind != '{' || s.Depth > 0 && depth > s.Depth {
		return nil, false
	}
	out := &node{kind: '{'}
	typed := false
	for i, name := range in.names {
		value := in.values[i]
		ok := true
		switch name {
		case "title", "description":
			out.set(name, value)
		case "type", "const":
			typed = true
			out.set(name, value)
		case "enum":
			typed = true
			s.enumValues += len(value.values)
			ok = value.kind == '[' && (s.EnumValues == 0 || s.enumValues <= s.EnumValues)
			out.set(name, value)
		case "$ref":
			typed = true
			ok = s.reference(value.text(), depth)
			out.set(name, value)
		case "anyOf":
			typed = true
			var alternatives *node
			alternatives, ok = s.each(value, depth)
			ok = ok && in != s.root
			out.set(name, alternatives)
		case "items":
			var items *node
			items, ok = s.schema(value, depth+1)
			out.set(name, items)
		case "properties", "required", "additionalProperties", "$defs", "definitions": // below
		default:
			ok = slices.Contains(dropped, name) || strings.HasPrefix(name, "x-")
		}
		if !ok {
			return nil, false
		}
	}
	if in.get("type").text() == "object" || in.get("properties") != nil {
		if !s.object(in, out, depth) {
			return nil, false
		}
	}
	if in.get("type").text() == "array" && in.get("items") == nil {
		return nil, false
	}
	return out, typed || in.get("properties") != nil
}

// object closes an object and fits its properties.
func (s *strict) object(in, out *node, depth int) bool {
	more := in.get("additionalProperties")
	properties := in.get("properties")
	if more != nil && more.kind == '{' || properties == nil && (more == nil || string(more.literal) != "false") {
		return false // a map, or anything at all
	}
	fitted := &node{kind: '{'}
	var required []string
	if properties != nil {
		if properties.kind != '{' {
			return false
		}
		for i, name := range properties.names {
			value, ok := s.schema(properties.values[i], depth+1)
			if !ok {
				return false
			}
			s.properties++
			if isRequired(in, name) {
				required = append(required, name)
			} else {
				s.optional++
				if s.AllRequired {
					required = append(required, name)
					value = orNull(value)
				}
			}
			fitted.set(name, value)
		}
	}
	out.set("type", literal("object"))
	out.set("properties", fitted)
	out.set("required", texts(required...))
	out.set("additionalProperties", literal(false))
	return (s.Properties == 0 || s.properties <= s.Properties) && (s.Optional == 0 || s.optional <= s.Optional)
}

func isRequired(object *node, name string) bool {
	list := object.get("required")
	return list != nil && list.kind == '[' && slices.ContainsFunc(list.values, func(n *node) bool { return n.text() == name })
}

func (s *strict) each(in *node, depth int) (*node, bool) {
	out := &node{kind: '['}
	for _, value := range in.values {
		fitted, ok := s.schema(value, depth)
		if !ok {
			return nil, false
		}
		out.values = append(out.values, fitted)
	}
	return out, in.kind == '[' && len(in.values) > 0
}

// reference fits a definition where it is used for the first time.
func (s *strict) reference(ref string, depth int) bool {
	done, seen := s.done[ref]
	if seen {
		return done || s.Recursion
	}
	if ref == "#" {
		return s.Recursion
	}
	list, name, ok := strings.Cut(strings.TrimPrefix(ref, "#/"), "/")
	if !ok || !strings.HasPrefix(ref, "#/") || list != "$defs" && list != "definitions" || strings.ContainsAny(name, "/~%") {
		return false
	}
	var def *node
	if defs := s.root.get(list); defs != nil {
		def = defs.get(name)
	}
	if def == nil {
		return false
	}
	s.done[ref] = false
	fitted, ok := s.schema(def, depth)
	s.done[ref] = true
	s.defs.set(ref, fitted)
	return ok
}

// orNull lets a value be null too.
func orNull(schema *node) *node {
	if nullable(schema) {
		return schema
	}
	kind := schema.get("type")
	if kind == nil || schema.get("const") != nil || schema.get("anyOf") != nil {
		out := &node{kind: '{'}
		out.set("anyOf", &node{kind: '[', values: []*node{schema, {kind: '{', names: []string{"type"}, values: []*node{literal("null")}}}})
		return out
	}
	kinds := &node{kind: '[', values: []*node{kind}}
	if kind.kind == '[' {
		kinds.values = slices.Clone(kind.values)
	}
	kinds.values = append(kinds.values, literal("null"))
	out := &node{kind: '{', names: slices.Clone(schema.names), values: slices.Clone(schema.values)}
	out.set("type", kinds)
	if enum := schema.get("enum"); enum != nil {
		out.set("enum", &node{kind: '[', values: append(slices.Clone(enum.values), literal(nil))})
	}
	return out
}

// nullable reports whether a schema lets its value be null, as far as can be seen.
func nullable(schema *node) bool {
	kind := schema.get("type")
	if kind == nil {
		return false
	}
	return kind.text() == "null" || slices.ContainsFunc(kind.values, func(n *node) bool { return n.text() == "null" })
}
