package ui

import (
	"encoding/json"
	"strings"

	"github.com/specloom/specloom/openapi"
)

const (
	maxDepth  = 48        // references and allOf on the way to one shape
	maxProps  = 1000      // properties of one shape
	maxSteps  = 2000      // schemas that one shape is made of
	maxShaped = 4_000_000 // properties of all shapes
)

// shape is what a schema comes to: references followed, allOf merged, and a
// choice of one made plain.
type shape struct {
	ref         string // the component it was reached by last
	kind        string // object, array, string, number, integer, boolean, or "" for any
	format      string
	title       string
	description string
	enum        []json.RawMessage
	maxLength   int // 0: not said
	minimum     json.Number
	defaultText string
	binary      bool
	readOnly    bool
	writeOnly   bool
	deprecated  bool
	required    map[string]bool
	props       []prop
	byName      map[string]int
	items       *openapi.Schema
	mapOf       *openapi.Schema
	union       bool // one of several things
	mixed       bool // of which some are objects or arrays, and some are not
}

// prop is a property of a shape. It is partial where only some variants of a
// oneOf or anyOf have it.
type prop struct {
	name    string
	schema  *openapi.Schema
	partial bool
}

// shapes flattens the schemas of one document. A shape depends on its schema
// and the document alone, never on what was asked for before: a plan is
// validated against the same shapes that it was made from.
type shapes struct {
	doc      *openapi.Document
	memo     map[*openapi.Schema]*shape
	byRef    map[string]*shape
	maxProps int // of one shape
	kept     int // properties of all shapes in memo

	// While one shape is made:
	active map[*openapi.Schema]bool
	steps  int
}

func newShapes(doc *openapi.Document) *shapes {
	return &shapes{
		doc: doc, memo: map[*openapi.Schema]*shape{}, byRef: map[string]*shape{}, active: map[*openapi.Schema]bool{},
		maxProps: min(maxProps, max(16, maxShaped/(len(doc.Operations)+1))),
	}
}

// of returns the shape of a schema; never nil.
func (s *shapes) of(schema *openapi.Schema) *shape {
	if schema == nil {
		return &shape{}
	}
	if done := s.memo[schema]; done != nil {
		return done
	}
	var out *shape
	if onlyRef(schema) {
		out = s.component(schema.Ref)
	} else {
		s.steps = 0
		clear(s.active)
		out = s.at(schema, 0)
	}
	if s.kept < maxShaped {
		s.kept += len(out.props) + 1
		s.memo[schema] = out
	}
	return out
}

// component returns the shape of a named schema.
func (s *shapes) component(name string) *shape {
	if done := s.byRef[name]; done != nil {
		return done
	}
	s.steps = 0
	clear(s.active)
	out := s.at(&openapi.Schema{Ref: name}, 0)
	s.byRef[name] = out
	return out
}

// onlyRef reports whether a schema is a reference with nothing beside it that
// would change its shape.
func onlyRef(s *openapi.Schema) bool {
	return s.Ref != "" && len(s.Types) == 0 && len(s.Properties) == 0 && len(s.AllOf) == 0 && len(s.OneOf) == 0 && len(s.AnyOf) == 0 &&
		len(s.Enum) == 0 && len(s.Required) == 0 && len(s.Default) == 0 && len(s.PrefixItems) == 0 && s.Items == nil && s.AdditionalProperties == nil &&
		s.Format == "" && s.Title == "" && s.Description == "" && s.MaxLength == nil && s.Minimum == "" && s.ContentMediaType == "" &&
		!s.ReadOnly && !s.WriteOnly && !s.Deprecated
}

func (s *shapes) at(schema *openapi.Schema, depth int) *shape {
	out := &shape{}
	if s.steps++; schema == nil || depth > maxDepth || s.active[schema] || s.steps > maxSteps {
		return out
	}
	s.active[schema] = true
	if schema.Ref != "" {
		if target := s.doc.Schemas[schema.Ref]; target != nil {
			s.merge(out, s.at(target, depth+1), false)
		}
		out.ref = schema.Ref
	}
	s.own(out, schema)
	for _, part := range schema.AllOf {
		s.merge(out, s.at(part, depth+1), false)
	}
	s.choice(out, schema.OneOf, depth)
	s.choice(out, schema.AnyOf, depth)
	delete(s.active, schema)
	return out
}

// own puts the keywords of the schema itself over what it refers to.
func (s *shapes) own(out *shape, schema *openapi.Schema) {
	kind := ""
	for _, t := range schema.Types {
		if t != "null" {
			kind = t
			break
		}
	}
	if kind == "" {
		switch {
		case len(schema.Properties) > 0:
			kind = "object"
		case schema.Items != nil || len(schema.PrefixItems) > 0:
			kind = "array"
		}
	}
	part := shape{
		kind: kind, format: schema.Format, title: schema.Title, description: schema.Description,
		minimum: schema.Minimum, items: schema.Items, mapOf: schema.AdditionalProperties,
		readOnly: schema.ReadOnly, writeOnly: schema.WriteOnly, deprecated: schema.Deprecated,
		enum:   schema.Enum,
		binary: schema.Format == "binary" || schema.ContentMediaType != "" && schema.ContentEncoding == "",
	}
	if schema.MaxLength != nil {
		part.maxLength = *schema.MaxLength
	}
	if len(schema.Default) > 0 && len(schema.Default) < 100 {
		part.defaultText = string(schema.Default)
	}
	part.items = schema.Items
	s.merge(out, &part, true)
	for _, p := range schema.Properties {
		s.add(out, p.Name, p.Schema, false)
	}
	for _, name := range schema.Required {
		if out.required == nil {
			out.required = map[string]bool{}
		}
		if len(out.required) < maxProps {
			out.required[name] = true
		}
	}
}

