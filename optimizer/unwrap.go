package optimizer

import (
	"bytes"
	"slices"

	"github.com/specloom/specloom/openapi"
)

// unwrap takes off what is around one schema and says nothing but words about it:
// an allOf of it alone, or a choice between it and null.
func unwrap(s *openapi.Schema) *openapi.Schema {
	if len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 || !onlyWords(s) {
		return s
	}
	var inner *openapi.Schema
	null := false
	switch choices := len(s.OneOf) + len(s.AnyOf); {
	case len(s.AllOf) == 1 && choices == 0 && !s.Is("null"):
		inner = s.AllOf[0]
	case len(s.AllOf) == 0 && choices == 2 && len(s.Types) == 0:
		for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf} {
			for _, one := range list {
				if one != nil && isNull(one) {
					null = true
				} else {
					inner = one
				}
			}
		}
		if !null || inner != nil && (inner.Ref != "" || len(inner.Types) == 0 || len(inner.AllOf)+len(inner.OneOf)+len(inner.AnyOf) > 0) {
			return s
		}
	}
	if inner == nil || s.Default != nil && inner.Default != nil && !bytes.Equal(s.Default, inner.Default) {
		return s
	}
	one := *inner
	if s.Description != "" {
		one.Description = s.Description
	}
	if s.Default != nil {
		one.Default = s.Default
	}
	one.ReadOnly = one.ReadOnly || s.ReadOnly
	one.WriteOnly = one.WriteOnly || s.WriteOnly
	one.Deprecated = one.Deprecated || s.Deprecated
	if null && !one.Is("null") {
		one.Types = append(slices.Clip(one.Types), "null")
	}
	return &one
}

// isNull reports whether a schema is that of null, and nothing else.
func isNull(s *openapi.Schema) bool {
	return slices.Equal(s.Types, []string{"null"}) && s.Ref == "" && s.Enum == nil && s.Const == nil && s.Default == nil && s.Discriminator == nil && !holds(s)
}

// onlyWords reports whether a schema says nothing of a value beside what it is
// made of, but that it is an object.
func onlyWords(s *openapi.Schema) bool {
	return s.Ref == "" && (len(s.Types) == 0 || slices.Equal(s.Types, []string{"object"})) && s.Format == "" &&
		s.Enum == nil && s.Const == nil && s.Minimum == "" && s.Maximum == "" && s.ExclusiveMinimum == "" && s.ExclusiveMaximum == "" &&
		s.MultipleOf == "" && s.MinLength == nil && s.MaxLength == nil && s.Pattern == "" && s.MinItems == nil && s.MaxItems == nil &&
		!s.UniqueItems && s.MinProperties == nil && s.MaxProperties == nil && len(s.Properties) == 0 && len(s.Required) == 0 &&
		len(s.PatternProperties) == 0 && s.AdditionalProperties == nil && s.UnevaluatedProperties == nil &&
		len(s.DependentRequired) == 0 && s.Discriminator == nil && s.ContentMediaType == "" && s.Items == nil && len(s.PrefixItems) == 0
}
