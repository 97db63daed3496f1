package chunker_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/openapi"
)

// TestComplexityRisesWithEveryPart: whatever the weights, an operation with one
// thing more is never simpler, and a larger weight makes none simpler.
func TestComplexityRisesWithEveryPart(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	object := func() *openapi.Schema {
		return &openapi.Schema{Properties: []openapi.Property{{Name: "p", Schema: &openapi.Schema{}}}}
	}
	content := func(s *openapi.Schema) []openapi.MediaType {
		return []openapi.MediaType{{Type: "application/json", Schema: s}}
	}
	more := map[string]func(op *openapi.Operation, n int){
		"PathParameter": func(op *openapi.Operation, n int) {
			op.Parameters = append(op.Parameters, &openapi.Parameter{Name: fmt.Sprint("p", n), In: "path"})
		},
		"QueryParameter": func(op *openapi.Operation, n int) {
			op.Parameters = append(op.Parameters, &openapi.Parameter{Name: fmt.Sprint("q", n), In: "query"})
		},
		"RequestBody": func(op *openapi.Operation, _ int) {
			if op.Body == nil {
				op.Body = &openapi.Body{Content: content(object())}
			}
		},
		"ResponseSchema": func(op *openapi.Operation, n int) {
			op.Responses = append(op.Responses, &openapi.Response{Status: fmt.Sprint(400 + n), Content: content(object())})
		},
		"SecurityNeed": func(op *openapi.Operation, n int) {
			op.Security = append(op.Security, openapi.SecurityRequirement{{Scheme: fmt.Sprint("s", n)}})
		},
		"NestedObject": func(op *openapi.Operation, n int) {
			if op.Body == nil {
				op.Body = &openapi.Body{Content: content(object())}
			}
			s := op.Body.Content[0].Schema
			s.Properties = append(s.Properties, openapi.Property{Name: fmt.Sprint("o", n), Schema: object()})
		},
	}
	names := reflect.TypeFor[chunker.Weights]()
	for range 200 {
		w := chunker.DefaultWeights()
		fields := reflect.ValueOf(&w).Elem()
		for _, field := range fields.Fields() {
			field.SetFloat(random.Float64() * 10)
		}
		c := newChunker(t, chunker.WithWeights(w))
		doc, op := &openapi.Document{}, &openapi.Operation{}
		last := c.Complexity(doc, op)
		for n := range 30 {
			i := random.IntN(names.NumField())
			add, known := more[names.Field(i).Name]
			if !known { // Base
				continue
			}
			add(op, n)
			now := c.Complexity(doc, op)
			require.GreaterOrEqual(t, now.Raw, last.Raw, names.Field(i).Name)
			require.GreaterOrEqual(t, now.Score, last.Score)
			last = now
		}
		heavier := w
		i := random.IntN(names.NumField())
		reflect.ValueOf(&heavier).Elem().Field(i).SetFloat(fields.Field(i).Float() + 1)
		require.GreaterOrEqual(t, newChunker(t, chunker.WithWeights(heavier)).Complexity(doc, op).Raw, last.Raw)
	}
}
