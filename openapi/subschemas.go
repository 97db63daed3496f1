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
			s.AdditionalProperties, s.UnevaluatedProperties, s.PropertyNames, s.Items, s.UnevaluatedItems, s.Contains,
			s.ContentSchema, s.Not, s.If, s.Then, s.Else,
		} {
			if one != nil && !yield(one) {
				return
			}
		}
	}
}

// maxRefsDepth bounds [Schema.Refs] in schemas that were built by hand, which may
// contain themselves; what is read is never that deep.
const maxRefsDepth = maxSchemaDepth + 50

// Refs lists the schemas that s and what stands within it refer to, by Ref or as
// values of a discriminator: keys of Document.Schemas, each once, in the order of
// [Schema.Subschemas]. References are not followed. The Refs of nil are none.
func (s *Schema) Refs() []string {
	var out []string
	seen := map[string]bool{}
	add := func(name string) {
		if !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	s.eachRef(0, add)
	return out
}

func (s *Schema) eachRef(depth int, add func(string)) {
	if s == nil || depth > maxRefsDepth {
		return
	}
	if s.Ref != "" {
		add(s.Ref)
	}
	if s.Discriminator != nil {
		for _, m := range s.Discriminator.Mapping {
			add(m.Ref)
		}
		if s.Discriminator.Default != "" {
			add(s.Discriminator.Default)
		}
	}
	for below := range s.Subschemas() {
		below.eachRef(depth+1, add)
	}
}
