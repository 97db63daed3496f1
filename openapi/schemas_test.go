package openapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

func TestSchemas(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n", []reading{
		{name: "types", text: "\t\tA: {type: [string, null, string]}", at: "Schemas/A", want: `{"types":["string","null"]}`},
		{name: "no type", text: "\t\tA: {type: [string, Any]}", at: "Schemas/A", want: `{}`, warn: `#/components/schemas/A/type: "Any" is no type`},
		{name: "true and false", text: "\t\tA: {additionalProperties: false, not: true}", at: "Schemas/A", want: `{"additionalProperties":{"never":true},"not":{}}`},
		{
			name: "numbers as written", text: "\t\tA: {minimum: 1e300, maximum: 0x1F, multipleOf: .5, exclusiveMinimum: +1_000, exclusiveMaximum: .inf, minLength: .nan, maxLength: -1, minItems: 2.0}",
			at: "Schemas/A", want: `{"minimum":1e300,"maximum":31,"multipleOf":0.5,"exclusiveMinimum":1000,"minItems":2}`,
			warn: `#/components/schemas/A/exclusiveMaximum: a number is expected here, and this is ".inf"`,
		},
		{
			name: "values", text: "\t\tA: {enum: [a, 1, 1.50, ~, yes, 2024-01-01, {b: [c]}], const: null, default: {$ref: '#/no', x: {$ref: 1}}, example: 0, examples: [{$ref: '#/no'}]}",
			at: "Schemas/A", want: `{"enum":["a",1,1.50,null,"yes","2024-01-01",{"b":["c"]}],"const":null,"default":{"$ref":"#/no","x":{"$ref":1}},"examples":[0,{"$ref":"#/no"}]}`,
		},
		{name: "a tuple of before", text: "\t\tA: {items: [{type: string}], additionalItems: false}", at: "Schemas/A", want: `{"items":{"never":true},"prefixItems":[{"types":["string"]}]}`},
		{name: "beside a reference", text: "\t\tA: {$ref: '#/components/schemas/B', minLength: 1, default: d}\n\t\tB: {}", at: "Schemas/A", want: `{"ref":"B","minLength":1,"default":"d"}`},
		{name: "a property that is called $ref", text: "\t\tA: {properties: {$ref: {type: string}, b: {$ref: '#/components/schemas/A/properties/$ref'}}}", at: "Schemas/A/properties/1/schema", want: `{"ref":"#/components/schemas/A/properties/$ref"}`},
		{name: "names for pointers", text: "\t\t'a/b~c d%': {}\n\t\tÄ: {anyOf: [{$ref: '#/components/schemas/a~1b~0c%20d%25'}, {$ref: '#/components/schemas/%C3%84'}, {$ref: '#/components/schemas/a~1b~0c d%'}]}", at: "Schemas/Ä/anyOf", want: `[{"ref":"a/b~c d%"},{"ref":"Ä"},{"ref":"a/b~c d%"}]`},
		{name: "a reference through references", text: "\t\tA: {$ref: '#/components/schemas/B/properties/c/properties/d'}\n\t\tB: {properties: {c: {$ref: '#/components/schemas/C'}}}\n\t\tC: {properties: {d: {type: integer}}}", at: "Schemas/A", want: `{"ref":"#/components/schemas/C/properties/d"}`},
		{name: "only itself", text: "\t\tA: {$ref: '#/components/schemas/B'}\n\t\tB: {$ref: '#/components/schemas/A'}", at: "Schemas/B", want: `{"ref":"A"}`, warn: `#/components/schemas/A: the schema "A" refers only to itself`},
		{name: "the whole description", text: "\t\tA: {properties: {all: {$ref: '#'}}}", at: "Schemas/A", want: `{"properties":[{"name":"all","schema":{"ref":"#"}}]}`},
		{name: "nowhere", text: "\t\tA: {properties: {a: {$ref: '#/components/schemas/No', title: t}, b: {$ref: 3}, c: 3}}", at: "Schemas/A/properties/0/schema", want: `{"title":"t"}`, warn: `#/components/schemas/A/properties/a/$ref: the reference "#/components/schemas/No" leads nowhere`},
		{name: "a name that stands twice", text: "\t\tA: {type: string}\n\t\tB: {properties: {a: {title: one}, b: {}, a: {title: two}}}\n\t\tA: {minLength: 1}", at: "Schemas/A", want: `{"minLength":1}`, warn: `line 8: #/components/schemas/A: "A" stands twice in this object, first in line 6; the last one counts`},
		{name: "properties that stand twice", text: "\t\tB: {properties: {a: {title: one}, b: {}, a: {title: two}}}", at: "Schemas/B/properties", want: `[{"name":"a","schema":{"title":"two"}},{"name":"b","schema":{}}]`, warn: "twice"},
		{name: "aliases", text: "\t\tA: &a {type: string}\n\t\tB: {properties: {x: *a, y: {<<: *a, title: t}}}", at: "Schemas/B/properties", want: `[{"name":"x","schema":{"types":["string"]}},{"name":"y","schema":{"title":"t","types":["string"]}}]`},
	})
}

