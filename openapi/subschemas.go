package openapi

import "iter"

// Subschemas yields the schemas that stand directly within s, in a fixed order.
// It does not follow Ref: see [Document.Resolve].
func (s *Schema) Subschemas() iter.Seq[*Schema] {
	return func(yield func(*Schema) bool) {
		for _, properties := range [][]Property{s.Properties, s.PatternProperties, s.DependentSchemas} {
			for _, p := range properties {
				if p.Schema != nil && !yield(p.Schema) {
					return
				}
			}
		}
		for _, list := range [][]*Schema{s.PrefixItems, s.AllOf, s.OneOf, s.AnyOf} {
			for _, one := range list {
				if one != nil && !yield(one) {
					return
				}
			}
		}
		for _, one := range [...]*Schema{
			s.AdditionalProperties, s.PropertyNames, s.Items, s.Contains, s.Not, s.If, s.Then, s.Else,
		} {
			if one != nil && !yield(one) {
				return
			}
		}
	}
}
