package openapi_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// writeFiles makes a folder of descriptions.
func writeFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return folder
}

func TestReferencesToFiles(t *testing.T) {
	t.Parallel()
	folder := writeFiles(t, map[string]string{
		"api/main.yaml": `
openapi: 3.1.0
info: {$ref: info.yaml}
paths: {$ref: paths/index.yaml}
components:
  schemas:
    $ref: ./schemas/index.yaml
`,
		"api/info.yaml":               "title: Parts\nversion: '1'",
		"api/paths/index.yaml":        "/a: {$ref: a.yaml}\n/b: {$ref: '../paths/a.yaml#'}\n/c: {$ref: 'sub%20folder/c.json#/x/~1c'}",
		"api/paths/a.yaml":            "get: {responses: {$ref: ../responses.yaml}}",
		"api/paths/sub folder/c.json": `{"x":{"/c":{"put":{"requestBody":{"$ref":"../../bodies.yaml#/B"}}}}}`,
		"api/responses.yaml":          "'200': {$ref: '#/x-shared'}\nx-shared: {description: Shared, content: {a/b: {schema: {$ref: '#/components/schemas/Pet'}}}}",
		"api/bodies.yaml":             "B: {content: {a/b: {schema: {$ref: '../api/schemas/index.yaml#/Pet/properties/own'}}}}",
		"api/schemas/index.yaml":      "Pet: {$ref: pet.yaml, title: t}\nOwner: {properties: {$ref: '#/x-more'}}\nx-more: {name: {type: string}}",
		"api/schemas/pet.yaml":        "properties: {own: {$ref: index.yaml#/Owner}, pet: {$ref: '#'}}",
	})
	doc, err := openapi.ReadFile(filepath.Join(folder, "api", "main.yaml"))
	require.NoError(t, err)
	require.Empty(t, doc.Warnings)
	checkDocument(t, doc, "files")
	require.Equal(t, "Parts", doc.Title)
	require.Len(t, doc.Operations, 3)
	require.JSONEq(t, `[{"status":"200","description":"Shared","content":[{"type":"a/b","schema":{"ref":"Pet"}}]}]`, pick(t, doc, "Operations/1/responses"))
	require.JSONEq(t, `{"ref":"schemas/pet.yaml#/properties/own"}`, pick(t, doc, "Operations/2/body/content/0/schema"))
	require.JSONEq(t, `{"properties":[{"name":"own","schema":{"ref":"Owner"}},{"name":"pet","schema":{"ref":"schemas/pet.yaml"}}]}`, pick(t, doc, "Schemas/schemas~1pet.yaml"))
	source, err := doc.Source(doc.Operation("put_c").Pointer)
	require.NoError(t, err)
	require.JSONEq(t, `{"requestBody":{"$ref":"../../bodies.yaml#/B"}}`, string(source))

	data, err := os.ReadFile(filepath.Join(folder, "api", "main.yaml"))
	require.NoError(t, err)
	parsed, err := openapi.Parse(data, openapi.WithFolder(filepath.Join(folder, "api")))
	require.NoError(t, err)
	require.Len(t, parsed.Operations, 3)
	alone, err := openapi.Parse(data)
	require.NoError(t, err)
	require.Empty(t, alone.Operations)
	requireWarning(t, alone, `#/paths/$ref: the reference "paths/index.yaml" leads nowhere: only ReadFile, or Parse with WithFolder, follow references to files`)
}