func TestNullable(t *testing.T) {
	t.Parallel()
	runReadings(t, "openapi: 3.0.3\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n    B: {type: object}\n", []reading{
		{name: "type", text: "\t\tA: {type: string, nullable: true}", at: "Schemas/A", want: `{"types":["string","null"]}`},
		{name: "false", text: "\t\tA: {type: string, nullable: false}", at: "Schemas/A", want: `{"types":["string"]}`},
		{name: "alone", text: "\t\tA: {nullable: true, enum: [a, null]}", at: "Schemas/A", want: `{"enum":["a",null]}`},
		{name: "reference", text: "\t\tA: {$ref: '#/components/schemas/B', nullable: true, type: string}", at: "Schemas/A", want: `{"anyOf":[{"ref":"B"},{"types":["null"]}]}`},
		{name: "allOf", text: "\t\tA: {allOf: [{$ref: '#/components/schemas/B'}], nullable: true, description: d}", at: "Schemas/A", want: `{"description":"d","anyOf":[{"ref":"B"},{"types":["null"]}]}`},
		{name: "allOf of many", text: "\t\tA: {allOf: [{$ref: '#/components/schemas/B'}, {title: t}], nullable: true}", at: "Schemas/A", want: `{"anyOf":[{"allOf":[{"ref":"B"},{"title":"t"}]},{"types":["null"]}]}`},
		{name: "allOf with a type", text: "\t\tA: {type: object, allOf: [{$ref: '#/components/schemas/B'}], nullable: true}", at: "Schemas/A", want: `{"types":["object","null"],"allOf":[{"ref":"B"}]}`},
		{name: "oneOf", text: "\t\tA: {oneOf: [{$ref: '#/components/schemas/B'}], nullable: true}", at: "Schemas/A", want: `{"oneOf":[{"ref":"B"},{"types":["null"]}]}`},
		{name: "anyOf, said already", text: "\t\tA: {anyOf: [{$ref: '#/components/schemas/B'}, {type: string, nullable: true}], nullable: true}", at: "Schemas/A", want: `{"anyOf":[{"ref":"B"},{"types":["string","null"]}]}`},
		{name: "bounds", text: "\t\tA: {minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: false}", at: "Schemas/A", want: `{"exclusiveMinimum":1,"maximum":2}`},
		{name: "beside a reference only what annotates", text: "\t\tA: {$ref: '#/components/schemas/B', description: d, minLength: 3}", at: "Schemas/A", want: `{"ref":"B","description":"d"}`},
	})
}

func TestDiscriminator(t *testing.T) {
	t.Parallel()
	head := "openapi: 3.0.3\ninfo: {title: t}\npaths: {/a: {get: {}}}\ncomponents:\n  schemas:\n    Cat: {type: object}\n    Dog: {type: object}\n"
	runReadings(t, head, []reading{
		{
			name: "names and references",
			text: "\t\tA: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {type: object}], discriminator: {propertyName: k, mapping: {meow: Cat, miau: '#/components/schemas/Cat'}}}",
			at:   "Schemas/A/discriminator",
			want: `{"property":"k","mapping":[{"value":"meow","ref":"Cat"},{"value":"miau","ref":"Cat"},{"value":"Dog","ref":"Dog"}]}`,
		}, {
			name: "a name that no schema has",
			text: "\t\tA: {anyOf: [{$ref: '#/components/schemas/Cat'}], discriminator: {propertyName: k, mapping: {x: Cow}}}",
			at:   "Schemas/A/discriminator",
			want: `{"property":"k","mapping":[{"value":"Cat","ref":"Cat"}]}`,
			warn: `#/components/schemas/A/discriminator/mapping/x: no schema is called "Cow"`,
		}, {
			name: "inheritance over generations, and in a circle",
			text: "\t\tA: {discriminator: {propertyName: k, mapping: {see: C}}, allOf: [{$ref: '#/components/schemas/D'}]}\n\t\tB: {allOf: [{$ref: '#/components/schemas/A'}]}\n\t\tC: {allOf: [{$ref: '#/components/schemas/B'}]}\n\t\tD: {allOf: [{$ref: '#/components/schemas/E'}]}\n\t\tE: {$ref: '#/components/schemas/C'}",
			at:   "Schemas/A/discriminator",
			want: `{"property":"k","mapping":[{"value":"see","ref":"C"},{"value":"B","ref":"B"},{"value":"D","ref":"D"}]}`,
		}, {
			name: "without a property", text: "\t\tA: {discriminator: {mapping: {a: Cat}}}", at: "Schemas/A/discriminator",
		},
	})
}

func TestResolve(t *testing.T) {
	t.Parallel()
	end := &openapi.Schema{Types: []string{"string"}, Properties: []openapi.Property{{Name: "p", Schema: &openapi.Schema{Title: "t"}}}}
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{"a": {Ref: "b"}, "b": {Ref: "c"}, "c": end, "x": {Ref: "x"}}}
	require.Same(t, end, doc.Resolve(&openapi.Schema{Ref: "a"}))
	require.Same(t, end, doc.Resolve(end))
	require.Nil(t, doc.Resolve(&openapi.Schema{Ref: "x"}))
	require.Nil(t, doc.Resolve(&openapi.Schema{Ref: "no"}))
	require.Nil(t, doc.Resolve(nil))
	require.Equal(t, "t", end.Property("p").Title)
	require.Nil(t, end.Property("q"))
	require.True(t, end.Is("string"))
}
