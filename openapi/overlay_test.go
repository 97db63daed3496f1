package openapi_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

const overlaid = `
openapi: 3.1.0
info: {title: Shop, description: old}
tags: [{name: a}]
x-shared: &shared {description: shared, x-n: 1}
paths:
  /books:
    get: {operationId: list, tags: [a], x-admin: false, parameters: [{in: query, name: q}, {in: query, name: secret}]}
    post: {operationId: create, x-admin: true, responses: {200: *shared}}
  /books/{id}:
    delete: {operationId: remove, x-admin: true, x-level: 7, responses: {200: *shared}, parameters: [{in: path, name: id}]}
`

func overlayOf(actions string) string {
	return "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions:\n" + actions
}

func TestOverlay(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ actions, pointer, want, warn string }{
		"update merges objects, and replaces values": {
			actions: "- {target: $.info, update: {description: new, version: 2, contact: {name: n}}}",
			pointer: "/info", want: `{"title":"Shop","description":"new","version":2,"contact":{"name":"n"}}`,
		},
		"update appends to a list": {
			actions: "- {target: $.tags, update: {name: b}}", pointer: "/tags", want: `[{"name":"a"},{"name":"b"}]`,
		},
		"and joins a list that is a member": {
			actions: "- {target: '$.paths[\"/books\"].get', update: {tags: [b, c]}}", pointer: "/paths/~1books/get/tags", want: `["a","b","c"]`,
		},
		"remove by a filter": {
			actions: "- {target: '$.paths[*][?@[\"x-admin\"] == true]', remove: true}", pointer: "/paths/~1books~1{id}", want: `{}`,
		},
		"remove by a number": {
			actions: "- {target: '$.paths.*[?@[\"x-level\"] >= 7]', remove: true}", pointer: "/paths/~1books~1{id}", want: `{}`,
		},
		"remove items of a list": {
			actions: "- {target: '$.paths.*.get.parameters[?@.name == \"secret\"]', remove: true, update: {ignored: true}}", pointer: "/paths/~1books/get/parameters", want: `[{"in":"query","name":"q"}]`,
		},
		"actions see what those before have done": {
			actions: "- {target: $.info, update: {x-new: {a: 1}}}\n- {target: '$.info[\"x-new\"]', update: {b: 2}}\n- {target: '$.info[\"x-new\"].a', remove: true}", pointer: "/info/x-new", want: `{"b":2}`,
		},
		"what an alias repeats is changed in one place": {
			actions: "- {target: '$.paths[\"/books\"].post.responses[\"200\"]', update: {description: own}}", pointer: "/paths/~1books~1{id}/delete/responses/200", want: `{"description":"shared","x-n":1}`,
		},
		"and there it is": {
			actions: "- {target: '$.paths[\"/books\"].post', update: {responses: {'200': {description: own}}}}", pointer: "/paths/~1books/post/responses/200", want: `{"description":"own","x-n":1}`,
		},
		"a single value": {
			actions: "- {target: $.info.title, update: Other}", pointer: "/info/title", want: `"Other"`,
		},
		"what many targets get is the own of each": {
			actions: "- {target: '$.paths[*].*', update: {x-list: [1]}}\n- {target: $..get, update: {x-list: [2]}}", pointer: "/paths/~1books/post/x-list", want: `[1]`,
		},
		"no such target": {
			actions: "- {target: $.none, remove: true}", pointer: "/info/title", want: `"Shop"`, warn: `overlay 1:4: #/actions/0: the target "$.none" is not in the description`,
		},
		"a warning about what came in": {
			actions: "- target: $.paths\n  update:\n    /new:\n      get: {parameters: [7]}", pointer: "/paths/~1new", want: `{"get":{"parameters":[7]}}`, warn: `overlay 1:7: #/paths/~1new/get/parameters/0: a parameter must be an object`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := openapi.Parse([]byte(overlaid), openapi.WithOverlay([]byte(overlayOf(c.actions))))
			require.NoError(t, err)
			checkDocument(t, doc, name)
			got, err := doc.Source(c.pointer)
			require.NoError(t, err)
			require.Equal(t, c.want, string(got))
			requireWarning(t, doc, c.warn)
		})
	}
}