func TestReferencesStayInTheFolder(t *testing.T) {
	t.Parallel()
	folder := writeFiles(t, map[string]string{
		"secret.yaml":   "title: secret",
		"api/ok.yaml":   "title: fine",
		"api/bad.yaml":  "a: [\n",
		"api/main.yaml": "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents: {schemas: {A: {$ref: REF}}}",
	})
	require.NoError(t, os.Symlink(filepath.Join(folder, "secret.yaml"), filepath.Join(folder, "api", "out.yaml")))
	require.NoError(t, os.Symlink("..", filepath.Join(folder, "api", "up")))
	require.NoError(t, os.Symlink("ok.yaml", filepath.Join(folder, "api", "in.yaml")))
	for ref, want := range map[string]string{
		"ok.yaml": "", "./ok.yaml": "", "x/../ok.yaml": "", "../api/ok.yaml": "", "/ok.yaml": "", "in.yaml": "", "ok.yaml?v=1#": "",
		"../secret.yaml":        "the file lies above the description's folder",
		"%2e%2e/secret.yaml":    "the file lies above the description's folder",
		"/../secret.yaml":       "the file lies above the description's folder",
		"out.yaml":              "escapes",
		"up/secret.yaml":        "escapes",
		"none.yaml":             "no such file",
		".":                     "not a regular file",
		"bad.yaml":              "not valid YAML",
		"https://example.com/a": "references over the network are not followed",
		"file:///etc/passwd":    "references over the network are not followed",
		"//example.com/ok.yaml": "references over the network are not followed",
		"ok.yaml#/no":           `the reference "ok.yaml#/no" leads nowhere`,
		"%zz":                   "not a URI",
	} {
		t.Run(ref, func(t *testing.T) {
			t.Parallel()
			text := `{"openapi":"3.1.0","info":{"title":"t"},"paths":{"/a":{"get":{}}},"components":{"schemas":{"A":{"$ref":"` + ref + `"}}}}`
			doc, err := openapi.Parse([]byte(text), openapi.WithFolder(filepath.Join(folder, "api")))
			require.NoError(t, err)
			checkDocument(t, doc, ref)
			requireWarning(t, doc, want)
			if want == "" {
				require.Equal(t, "fine", doc.Resolve(doc.Schemas["A"]).Title)
			}
		})
	}
	path := filepath.Join(folder, "api", "sub.yaml")
	require.NoError(t, os.WriteFile(path, []byte("openapi: 3.0.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents: {schemas: {A: {$ref: ../secret.yaml}}}"), 0o600))
	doc, err := openapi.ReadFile(path, openapi.WithFolder(folder))
	require.NoError(t, err)
	require.Empty(t, doc.Warnings)
	require.Equal(t, "secret", doc.Resolve(doc.Schemas["A"]).Title)
}

func TestSource(t *testing.T) {
	t.Parallel()
	doc := parse(t, `
openapi: 3.1.0
x-a: &a {b: 1.50, "c/d~e": [yes, ~, "é\u2028"], b: 2}
x-b: {<<: *a, f: *a}
paths: {'/a#b/{c}': {get: {x-d: true}}}
`)
	for pointer, want := range map[string]string{
		"/x-a":                   `{"b":2,"c/d~e":["yes",null,"é\u2028"]}`,
		"#/x-a/c~1d~0e/0":        `"yes"`,
		"/x-b":                   `{"f":{"b":2,"c/d~e":["yes",null,"é\u2028"]},"b":2,"c/d~e":["yes",null,"é\u2028"]}`,
		"/x-b/f/b":               `2`,
		"/x-b/b":                 `2`,
		"/paths/~1a#b~1{c}/get":  `{"x-d":true}`,
		"#/paths/~1a#b~1{c}/get": `{"x-d":true}`,
	} {
		got, err := doc.Source(pointer)
		require.NoError(t, err, pointer)
		require.Equal(t, want, string(got), pointer)
	}
	whole, err := doc.Source("")
	require.NoError(t, err)
	require.Contains(t, string(whole), `"openapi":"3.1.0"`)
	for _, pointer := range []string{"/none", "/x-a/c~1d~0e/7", "other.yaml#/a"} {
		_, err := doc.Source(pointer)
		require.ErrorContains(t, err, pointer)
	}
	_, err = (&openapi.Document{}).Source("/a")
	require.ErrorContains(t, err, "nothing is there")
}
