package chunker

import "github.com/specloom/specloom/openapi"

// maxNested is the last level of objects within objects that is counted. In
// large descriptions nearly everything leads to nearly everything further down.
const maxNested = 1

// nesting counts objects within objects, level by level, so that a schema which
// occurs at several levels counts at the first.
type nesting struct {
	doc     *openapi.Document
	seen    map[string]bool // named schemas
	level   int
	objects int
	next    []*openapi.Schema // of the level below
}

// content adds one of the forms that a body can take: they mostly say the same.
func (n *nesting) content(list []openapi.MediaType) {
	for _, m := range list {
		if m.Schema != nil || m.ItemSchema != nil {
			n.next = append(n.next, m.Schema, m.ItemSchema)
			return
		}
	}
}

func (n *nesting) count() int {
	for n.level = 0; n.level <= maxNested && len(n.next) > 0; n.level++ {
		now := n.next
		n.next = nil
		for _, s := range now {
			n.walk(s, n.level == 0, 0)
		}
	}
	return n.objects
}

// walk goes through everything that stands at one level: lists and choices do
// not add one. Counted tells that the object which s is, or is a part of, needs
// no counting any more.
func (n *nesting) walk(s *openapi.Schema, counted bool, depth int) {
	if s == nil || depth > maxWalk {
		return
	}
	if s.Ref != "" && !n.seen[s.Ref] {
		n.seen[s.Ref] = true
		n.walk(n.doc.Schemas[s.Ref], counted, depth+1)
	}
	if len(s.Properties) > 0 || s.AdditionalProperties != nil && !s.AdditionalProperties.Never {
		if !counted {
			n.objects++
			counted = true
		}
		for _, p := range s.Properties {
			n.next = append(n.next, p.Schema)
		}
		n.next = append(n.next, s.AdditionalProperties)
	}
	if len(s.AllOf) > 0 && !counted {
		n.objects++
		counted = true
	}
	for _, part := range s.AllOf {
		n.walk(part, counted, depth+1)
	}
	for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf, s.PrefixItems} {
		for _, choice := range list {
			n.walk(choice, n.level == 0, depth+1)
		}
	}
	n.walk(s.Items, n.level == 0, depth+1)
}
