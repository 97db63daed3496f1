package optimizer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// drop counts what a text does without.
func (p *pruner) drop(kind string, n int) {
	if n > 0 {
		p.dropped[kind] += n
	}
}

func count(these ...bool) (n int) {
	for _, is := range these {
		if is {
			n++
		}
	}
	return n
}

// leave counts what of a schema itself is not kept.
func (p *pruner) leave(out, s *openapi.Schema) {
	p.drop("examples", len(s.Examples))
	p.drop("patterns", count(s.Pattern != out.Pattern))
	p.drop("values of enumerations", p.left[out])
	p.drop("conditions", count(s.Not != nil, s.If != nil, s.Then != nil, s.Else != nil)+len(s.DependentSchemas))
	p.drop("rules of lists", count(s.Contains != nil, s.UnevaluatedItems != nil))
	p.drop("rules of names", count(s.PropertyNames != nil))
	p.drop("contents of texts", count(s.ContentSchema != nil))
}

// discriminator keeps of inputs which value means which schema, where neither the
// schema's name nor its own field tells.
func (p *pruner) discriminator(s *openapi.Schema, at side) *openapi.Discriminator {
	from := s.Discriminator
	if from == nil {
		return nil
	}
	out := &openapi.Discriminator{Property: from.Property}
	if at&inputs == 0 {
		p.drop("values of discriminators", len(from.Mapping)+count(from.Default != ""))
		return out
	}
	choices := map[string]bool{}
	for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf} {
		for _, one := range list {
			if one != nil && one.Ref != "" {
				choices[one.Ref] = true
			}
		}
	}
	for _, m := range from.Mapping {
		if !choices[m.Ref] || m.Value != p.labels[m.Ref] && !p.tells(m.Ref, from.Property, m.Value) {
			out.Mapping = append(out.Mapping, m)
		}
	}
	out.Default = from.Default
	return out
}

// tells reports whether a named schema says itself that a field has that value.
func (p *pruner) tells(name, field, value string) bool {
	s := p.doc.Schemas[name]
	if s == nil {
		return false
	}
	f := s.Property(field)
	if f == nil {
		return false
	}
	is := func(raw json.RawMessage) bool {
		text, ok := isString(raw)
		return ok && text == value
	}
	return is(f.Const) || slices.ContainsFunc(f.Enum[:min(len(f.Enum), p.enum)], is)
}

// note says in the JSON form what the notation marks.
func (p *pruner) note() {
	for s, n := range p.left {
		s.Description = strings.TrimSpace(fmt.Sprintf("%s (…%d more values)", s.Description, n))
	}
	for s, cut := range p.cut {
		if cut {
			s.Description = strings.TrimSpace(s.Description + " (…more fields)")
		}
	}
	for s, more := range p.extras {
		s.Description = strings.TrimSpace(s.Description + " (" + strings.Join(more, " ") + ")")
	}
	p.extras = map[*openapi.Schema][]string{}
	p.left, p.cut = map[*openapi.Schema]int{}, map[*openapi.Schema]bool{}
}
