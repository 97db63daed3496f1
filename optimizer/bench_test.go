package optimizer_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func BenchmarkEncodeBalanced(b *testing.B) {
	doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(b), "asana.yaml"))
	require.NoError(b, err)
	o := newOptimizer(b, optimizer.Balanced)
	full, err := newOptimizer(b, optimizer.None).Encode(doc, doc.Operations)
	require.NoError(b, err)
	b.SetBytes(int64(len(full)))
	for b.Loop() {
		if _, err := o.Encode(doc, doc.Operations); err != nil {
			b.Fatal(err)
		}
	}
}