func TestOverlaysApplyInOrder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "second.json")
	require.NoError(t, os.WriteFile(path, []byte(`{"overlay":"1.0.0","actions":[{"target":"$.info","update":{"title":"second"}},{"target":"$.paths.*.get","remove":true}]}`), 0o600))
	doc, err := openapi.Parse([]byte(overlaid), openapi.WithOverlay([]byte(overlayOf("- {target: $.info, update: {title: first, version: '3'}}"))), openapi.WithOverlayFile(path))
	require.NoError(t, err)
	require.Equal(t, "second", doc.Title)
	require.Equal(t, "3", doc.Version)
	require.Nil(t, doc.Operation("list"))
	require.Len(t, doc.Operations, 2)
	// An overlay may make a description of what was none.
	doc, err = openapi.Parse([]byte("info: {title: t}"), openapi.WithOverlay([]byte(overlayOf("- {target: $, update: {openapi: 3.1.0, paths: {/a: {get: {}}}}}"))))
	require.NoError(t, err)
	require.Len(t, doc.Operations, 1)
}

func TestOverlayErrorsNameTheAction(t *testing.T) {
	t.Parallel()
	for want, overlay := range map[string]string{
		`openapi: overlay 1:5: #/actions/1: overlay action 1, target "$.[": not a JSONPath (RFC 9535; names with other signs than letters, digits and _ go in brackets: $['x-a'])`: overlayOf("- {target: $, remove: false, update: {}}\n- {target: '$.[', remove: true}"),
		`#/actions/0: overlay action 0, target "$.info": the update is a list, and the target an object`:                                                                           overlayOf("- {target: $.info, update: [1]}"),
		`overlay action 0, target "$.info": an action needs update or remove`:                                                                                                      overlayOf("- {target: $.info}"),
		`overlay action 0, target "": an action is an object with a target`:                                                                                                        overlayOf("- 7"),
		`overlay 1:1: an overlay of version "2.0"; 1.0 is supported`:                                                                                                               "overlay: '2.0'",
		`overlay 1:1: an overlay needs a list of actions`:                                                                                                                          "overlay: 1.0.0",
		`overlay 1:2: not valid YAML`: "[",
		`the file has too many names and values: more than 50; openapi.WithLimits can raise Limits.Nodes`:                                overlayOf(strings.Repeat("- {target: a}\n", 100)),
		`openapi: overlay 1:4: aliases and references repeat too many values: more than 20; openapi.WithLimits can raise Limits.Repeats`: overlayOf("- {target: '$.info.*', update: {a: [1, 2, 3, 4, 5, 6]}}"),
	} {
		limits := openapi.Limits{}
		if strings.Contains(want, "Nodes") {
			limits.Nodes = 50
		} else if strings.Contains(want, "Repeats") {
			limits.Repeats = 20
		}
		text := overlaid
		if limits != (openapi.Limits{}) {
			text = "openapi: 3.1.0\ninfo: {a: {}, b: {}, c: {}, d: {}}"
		}
		doc, err := openapi.Parse([]byte(text), openapi.WithOverlay([]byte(overlay)), openapi.WithLimits(limits))
		require.ErrorContains(t, err, want)
		require.Nil(t, doc)
		var failure *openapi.Error
		require.ErrorAs(t, err, &failure)
	}
	_, err := openapi.Parse(nil, openapi.WithOverlay(nil), openapi.WithOverlayFile(""))
	require.ErrorContains(t, err, "WithOverlay: the overlay is empty")
	require.ErrorContains(t, err, "WithOverlayFile: the path is empty")
	_, err = openapi.Parse([]byte(overlaid), openapi.WithOverlayFile(filepath.Join(t.TempDir(), "none.yaml")))
	require.ErrorIs(t, err, os.ErrNotExist)
}
