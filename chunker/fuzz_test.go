package chunker_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/openapi"
)

// FuzzChunk makes documents of bytes: each byte adds an operation, a property or
// a reference.
func FuzzChunk(f *testing.F) {
	f.Add([]byte("abc"), uint16(0), uint8(2))
	f.Add([]byte{0, 255, 1, 254, 9, 9, 9, 200, 100, 50, 25, 12, 6, 3}, uint16(300), uint8(12))
	f.Fuzz(func(t *testing.T, data []byte, extra uint16, most uint8) {
		if len(data) > 120 { // that is ten chunks, and many a second
			return
		}
		doc := &openapi.Document{Schemas: map[string]*openapi.Schema{}}
		for i, b := range data {
			name := fmt.Sprint("S", b%16)
			if doc.Schemas[name] == nil {
				doc.Schemas[name] = &openapi.Schema{}
			}
			s := doc.Schemas[name]
			s.Properties = append(s.Properties, openapi.Property{
				Name: string(data[:min(i, int(b))]), Schema: &openapi.Schema{Ref: fmt.Sprint("S", b/16)},
			})
			if b%3 == 0 {
				continue
			}
			op := &openapi.Operation{ID: fmt.Sprint("op", i), Method: "GET", Path: "/" + string(data[:i]), Webhook: b%11 == 0}
			if b%2 == 0 {
				op.Tags = []string{string(rune('a' + b%7))}
			}
			op.Body = &openapi.Body{Content: []openapi.MediaType{{Type: "a/b", Schema: &openapi.Schema{Ref: name}}}}
			for range int(b) * int(extra%64) / 64 {
				op.Parameters = append(op.Parameters, &openapi.Parameter{Name: fmt.Sprint("p", len(op.Parameters)), In: "query"})
			}
			doc.Operations = append(doc.Operations, op)
		}
		limit := 1_000 + int(extra)%3_000
		for _, encoders := range [][]chunker.Encoder{{chunker.DefaultEncoder}, levels(t)} {
			c := newChunker(t, chunker.WithEncoders(encoders...), chunker.WithTargetTokens(1_000),
				chunker.WithMaxTokens(limit), chunker.WithOperations(1, 1+int(most%20)))
			chunks, err := c.Chunk(doc)
			require.NoError(t, err)
			check(t, doc, chunks, limit, 1+int(most%20))
		}
	})
}
