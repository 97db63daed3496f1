package chunker_test

import (
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

// BenchmarkChunk measures all of chunking a large description beside what cannot
// be spared, writing and counting every part once. It takes turns between the
// two, in CPU time, and reports the ratio.
func BenchmarkChunk(b *testing.B) {
	for _, name := range []string{"github-rest.json", "stripe-spec3.json", "kubernetes-v1.34-v2.json"} {
		b.Run(name, func(b *testing.B) {
			doc := document(b, filepath.Join(corpus.SharedFolder(b), name))
			c := newChunker(b, chunker.WithEncoders(levels(b)...))
			encodeAndCount(b, doc) // warms what is made once
			var chunking, floor time.Duration
			for b.Loop() {
				floor += cpu(b, func() { encodeAndCount(b, doc) })
				chunking += cpu(b, func() {
					_, err := c.Chunk(doc)
					require.NoError(b, err)
				})
			}
			b.ReportMetric(float64(chunking)/float64(floor), "×floor")
			b.ReportMetric(float64(floor.Microseconds())/1_000/float64(b.N), "floor-ms")
		})
	}
}

// encodeAndCount writes and counts every part of every operation once.
func encodeAndCount(b *testing.B, doc *openapi.Document) {
	b.Helper()
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

// cpu tells how much CPU time the process took for something, its garbage
// collection included.
func cpu(b *testing.B, do func()) time.Duration {
	b.Helper()
	used := func() time.Duration {
		var usage syscall.Rusage
		require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
		return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	}
	start := used()
	do()
	return used() - start
}
