package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// Score says how consistent a plan is with itself and with what its API shows
// to belong together. It measures consistency, not beauty: of two plans for one
// API, the one with the higher score names, groups and orders alike things more
// alike. Scores of different APIs are not comparable.
type Score struct {
	Total      float64     // 0 to 10: the weighted mean of the components that apply
	Components []Component // always all of them, in a fixed order
}

// Component is one part of a [Score].
type Component struct {
	Name   string
	Weight float64
	Value  float64 // 0 to 1
	N      int     // what it was measured on; 0: nothing, and it does not count
}

// String writes the score in one line: "8.7 of 10 (coverage 1.00, …)".
func (s Score) String() string {
	parts := make([]string, 0, len(s.Components))
	for _, c := range s.Components {
		if c.N > 0 {
			parts = append(parts, fmt.Sprintf("%s %.2f", c.Name, c.Value))
		}
	}
	return fmt.Sprintf("%.1f of 10 (%s)", s.Total, strings.Join(parts, ", "))
}

// Coherence computes the plan's score.
//
// What belongs together is told by the description's references, not by names,
// which wording is derived from: the same property of the same component is the
// same concept wherever it is shown, and operations that answer with the same
// component are about the same thing. The components, with their weights:
//
//   - coverage (15): operations with exactly one view, inputs with exactly one
//     field (F1 of both). The total is at most ten times its share of operations.
//   - terminology (18): the harmonic mean of how often two places that show one
//     concept call it the same, and how seldom two concepts of one view are
//     called the same.
//   - resources (15): B-cubed F1 (Bagga and Baldwin, 1998) of the grouping into
//     resources, against the things that operations are about.
//   - actions (12): how far titles of one kind begin with the same word, and
//     those of different kinds with different ones; and how many deletions ask
//     first.
//   - agreement (15): how far one concept has one format, lists show a part of
//     what their detail shows, and enough to tell rows apart.
//   - links (12): operations on one thing that a link of another view leads to.
//   - navigation (6): titles that stand only once, and the balance of the
//     resources' sizes (1 − Gini).
func (p *Plan) Coherence() Score {
	s := newScorer(p)
	score := Score{Components: []Component{
		s.coverage(), s.terminology(), s.resources(), s.actions(), s.agreement(), s.links(), s.navigation(),
	}}
	var sum, weights float64
	for _, c := range score.Components {
		if c.N > 0 {
			sum += c.Weight * c.Value
			weights += c.Weight
		}
	}
	if weights > 0 {
		score.Total = min(10*sum/weights, 10*s.reach)
	}
	return score
}

// scorer holds what the components are computed from.
type scorer struct {
	plan  *Plan
	views []*scoredView
	ops   map[string]*openapi.Operation
	reach float64 // share of operations that have a view
}

// scoredView is a view with the concepts that it shows.
type scoredView struct {
	*View
	resource *Resource
	op       *openapi.Operation
	thing    *shape
	entity   string // the component that the operation is about, "" where unknown
	columns  []occurrence
	fields   []occurrence
}

// occurrence is a concept under a label. The concept is "" where the
// description does not tell.
type occurrence struct {
	concept string
	label   string
	format  Format
}

func newScorer(p *Plan) *scorer {
	s := &scorer{plan: p, ops: map[string]*openapi.Operation{}}
	for _, op := range p.API.Operations {
		if op != nil {
			s.ops[op.ID] = op
		}
	}
	shapes := newShapes(&openapi.Document{Schemas: p.API.Schemas})
	for i := range p.App.Resources {
		resource := &p.App.Resources[i]
		for j := range resource.Views {
			if op := s.ops[resource.Views[j].Operation]; op != nil {
				s.views = append(s.views, s.view(shapes, resource, &resource.Views[j], op))
			}
		}
	}
	return s
}

func (s *scorer) view(shapes *shapes, resource *Resource, view *View, op *openapi.Operation) *scoredView {
	v := &scoredView{View: view, resource: resource, op: op}
	answer := shapes.answerOf(op)
	v.thing = answer.thing
	at := answer.thing
	if view.Kind != List && view.Kind != Search {
		at = answer.shape // paths begin at the answer itself
	}
	var body *shape
	if op.Body != nil {
		if media := inputType(op.Body.Content); media != nil {
			body = shapes.of(media.Schema)
		}
	}
	if v.thing != nil {
		v.entity = v.thing.ref
	}
	if v.entity == "" && body != nil {
		v.entity = body.ref
	}
	for _, c := range view.Columns {
		owner, name := at, c.Path
		if dot := strings.LastIndexByte(c.Path, '.'); dot >= 0 {
			owner, _ = shapes.follow(at, c.Path[:dot])
			name = c.Path[dot+1:]
		}
		v.columns = append(v.columns, occurrence{concept(owner, name), orElse(c.Label, s.label(name)), c.Format})
	}
	for _, f := range view.Fields {
		o := occurrence{label: orElse(f.Label, s.label(f.Name))}
		if f.In == "body" {
			// What a request sends is what its answer shows under the same name.
			if o.concept = concept(v.thing, f.Name); o.concept == "" {
				o.concept = concept(body, f.Name)
			}
		}
		v.fields = append(v.fields, o)
	}
	return v
}

func (s *scorer) label(name string) string { return orElse(s.plan.App.Labels[name], name) }

func concept(owner *shape, name string) string {
	if owner == nil || owner.ref == "" || !owner.has(name) {
		return ""
	}
	return owner.ref + "\x00" + name
}

// f1 is the harmonic mean.
func f1(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// share is part of all, and 1 of nothing.
func share(part, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(part) / float64(all)
}

// pairsOf counts the pairs among n things.
func pairsOf(n int) int { return n * (n - 1) / 2 }

// alikePairs counts, over groups of values, the pairs within a group and those
// of them that are equal.
func alikePairs(groups map[string][]string) (same, all int) {
	for _, values := range groups {
		all += pairsOf(len(values))
		slices.Sort(values)
		for start := 0; start < len(values); {
			end := start
			for end < len(values) && values[end] == values[start] {
				end++
			}
			same += pairsOf(end - start)
			start = end
		}
	}
	return same, all
}
