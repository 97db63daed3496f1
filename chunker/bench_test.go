package chunker_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
)

// BenchmarkChunk is to be read beside BenchmarkEncodeAndCount, which does what
// cannot be spared: every part once.
func BenchmarkChunk(b *testing.B) {
	doc := document(b, filepath.Join(corpus.SharedFolder(b), "github-rest.json"))
	c := newChunker(b, chunker.WithEncoders(levels(b)...))
	for b.Loop() {
		_, err := c.Chunk(doc)
		require.NoError(b, err)
	}
}

func BenchmarkEncodeAndCount(b *testing.B) {
	doc := document(b, filepath.Join(corpus.SharedFolder(b), "github-rest.json"))
	for b.Loop() {
		preparer, ok := levels(b)[0].(chunker.Preparer)
		require.True(b, ok)
		e := preparer.Prepare(doc)
		seen := map[string]bool{}
		for _, op := range doc.Operations {
			for _, p := range e.Parts(doc, op) {
				if !seen[p.Key] {
					seen[p.Key] = true
					o200k().Count(p.Text)
				}
			}
		}
	}
}
