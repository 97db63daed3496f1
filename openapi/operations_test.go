package openapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

func TestParameters(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.2.0\ninfo: {title: t}\n", []reading{
		{
			name: "the operation's replace the path item's, in its place",
			text: "paths: {/a: {parameters: [{in: query, name: q, description: old}, {in: header, name: H}], get: {parameters: [{in: header, name: h, required: true}, {in: cookie, name: q}, {in: query, name: q, description: new}]}}}",
			at:   "Operations/0/parameters",
			want: `[{"in":"query","name":"q","description":"new","style":"form","explode":true},{"in":"header","name":"h","required":true,"style":"simple"},{"in":"cookie","name":"q","style":"form","explode":true}]`,
		}, {
			name: "twice in one list",
			text: "paths: {/a: {get: {parameters: [{in: query, name: q, description: old}, {in: query, name: q, description: new}]}}}",
			at:   "Operations/0/parameters",
			want: `[{"in":"query","name":"q","description":"new","style":"form","explode":true}]`,
			warn: `line 3: #/paths/~1a/get/parameters/1: the query parameter "q" stands twice`,
		}, {
			name: "beside the reference of a path item",
			text: "paths:\n\t/a/{id}: {$ref: '#/components/pathItems/a', parameters: [{in: path, name: id, schema: {type: integer}}], summary: Ours, get: {}}\ncomponents: {pathItems: {a: {parameters: [{in: query, name: q}], get: {}, put: {}, summary: Theirs, servers: [{url: /s}]}}}",
			at:   "Operations/1",
			want: `{"id":"put_a_id","method":"PUT","path":"/a/{id}","summary":"Ours","servers":[{"url":"/s"}],"parameters":[{"in":"query","name":"q","style":"form","explode":true},{"in":"path","name":"id","required":true,"style":"simple","schema":{"types":["integer"]}}]}`,
		}, {
			name: "a template without a description",
			text: "paths: {'/a/{b}': {get: {}}}",
			at:   "Operations/0/parameters",
			want: `[{"name":"b","in":"path","required":true,"style":"simple","schema":{"types":["string"]}}]`,
			warn: "{b} is not described",
		}, {
			name: "a style that the place does not allow",
			text: "paths: {/a: {get: {parameters: [{in: header, name: h, style: form, explode: true}]}}}",
			at:   "Operations/0/parameters/0",
			want: `{"in":"header","name":"h","style":"simple","explode":true}`,
			warn: `the style "form" is not possible in header`,
		}, {
			name: "type in place of schema",
			text: "paths: {/a: {get: {parameters: [{in: query, name: q, description: d, type: int}]}}}",
			at:   "Operations/0/parameters/0",
			want: `{"in":"query","name":"q","description":"d","style":"form","explode":true,"schema":{"types":["integer"]}}`,
			warn: `"int" is no type; it is taken for integer`,
		}, {
			name: "nowhere",
			text: "paths: {/a: {get: {parameters: [{in: body, name: b}, {name: c}, 7, {$ref: '#/no'}]}}}",
			at:   "Operations/0/parameters",
			warn: `a parameter cannot be in "body"`,
		}, {
			name: "a list in a place of its own, described where it is referred to",
			text: "paths: {/a: {get: {parameters: {$ref: '#/x-p/list'}}}}\nx-p: {list: [{$ref: '#/x-p/q', description: here}], q: {in: query, name: q, description: there}}",
			at:   "Operations/0/parameters",
			want: `[{"in":"query","name":"q","description":"here","style":"form","explode":true}]`,
		},
	})
}

