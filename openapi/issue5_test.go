package openapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

const sound = "openapi: 3.1.0\ninfo: {title: t}\npaths:\n  /ok: {get: {}}\n"

// A pointer that led through its own reference cost two lookups for each of a
// hundred levels, and took the whole description with it.
func TestIssue5_pointerThroughItself(t *testing.T) {
	t.Parallel()
	chain := func(last string) string {
		var b strings.Builder
		for i := range 90 {
			fmt.Fprintf(&b, "x%d: {$ref: '#/x%d/p'}\n", i, i+1)
		}
		return sound + "webhooks: {w: {$ref: '#/x0/p'}}\n" + b.String() + "x90: " + last
	}
	for name, c := range map[string]struct{ text, warn string }{
		"a path item":             {sound + "  /t: {$ref: '#/paths/~1t/get'}", `#/paths/~1t/$ref: the reference "#/paths/~1t/get" leads through itself`},
		"a parameter":             {sound + "webhooks: {w: {get: {parameters: [{$ref: '#/x'}]}}}\nx: {$ref: '#/x/y/z'}", `#/x/$ref: the reference "#/x/y/z" leads through itself`},
		"a schema":                {sound + "components: {schemas: {A: {$ref: '#/components/schemas/A/items'}}}", `the reference "#/components/schemas/A/items" leads through itself`},
		"two":                     {sound + "  /t: {$ref: '#/paths/~1u/x'}\n  /u: {$ref: '#/paths/~1t/x'}", `leads through itself`},
		"a chain that comes back": {chain("{p: {$ref: '#/x0/p'}}"), `the reference "#/x0/p" leads through itself`},
		"a chain that is broken":  {chain("{q: {}}"), `the reference "#/x0/p" leads nowhere`},
		"a chain that is sound":   {chain(strings.Repeat("{p: ", 91) + "{post: {}}" + strings.Repeat("}", 91)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			limits := openapi.WithLimits(openapi.Limits{Repeats: 1_000}) // what multiplies goes over it
			doc, err := openapi.Parse([]byte(c.text), limits)
			require.NoError(t, err)
			checkDocument(t, doc, name)
			require.NotNil(t, doc.Operation("get_ok"))
			requireWarning(t, doc, c.warn)
		})
	}
}

func TestIssue5_yamlDirectives(t *testing.T) {
	t.Parallel()
	for _, head := range []string{
		"%YAML 1.2\n---\n", "%YAML 1.1\n---\n", "# a comment\n\n%YAML 1.2\r\n%TAG !x! tag:x,2026:\n%FUTURE thing\n---\n", "%YAML\t1.3 # new\n--- # here\n",
	} {
		doc, err := openapi.Parse([]byte(head + sound + "x: '\n%YAML 1.2'\n"))
		require.NoError(t, err, head)
		require.Empty(t, doc.Warnings, head)
		source, err := doc.Source("/x")
		require.NoError(t, err)
		require.Equal(t, `" %YAML 1.2"`, string(source))
	}
	_, err := openapi.Parse([]byte("%YAML 2.0\n---\n" + sound))
	require.ErrorContains(t, err, "line 1: not valid YAML: found incompatible YAML document")
	// Lines are those of the file.
	doc := parse(t, "%YAML 1.2\n---\n"+sound+"  /bad: 7\n")
	requireWarning(t, doc, "line 7: #/paths/~1bad: a path item must be an object")
}

