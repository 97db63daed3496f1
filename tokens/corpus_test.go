package tokens_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
)

// description is a real API description.
type description struct{ name, text string }

func shippedDescriptions(t testing.TB) []description {
	t.Helper()
	return texts(t, corpus.Shipped(t))
}

func sharedDescriptions(t testing.TB) []description {
	t.Helper()
	return texts(t, corpus.Shared(t))
}

func texts(t testing.TB, paths []string) []description {
	t.Helper()
	found := make([]description, len(paths))
	for i, path := range paths {
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		found[i] = description{filepath.Base(path), string(data)}
	}
	return found
}

// excerpt gives up to n bytes from the middle of a text: the oracle is slow.
func excerpt(text string, n int) string {
	if len(text) <= n {
		return text
	}
	from := (len(text) - n) / 2
	return text[from : from+n]
}

func TestDescriptionsAgreeWithTheOracle(t *testing.T) {
	t.Parallel()
	sources := map[string]func(testing.TB) []description{"shipped": shippedDescriptions, "shared": sharedDescriptions}
	for source, descriptions := range sources {
		for _, name := range published {
			t.Run(source+"/"+name, func(t *testing.T) {
				t.Parallel()
				enc := encoding(t, name)
				for _, d := range descriptions(t) {
					requireOracle(t, enc, forOracle(strings.ToValidUTF8(excerpt(d.text, 40_000), "")))
				}
			})
		}
	}
}

func TestDescriptionsAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	for _, name := range published {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var texts []string
			for _, d := range shippedDescriptions(t) {
				texts = append(texts, excerpt(d.text, 100_000))
			}
			requireReference(t, name, texts)
		})
	}
}