func TestOperations(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.2.0\ninfo: {title: t}\n", []reading{
		{
			name: "a path that stands twice",
			text: "paths:\n\t/a: {get: {operationId: one}}\n\t/b: {get: {}}\n\t/a: {put: {operationId: two}, get: {operationId: three}}",
			at:   "Operations/0",
			want: `{"id":"three","method":"GET","path":"/a"}`,
			warn: `line 6: #/paths/~1a: "/a" stands twice in this object, first in line 4; both are read`,
		}, {
			name: "null and scalars",
			text: "paths:\n\t/a: {get: , post: 3}\n\t/b:\n\tx-c: {get: {}}",
			at:   "Operations/1",
			want: `{"id":"post_a","method":"POST","path":"/a"}`,
			warn: `#/paths/~1b: a path item must be an object`,
		}, {
			name: "names that YAML reads as something else",
			text: "paths: {/a: {get: {operationId: on, tags: [yes, 7, ~], deprecated: yes, responses: {200: {description: 2024-01-01}, 4xx: {}, Default: {}, x-y: 1}}}}",
			at:   "Operations/0",
			want: `{"id":"on","method":"GET","path":"/a","tags":["yes","7"],"deprecated":true,"responses":[{"status":"200","description":"2024-01-01"},{"status":"4XX"},{"status":"default"}]}`,
		}, {
			name: "a template string left in the file",
			text: "servers: [{url: {{host}}}]\npaths: {/a: {get: {}}}",
			at:   "Operations/0/id",
			want: `"get_a"`,
			warn: "a name must be a text",
		}, {
			name: "methods as written",
			text: "paths: {/a: {GET: {}, additionalOperations: {LINK: {}, propfind: {}, '': {}, 'A B': {}}}}",
			at:   "Operations/2",
			want: `{"id":"propfind_a","method":"propfind","path":"/a"}`,
			warn: `the method "GET" should be written in lower case`,
		}, {
			name: "merge keys",
			text: "x-a: &a {get: {operationId: a}, put: {summary: p}}\nx-b: &b {<<: *a, put: {summary: q}}\npaths: {/a: {<<: [*b, *a], post: {}}, /c: {\"<<\": {}}}",
			at:   "Operations",
			want: `[{"id":"post_a","method":"POST","path":"/a"},{"id":"put_a","method":"PUT","path":"/a","summary":"q"},{"id":"a","method":"GET","path":"/a"}]`,
		}, {
			name: "an object that contains itself",
			text: "paths: {/a: &a {get: {x-a: *a, x-b: {<<: *a}}}}",
			at:   "Operations/0/id",
			want: `"get_a"`,
			warn: "a value that contains itself",
		}, {
			name: "path items in a circle",
			text: "paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}, /c: {$ref: '#/paths/~1c', get: {}}}",
			at:   "Operations",
			want: `[{"id":"get_c","method":"GET","path":"/c"}]`,
			warn: `the reference "#/paths/~1b" goes in a circle`,
		}, {
			name: "links",
			text: "paths:\n\t/a: {get: {responses: {200: {links: {i: {operationId: b}, r: {operationRef: '#/paths/~1b~1%7Bx%7D/get'}, n: {operationId: no}}}}}}\n\t'/b/{x}': {get: {operationId: b, parameters: [{in: path, name: x}]}}",
			at:   "Operations/0/responses/0/links",
			want: `[{"name":"i","operation":"b"},{"name":"r","operation":"b"}]`,
			warn: `the link "n" leads to no operation`,
		}, {
			name: "a callback, whose expression is part of a pointer",
			text: "paths: {/a: {post: {operationId: p, callbacks: {c: {'{$request.body#/a/b}': {post: {}}, x-d: 1}}}}}",
			at:   "Operations/0/callbacks",
			want: `[{"id":"p_post_request_body_a_b","method":"POST","path":"{$request.body#/a/b}"}]`,
		}, {
			name: "callbacks of callbacks, up to a depth",
			text: "paths: {/a: {post: {operationId: p, callbacks: {c: {x: {post: {callbacks: {c: {x: {post: {callbacks: {c: {x: {post: {callbacks: {c: {x: {post: {operationId: last, callbacks: {c: {x: {post: {}}}}}}}}}}}}}}}}}}}}}}}",
			at:   "Operations/0/callbacks/0/callbacks/0/callbacks/0",
			want: `{"id":"p_post_x_post_x_post_x","method":"POST","path":"x","callbacks":[{"id":"last","method":"POST","path":"x"}]}`,
			warn: "callbacks more than 4 deep are not read",
		}, {
			name: "encoding that leaves the style out",
			text: "paths: {/a: {post: {requestBody: {content: {application/x-www-form-urlencoded: {encoding: {a: {explode: false}, b: {allowReserved: true}, c: {contentType: text/csv}, d: {style: pipeDelimited}}}}}}}}",
			at:   "Operations/0/body/content/0/encoding",
			want: `[{"property":"a","style":"form"},{"property":"b","style":"form","explode":true,"allowReserved":true},{"property":"c","contentType":"text/csv","explode":true},{"property":"d","style":"pipeDelimited"}]`,
		}, {
			name: "a second YAML document",
			text: "paths: {}\n---\npaths: {/a: {get: {}}}\n",
			at:   "Operations",
			warn: "line 4: a second document begins here",
		},
	})
}

