package openapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden reads one description for each version that uses everything the
// model knows, and compares the whole Document.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"garden-2.0.yaml", "ferry-3.0.json", "library/openapi-3.1.yaml", "radio-3.2.yaml",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join("testdata", filepath.FromSlash(path))
			doc, err := openapi.ReadFile(path)
			require.NoError(t, err)
			checkDocument(t, doc, path)
			var got bytes.Buffer
			encoder := json.NewEncoder(&got)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", " ")
			require.NoError(t, encoder.Encode(doc))
			text := strings.ReplaceAll(got.String(), `\\`, "/")
			golden := path + ".golden"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(text), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), text)
		})
	}
}
