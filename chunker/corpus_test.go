package chunker_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

var (
	mu   sync.Mutex
	read = map[string]func() (*openapi.Document, error){}
)

// document reads a description once for all tests.
func document(t testing.TB, path string) *openapi.Document {
	t.Helper()
	doc, err := tryDocument(path)
	require.NoError(t, err)
	return doc
}

func tryDocument(path string) (*openapi.Document, error) {
	mu.Lock()
	if read[path] == nil {
		read[path] = sync.OnceValues(func() (*openapi.Document, error) { return openapi.ReadFile(path) })
	}
	once := read[path]
	mu.Unlock()
	return once()
}

// eachDocument runs a test on every description at hand.
func eachDocument(t *testing.T, run func(t *testing.T, doc *openapi.Document)) {
	t.Helper()
	corpus.Each(t, func(t *testing.T, path string) {
		if doc, err := tryDocument(path); err == nil {
			run(t, doc)
		}
	})
}
