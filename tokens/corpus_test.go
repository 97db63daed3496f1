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

// exhaustive is set to test by the whole of every description, by a hundred thousand
// random texts and by every character: some minutes' work.
var exhaustive = os.Getenv("SPECLOOM_EXHAUSTIVE") != ""

// often gives how many times to try: times, or as often as it takes to be sure.
func often(times int) int {
	if exhaustive {
		return 100_000
	}
	return times
}

// excerpt gives up to n bytes from the middle of a text, since the oracle is slow.
func excerpt(text string, n int) string {
	if len(text) <= n || exhaustive {
		return text
	}
	from := (len(text) - n) / 2
	return text[from : from+n]
}

func TestDescriptionsAgreeWithTheOracle(t *testing.T) {
	t.Parallel()
	eachSource(t, func(t *testing.T, name string, descriptions []description) {
		t.Helper()
		enc := encoding(t, name)
		for _, d := range descriptions {
			requireOracle(t, enc, forOracle(strings.ToValidUTF8(excerpt(d.text, 40_000), "")))
		}
	})
}

func TestDescriptionsAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	eachSource(t, func(t *testing.T, name string, descriptions []description) {
		t.Helper()
		texts := make([]string, len(descriptions))
		for i, d := range descriptions {
			texts[i] = strings.ToValidUTF8(excerpt(d.text, 100_000), "")
		}
		requireReference(t, name, texts)
	})
}

// eachSource runs a test for each encoding of the descriptions of each source.
func eachSource(t *testing.T, run func(t *testing.T, name string, descriptions []description)) {
	t.Helper()
	sources := map[string]func(testing.TB) []description{"shipped": shippedDescriptions, "shared": sharedDescriptions}
	for source, descriptions := range sources {
		for _, name := range published {
			t.Run(source+"/"+name, func(t *testing.T) {
				t.Parallel()
				run(t, name, descriptions(t))
			})
		}
	}
}
