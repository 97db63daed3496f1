package benchmarks_test

import (
	"path/filepath"
	"testing"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// chunking compares all of it, as the generator asks for it, with what cannot be
// spared: to write and count every part of every operation once. It takes the
// largest description, where grouping and packing would show.
func chunking() []*measure {
	return []*measure{{
		what: "chunk the largest description", peer: "encode and count once", unit: "of-peer", must: 1.5, aim: 1.1,
		cases: func(tb testing.TB, paths []string) []trial {
			tb.Helper()
			largest, bytes := "", []byte(nil)
			for _, path := range paths {
				if data := read(tb, path); len(data) > len(bytes) {
					largest, bytes = path, data
				}
			}
			doc := must(openapi.Parse(bytes))
			first := must(optimizer.New(optimizer.Balanced))
			c := must(chunker.New(chunker.WithEncoders(first, must(optimizer.New(optimizer.Aggressive)))))
			count := bySpecloom("o200k_base")
			parts := func() { encodeAndCount(doc, first.Prepare(doc), count) }
			return []trial{{filepath.Base(largest), func(round int) float64 {
				return ratio(func() { must(c.Chunk(doc)) }, parts, round%2 == 1)
			}}}
		},
	}}
}

// encodeAndCount counts every part of every operation, shared ones once.
func encodeAndCount(doc *openapi.Document, e chunker.Encoder, count countFunc) {
	seen := map[string]bool{}
	for _, op := range doc.Operations {
		for _, part := range e.Parts(doc, op) {
			if !seen[part.Key] {
				seen[part.Key] = true
				count(part.Text)
			}
		}
	}
}
