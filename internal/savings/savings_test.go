package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func TestEveryOperationIsInOneChunk(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	seen := map[string]int{}
	chunks := chunksOf(doc)
	for _, ops := range chunks {
		require.NotEmpty(t, ops)
		require.LessOrEqual(t, len(ops), mostOperations)
		for _, op := range ops {
			seen[op.ID]++
		}
	}
	require.Len(t, seen, len(doc.Operations))
	for id, n := range seen {
		require.Equal(t, 1, n, id)
	}
	require.Len(t, spread(chunks, 2), min(2, len(chunks)))
	require.Len(t, spread(chunks, 0), len(chunks))
}

func TestTheTableSaysWhatWasMeasured(t *testing.T) {
	t.Setenv("PATH", "") // no npm
	file := filepath.Join(t.TempDir(), "bookshop.yaml")
	require.NoError(t, os.WriteFile(file, bookshop.Description, 0o600))
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-chunks", "0", file}, &out, &out))
	for _, level := range levels {
		require.Contains(t, out.String(), level.String())
	}
	require.Contains(t, out.String(), "TOON is n/a: npm is not installed")
	require.Equal(t, 4, strings.Count(out.String(), "total"))
	require.Error(t, run(t.Context(), nil, &out, &out))
	require.Error(t, run(t.Context(), []string{"-chunks", "0", file + "x"}, &out, &out))
}

func TestWhatIsLostIsCounted(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	ops := chunksOf(doc)[0]
	texts := map[optimizer.Level]string{}
	for _, level := range []optimizer.Level{optimizer.None, optimizer.Balanced} {
		o, err := optimizer.New(level)
		require.NoError(t, err)
		texts[level], err = o.Encode(doc, ops)
		require.NoError(t, err)
	}
	q, err := judge(t.Context(), doc, ops, optimizer.Balanced, texts[optimizer.None], texts[optimizer.Balanced])
	require.NoError(t, err)
	require.Zero(t, q.lost+q.added+q.factsLost+q.factsCut)
	require.Greater(t, q.entries, len(ops))
	require.Greater(t, q.facts, q.entries)

	less := strings.ReplaceAll(texts[optimizer.Balanced], "title", "tale")
	q, err = judge(t.Context(), doc, ops, optimizer.Balanced, texts[optimizer.None], less)
	require.NoError(t, err)
	require.Positive(t, q.lost)
	require.Positive(t, q.factsLost)
}
