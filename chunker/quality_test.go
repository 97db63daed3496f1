package chunker_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// quality is what sets of operations are measured by.
type quality struct {
	chunks   int
	alone    int     // chunks of one operation
	family   float64 // share of operations in their chunk's main family
	group    float64 // the same, by group before small ones are merged
	repeated int     // tokens of parts in more than one chunk, beyond the first
	distinct int     // tokens of all parts, each once
	spread   float64 // coefficient of variation of complexity
	torn     int     // chunks that a resource is in, beyond the first
}

// measured is a description and what was made of it.
type measured struct {
	name        string
	operations  int
	over        int
	escalated   int
	bound       float64 // of the number of chunks
	groupBound  float64 // of quality.group with so many chunks
	ours, naive quality
}

func (m *measured) ratio() float64 { return float64(m.ours.chunks) / m.bound }
func (m *measured) repeated() float64 {
	return share(float64(m.ours.repeated), float64(m.naive.repeated))
}
func (m *measured) spread() float64 { return share(m.ours.spread, m.naive.spread) }

// share is a/b, and not a number where there is nothing to compare with.
func share(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

const (
	target, limit, most = 12_000, 15_000, 12
)

func measure(t testing.TB, path string, doc *openapi.Document, encoders ...chunker.Encoder) *measured {
	t.Helper()
	var opts []chunker.Option
	if len(encoders) > 0 {
		opts = append(opts, chunker.WithEncoders(encoders...))
	} else {
		encoders = []chunker.Encoder{chunker.DefaultEncoder}
	}
	c := newChunker(t, opts...)
	chunks, err := c.Chunk(doc)
	require.NoError(t, err)
	m := &measured{name: filepath.Base(path), operations: len(doc.Operations)}

	// An operation is measured as the encoder that it needs writes it.
	parts := map[*openapi.Operation][]chunker.Part{}
	var prepared []chunker.Encoder
	for _, e := range encoders {
		if p, ok := e.(chunker.Preparer); ok {
			e = p.Prepare(doc)
		}
		prepared = append(prepared, e)
	}
	var sets [][]*openapi.Operation
	for _, one := range chunks {
		sets = append(sets, one.Operations)
		if one.Tokens > limit {
			m.over++
		}
		m.escalated += len(one.Escalated)
		for _, op := range one.Operations {
			e := chunker.EncoderOf(one.Encoder, prepared)
			parts[op] = e.Parts(doc, op)
		}
	}
	groups, families := chunker.Groups(c, doc)
	scores := map[*openapi.Operation]float64{}
	for _, op := range doc.Operations {
		scores[op] = c.Complexity(doc, op).Score
	}
	judge := func(sets [][]*openapi.Operation) quality {
		q := quality{chunks: len(sets)}
		counts := map[string]int{}
		chunksOf := map[string]int{}
		var sums []float64
		for _, ops := range sets {
			if len(ops) == 1 {
				q.alone++
			}
			sum := 0.0
			seen, resources := map[string]bool{}, map[string]bool{}
			inGroup, inFamily := map[string]int{}, map[int]int{}
			mainGroup, mainFamily := 0, 0
			for _, op := range ops {
				sum += scores[op]
				inGroup[groups[op]]++
				inFamily[families[op]]++
				mainGroup, mainFamily = max(mainGroup, inGroup[groups[op]]), max(mainFamily, inFamily[families[op]])
				resources[groups[op]+" "+chunker.Resource(op)] = true
				for _, p := range parts[op] {
					if seen[p.Key] {
						continue
					}
					seen[p.Key] = true
					if n, again := counts[p.Key]; again {
						q.repeated += n
						continue
					}
					counts[p.Key] = o200k().Count(p.Text)
					q.distinct += counts[p.Key]
				}
			}
			for resource := range resources {
				chunksOf[resource]++
			}
			q.family += float64(mainFamily) / float64(m.operations)
			q.group += float64(mainGroup) / float64(m.operations)
			sums = append(sums, sum)
		}
		for _, n := range chunksOf {
			q.torn += n - 1
		}
		q.spread = variation(sums)
		return q
	}
	m.ours = judge(sets)
	size := (m.operations + len(sets) - 1) / len(sets)
	m.naive = judge(slices.Collect(slices.Chunk(doc.Operations, size)))
	m.bound = math.Ceil(max(float64(m.ours.distinct)/target, float64(m.operations)/most))
	m.groupBound = groupBound(doc, groups, len(sets))
	return m
}

// groupBound is the largest share of operations that can be in their chunk's main
// group with so many chunks: each has one main group and at most 12 of it.
func groupBound(doc *openapi.Document, groups map[*openapi.Operation]string, chunks int) float64 {
	sizes := map[string]int{}
	for _, op := range doc.Operations {
		sizes[groups[op]]++
	}
	var pieces []int
	for _, n := range sizes {
		for ; n > 0; n -= most {
			pieces = append(pieces, min(n, most))
		}
	}
	slices.Sort(pieces)
	slices.Reverse(pieces)
	sum := 0
	for _, n := range pieces[:min(chunks, len(pieces))] {
		sum += n
	}
	return float64(sum) / float64(len(doc.Operations))
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

func table(all []*measured) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "description\toperations\tchunks\tbound\tratio\talone\tof main family\tof main group\tits bound\trepeated\tnaive\tratio\tspread\tnaive\tratio\ttorn\tnaive\tescalated\tover\t")
	number := func(n float64) string {
		if math.IsNaN(n) {
			return "n/a"
		}
		return fmt.Sprintf("%.2f", n)
	}
	for _, m := range all {
		fmt.Fprintf(w, "%s\t%d\t%d\t%.0f\t%.2f\t%d\t%.1f%%\t%.1f%%\t%.1f%%\t%d\t%d\t%s\t%.3f\t%.3f\t%s\t%d\t%d\t%d\t%d\t\n",
			m.name, m.operations, m.ours.chunks, m.bound, m.ratio(), m.ours.alone, 100*m.ours.family, 100*m.ours.group, 100*m.groupBound,
			m.ours.repeated, m.naive.repeated, number(m.repeated()), m.ours.spread, m.naive.spread, number(m.spread()),
			m.ours.torn, m.naive.torn, m.escalated, m.over)
	}
	_ = w.Flush()
	return out.String()
}

