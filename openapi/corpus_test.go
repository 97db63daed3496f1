package openapi_test

import (
	"io/fs"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

// TestCorpus reads real descriptions, and what else lies beside them, and counts
// their operations in another way.
func TestCorpus(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]func(testing.TB) string{
		"shared":     corpus.SharedFolder,
		"libopenapi": corpus.ShippedFolder,
		"testdata":   func(testing.TB) string { return "testdata" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := folder(t)
			operations := 0
			for _, path := range descriptionFiles(t, root) {
				operations += checkFile(t, path)
			}
			require.Positive(t, operations)
		})
	}
}

func descriptionFiles(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if info, _ := d.Info(); raceDetector && info != nil && info.Size() > 1<<20 {
			return nil // slow, and read by one goroutine as the small ones are
		}
		if err == nil && d.Type().IsRegular() && slices.Contains([]string{".json", ".yaml", ".yml"}, filepath.Ext(path)) {
			out = append(out, path)
		}
		return err
	})
	require.NoError(t, err)
	return out
}

// checkFile returns the number of operations of a file; 0 where it is none of a
// description.
func checkFile(t *testing.T, path string) int {
	t.Helper()
	start := time.Now()
	doc, err := openapi.ReadFile(path)
	if took := time.Since(start); !raceDetector {
		require.Less(t, took, 10*time.Second, path)
	}
	if err != nil {
		var failure *openapi.Error
		require.ErrorAs(t, err, &failure, path)
		require.NotContains(t, err.Error(), "\n", path)
		require.Contains(t, err.Error(), filepath.Base(path))
		return 0
	}
	checkDocument(t, doc, path)
	counted, err := corpus.Operations(path)
	require.NoError(t, err, path)
	require.Len(t, doc.Operations, len(counted), path)
	return len(doc.Operations)
}
