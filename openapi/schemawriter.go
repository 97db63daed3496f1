package openapi

import "encoding/json"

func (w *modelWriter) schema(s *Schema) {
	if w.depth++; w.depth > maxRefsDepth || len(w.out) > maxWritten {
		w.failed = errEndless
	}
	defer func() { w.depth-- }()
	switch {
	case w.failed != nil || s == nil:
		w.out = append(w.out, "true"...)
	case s.Never:
		w.out = append(w.out, "false"...)
	default:
		w.object(func() {
			if s.Ref != "" {
				w.text("$ref", schemaRef(s.Ref))
			}
			w.schemaFacts(s)
			w.schemaBounds(s)
			w.schemaParts(s)
		})
	}
}

func (w *modelWriter) schemaFacts(s *Schema) {
	w.text("title", s.Title)
	w.text("description", s.Description)
	if len(s.Types) == 1 {
		w.text("type", s.Types[0])
	} else {
		w.texts("type", s.Types)
	}
	w.text("format", s.Format)
	items(w, "enum", s.Enum, w.rawItem)
	w.raw("const", string(s.Const))
	w.raw("default", string(s.Default))
	items(w, "examples", s.Examples, w.rawItem)
	w.flag("readOnly", s.ReadOnly)
	w.flag("writeOnly", s.WriteOnly)
	w.flag("deprecated", s.Deprecated)
}

func (w *modelWriter) rawItem(value json.RawMessage) { w.out = append(w.out, orNull(value)...) }

func (w *modelWriter) schemaBounds(s *Schema) {
	w.raw("minimum", s.Minimum.String())
	w.raw("maximum", s.Maximum.String())
	w.raw("exclusiveMinimum", s.ExclusiveMinimum.String())
	w.raw("exclusiveMaximum", s.ExclusiveMaximum.String())
	w.raw("multipleOf", s.MultipleOf.String())
	w.count("minLength", s.MinLength)
	w.count("maxLength", s.MaxLength)
	w.text("pattern", s.Pattern)
	w.count("minItems", s.MinItems)
	w.count("maxItems", s.MaxItems)
	w.flag("uniqueItems", s.UniqueItems)
	w.count("minContains", s.MinContains)
	w.count("maxContains", s.MaxContains)
	w.count("minProperties", s.MinProperties)
	w.count("maxProperties", s.MaxProperties)
	w.texts("required", s.Required)
	members(w, "dependentRequired", s.DependentRequired, func(d DependentRequirement) string { return d.Property },
		func(d DependentRequirement) {
			list, _ := json.Marshal(append([]string{}, d.Required...))
			w.out = append(w.out, list...)
		})
	w.text("contentMediaType", s.ContentMediaType)
	w.text("contentEncoding", s.ContentEncoding)
}

func (w *modelWriter) schemaParts(s *Schema) {
	for _, list := range []struct {
		key  string
		list []Property
	}{
		{"properties", s.Properties},
		{"patternProperties", s.PatternProperties},
		{"dependentSchemas", s.DependentSchemas},
	} {
		members(w, list.key, list.list, func(p Property) string { return p.Name }, func(p Property) { w.schema(p.Schema) })
	}
	for _, list := range []struct {
		key  string
		list []*Schema
	}{
		{"prefixItems", s.PrefixItems},
		{"allOf", s.AllOf},
		{"oneOf", s.OneOf},
		{"anyOf", s.AnyOf},
	} {
		items(w, list.key, list.list, w.schema)
	}
	for _, one := range []struct {
		key    string
		schema *Schema
	}{
		{"additionalProperties", s.AdditionalProperties},
		{"unevaluatedProperties", s.UnevaluatedProperties},
		{"propertyNames", s.PropertyNames},
		{"items", s.Items},
		{"unevaluatedItems", s.UnevaluatedItems},
		{"contains", s.Contains},
		{"contentSchema", s.ContentSchema},
		{"not", s.Not},
		{"if", s.If},
		{"then", s.Then},
		{"else", s.Else},
	} {
		if one.schema != nil {
			w.key(one.key)
			w.schema(one.schema)
		}
	}
	if d := s.Discriminator; d != nil {
		w.key("discriminator")
		w.object(func() {
			w.text("propertyName", d.Property)
			members(w, "mapping", d.Mapping, func(v DiscriminatorValue) string { return v.Value }, func(v DiscriminatorValue) {
				w.out = appendText(w.out, schemaRef(v.Ref))
			})
			if d.Default != "" {
				w.text("defaultMapping", schemaRef(d.Default))
			}
		})
	}
}
