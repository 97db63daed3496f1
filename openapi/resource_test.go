package openapi_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// TestSchemaIdentifiers reads references by $id, $anchor and pointers relative to
// an $id (JSON Schema 2020-12, section 8.2).
func TestSchemaIdentifiers(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n", []reading{
		{
			name: "an absolute $id", text: "\t\tA: {$ref: 'https://example.com/b.json'}\n\t\tB: {$id: 'https://example.com/b.json', type: string}",
			at: "Schemas/A", want: `{"ref":"B"}`,
		}, {
			name: "relative to the $id around it",
			text: "\t\tA: {$id: 'https://example.com/s/a', properties: {b: {$ref: b}, up: {$ref: ../c}, d: {$ref: '/d#/properties/x'}}}\n\t\tB: {$id: 'https://example.com/s/b'}\n\t\tC: {$id: 'https://example.com/c'}\n\t\tD: {$id: 'https://example.com/d', properties: {x: {title: x}}}",
			at:   "Schemas/A/properties",
			want: `[{"name":"b","schema":{"ref":"B"}},{"name":"up","schema":{"ref":"C"}},{"name":"d","schema":{"ref":"#/components/schemas/D/properties/x"}}]`,
		}, {
			name: "a relative $id, within another",
			text: "\t\tA: {$id: tree/root, $defs: {node: {$id: node, title: n}}, properties: {n: {$ref: node}, m: {$ref: '/tree/node'}}}",
			at:   "Schemas/A/properties",
			want: `[{"name":"n","schema":{"ref":"#/components/schemas/A/$defs/node"}},{"name":"m","schema":{"ref":"#/components/schemas/A/$defs/node"}}]`,
		}, {
			name: "a pointer within the resource, and one that means the file",
			text: "\t\tA: {$id: 'https://example.com/a', $defs: {x: {title: x}}, properties: {x: {$ref: '#/$defs/x'}, b: {$ref: '#/components/schemas/B'}, all: {$ref: '#'}}}\n\t\tB: {}",
			at:   "Schemas/A/properties",
			want: `[{"name":"x","schema":{"ref":"#/components/schemas/A/$defs/x"}},{"name":"b","schema":{"ref":"B"}},{"name":"all","schema":{"ref":"A"}}]`,
		}, {
			name: "anchors belong to a resource",
			text: "\t\tA: {$id: a, $defs: {x: {$anchor: here, title: ax}}, $ref: '#here'}\n\t\tB: {$id: b, $defs: {x: {$anchor: here, title: bx}}, $ref: '#here'}\n\t\tC: {$ref: 'b#here'}\n\t\tD: {$ref: 'a#/$defs/x'}",
			at:   "Schemas/B/ref", want: `"#/components/schemas/B/$defs/x"`,
		}, {
			name: "an anchor of another resource",
			text: "\t\tA: {$id: a, $defs: {x: {$anchor: here}}}\n\t\tB: {$id: b, $defs: {x: {$anchor: here}}}\n\t\tC: {$ref: 'b#here'}",
			at:   "Schemas/C/ref", want: `"#/components/schemas/B/$defs/x"`,
		}, {
			name: "what is called $id in a value or among properties is none",
			text: "\t\tA: {example: {$id: 'https://example.com/x', a: {b: 1}}, properties: {$id: {type: string}, x: {$ref: '#/components/schemas/B'}}}\n\t\tB: {}",
			at:   "Schemas/A/properties/1/schema", want: `{"ref":"B"}`,
		}, {
			name: "no $id has that name", text: "\t\tA: {$id: 'https://example.com/a', properties: {b: {$ref: c}}}",
			at: "Schemas/A/properties/0/schema", want: `{}`, warn: `the reference "c" leads nowhere`,
		},
	})
	runReadings(t, "", []reading{
		{
			name: "$self is the base of a description", text: "openapi: 3.2.0\n$self: https://example.com/v1/api\ninfo: {title: t}\npaths: {/a: {get: {responses: {200: {$ref: 'https://example.com/v1/api#/components/responses/R'}}}}}\ncomponents: {responses: {R: {description: d}}, schemas: {A: {$ref: 'api#/components/schemas/B'}, B: {$id: b}, C: {$ref: 'https://example.com/v1/b'}}}",
			at: "Schemas", want: `{"A":{"ref":"B"},"B":{},"C":{"ref":"B"}}`,
		},
		{
			name: "before 3.1 $id is no keyword", text: "openapi: 3.0.3\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents: {schemas: {A: {$id: 'https://example.com/x/a', properties: {b: {$ref: '#/components/schemas/B'}}}, B: {}}}",
			at: "Schemas/A/properties/0/schema", want: `{"ref":"B"}`,
		},
	})
}

