package chunker_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/tokens"
)

// quality is what a set of chunks is measured by.
type quality struct {
	operations, chunks, small, same int
	bound                           float64
	repeated                        int     // tokens of shared parts beyond their first chunk
	spread                          float64 // coefficient of variation of complexity
}

func measure(doc *openapi.Document, e chunker.Encoder, counter chunker.Counter, sets [][]*openapi.Operation, group func(*openapi.Operation) string, score func(*openapi.Operation) float64) quality {
	q := quality{operations: len(doc.Operations), chunks: len(sets)}
	if p, ok := e.(chunker.Preparer); ok {
		e = p.Prepare(doc)
	}
	counts := map[string]int{}
	distinct := 0
	var sums []float64
	for _, ops := range sets {
		if len(ops) < 2 {
			q.small++
		}
		seen := map[string]bool{}
		groups := map[string]int{}
		largest, sum := 0, 0.0
		for _, op := range ops {
			sum += score(op)
			groups[group(op)]++
			largest = max(largest, groups[group(op)])
			for _, p := range e.Parts(doc, op) {
				if seen[p.Key] {
					continue
				}
				seen[p.Key] = true
				if n, again := counts[p.Key]; again {
					q.repeated += n
					continue
				}
				counts[p.Key] = counter.Count(p.Text)
				distinct += counts[p.Key]
			}
		}
		q.same += largest
		sums = append(sums, sum)
	}
	q.bound = math.Ceil(max(float64(distinct)/12_000, float64(q.operations)/12))
	q.spread = variation(sums)
	return q
}

func variation(values []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		sum += (v - mean) * (v - mean) / float64(len(values))
	}
	return math.Sqrt(sum) / mean
}

func TestQuality(t *testing.T) {
	t.Parallel()
	counter, err := tokens.ForEncoding("o200k_base")
	require.NoError(t, err)
	fmt.Printf("%-44s %5s %6s %5s %5s %4s %6s | %7s %9s %9s %6s | %5s %5s %5s | %s\n", "description", "ops", "chunks", "bound", "ratio", "<2", "same", "naive n", "repeated", "naive", "ratio", "cv", "naive", "ratio", "escalated")
	for _, path := range corpus.Shared(t) {
		doc, err := tryDocument(path)
		if err != nil || len(doc.Operations) == 0 {
			continue
		}
		name := filepath.Base(path)
		e := levels(t)
		c, err := chunker.New(chunker.WithEncoders(e...))
		require.NoError(t, err)
		chunks, err := c.Chunk(doc)
		require.NoError(t, err)
		var sets [][]*openapi.Operation
		over, escalated := 0, 0
		for _, one := range chunks {
			sets = append(sets, one.Operations)
			if one.Tokens > 15_000 {
				over++
			}
			escalated += len(one.Escalated)
		}
		scores := map[string]float64{}
		for _, op := range doc.Operations {
			scores[op.ID] = c.Complexity(doc, op).Score
		}
		score := func(op *openapi.Operation) float64 { return scores[op.ID] }
		groups := chunker.Groups(doc)
		group := func(op *openapi.Operation) string { return groups[op] }
		q := measure(doc, e[0], counter, sets, group, score)
		size := (len(doc.Operations) + len(sets) - 1) / max(len(sets), 1)
		naive := measure(doc, e[0], counter, slices.Collect(slices.Chunk(doc.Operations, size)), group, score)
		fmt.Printf("%-44s %5d %6d %5.0f %5.2f %4d %5.1f%% | %7d %9d %9d %6.2f | %5.3f %5.3f %5.2f | %d over %d\n",
			name, q.operations, q.chunks, q.bound, float64(q.chunks)/q.bound, q.small, 100*float64(q.same)/float64(q.operations),
			naive.chunks, q.repeated, naive.repeated, float64(q.repeated)/float64(naive.repeated), q.spread, naive.spread, q.spread/naive.spread, escalated, over)
		require.Zero(t, over, name)
		require.LessOrEqual(t, float64(q.chunks)/q.bound, 1.5, name)
		if len(doc.Operations) > 1 {
			require.Zero(t, q.small, "%s: chunks of one operation", name)
		}
	}
}
