package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/ui"
)

var (
	all  = provider.Subset{AllRequired: true, Recursion: true, Depth: 10, Properties: 20, EnumValues: 10}
	some = provider.Subset{Optional: 3}
)

func TestStrictFitsASchema(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ schema, all, some string }{
		"order stays, readers' words go": {
			`{"$schema":"x","type":"object","title":"T","required":["z","a"],"properties":{"z":{"type":"string","minLength":1,"format":"date"},"a":{"type":"integer","default":3}},"additionalProperties":false}`,
			`{"type":"object","title":"T","properties":{"z":{"type":"string"},"a":{"type":"integer"}},"required":["z","a"],"additionalProperties":false}`,
			`{"type":"object","title":"T","properties":{"z":{"type":"string"},"a":{"type":"integer"}},"required":["z","a"],"additionalProperties":false}`,
		},
		"absent becomes null": {
			`{"type":"object","properties":{"s":{"type":"string","enum":["a"]},"n":{"type":["integer","null"]},"r":{"$ref":"#/$defs/D"}},"$defs":{"D":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"]},"unused":{"type":"object"}}}`,
			`{"type":"object","properties":{"s":{"type":["string","null"],"enum":["a",null]},"n":{"type":["integer","null"]},"r":{"anyOf":[{"$ref":"#/$defs/D"},{"type":"null"}]}},"required":["s","n","r"],"additionalProperties":false,"$defs":{"D":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"],"additionalProperties":false}}}`,
			`{"type":"object","properties":{"s":{"type":"string","enum":["a"]},"n":{"type":["integer","null"]},"r":{"$ref":"#/$defs/D"}},"required":[],"additionalProperties":false,"$defs":{"D":{"type":"object","properties":{"x":{"type":"string"}},"required":["x"],"additionalProperties":false}}}`,
		},
		"recursion": {
			`{"type":"object","required":["n"],"properties":{"n":{"$ref":"#/$defs/N"}},"$defs":{"N":{"type":"object","required":["k"],"properties":{"k":{"type":"array","items":{"$ref":"#/$defs/N"}}}}}}`,
			`{"type":"object","properties":{"n":{"$ref":"#/$defs/N"}},"required":["n"],"additionalProperties":false,"$defs":{"N":{"type":"object","properties":{"k":{"type":"array","items":{"$ref":"#/$defs/N"}}},"required":["k"],"additionalProperties":false}}}`,
			"",
		},
		"alternatives": {
			`{"type":"object","required":["v"],"properties":{"v":{"anyOf":[{"type":"string"},{"const":7}]}}}`,
			`{"type":"object","properties":{"v":{"anyOf":[{"type":"string"},{"const":7}]}},"required":["v"],"additionalProperties":false}`,
			`{"type":"object","properties":{"v":{"anyOf":[{"type":"string"},{"const":7}]}},"required":["v"],"additionalProperties":false}`,
		},
		"more optional than there is room for": {
			`{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"},"c":{"type":"string"},"d":{"type":"string"}}}`,
			`{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":["string","null"]},"c":{"type":["string","null"]},"d":{"type":["string","null"]}},"required":["a","b","c","d"],"additionalProperties":false}`,
			"",
		},
		"a map":                    {`{"type":"object","additionalProperties":{"type":"string"}}`, "", ""},
		"anything":                 {`{"type":"object","properties":{"v":{}}}`, "", ""},
		"any object":               {`{"type":"object"}`, "", ""},
		"all of":                   {`{"type":"object","properties":{"v":{"allOf":[{"type":"string"}]}}}`, "", ""},
		"a list of anything":       {`{"type":"object","properties":{"v":{"type":"array"}}}`, "", ""},
		"an unknown word":          {`{"type":"object","properties":{},"dependentRequired":{}}`, "", ""},
		"another file":             {`{"type":"object","properties":{"v":{"$ref":"other.json#/x"}}}`, "", ""},
		"no such definition":       {`{"type":"object","properties":{"v":{"$ref":"#/$defs/gone"}}}`, "", ""},
		"alternatives at the root": {`{"type":"object","anyOf":[{"type":"object"}],"properties":{}}`, "", ""},
		"a list at the root":       {`{"type":"array","items":{"type":"string"}}`, "", ""},
		"no object":                {`true`, "", ""},
		"no JSON":                  {`{"type":"object"`, "", ""},
		"two values":               {`{"type":"object","properties":{},"additionalProperties":false} {}`, "", ""},
		"too deep": {
			`{"type":"object","properties":{},"$defs":` + strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 101), "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for want, subset := range map[string]provider.Subset{"all" + test.all: all, "some" + test.some: some} {
				want = strings.TrimPrefix(strings.TrimPrefix(want, "all"), "some")
				got, ok := provider.Strict(json.RawMessage(test.schema), subset)
				require.Equal(t, want != "", ok)
				require.Equal(t, want, string(got), "byte for byte: models follow the order")
			}
		})
	}
}

func TestStrictFitsWhatGeneratorAsksFor(t *testing.T) {
	t.Parallel()
	for _, kind := range []ui.SchemaKind{ui.BlueprintSchema, ui.ChunkPlanSchema} {
		_, ok := provider.Strict(ui.Schema(kind), provider.Subset{AllRequired: true, Depth: 10, Properties: 5_000, EnumValues: 1_000})
		require.True(t, ok, kind)
		_, ok = provider.Strict(ui.Schema(kind), provider.Subset{Optional: 24})
		require.True(t, ok, kind)
	}
}

func FuzzStrict(f *testing.F) {
	f.Add(string(ui.Schema(ui.ChunkPlanSchema)))
	f.Add(string(ui.Schema(ui.PlanSchema)))
	f.Add(`{"type":"object","properties":{"a":{"$ref":"#/$defs/a"}},"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}`)
	f.Add(`{"type":"object","type":"array","properties":{"a":{"type":"string"},"a":{"type":"null"}},"required":["a",1]}`)
	f.Add(`{"type":"object","properties":[1],"required":{},"enum":3}`)
	f.Fuzz(func(t *testing.T, schema string) {
		for _, subset := range []provider.Subset{all, some} {
			fitted, ok := provider.Strict(json.RawMessage(schema), subset)
			if !ok {
				require.Nil(t, fitted)
				continue
			}
			require.True(t, json.Valid(fitted))
			again, ok := provider.Strict(fitted, subset)
			require.True(t, ok, "what was fitted fits")
			require.Equal(t, string(fitted), string(again))
		}
	})
}