func TestSecurity(t *testing.T) {
	t.Parallel()
	head := "openapi: 3.0.0\ninfo: {title: t}\ncomponents: {securitySchemes: {a: {type: http, scheme: Basic}, b: {$ref: '#/components/securitySchemes/a'}}}\nsecurity: [{a: []}]\n"
	runReadings(t, head, []reading{
		{name: "inherited", text: "paths: {/a: {get: {}}}", at: "Operations/0/security", want: `[[{"scheme":"a"}]]`},
		{name: "null is not said", text: "paths: {/a: {get: {security: }}}", at: "Operations/0/security", want: `[[{"scheme":"a"}]]`},
		{name: "open", text: "paths: {/a: {get: {security: []}}}", at: "Operations/0/security"},
		{name: "optional", text: "paths: {/a: {get: {security: [{b: [], a: [x, y]}, {}]}}}", at: "Operations/0/security", want: `[[{"scheme":"b"},{"scheme":"a","scopes":["x","y"]}],[]]`},
		{
			name: "an unknown scheme stays a demand", text: "paths: {/a: {get: {security: [{c: []}]}}}",
			at: "Operations/0/security", want: `[[{"scheme":"c"}]]`, warn: `the security scheme "c" is not described`,
		},
		{
			name: "and is listed", text: "paths: {/a: {get: {security: [{c: []}]}}}",
			at: "SecuritySchemes/c", want: `{"type":""}`, warn: `#/paths/~1a/get/security/0/c`,
		},
		{
			name: "an object for the list", text: "paths: {/a: {get: {security: {a: []}}}}",
			at: "Operations/0/security", want: `[[{"scheme":"a"}]]`, warn: "security must be a list",
		},
		{
			name: "a name for the object", text: "paths: {/a: {get: {security: [a, 7]}}}",
			at: "Operations/0/security", want: `[[{"scheme":"a"}],[{"scheme":"7"}]]`, warn: "a security requirement must be an object",
		},
	})
}

