package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
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
	var out, log bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-chunks", "0", file}, &out, &log))
	require.Contains(t, log.String(), "bookshop: 0 of 3 chunks")
	for _, level := range levels {
		require.Contains(t, out.String(), level.String())
	}
	require.Contains(t, out.String(), "TOON is n/a: npm is not installed")
	require.Equal(t, 4, strings.Count(out.String(), "total"))
	require.Contains(t, out.String(), "worst description's median: ")
	require.Error(t, run(t.Context(), nil, &out, &out))
	require.Error(t, run(t.Context(), []string{"-chunks", "0", file + "x"}, &out, &out))
}

func TestABadFileLosesNothingOfTheOthers(t *testing.T) {
	t.Setenv("PATH", "") // no npm
	folder := t.TempDir()
	file := filepath.Join(folder, "bookshop.yaml")
	require.NoError(t, os.WriteFile(file, bookshop.Description, 0o600))
	var out, log bytes.Buffer
	err := run(t.Context(), []string{folder, file, file + "x"}, &out, &log)
	require.ErrorContains(t, err, "2 of 3 files are left out")
	require.Equal(t, 7, strings.Count(out.String(), "bookshop")) // three levels with their worst, and peers
	require.Contains(t, log.String(), folder+" is left out: ")
	require.Contains(t, log.String(), file+"x is left out: ")
}

func TestATextOfWhichTheLegendIsMostIsSaidToBeTooSmall(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	few := map[optimizer.Level]taken{optimizer.Balanced: {text: 10, tokens: 100}}
	worst(&out, optimizer.Balanced, []row{{"tiny", []sample{{minified: 50, levels: few}}}, {"large", []sample{{minified: 50, levels: map[optimizer.Level]taken{
		optimizer.Balanced: {text: 10, tokens: 20},
	}}}}})
	require.Equal(t, "worst description's median: -100.0%, tiny\ntoo small to save: the legend is over half of what is sent of tiny\n", out.String())
}

func TestChunksOutOfOrderAreNamed(t *testing.T) {
	t.Parallel()
	wrong := sample{first: "listBooks", minified: 9, levels: map[optimizer.Level]taken{
		optimizer.Conservative: {text: 5}, optimizer.Balanced: {text: 6}, optimizer.Aggressive: {text: 4},
	}}
	var out bytes.Buffer
	order(&out, []row{{"shop", []sample{wrong}}}, 1)
	require.Contains(t, out.String(), "0 of 1 chunks\nshop from listBooks: minified 9, conservative 5, balanced 6, aggressive 4\n")
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
	require.Empty(t, slices.Concat(q.lost, q.added, q.factsLost))
	require.Zero(t, q.factsCut)
	require.Greater(t, q.entries, len(ops))
	require.Greater(t, q.facts, q.entries)

	less := strings.ReplaceAll(texts[optimizer.Balanced], "title", "tale")
	q, err = judge(t.Context(), doc, ops, optimizer.Balanced, texts[optimizer.None], less)
	require.NoError(t, err)
	require.NotEmpty(t, q.lost)
	require.NotEmpty(t, q.factsLost)
}
