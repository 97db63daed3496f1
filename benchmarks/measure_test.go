package benchmarks_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
)

// measure is one line of the table: a figure, what is asked of it, and how it is
// taken.
type measure struct {
	what, peer string // without a peer the figure speaks for itself
	unit       string
	must, aim  float64
	atLeast    bool // more is better
	unasked    bool // there is no goal
	// cases gives what the figure is taken of: the descriptions at paths, or
	// cases of its own.
	cases func(tb testing.TB, paths []string) []trial
}

// trial takes a figure once; round counts from zero.
type trial struct {
	name  string
	round func(round int) float64
}

func (m *measure) String() string {
	if m.peer == "" {
		return m.what
	}
	return m.what + " vs " + m.peer
}

// measures in the order of the table.
func measures() []*measure {
	return append(counting(), loading()...)
}

func BenchmarkPeers(b *testing.B) {
	paths := descriptions(b)
	for _, m := range measures() {
		b.Run(m.String(), func(b *testing.B) {
			for _, c := range m.cases(b, paths) {
				b.Run(c.name, func(b *testing.B) {
					var figures []float64
					for b.Loop() {
						figures = append(figures, c.round(len(figures)))
					}
					b.ReportMetric(median(figures), m.unit)
					record(m, c.name, median(figures))
				})
			}
		})
	}
}

// TestEveryMeasurementRuns takes every figure once, of a small description.
func TestEveryMeasurementRuns(t *testing.T) { //nolint:paralleltest // it measures the process
	small := []string{
		filepath.Join(corpus.Root(), "openapi", "testdata", "ferry-3.0.json"),
		filepath.Join(corpus.ShippedFolder(t), "burgershop.openapi.yaml"),
	}
	for _, m := range measures() {
		cases := m.cases(t, small)
		require.NotEmpty(t, cases, m)
		for _, c := range cases {
			figure := c.round(0)
			require.GreaterOrEqual(t, figure, 0.0, "%s: %s", m, c.name)
			require.Less(t, figure, 1e6, "%s: %s", m, c.name)
		}
	}
}
