package tokens_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// description is a real API description.
type description struct{ name, text string }

// shippedDescriptions are those that libopenapi's module ships, which every machine
// that builds this repository has.
func shippedDescriptions(t testing.TB) []description {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/pb33f/libopenapi").Output()
	require.NoError(t, err)
	found := descriptionsIn(t, filepath.Join(strings.TrimSpace(string(out)), "test_specs"))
	require.Greater(t, len(found), 30, "libopenapi ships descriptions; look where they went")
	return found
}

// sharedDescriptions are larger ones, in a folder beside the repository.
func sharedDescriptions(t testing.TB) []description {
	t.Helper()
	folder := filepath.Join("..", "..", "shared", "specs")
	_, err := os.Stat(folder)
	need(t, err == nil, folder+" is absent on this machine: its descriptions are not tried")
	return descriptionsIn(t, folder)
}

func descriptionsIn(t testing.TB, folder string) []description {
	t.Helper()
	var found []description
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".json", ".yaml", ".yml":
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			found = append(found, description{filepath.Base(path), string(data)})
		}
		return nil
	}))
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
