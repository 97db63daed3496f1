package llmtest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
)

func TestToSchemaAnswersWithLittleThatIsValid(t *testing.T) {
	t.Parallel()
	client := llmtest.Always(llmtest.ToSchema())
	for schema, want := range map[string]string{
		`{"type":"object","properties":{"b":{"type":"string"},"a":{"type":"integer"},"c":{"type":"boolean"}},"required":["a","c"]}`: `{"a":1,"c":true}`,
		`{"type":"array","items":{"enum":["x","y"]},"minItems":2}`:                                                                  `["x","x"]`,
		`{"type":"array","items":{"type":"null"}}`:                                                                                  `[]`,
		`{"type":["string","null"]}`:                                                                                                `null`,
		`{"type":"string","minLength":3}`:                                                                                           `"xxx"`,
		`{"type":"number","minimum":2.50}`:                                                                                          `2.50`,
		`{"const":{"deep":[1]}}`:                                                                                                    `{"deep":[1]}`,
		`{"allOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{"const":2}},"required":["b"]}]}`:                                 `{"a":1,"b":2}`,
		`{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"const":5}}}`:                                                                                             `5`,
		`{"$ref":"#/$defs/N","$defs":{"N":{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#/$defs/N"},{"type":"null"}]}},"required":["next"]}}}`: `{"next":null}`,
		`{"$ref":"elsewhere.json"}`: `null`,
		`true`:                      `null`,
	} {
		resp, err := client.Generate(t.Context(), llm.Request{Schema: json.RawMessage(schema)})
		require.NoError(t, err, schema)
		require.Equal(t, want, resp.Text, schema)
		require.Positive(t, resp.Usage.OutputTokens)
	}
	resp, err := client.Generate(t.Context(), llm.Request{})
	require.NoError(t, err)
	require.NotEmpty(t, resp.Text)
	_, err = client.Generate(t.Context(), llm.Request{Schema: json.RawMessage(`{`)})
	require.ErrorIs(t, err, llm.Invalid)
}

// FuzzToSchema answers to any schema with JSON of bounded size.
func FuzzToSchema(f *testing.F) {
	for _, schema := range []string{
		`{"$ref":"#"}`,
		`{"type":"array","minItems":1e9,"items":{"type":"array","minItems":999,"items":{"type":"array","minItems":999,"items":{"$ref":"#"}}}}`,
		`{"type":"object","required":["a",1,null],"properties":{"a":{"$ref":"#/properties/b"},"b":{"$ref":"#/properties/a"}}}`,
		`{"anyOf":[{"$ref":"#"},{"oneOf":[]}],"allOf":[7]}`,
		`{"type":["array"],"minItems":-1,"const":null}`,
		`[{"type":"string","minLength":18446744073709551616}]`,
	} {
		f.Add([]byte(schema))
	}
	client := llmtest.Always(llmtest.ToSchema())
	f.Fuzz(func(t *testing.T, schema []byte) {
		resp, err := client.Generate(t.Context(), llm.Request{Schema: schema})
		if err != nil {
			require.ErrorIs(t, err, llm.Invalid)
			return
		}
		require.True(t, json.Valid([]byte(resp.Text)), "%s", resp.Text)
		require.Less(t, len(resp.Text), 20<<20)
	})
}
