package corpus_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
)

func TestOperationsAreCountedWhereverTheyStand(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		files map[string]string // the description is api.yaml or api.json
		want  []string
	}{
		"methods in any case, nothing else of a path item": {
			map[string]string{"api.yaml": `
openapi: 3.0.3
paths:
  /a: {summary: get, parameters: [], GET: {}, post: {}, x-get: {}}
  x-paths: {get: {}}
components: {pathItems: {unused: {get: {}}}}
`}, []string{"GET /a", "POST /a"},
		},
		"webhooks and the methods of 3.2": {
			map[string]string{"api.json": "\xEF\xBB\xBF" + `{"openapi": "3.2.0",
"paths": {"/a": {"query": {}, "additionalOperations": {"COPY": {}}}}, "webhooks": {"new": {"post": {}}}}`},
			[]string{"COPY /a", "QUERY /a", "webhook POST new"},
		},
		"additionalOperations is no word of Swagger": {
			map[string]string{"api.json": `{"swagger": "2.0", "paths": {"/a": {"get": {}, "additionalOperations": {"COPY": {}}}}}`},
			[]string{"GET /a"},
		},
		"references within and between files, also of files": {
			map[string]string{
				"api.yaml": `
openapi: 3.1.0
paths:
  /a: {$ref: '#/components/pathItems/a~1b'}
  /b: {$ref: more/items.yaml#/%7Bid%7D, delete: {}}
  /c: {$ref: https://example.com/c.yaml}
components: {pathItems: {a/b: {get: {}}}}
`,
				"more/items.yaml": "'{id}': {$ref: whole.yaml}",
				"more/whole.yaml": "patch: {}",
			}, []string{"DELETE /b", "GET /a", "PATCH /b"},
		},
		"a file that paths are in counts from its own folder": {
			map[string]string{
				"api.yaml":        "openapi: 3.1.0\npaths: {$ref: more/paths.yaml}",
				"more/paths.yaml": "/a: {$ref: item.yaml}",
				"more/item.yaml":  "get: {}",
			}, []string{"GET /a"},
		},
		"references in a circle": {
			map[string]string{"api.yaml": "openapi: 3.1.0\npaths: {/a: {get: {}, $ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}"},
			[]string{"GET /a", "GET /b"},
		},
		"aliases, and a path that stands twice": {
			map[string]string{"api.yaml": "openapi: 3.1.0\npaths:\n  /a: &a {get: {}}\n  /b: *a\n  /a: {put: {}}\n"},
			[]string{"GET /a", "GET /b", "PUT /a"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, api := t.TempDir(), ""
			for file, text := range c.files {
				path := filepath.Join(root, filepath.FromSlash(file))
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
				require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
				if filepath.Dir(path) == root {
					api = path
				}
			}
			got, err := corpus.Operations(api)
			require.NoError(t, err)
			require.Equal(t, c.want, got)
		})
	}
}

func TestWhatCannotBeDecodedIsNotCounted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "api.yaml")
	_, err := corpus.Operations(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(path, []byte("openapi: [3.0.0\n"), 0o600))
	_, err = corpus.Operations(path)
	require.ErrorContains(t, err, path)
}
