package openapi_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// FuzzParse holds of any input: no panic, an answer or one line that says why
// not, and a Document that is sound, finite and the same each time.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a/{b}":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},"components":{"schemas":{"A":{"type":["object","null"],"properties":{"a":{"$ref":"#/components/schemas/A"},"b":true}}}}}`,
		`{"swagger":"2.0","paths":{"/a":{"post":{"consumes":["a/b"],"parameters":[{"in":"formData","name":"f","type":"file"},{"in":"body","name":"b","schema":{"$ref":"#/definitions/A"}}]}}},"definitions":{"A":{"discriminator":"k"},"B":{"allOf":[{"$ref":"#/definitions/A"}]}}}`,
		"openapi: 3.0.0\npaths:\n  /a: &a\n    get: {operationId: x, security: [{k: []}, {}]}\n  /b:\n    <<: *a\n    get: {operationId: x}\n  /a: {$ref: '#/paths/~1b'}\n",
		"openapi: 3.2.0\npaths:\n  /q:\n    query: {}\n    additionalOperations: {COPY: {callbacks: {c: {'{$request.body#/u}': {post: {}}}}}}\nwebhooks: {w: {post: {requestBody: {content: {a/b: {itemSchema: false}}}}}}\n",
		"openapi: 3.0.3\ncomponents:\n  schemas:\n    A: {nullable: true, allOf: [$ref: '#/components/schemas/B']}\n    B: {oneOf: [$ref: '#/components/schemas/A'], discriminator: {propertyName: k, mapping: {a: A, b: '#/x'}}}\n    C: {$ref: '#/components/schemas/C'}\n    $ref: {type: string, enum: [1, yes, ~, 0x1F, .inf]}\n",
		"swagger: '2.0'\nhost: h\nschemes: [https, http]\npaths:\n  x-a: 1\n  b: {parameters: [{in: query, name: q, type: array, items: {type: int}, collectionFormat: tsv}], get: {schemes: [http]}}\n",
		"openapi: 3.1.0\n$self: https://e.com/a\ncomponents:\n  schemas:\n    P: {$id: p, items: {$dynamicRef: '#i'}, $defs: {i: {$dynamicAnchor: i}}}\n    Q: {$id: q/r, $ref: ../p, $defs: {i: {$dynamicAnchor: i, $anchor: b, $ref: 'q/r#b'}}, unevaluatedItems: false, dependentRequired: {a: [b]}}\n",
		"openapi: 3.1.0\n? [a]\n: b\nx: &x [*x, {<<: *x}]\n--- \n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := openapi.Parse(data)
		if err != nil {
			require.NotContains(t, err.Error(), "\n")
			return
		}
		checkDocument(t, doc, "")
		again, err := openapi.Parse(data)
		require.NoError(t, err)
		first, err := json.Marshal(doc)
		require.NoError(t, err)
		second, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
	})
}

