package openapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// TestReferencesEverywhere has a $ref in every place where some version of the
// specification allows one.
func TestReferencesEverywhere(t *testing.T) {
	t.Parallel()
	doc := parse(t, `
openapi: 3.2.0
info: {title: t}
paths:
  /a/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    post:
      operationId: a
      parameters: [{$ref: '#/components/parameters/%71', description: ours}]
      requestBody: {$ref: '#/components/requestBodies/B'}
      responses: {200: {$ref: '#/components/responses/R', summary: ours}}
      callbacks: {c: {$ref: '#/components/callbacks/C'}}
      security: [{k: []}]
  /b: {$ref: '#/components/pathItems/P'}
webhooks: {w: {$ref: '#/components/pathItems/P'}}
components:
  parameters:
    id: {in: path, name: id, schema: {$ref: '#/components/schemas/Größe'}}
    q: {in: query, name: q, content: {application/json: {$ref: '#/components/mediaTypes/M'}}, examples: {e: {$ref: '#/components/examples/E'}}}
  requestBodies: {B: {content: {application/json: {$ref: '#/components/mediaTypes/M'}}}}
  mediaTypes: {M: {schema: {$ref: '#/components/schemas/Gr%C3%B6%C3%9Fe'}, examples: {e: {$ref: '#/components/examples/E', summary: ours}}}}
  responses:
    R: {description: r, headers: {H: {$ref: '#/components/headers/H', description: ours}}, links: {l: {$ref: '#/components/links/L', description: ours}}, content: {a/b: {$ref: '#/components/mediaTypes/M'}}}
  headers: {H: {description: h, schema: {$ref: '#/components/schemas/~1x~0y'}}}
  links: {L: {operationId: a, description: l}}
  examples: {E: {summary: e, value: [1]}}
  callbacks: {C: {'{$url}': {$ref: '#/components/pathItems/P'}}}
  pathItems: {P: {put: {responses: {default: {$ref: '#/components/responses/R'}}}}}
  securitySchemes: {k: {$ref: '#/components/securitySchemes/other'}, other: {type: http, scheme: basic}}
  schemas: {Größe: {type: integer}, /x~y: {type: string}}
`)
	checkDocument(t, doc, "")
	require.Empty(t, doc.Warnings)
	size := `{"ref":"Größe"}`
	media := `{"schema":` + size + `,"examples":[{"name":"e","summary":"ours","value":[1]}]`
	require.JSONEq(t, `[
		{"name":"id","in":"path","required":true,"style":"simple","schema":`+size+`},
		{"name":"q","in":"query","description":"ours","style":"form","explode":true,"content":[`+media+`,"type":"application/json"}],"examples":[{"name":"e","summary":"e","value":[1]}]}
	]`, pick(t, doc, "Operations/0/parameters"))
	require.JSONEq(t, `{"content":[`+media+`,"type":"application/json"}]}`, pick(t, doc, "Operations/0/body"))
	require.JSONEq(t, `[{"status":"200","summary":"ours","description":"r",
		"headers":[{"name":"H","in":"header","description":"ours","style":"simple","schema":{"ref":"/x~y"}}],
		"content":[`+media+`,"type":"a/b"}],"links":[{"name":"l","operation":"a","description":"ours"}]}]`, pick(t, doc, "Operations/0/responses"))
	require.Equal(t, `"PUT"`, pick(t, doc, "Operations/0/callbacks/0/method"))
	require.Len(t, doc.Operations, 3)
	require.True(t, doc.Operations[2].Webhook)
	require.Equal(t, "default", doc.Operations[2].Responses[0].Status)
	require.Equal(t, "http", doc.SecuritySchemes["k"].Type)
}

// TestNames tells apart what differs little.
func TestNames(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.1.0\ninfo: {title: t}\n", []reading{
		{
			name: "IDs that differ only in case", text: "paths: {/a: {get: {operationId: getA}, put: {operationId: GETA}}}",
			at: "Operations", want: `[{"id":"getA","method":"GET","path":"/a"},{"id":"GETA","method":"PUT","path":"/a"}]`,
		}, {
			name: "paths that differ only in the names of parameters",
			text: "paths: {'/a/{b}': {get: {parameters: [{in: path, name: b}]}}, '/a/{c}': {get: {parameters: [{in: path, name: c}]}}}",
			at:   "Operations/1/id", want: `"get_a_c"`,
		}, {
			name: "schemas that differ only in case", text: "paths: {/a: {get: {}}}\ncomponents: {schemas: {A: {$ref: '#/components/schemas/a'}, a: {title: a}}}",
			at: "Schemas", want: `{"A":{"ref":"a"},"a":{"title":"a"}}`,
		}, {
			name: "empty paths", text: "paths: {'': {get: {}}}", at: "Operations/0/id", want: `"get"`, warn: `the path "" does not begin with a slash`,
		}, {
			name: "an empty name of a component", text: "paths: {/a: {get: {}}}\ncomponents: {schemas: {'': {title: e}, A: {$ref: '#/components/schemas/'}}}",
			at: "Schemas/A/ref", want: `"#/components/schemas/"`,
		}, {
			name: "a query in a path, described", text: "paths: {'/s?query={query}': {get: {parameters: [{name: query, in: query}]}}}",
			at: "Operations/0/parameters", want: `[{"name":"query","in":"query","style":"form","explode":true}]`,
		}, {
			name: "and not", text: "paths: {'/s?query={query}': {get: {}}}",
			at: "Operations/0/parameters/0/in", want: `"path"`, warn: "a path must have no query; {query} in it is not described",
		},
	})
}