func TestIssue5_controlCharacters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		sound + "x: \x1b[31m":                        "openapi: line 5: not valid YAML: the control character U+001B, which YAML allows only as an escape in double quotes",
		sound + "x:\n  y: 'a\x01b'":                  "openapi: line 6: not valid YAML: the control character U+0001",
		sound + "x: a\x00":                           "openapi: line 5: not valid YAML: the control character U+0000",
		sound + "x: a\uFFFE":                         "openapi: line 5: not valid YAML: the control character U+FFFE",
		sound + "x: [\n\n'\x02']":                    "openapi: line 7: not valid YAML: the control character U+0002",
		"{\"openapi\": \"3.1.0\",\n\"x\": \"\x1b\"}": `openapi: line 2: not valid JSON: '\x1b' where a text without control characters is expected`,
	} {
		doc, err := openapi.Parse([]byte(text))
		require.ErrorContains(t, err, want)
		require.Nil(t, doc)
	}
	for _, text := range []string{sound + "x: \"\\x1b\"", sound + "x: a\x7f\u0085\n", sound + "x: 'a\u2028 b'", sound + "x: \uFFFD\U0010FFFF\u0080"} {
		_, err := openapi.Parse([]byte(text))
		require.NoError(t, err, "%q", text)
	}
}

// What has another type than it must was left out, and nobody was told.
func TestIssue5_lossesAreTold(t *testing.T) {
	t.Parallel()
	operation := func(text string) string { return sound + "  /a: {post: {" + text + "}}" }
	schema := func(text string) string { return sound + "components: {schemas: {A: {" + text + "}}}" }
	const left = ", and this is %s; it is left out"
	anObject, aList := fmt.Sprintf(left, "an object"), fmt.Sprintf(left, "a list")
	for text, want := range map[string]string{
		operation("parameters: {a: {in: query}}"):                                "#/paths/~1a/post/parameters: a list is expected here" + anObject,
		sound + "  /a: {parameters: {a: 1}, get: {}}":                            "#/paths/~1a/parameters: a list is expected here" + anObject,
		sound + "servers: 3":                                                     `#/servers: a list is expected here, and this is "3"; it is left out`,
		operation("servers: {url: /v1}"):                                         "#/paths/~1a/post/servers: a list is expected here" + anObject,
		operation("callbacks: [1]"):                                              "#/paths/~1a/post/callbacks: an object is expected here" + aList,
		operation("callbacks: {c: 3}"):                                           "#/paths/~1a/post/callbacks/c: an object is expected here",
		operation("responses: [{description: d}]"):                               "#/paths/~1a/post/responses: an object is expected here" + aList,
		operation("responses: {200: {content: [1]}}"):                            "#/paths/~1a/post/responses/200/content: an object is expected here" + aList,
		operation("responses: {200: {headers: {A: 3}}}"):                         "#/paths/~1a/post/responses/200/headers/A: an object is expected here",
		operation("responses: {200: {links: {A: [x]}}}"):                         "#/paths/~1a/post/responses/200/links/A: an object is expected here" + aList,
		operation("requestBody: {content: {a/b: {encoding: {p: 1}}}}"):           "#/paths/~1a/post/requestBody/content/a~1b/encoding/p: an object is expected here",
		operation("requestBody: {content: {a/b: {examples: {e: 1}}}}"):           "#/paths/~1a/post/requestBody/content/a~1b/examples/e: an object is expected here",
		operation("requestBody: {$ref: {x: y}}"):                                 "#/paths/~1a/post/requestBody",
		operation("tags: {a: b}"):                                                "#/paths/~1a/post/tags: a list is expected here" + anObject,
		operation("tags: [{name: b}]"):                                           "#/paths/~1a/post/tags/0: a text is expected here" + anObject,
		operation("summary: [a]"):                                                "#/paths/~1a/post/summary: a text is expected here" + aList,
		operation("deprecated: since 2020"):                                      `#/paths/~1a/post/deprecated: true or false is expected here, and this is "since 2020"`,
		operation("parameters: [{in: query, name: q, explode: 7}]"):              `#/paths/~1a/post/parameters/0/explode: true or false is expected here, and this is "7"`,
		sound + "components: []":                                                 "#/components: an object is expected here" + aList,
		sound + "components: {schemas: []}":                                      "#/components/schemas: an object is expected here" + aList,
		sound + "components: {securitySchemes: {k: {type: oauth2, flows: [1]}}}": "#/components/securitySchemes/k/flows: an object is expected here" + aList,
		"openapi: 3.1.0\ninfo: {title: t}\npaths: 3":                             `#/paths: an object is expected here, and this is "3"`,
		"openapi: 3.1.0\ninfo: [t]\npaths: {/a: {get: {}}}":                      "#/info: an object is expected here" + aList,
		sound + "tags: {name: a}":                                                "#/tags: a list is expected here" + anObject,
		schema("properties: [a]"):                                                "#/components/schemas/A/properties: an object is expected here" + aList,
		schema("required: true"):                                                 `#/components/schemas/A/required: a list is expected here, and this is "true"`,
		schema("required: [{a: b}]"):                                             "#/components/schemas/A/required/0: a text is expected here",
		schema("allOf: {a: b}"):                                                  "#/components/schemas/A/allOf: a list is expected here" + anObject,
		schema("oneOf: 3"):                                                       `#/components/schemas/A/oneOf: a list is expected here, and this is "3"`,
		schema("enum: a"):                                                        `#/components/schemas/A/enum: a list is expected here, and this is "a"`,
		schema("minimum: abc"):                                                   `#/components/schemas/A/minimum: a number is expected here, and this is "abc"`,
		schema("exclusiveMinimum: [1]"):                                          "#/components/schemas/A/exclusiveMinimum: a number is expected here" + aList,
		schema("minLength: -1"):                                                  `#/components/schemas/A/minLength: a whole number from 0 is expected here, and this is "-1"`,
		schema("maxItems: 2.5"):                                                  `#/components/schemas/A/maxItems: a whole number from 0 is expected here, and this is "2.5"`,
		schema("title: {a: b}"):                                                  "#/components/schemas/A/title: a text is expected here" + anObject,
		schema("uniqueItems: [true]"):                                            "#/components/schemas/A/uniqueItems: true or false is expected here" + aList,
		schema("discriminator: [a]"):                                             "#/components/schemas/A/discriminator: an object is expected here" + aList,
		schema("dependentRequired: {a: b}"):                                      "#/components/schemas/A/dependentRequired/a: a list is expected here",
		sound + "x: {<<: 3}":                                                     "#/x/<<: a merge key takes an object, or a list of them; what is here is left out",
		sound + "x: {<<: [{a: 1}, 3]}":                                           "#/x/<<: a merge key takes an object, or a list of them",
		sound + "  /a: {$ref: ''}":                                               `#/paths/~1a/$ref: the reference "" leads to the whole description`,
		sound + "  /a: {$ref: '#'}":                                              `#/paths/~1a/$ref: the reference "#" leads to the whole description`,
		sound + "  /a: {get: {$ref: '#/paths/~1ok'}}":                            `#/paths/~1a/get: the reference "#/paths/~1ok" leads to a path item, where an operation is expected`,
		sound + "  /a/{}: {get: {}}":                                             "#/paths/~1a~1{}: a parameter without a name, {}, in the path",
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			doc := parse(t, text)
			checkDocument(t, doc, text)
			requireWarning(t, doc, want)
		})
	}
}

// Nothing, said in so many words, is no loss.
func TestIssue5_nothingIsNoLoss(t *testing.T) {
	t.Parallel()
	doc := parse(t, `openapi: 3.1.0
info: {title: t, description: }
servers:
tags: ~
components:
  schemas:
    A: {properties: , required: null, enum: ~, minLength: null, minimum: , title: ~, allOf: , maxLength: 9223372036854775807, maxItems: 1e30}
    B: {type: object, properties: {required: {type: boolean}, title: {enum: [[a]]}, $anchor: {type: string}}}
paths:
  /a:
    parameters:
    get: {parameters: , responses: , callbacks: ~, tags: null, deprecated: "no", summary: , requestBody: {content: {a/b: {examples: {e: }}}}}
`)
	require.Empty(t, doc.Warnings)
	require.JSONEq(t, `{"maxLength":9223372036854775807}`, pick(t, doc, "Schemas/A"))
}
