package ui

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

const (
	maxLabels     = 5000
	maxLabelDepth = 12
)

// labels words every name of a parameter or property: one label for one name.
// The title of a schema is taken where the whole API agrees on it.
func (b *builder) labels() map[string]string {
	l := labeller{b: b, titles: map[string]string{}, seen: map[*openapi.Schema]bool{}}
	for _, o := range b.ops {
		for _, p := range o.Parameters {
			l.name(p.Name, p.Schema)
			l.walk(p.Schema, 0)
		}
		if o.Body != nil {
			for _, media := range o.Body.Content {
				l.walk(media.Schema, 0)
			}
		}
		for _, r := range o.Responses {
			for _, media := range r.Content {
				l.walk(media.Schema, 0)
				l.walk(media.ItemSchema, 0)
			}
		}
	}
	if len(l.order) == 0 {
		return nil
	}
	out := make(map[string]string, len(l.order))
	for _, name := range l.order {
		out[name] = orElse(l.titles[name], label(name))
	}
	return out
}

// label writes a name in sentence case: created_at as "Created at".
func label(name string) string {
	if name == "q" { // what everybody calls the words of a search
		return "Search"
	}
	if text := shorten(sentence(splitName(name)), 80); text != "" {
		return text
	}
	return clip(name, 80)
}

type labeller struct {
	b      *builder
	order  []string
	titles map[string]string // "" where schemas disagree
	seen   map[*openapi.Schema]bool
}

func (l *labeller) name(name string, schema *openapi.Schema) {
	if name == "" || len(name) > maxName {
		return
	}
	title := ""
	if schema != nil && schema.Ref == "" && schema.Title != "" {
		if text := plain(schema.Title); shorten(text, 40) == text && (strings.Contains(text, " ") || !ascii(text) || strings.EqualFold(text, label(name))) {
			title = text
		}
	}
	have, known := l.titles[name]
	switch {
	case !known && len(l.order) < maxLabels:
		l.order = append(l.order, name)
		l.titles[name] = title
	case known && have != title:
		l.titles[name] = ""
	}
}

// walk visits the names of a schema, each schema once.
func (l *labeller) walk(s *openapi.Schema, depth int) {
	for s != nil && s.Ref != "" && len(s.Properties) == 0 && len(s.AllOf) == 0 {
		if l.seen[s] {
			return
		}
		l.seen[s] = true
		s = l.b.doc.Schemas[s.Ref]
	}
	if s == nil || depth > maxLabelDepth || l.seen[s] || len(l.order) >= maxLabels {
		return
	}
	l.seen[s] = true
	if s.Ref != "" {
		l.walk(l.b.doc.Schemas[s.Ref], depth+1)
	}
	for _, p := range s.Properties {
		l.name(p.Name, p.Schema)
	}
	for _, p := range s.Properties {
		l.walk(p.Schema, depth+1)
	}
	for _, list := range [][]*openapi.Schema{s.AllOf, s.OneOf, s.AnyOf, s.PrefixItems} {
		for _, part := range list {
			l.walk(part, depth+1)
		}
	}
	l.walk(s.Items, depth+1)
	l.walk(s.AdditionalProperties, depth+1)
}