// TestKeywords reads the keywords of JSON Schema that few descriptions have.
func TestKeywords(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.2.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n    B: {}\n", []reading{
		{
			name: "unevaluated", text: "\t\tA: {unevaluatedProperties: false, unevaluatedItems: {$ref: '#/components/schemas/B'}, allOf: [{$ref: '#/components/schemas/A'}]}",
			at: "Schemas/A", want: `{"unevaluatedProperties":{"never":true},"unevaluatedItems":{"ref":"B"},"allOf":[{"ref":"A"}]}`,
		}, {
			name: "dependencies, of before too", text: "\t\tA: {dependentRequired: {a: [b, c, b], d: 1}, dependentSchemas: {e: {title: e}}, dependencies: {f: [g], h: {title: h}}}",
			at: "Schemas/A", want: `{"dependentRequired":[{"property":"a","required":["b","c"]},{"property":"f","required":["g"]}],"dependentSchemas":[{"name":"e","schema":{"title":"e"}},{"name":"h","schema":{"title":"h"}}]}`,
		}, {
			name: "contains and contentSchema", text: "\t\tA: {contains: {type: string}, minContains: 0, maxContains: 2, contentMediaType: application/json, contentSchema: {$ref: '#/components/schemas/B'}}",
			at: "Schemas/A", want: `{"contains":{"types":["string"]},"minContains":0,"maxContains":2,"contentMediaType":"application/json","contentSchema":{"ref":"B"}}`,
		}, {
			name: "the default of a discriminator", text: "\t\tA: {oneOf: [{$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, defaultMapping: B}}",
			at: "Schemas/A/discriminator", want: `{"property":"k","mapping":[{"value":"B","ref":"B"}],"default":"B"}`,
		}, {
			name: "beside a reference", text: "\t\tA: {$ref: '#/components/schemas/B', unevaluatedProperties: false, required: [a], properties: {a: true}}",
			at: "Schemas/A", want: `{"ref":"B","unevaluatedProperties":{"never":true},"required":["a"],"properties":[{"name":"a","schema":{}}]}`,
		},
	})
	runReadings(t, "openapi: 3.2.0\ninfo: {title: t}\n", []reading{{
		name: "the parts of a multipart body",
		text: "paths: {/a: {post: {requestBody: {content: {multipart/mixed: {prefixEncoding: [{contentType: text/csv, headers: {X: {schema: {type: string}}}}], itemEncoding: {style: form}}}}}}}",
		at:   "Operations/0/body/content/0",
		want: `{"type":"multipart/mixed","prefixEncoding":[{"contentType":"text/csv","explode":true,"headers":[{"name":"X","in":"header","style":"simple","schema":{"types":["string"]}}]}],"itemEncoding":{"style":"form","explode":true}}`,
	}, {
		name: "a header that refers to itself has an end",
		text: "paths: {/a: {get: {responses: {200: {headers: {H: {$ref: '#/components/headers/H'}}}}}}}\ncomponents: {headers: {H: {content: {a/b: {encoding: {p: {headers: {H: {$ref: '#/components/headers/H'}}}}}}}}}",
		at:   "Operations/0/responses/0/headers/0/content", want: `[{"type":"a/b","encoding":[{"property":"p","explode":true}]}]`,
	}})
}

// TestEncodings refuses what is not UTF-8, with or without a byte order mark.
func TestEncodings(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"openapi: line 1: the file is in UTF-16; save it as UTF-8": "{\x00\"\x00o\x00",
		"openapi: line 1: the file is in UTF-32; save it as UTF-8": "o\x00\x00\x00p\x00\x00\x00",
	} {
		_, err := openapi.Parse([]byte(text))
		require.EqualError(t, err, want)
	}
	_, err := openapi.Parse([]byte("\x00{\x00\""))
	require.ErrorContains(t, err, "UTF-16")
}

// JSON that the parser of YAML would have to be tried on, or that it refuses.
func TestJSON(t *testing.T) {
	t.Parallel()
	runReadings(t, "", []reading{
		{name: "tabs, and a colon on a line of its own", text: "{\n\t\"openapi\"\n:\t\"3.1.0\",\"info\":{\"title\":\"\\ud83d\\ude00 \\u0000 \\/\"},\"paths\":{\"/a\":{\"get\":{}}}}\r", at: "Title", want: `"😀 \u0000 /"`},
		{name: "comments and a trailing comma", text: "{\"openapi\":\"3.1.0\", # why\n\"info\":{\"title\":\"t\",},\"paths\":{\"/a\":{\"get\":{}}}}", at: "Title", want: `"t"`},
		{name: "a name that stands twice", text: `{"openapi":"3.1.0","info":{"title":"a","title":"b"},"paths":{"/a":{"get":{}}}}`, at: "Title", want: `"b"`, warn: `"title" stands twice`},
		{name: "a merge key is a name", text: `{"openapi":"3.1.0","info":{"title":"t","<<":{"version":"1"}},"paths":{"/a":{"get":{}}}}`, at: "Version", want: `""`},
	})
	for text, want := range map[string]string{
		"{\"openapi\":\"3.1.0\",\n\"a\":01]}":  `line 2: not valid JSON: "01" is no number`,
		"{\"a\":\"\\x\"}}":                     "line 1: not valid JSON: '\\\\' where an escape that JSON knows is expected",
		"{\"a\":\n\n[1 2]":                     "line 3: not valid JSON: '2' where a comma or ']' is expected",
		"{\"openapi\": {{version}},\n\"a\": 1": "line 1: not valid JSON: '{' where a name in quotes is expected",
	} {
		_, err := openapi.Parse([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
	_, err := openapi.Parse([]byte("openapi: 3.1.0\ninfo: {{ title }}x\n"))
	require.ErrorContains(t, err, "a template string seems to be left in line 2")
}
