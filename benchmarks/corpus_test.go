package benchmarks_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

// smallest is what a description has to have to be measured: below, the time goes
// into what has nothing to do with it.
const smallest = 200_000

// descriptions gives the paths of what is measured.
func descriptions(tb testing.TB) []string {
	tb.Helper()
	folder := filepath.Join(corpus.Root(), "..", "shared", "specs")
	if _, err := os.Stat(folder); err != nil {
		folder = corpus.ShippedFolder(tb)
	}
	var paths []string
	for _, path := range corpus.Descriptions(tb, folder) {
		info, err := os.Stat(path)
		require.NoError(tb, err)
		if info.Size() >= smallest && !strings.Contains(path, "nasty") {
			paths = append(paths, path)
		}
	}
	return paths
}

func ofKind(paths []string, extensions ...string) []string {
	var found []string
	for _, path := range paths {
		for _, extension := range extensions {
			if filepath.Ext(path) == extension {
				found = append(found, path)
			}
		}
	}
	return found
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	require.NoError(tb, err)
	return data
}

// enough bounds the text that is counted of one description: the peers are slow.
const enough = 1 << 20

// operations gives the operations of a description as they are written in it, as
// minified JSON: all of them, or, of a large one, as many as make about a megabyte,
// evenly taken.
func operations(tb testing.TB, path string) []string {
	tb.Helper()
	doc, err := openapi.ReadFile(path)
	require.NoError(tb, err)
	texts := make([]string, len(doc.Operations))
	total := 0
	for i, op := range doc.Operations {
		text, err := doc.Source(op.Pointer)
		require.NoError(tb, err)
		texts[i] = op.Method + " " + op.Path + " " + string(text)
		total += len(texts[i])
	}
	every := total/enough + 1
	var some []string
	for i := 0; i < len(texts); i += every {
		some = append(some, texts[i])
	}
	return some
}