func TestSchemaIdentifiersOfFiles(t *testing.T) {
	t.Parallel()
	folder := writeFiles(t, map[string]string{
		"api.yaml":            "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents: {schemas: {A: {$ref: schemas/a.yaml}, B: {$ref: 'https://example.com/b'}, C: {$ref: 'schemas/a.yaml#deep'}}}",
		"schemas/a.yaml":      "$id: https://example.com/a\nproperties: {b: {$ref: more/b.yaml}, own: {$ref: '#/$defs/own'}, again: {$ref: 'a'}}\n$defs: {own: {$anchor: deep, title: own}}",
		"schemas/more/b.yaml": "$id: https://example.com/b\ntitle: b\nproperties: {a: {$ref: a}}",
	})
	doc, err := openapi.ReadFile(filepath.Join(folder, "api.yaml"))
	require.NoError(t, err)
	checkDocument(t, doc, "files")
	require.JSONEq(t, `[{"name":"b","schema":{"ref":"schemas/more/b.yaml"}},{"name":"own","schema":{"ref":"schemas/a.yaml#/$defs/own"}},{"name":"again","schema":{"ref":"schemas/a.yaml"}}]`,
		pick(t, doc, "Schemas/schemas~1a.yaml/properties"))
	require.JSONEq(t, `[{"name":"a","schema":{"ref":"schemas/a.yaml"}}]`, pick(t, doc, "Schemas/schemas~1more~1b.yaml/properties"))
	require.Equal(t, "schemas/a.yaml#/$defs/own", doc.Schemas["C"].Ref)
}

// TestTemplates reads generic schemas, whose $dynamicRef means something else for
// each that uses them (OpenAPI 3.2, "Generic (Template) Data Structures").
func TestTemplates(t *testing.T) {
	t.Parallel()
	head := "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n    Pet: {type: object, title: Pet}\n"
	runReadings(t, head, []reading{
		{
			name: "an array of numbers",
			text: "\t\tArray: {$id: array, type: array, items: {$dynamicRef: '#generic'}, $defs: {any: {$dynamicAnchor: generic, title: any}}}\n\t\tNumbers: {$id: numbers, $ref: array, $defs: {only: {$dynamicAnchor: generic, type: number}}}",
			at:   "Schemas",
			want: `{"Pet":{"title":"Pet","types":["object"]},
				"Array":{"types":["array"],"items":{"ref":"#/components/schemas/Array/$defs/any"}},
				"Numbers":{"ref":"Array@Numbers"},
				"Array@Numbers":{"types":["array"],"items":{"ref":"#/components/schemas/Numbers/$defs/only"}},
				"#/components/schemas/Array/$defs/any":{"title":"any"},
				"#/components/schemas/Numbers/$defs/only":{"types":["number"]}}`,
		}, {
			name: "without an $id, through another schema, and others stay as they are",
			text: "\t\tPage: {allOf: [{$ref: '#/components/schemas/Items'}, {$ref: '#/components/schemas/Pet'}]}\n\t\tItems: {properties: {items: {type: array, items: {$dynamicRef: '#item'}}}, $defs: {item: {$dynamicAnchor: item}}}\n\t\tPets: {$defs: {item: {$dynamicAnchor: item, $ref: '#/components/schemas/Pet'}}, allOf: [{$ref: '#/components/schemas/Page'}]}",
			at:   "Schemas/Page@Pets",
			want: `{"allOf":[{"ref":"Items@Pets"},{"ref":"Pet"}]}`,
		}, {
			name: "a tree that is extended",
			text: "\t\tTree: {$id: tree, $dynamicAnchor: node, type: object, properties: {children: {type: array, items: {$dynamicRef: '#node'}}}}\n\t\tStrict: {$id: strict, $dynamicAnchor: node, $ref: tree, unevaluatedProperties: false}",
			at:   "Schemas/Tree@Strict/properties/0/schema/items",
			want: `{"ref":"Strict"}`,
		}, {
			name: "alone it is a plain reference",
			text: "\t\tTree: {$dynamicAnchor: node, properties: {child: {$dynamicRef: '#node'}}}",
			at:   "Schemas/Tree/properties/0/schema", want: `{"ref":"Tree"}`,
		},
	})
}