// choice merges a oneOf or anyOf: one real variant as if it stood there, of
// several what they have in common, and the rest as partial.
func (s *shapes) choice(out *shape, variants []*openapi.Schema, depth int) {
	var several []*shape
	for _, variant := range variants[:min(len(variants), 100)] {
		if variant == nil || len(variant.Types) == 1 && variant.Types[0] == "null" {
			continue
		}
		several = append(several, s.at(variant, depth+1))
	}
	if len(several) == 0 {
		return
	}
	if len(several) == 1 {
		s.merge(out, several[0], false)
		return
	}
	out.union = true
	scalar := (*shape)(nil)
	for _, variant := range several {
		if variant.kind != "object" && variant.kind != "array" && variant.kind != "" && scalar == nil {
			scalar = variant
		}
	}
	for _, variant := range several {
		compound := variant.kind == "object" || variant.kind == "array" || len(variant.props) > 0
		out.mixed = out.mixed || variant.mixed || scalar != nil && compound
	}
	switch {
	case scalar != nil && out.kind == "": // the short form of an expandable reference
		out.kind, out.format, out.maxLength = scalar.kind, scalar.format, scalar.maxLength
	case out.kind == "":
		out.kind = several[0].kind
	}
	count := map[string]int{}
	for _, variant := range several {
		for _, p := range variant.props {
			if !p.partial {
				count[p.name]++
			}
		}
		if out.items == nil {
			out.items = variant.items
		}
	}
	for _, variant := range several {
		for _, p := range variant.props {
			s.add(out, p.name, p.schema, count[p.name] < len(several))
		}
	}
	for name := range several[0].required {
		everywhere := true
		for _, variant := range several[1:] {
			everywhere = everywhere && variant.required[name]
		}
		if everywhere {
			if out.required == nil {
				out.required = map[string]bool{}
			}
			out.required[name] = true
		}
	}
}

// merge adds what part says to out; where both say something, out wins unless
// over is set.
func (s *shapes) merge(out, part *shape, over bool) {
	text := func(have *string, other string) {
		if other != "" && (*have == "" || over) {
			*have = other
		}
	}
	if out.ref == "" {
		out.ref = part.ref
	}
	text(&out.kind, part.kind)
	text(&out.format, part.format)
	text(&out.title, part.title)
	text(&out.description, part.description)
	text(&out.defaultText, part.defaultText)
	if part.minimum != "" && (out.minimum == "" || over) {
		out.minimum = part.minimum
	}
	if len(part.enum) > 0 && (len(out.enum) == 0 || over) {
		out.enum = part.enum
	}
	if part.maxLength > 0 && (out.maxLength == 0 || over) {
		out.maxLength = part.maxLength
	}
	if part.items != nil && (out.items == nil || over) {
		out.items = part.items
	}
	if part.mapOf != nil && (out.mapOf == nil || over) {
		out.mapOf = part.mapOf
	}
	out.readOnly = out.readOnly || part.readOnly
	out.writeOnly = out.writeOnly || part.writeOnly
	out.deprecated = out.deprecated || part.deprecated
	out.binary = out.binary || part.binary
	out.union = out.union || part.union
	out.mixed = out.mixed || part.mixed
	for _, p := range part.props {
		s.add(out, p.name, p.schema, p.partial)
	}
	for name := range part.required {
		if out.required == nil {
			out.required = map[string]bool{}
		}
		out.required[name] = true
	}
}

func (s *shapes) add(out *shape, name string, schema *openapi.Schema, partial bool) {
	if i, known := out.byName[name]; known {
		if out.props[i].partial && !partial {
			out.props[i].partial = false
		}
		return
	}
	if len(out.props) >= s.maxProps {
		return
	}
	if out.byName == nil {
		out.byName = map[string]int{}
	}
	out.byName[name] = len(out.props)
	out.props = append(out.props, prop{name: name, schema: schema, partial: partial})
}

// prop returns the schema of a property, or nil.
func (s *shape) prop(name string) *openapi.Schema {
	if i, known := s.byName[name]; known {
		return s.props[i].schema
	}
	return nil
}

func (s *shape) has(name string) bool { _, known := s.byName[name]; return known }

func (s *shape) isObject() bool { return s.kind == "object" || s.kind == "" && len(s.props) > 0 }

// isScalar reports whether a value fits one cell of a table.
func (s *shape) isScalar() bool {
	switch s.kind {
	case "string", "number", "integer", "boolean":
		return true
	case "":
		return len(s.enum) > 0
	}
	return false
}

// open reports whether a thing may have properties that its schema does not
// name.
func open(s *shape) bool {
	return s == nil || len(s.props) == 0 || len(s.props) >= 32 || s.mapOf != nil
}

// follow goes along a path of names as far as the schemas know it. It returns
// what lies there, nil where that is not known, and the name that is not there.
func (s *shapes) follow(at *shape, path string) (there *shape, missing string) {
	for name := range strings.SplitSeq(path, ".") {
		if at == nil || at.kind == "array" || at.union {
			return nil, ""
		}
		if !at.has(name) {
			if open(at) {
				return nil, ""
			}
			return nil, name
		}
		at = s.of(at.prop(name))
	}
	return at, ""
}