// FuzzParseJSON holds of any JSON value within a description: it is read, and is
// the same value in Source as encoding/json takes it for; and what encoding/json
// refuses is either refused here or was tried as YAML.
func FuzzParseJSON(f *testing.F) {
	for _, seed := range []string{
		`{"a":[1,-0.5e+3,true,false,null,"\u00e9\ud83d\ude00\n\/"],"a":{},"é":" \\\""}`,
		"[ \t\r\n 0 , 1E5 , {} , [] , [[]] ]", `"\ud800"`, `"\ud800\u0041"`, `-0`, `01`, `1.`, `[1,]`, `{"a":1,}`, `{'a':1}`, `"a` + "\t" + `b"`, `"\x"`,
		`{"$ref":"#/x-any"}`, `"`, `nul`, `{"a" 1}`, "\u2028", "// no\n1", "\"\x7f\u2028\"", `1e400`, `{"\u0024id":"a"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, value []byte) {
		text := append(append([]byte(`{"openapi":"3.1.0","info":{"title":"t"},"paths":{"/a":{"get":{"x-any":`), value...), []byte(`}}}}`)...)
		doc, err := openapi.Parse(text)
		if !json.Valid(text) || !json.Valid(value) {
			if err == nil {
				checkDocument(t, doc, "")
			}
			return
		}
		if !utf8.Valid(text) {
			require.ErrorContains(t, err, "UTF-8")
			return
		}
		if err != nil {
			require.ErrorContains(t, err, "Limits.Depth")
			return
		}
		require.Len(t, doc.Operations, 1)
		source, err := doc.Source(doc.Operations[0].Pointer + "/x-any")
		require.NoError(t, err)
		require.Equal(t, decoded(t, value), decoded(t, source))
	})
}

// decoded is a JSON value with its numbers as written.
func decoded(t *testing.T, text []byte) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	require.NoError(t, decoder.Decode(&value))
	return value
}

// FuzzReferences holds of any reference: nothing outside of the folder is read,
// neither by "..", nor by an absolute path, nor by a link that lies in the folder.
func FuzzReferences(f *testing.F) {
	for _, seed := range [][2]string{
		{"../secret.yaml", "type: string"},
		{"sub/../../secret.yaml#/Secret", "$ref: ../../secret.yaml"},
		{"sub/%2e%2e/%2e%2e/secret.yaml", "$ref: '../api.yaml#/components/schemas/Other'"},
		{"file:///etc/passwd", "$ref: ../link.yaml"},
		{"link.yaml#/Secret", "description: fine"},
		{"sub/part.yaml#/a/b", "a: {b: {$ref: '#/a/c'}, c: {$ref: ../linkdir/secret.yaml}}"},
		{"linkdir/secret.yaml", "{}"},
		{"sub/part.yaml#anchor", "a: {$anchor: anchor, items: {$ref: '#'}}"},
		{"https://example.com/s/x#y", "{$id: 'https://example.com/s/part', $defs: {y: {$id: x, $anchor: y, $dynamicRef: '#y', $dynamicAnchor: y}}}"},
		{"sub/part.yaml", "{$id: ../../../secret.yaml, $ref: ../secret.yaml, properties: {a: {$ref: secret.yaml}, b: {$ref: '#'}}}"},
		{`..\secret.yaml`, ""},
		{"/secret.yaml", "$ref: //secret.yaml"},
	} {
		f.Add(seed[0], seed[1])
	}
	const secret = "correct horse battery staple"
	f.Fuzz(func(t *testing.T, ref, part string) {
		outside := t.TempDir()
		folder := filepath.Join(outside, "folder")
		require.NoError(t, os.MkdirAll(filepath.Join(folder, "sub"), 0o700))
		write := func(path, text string) {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		}
		write(filepath.Join(outside, "secret.yaml"), "description: "+secret+"\nSecret: {description: "+secret+"}\n")
		require.NoError(t, os.Symlink(filepath.Join(outside, "secret.yaml"), filepath.Join(folder, "link.yaml")))
		require.NoError(t, os.Symlink(outside, filepath.Join(folder, "linkdir")))
		quoted, err := json.Marshal(ref)
		require.NoError(t, err)
		main := filepath.Join(folder, "api.yaml")
		write(main, strings.ReplaceAll(`{"openapi":"3.1.0","info":{"title":"t"},
			"paths":{"/a":{"$ref":REF},"/b":{"get":{"parameters":[{"$ref":REF}],"requestBody":{"$ref":REF},
			"responses":{"200":{"$ref":REF}},"callbacks":{"c":{"$ref":REF}}}}},
			"components":{"schemas":{"A":{"$ref":REF,"title":"t"},"Other":{"discriminator":{"propertyName":"p","mapping":{"a":REF}}}}}}`,
			"REF", string(quoted)))
		write(filepath.Join(folder, "sub", "part.yaml"), part)
		doc, err := openapi.ReadFile(main)
		if err != nil {
			return
		}
		checkDocument(t, doc, ref)
		if strings.Contains(part, secret) || strings.Contains(ref, secret) {
			return
		}
		all, err := json.Marshal(doc)
		require.NoError(t, err)
		require.NotContains(t, string(all), secret)
	})
}