func TestSwagger(t *testing.T) {
	t.Parallel()
	runReadings(t, "swagger: '2.0'\ninfo: {title: t}\nproduces: [a/b, c/d]\n", []reading{
		{name: "only a base path", text: "basePath: /v1\npaths: {/a: {get: {}}}", at: "Servers", want: `[{"url":"/v1"}]`},
		{name: "no scheme said", text: "host: h\npaths: {/a: {get: {}}}", at: "Servers", want: `[{"url":"https://h"}]`},
		{name: "schemes that no page can use", text: "host: h\nschemes: [ws, HTTP]\npaths: {/a: {get: {schemes: [wss]}}}", at: "Operations/0/servers"},
		{
			name: "an unknown collectionFormat", text: "paths: {/a: {get: {parameters: [{in: query, name: q, type: array, collectionFormat: tsv}, {in: header, name: h, type: array, collectionFormat: pipes}]}}}",
			at: "Operations/0/parameters/0", want: `{"in":"query","name":"q","style":"form","schema":{"types":["array"]}}`, warn: `collectionFormat "pipes" is not possible in header`,
		},
		{
			name: "a body of several types, none of produces",
			text: "paths: {/a: {put: {consumes: [x/y, z/z, x/y], produces: [], parameters: [{in: body, name: b, schema: {type: string}}], responses: {200: {schema: {type: file}}}}}}",
			at:   "Operations/0/responses/0/content", want: `[{"type":"application/json","schema":{"types":["string"],"format":"binary"}}]`,
		},
		{
			name: "forms", text: "paths: {/a: {put: {consumes: [multipart/form-data, application/x-www-form-urlencoded, a/b], parameters: [{in: formData, name: n, type: array, items: {type: string}, collectionFormat: multi}]}}}",
			at: "Operations/0/body/content", want: `[
				{"type":"multipart/form-data","schema":{"types":["object"],"properties":[{"name":"n","schema":{"types":["array"],"items":{"types":["string"]}}}]},"encoding":[{"property":"n","style":"form","explode":true}]},
				{"type":"application/x-www-form-urlencoded","schema":{"types":["object"],"properties":[{"name":"n","schema":{"types":["array"],"items":{"types":["string"]}}}]},"encoding":[{"property":"n","style":"form","explode":true}]}]`,
		},
		{
			name: "a form in the path item, a body in the operation",
			text: "paths: {/a: {parameters: [{in: formData, name: f, type: file}], put: {}, post: {parameters: [{in: body, name: b, schema: {type: object}}]}}}",
			at:   "Operations/0/body/content/0/type", want: `"multipart/form-data"`,
		},
		{name: "OpenAPI 3's schema", text: "paths: {/a: {get: {parameters: [{in: query, name: q, schema: {type: integer}}]}}}", at: "Operations/0/parameters/0/schema", want: `{"types":["integer"]}`},
	})
}

// An ID says what an operation is, not where it stands among others.
func TestIDsAreStable(t *testing.T) {
	t.Parallel()
	paths := []string{
		"/a-b: {get: {}}", "/a_b: {get: {}}", "'/a/{b}': {get: {parameters: [{in: path, name: b}]}}", "/c: {get: {operationId: same}}",
		"/d: {post: {callbacks: {x: {'{$url}': {post: {}}}, y: {'{$url}': {post: {}}}}}}",
		"/e: {post: {callbacks: {x: {'{$url}': {post: {}}}}}}", "/f: {$ref: '#/paths/~1c'}", "/: {get: {}}",
	}
	ids := func(paths []string) map[string]string {
		doc := parse(t, "openapi: 3.0.0\npaths:\n  "+strings.Join(paths, "\n  "))
		checkDocument(t, doc, "")
		out := map[string]string{}
		for op := range allOperations(doc) {
			out[fmt.Sprint(op.Method, op.Path, op.Pointer)] = op.ID
		}
		return out
	}
	all := ids(paths)
	require.Equal(t, "same", all["GET/c/paths/~1c/get"])
	require.Equal(t, "get_f", all["GET/f/paths/~1c/get"])
	require.Equal(t, "post_e_post_url", all["POST{$url}/paths/~1e/post/callbacks/x/{$url}/post"])
	require.Equal(t, "get", all["GET//paths/~1/get"])
	reversed := slices.Clone(paths)
	slices.Reverse(reversed)
	for key, id := range ids(append([]string{"/new: {get: {}}"}, reversed...)) {
		if !strings.Contains(key, "/f") && !strings.Contains(key, "/c") && !strings.HasPrefix(key, "GET/new") {
			require.Equal(t, all[key], id, key)
		}
	}
}

func TestOperationFindsByID(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{Operations: []*openapi.Operation{{ID: "a"}, {ID: "b"}}}
	require.Equal(t, doc.Operations[1], doc.Operation("b"))
	require.Nil(t, doc.Operation("c"))
}
