package retention

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// chosen looks for what makes one input depend on another: what is required where
// something else is there, and which value means which schema.
func (w *walk) chosen(where string, s *openapi.Schema, g *said) {
	if len(s.DependentRequired) > 0 && (len(s.Types) == 0 || s.Is("object")) {
		want := map[string][]string{}
		for _, d := range s.DependentRequired {
			want[d.Property] = d.Required
		}
		raw, err := json.Marshal(want)
		w.fact(err == nil && g.notes["dependentRequired "+canonical(raw)], "%s: dependentRequired %s", where, raw)
	}
	if s.Discriminator == nil || s.Discriminator.Property == "" {
		return
	}
	w.fact(g.notes["by "+s.Discriminator.Property], "%s: discriminator %s", where, s.Discriminator.Property)
	for _, m := range s.Discriminator.Mapping {
		w.fact(w.means(s, g, m), "%s: %s %q means %s", where, s.Discriminator.Property, m.Value, m.Ref)
	}
	if s.Discriminator.Default != "" {
		w.fact(w.named(g, "*", s.Discriminator.Default), "%s: %s means %s else", where, s.Discriminator.Property, s.Discriminator.Default)
	}
}

// means reports whether the text tells that a value means a schema: by itself, by
// the schema's name, or as that has a field of this value only.
func (w *walk) means(s *openapi.Schema, g *said, m openapi.DiscriminatorValue) bool {
	if w.named(g, m.Value, m.Ref) {
		return true
	}
	choice := slices.ContainsFunc(slices.Concat(s.OneOf, s.AnyOf), func(one *openapi.Schema) bool { return one != nil && one.Ref == m.Ref })
	if !choice {
		return false
	}
	if m.Value == m.Ref || w.text.schemas[m.Value] != nil {
		return true
	}
	named := w.doc.Schemas[m.Ref]
	if named == nil || named.Property(s.Discriminator.Property) == nil {
		return false
	}
	field := named.Property(s.Discriminator.Property)
	want := func(raw json.RawMessage) bool {
		var text string
		return json.Unmarshal(raw, &text) == nil && text == m.Value
	}
	return want(field.Const) || slices.ContainsFunc(field.Enum, want)
}

// named reports whether the text says that a value means a schema. A name may be
// shorter there.
func (w *walk) named(g *said, value, ref string) bool {
	for note := range g.notes {
		if rest, ok := strings.CutPrefix(note, "means "+value+" "); ok && strings.HasSuffix(ref, rest) {
			return true
		}
	}
	return false
}
