package openapi

import (
	"encoding/json"
	"slices"
)

// Schema is a JSON Schema in the dialect of OpenAPI 3.1, whatever version it
// was written in: nullable has become the type "null" (beside a reference or
// allOf: AnyOf of that and null), a boolean exclusiveMinimum the bound itself, and
// example an entry of Examples.
//
// Schemas form a tree, never a cycle: where the description refers to another
// schema, Ref names it and [Document.Resolve] follows it.
type Schema struct {
	// Ref names a schema in Document.Schemas.
	Ref     string `json:"ref,omitempty"`
	Pointer string `json:"-"` // JSON pointer, see [Document.Source]

	// Never marks the schema false, which no value matches. The schema true is
	// a Schema with nothing in it.
	Never bool `json:"never,omitempty"`

	Types       []string `json:"types,omitempty"` // string, number, integer, boolean, array, object, null; none: any
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Format      string   `json:"format,omitempty"`

	Enum     []json.RawMessage `json:"enum,omitempty"`
	Const    json.RawMessage   `json:"const,omitempty"`
	Default  json.RawMessage   `json:"default,omitempty"`
	Examples []json.RawMessage `json:"examples,omitempty"`

	// Bounds are kept as written, since they may not fit a float64; "" is none.
	Minimum          json.Number `json:"minimum,omitempty"`
	Maximum          json.Number `json:"maximum,omitempty"`
	ExclusiveMinimum json.Number `json:"exclusiveMinimum,omitempty"`
	ExclusiveMaximum json.Number `json:"exclusiveMaximum,omitempty"`
	MultipleOf       json.Number `json:"multipleOf,omitempty"`

	MinLength     *int   `json:"minLength,omitempty"`
	MaxLength     *int   `json:"maxLength,omitempty"`
	Pattern       string `json:"pattern,omitempty"`
	MinItems      *int   `json:"minItems,omitempty"`
	MaxItems      *int   `json:"maxItems,omitempty"`
	UniqueItems   bool   `json:"uniqueItems,omitempty"`
	MinProperties *int   `json:"minProperties,omitempty"`
	MaxProperties *int   `json:"maxProperties,omitempty"`

	ContentMediaType string `json:"contentMediaType,omitempty"`
	ContentEncoding  string `json:"contentEncoding,omitempty"`
	// ContentSchema describes the value that a text of ContentMediaType holds.
	ContentSchema *Schema `json:"contentSchema,omitempty"`

	ReadOnly   bool `json:"readOnly,omitempty"`
	WriteOnly  bool `json:"writeOnly,omitempty"`
	Deprecated bool `json:"deprecated,omitempty"`

	Properties           []Property `json:"properties,omitempty"` // in the order of the description
	Required             []string   `json:"required,omitempty"`
	PatternProperties    []Property `json:"patternProperties,omitempty"`
	AdditionalProperties *Schema    `json:"additionalProperties,omitempty"` // nil: not said
	PropertyNames        *Schema    `json:"propertyNames,omitempty"`
	DependentSchemas     []Property `json:"dependentSchemas,omitempty"`
	// DependentRequired names properties that are required where another is there.
	DependentRequired []DependentRequirement `json:"dependentRequired,omitempty"`
	// UnevaluatedProperties are those that no other keyword, in AllOf and others
	// too, says anything about.
	UnevaluatedProperties *Schema `json:"unevaluatedProperties,omitempty"`

	Items       *Schema   `json:"items,omitempty"`
	PrefixItems []*Schema `json:"prefixItems,omitempty"`
	Contains    *Schema   `json:"contains,omitempty"`
	MinContains *int      `json:"minContains,omitempty"` // nil: one
	MaxContains *int      `json:"maxContains,omitempty"`
	// UnevaluatedItems are those that no other keyword says anything about.
	UnevaluatedItems *Schema `json:"unevaluatedItems,omitempty"`

	AllOf []*Schema `json:"allOf,omitempty"`
	OneOf []*Schema `json:"oneOf,omitempty"`
	AnyOf []*Schema `json:"anyOf,omitempty"`
	Not   *Schema   `json:"not,omitempty"`
	If    *Schema   `json:"if,omitempty"`
	Then  *Schema   `json:"then,omitempty"`
	Else  *Schema   `json:"else,omitempty"`

	Discriminator *Discriminator `json:"discriminator,omitempty"`
}

// Property is a named schema: a property, or a pattern of patternProperties.
type Property struct {
	Name   string  `json:"name"`
	Schema *Schema `json:"schema"`
}

// DependentRequirement lists what is required where Property is there.
type DependentRequirement struct {
	Property string   `json:"property"`
	Required []string `json:"required,omitempty"`
}

// Discriminator names the property whose value chooses between the schemas of
// OneOf or AnyOf.
type Discriminator struct {
	Property string `json:"property"`
	// Mapping is complete: explicit entries first, then the implicit ones of
	// OneOf and AnyOf.
	Mapping []DiscriminatorValue `json:"mapping,omitempty"`
	// Default names the schema in Document.Schemas that is meant where the property
	// is missing or has a value that Mapping does not list (OpenAPI 3.2).
	Default string `json:"default,omitempty"`
}

// DiscriminatorValue says that a property value means a schema.
type DiscriminatorValue struct {
	Value string `json:"value"`
	Ref   string `json:"ref"` // names a schema in Document.Schemas
}

// Is reports whether Types holds t.
func (s *Schema) Is(t string) bool { return slices.Contains(s.Types, t) }

// Property returns the schema of that property, of s alone, or nil.
func (s *Schema) Property(name string) *Schema {
	for _, p := range s.Properties {
		if p.Name == name {
			return p.Schema
		}
	}
	return nil
}
