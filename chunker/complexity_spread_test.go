package chunker_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
)

// TestComplexityTellsTheHardestApart: a scale on which the hardest operations of
// a large description were all alike would say nothing about them.
func TestComplexityTellsTheHardestApart(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		folder func(testing.TB) string
		file   string
	}{
		"shared":  {corpus.SharedFolder, "stripe-spec3.json"},
		"shipped": {corpus.ShippedFolder, "stripe.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, filepath.Join(one.folder(t), one.file))
			c := newChunker(t)
			scores := make([]float64, len(doc.Operations))
			for i, op := range doc.Operations {
				scores[i] = c.Complexity(doc, op).Score
			}
			slices.Sort(scores)
			top := scores[len(scores)*9/10:]
			require.GreaterOrEqual(t, top[len(top)-1]-top[0], 2.0, "%v to %v", top[0], top[len(top)-1])
			require.Less(t, slices.Max(scores), 9.0, "and there is room for harder ones")
		})
	}
}
