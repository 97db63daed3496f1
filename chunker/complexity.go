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
	// NestedObjects are the objects that stand directly in the object at the top
	// of the request or of a successful response: in fields, lists and choices,
	// each named schema once. What lies deeper is seldom part of a form or table.
	NestedObjects int

	Raw   float64 // the weighted sum
	Score float64 // Raw on the scale from 1 to 10, see [Score]
}

// The scale of [Score]: half of it lies below scaleMiddle.
const (
	scaleMiddle = 64
	scaleSlope  = 1.5
)

// Score puts a weighted sum on the scale from 1 to 10: 1 + 9·x/(1+x), where x is
// (raw/64) to the power of 1.5. It rises with every rise of raw, is 5.5 at 64,
// and comes close to 10 only for sums of many hundreds.
func Score(raw float64) float64 {
	x := math.Pow(max(raw, 0)/scaleMiddle, scaleSlope)
	if math.IsInf(x, 1) || math.IsNaN(x) {
		return 10
	}
	return 1 + 9*x/(1+x)
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