// TestQuality holds chunks to what they must be, on the descriptions in
// ../shared/specs and on those that libopenapi ships, as Balanced and as
// Aggressive write them: over all, and each that makes three chunks or more. With
// SPECLOOM_QUALITY=table it prints the figures.
func TestQuality(t *testing.T) {
	t.Parallel()
	for name, paths := range map[string]func(testing.TB) []string{"shared": corpus.Shared, "shipped": corpus.Shipped} {
		for level, want := range map[optimizer.Level]must{
			optimizer.Balanced:   {family: 0.90, repeated: 0.6, spread: 0.8},
			optimizer.Aggressive: {family: 0.90, repeated: 0.6, spread: 0.8},
		} {
			t.Run(fmt.Sprint(name, " ", level), func(t *testing.T) {
				t.Parallel()
				encoders := levels(t)
				if level == optimizer.Aggressive {
					encoders = encoders[1:]
				}
				var all []*measured
				for _, path := range paths(t) {
					if doc, err := tryDocument(path); err == nil && len(doc.Operations) > 0 {
						all = append(all, measure(t, path, doc, encoders...))
					}
				}
				if os.Getenv("SPECLOOM_QUALITY") == "table" {
					fmt.Printf("%s, %s\n%s", name, level, table(all))
				}
				hold(t, all, want)
			})
		}
	}
}

// evenEnough is a spread of complexity that nobody would notice. Descriptions of
// operations that are all alike have it in any order.
const evenEnough = 0.03

// must is what chunks must be: the share of operations in their chunk's main
// family at least, and the others at most.
type must struct{ family, repeated, spread float64 }

func hold(t *testing.T, all []*measured, want must) {
	var ratios []float64
	operations, ofFamily, repeated, naive := 0, 0.0, 0, 0
	for _, m := range all {
		require.Zero(t, m.over, m.name)
		if m.operations > 1 {
			require.Zero(t, m.ours.alone, "%s: chunks of one operation", m.name)
		}
		require.LessOrEqual(t, m.ratio(), 1.5, m.name)
		ratios = append(ratios, m.ratio())
		if m.ours.chunks < 3 {
			continue // there is too little to choose
		}
		require.GreaterOrEqual(t, m.ours.family, want.family, m.name)
		require.LessOrEqual(t, m.ours.group, m.groupBound, m.name)
		if r := m.repeated(); !math.IsNaN(r) {
			require.LessOrEqual(t, r, want.repeated, m.name)
		}
		if m.escalated == 0 { // who needs another encoder is kept apart, whatever that does to the spread
			require.LessOrEqual(t, m.ours.spread, max(want.spread*m.naive.spread, evenEnough), m.name)
		}
		operations += m.operations
		ofFamily += m.ours.family * float64(m.operations)
		repeated += m.ours.repeated
		naive += m.naive.repeated
	}
	slices.Sort(ratios)
	require.LessOrEqual(t, ratios[len(ratios)/2], 1.25, "the median")
	require.GreaterOrEqual(t, ofFamily/float64(operations), want.family)
	require.LessOrEqual(t, float64(repeated)/float64(naive), want.repeated)
}
