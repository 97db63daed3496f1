package chunker

import (
	"math"

	"github.com/specloom/specloom/openapi"
)

// Weights say how much each property of an operation adds to its complexity.
// The zero value makes all operations equally simple.
type Weights struct {
	Base           float64
	PathParameter  float64
	QueryParameter float64
	RequestBody    float64
	ResponseSchema float64
	SecurityNeed   float64
	NestedObject   float64
}

// DefaultWeights are the weights that a [Chunker] has without [WithWeights].
func DefaultWeights() Weights {
	return Weights{
		Base: 1, PathParameter: 1.2, QueryParameter: 1, RequestBody: 2,
		ResponseSchema: 1.5, SecurityNeed: 1.3, NestedObject: 2.5,
	}
}

type weight struct {
	name  string
	value float64
}

func (w Weights) fields() []weight {
	return []weight{
		{"Base", w.Base},
		{"PathParameter", w.PathParameter},
		{"QueryParameter", w.QueryParameter},
		{"RequestBody", w.RequestBody},
		{"ResponseSchema", w.ResponseSchema},
		{"SecurityNeed", w.SecurityNeed},
		{"NestedObject", w.NestedObject},
	}
}

// Complexity tells how hard an operation is to plan: what was counted, the
// weighted sum, and that sum on a scale.
type Complexity struct {
	PathParameters  int
	QueryParameters int
	RequestBodies   int // 0 or 1
	ResponseSchemas int // responses that describe what they hold
	SecurityNeeds   int // schemes, each once
	// NestedObjects are the objects below the top of the request and of the
	// successful responses, each named schema once, down to the third level.
	// What lies deeper is no part of a form or a table, and in large
	// descriptions nearly everything leads to nearly everything there.
	NestedObjects int

	Raw   float64 // the weighted sum
	Score float64 // Raw on the scale from 1 to 10, see [Score]
}

// Score puts a weighted sum on the scale from 1 to 10: 1 + 9·l/(l+7), where l
// is the square root of raw−1 (0 below that). It rises with every rise of raw,
// at first fast, and never reaches 10.
func Score(raw float64) float64 {
	l := math.Sqrt(max(raw-1, 0))
	if math.IsInf(l, 1) {
		return 10
	}
	return 1 + 9*l/(l+7)
}

// Complexity tells how complex an operation is. It is linear in the size of the
// operation's schemas, whatever circles they go in.
func (c *Chunker) Complexity(doc *openapi.Document, op *openapi.Operation) Complexity {
	return complexity(doc, op, c.weights)
}

func complexity(doc *openapi.Document, op *openapi.Operation, w Weights) Complexity {
	var out Complexity
	for _, p := range op.Parameters {
		switch p.In {
		case "path":
			out.PathParameters++
		case "query", "querystring":
			out.QueryParameters++
		}
	}
	n := nesting{doc: doc, seen: map[string]bool{}}
	if op.Body != nil {
		out.RequestBodies = 1
		n.content(op.Body.Content)
	}
	for _, response := range op.Responses {
		for _, m := range response.Content {
			if m.Schema != nil || m.ItemSchema != nil {
				out.ResponseSchemas++
				break
			}
		}
		if response.OK() {
			n.content(response.Content)
		}
	}
	out.SecurityNeeds = len(schemes(op))
	out.NestedObjects = n.count()

	out.Raw = w.Base +
		w.PathParameter*float64(out.PathParameters) +
		w.QueryParameter*float64(out.QueryParameters) +
		w.RequestBody*float64(out.RequestBodies) +
		w.ResponseSchema*float64(out.ResponseSchemas) +
		w.SecurityNeed*float64(out.SecurityNeeds) +
		w.NestedObject*float64(out.NestedObjects)
	out.Score = Score(out.Raw)
	return out
}
