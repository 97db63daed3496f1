package optimizer_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// Tuples, never, webhooks and alternative bodies were written without a word in
// the legend, and "…bool" in a tuple read as if bool was left out.
func TestTheLegendExplainsWhatIsWritten(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"x","version":"1"},"webhooks":{"added":{"post":{"operationId":"onAdded",
		"requestBody":{"content":{"application/json":{"schema":{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":{"type":"boolean"}}},
			"text/csv":{"schema":{"type":"array","prefixItems":[{"type":"integer"}]}},
			"text/plain":{"schema":{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"items":false}}}},
		"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"array","prefixItems":[{"type":"integer"},{"type":"array","items":{"type":"string"}}],"items":{"type":"boolean"}}}}},
			"400":{"description":"no"}}}}}}`))
	require.NoError(t, err)
	text, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Equal(t, strings.Join([]string{
		"WEBHOOK POST added onAdded", "body:[int,string,*:bool]", "body text/csv:[int,*]", "body text/plain:[int,string,*:never]", "200:[int,[string],*:bool]", "! 400",
	}, "\n"), text)
	check(t, doc, doc.Operations, text, optimizer.Balanced)
	require.NotEmpty(t, lostFacts(t, doc, strings.Replace(text, "[int,string,*:bool]", "[int]", 1), optimizer.Balanced))

	text, err = newOptimizer(t, optimizer.Aggressive).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Contains(t, text, "200:[int,[],*]")
	require.NotContains(t, text, "!")

	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		for _, what := range []string{"WEBHOOK: ", "(lines: alternatives)", "[a,*:t] tuple, rest t", "never: no value", "* required", "$1: "} {
			require.Contains(t, optimizer.Legend(level), what)
		}
	}
	for _, what := range []string{"! error statuses", "1..9", "len=", "unique"} { // which Aggressive does not write
		require.Contains(t, optimizer.Legend(optimizer.Balanced), what)
		require.NotContains(t, optimizer.Legend(optimizer.Aggressive), what)
	}
}

// Schemas that were the same but for their names were written again and again:
// Balanced took thirty times what Conservative did.
func TestSchemasThatAreTheSameStandOnce(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{}}
	op := &openapi.Operation{ID: "q", Method: "PUT", Path: "/q", Body: &openapi.Body{}}
	same := &openapi.Schema{Types: []string{"object"}}
	for i := range 30 {
		name := fmt.Sprintf("Schema%d", i)
		doc.Schemas[name] = same
		same.Properties = append(same.Properties, openapi.Property{Name: name, Schema: &openapi.Schema{Ref: name}})
	}
	op.Body.Content = []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Ref: "Schema0"}}}
	doc.Operations = []*openapi.Operation{op}
	text, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Contains(t, text, "\n@Schema29=@Schema0")
	require.Equal(t, 1, strings.Count(text, "{"))
	check(t, doc, doc.Operations, text, optimizer.Balanced)
}

// A short block in many operations was written out at Aggressive, where Balanced
// had it in a longer one once, and Aggressive was the longer text.
func TestShortBlocksOfManyOperationsStandOnce(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{}
	for i := range 12 {
		doc.Operations = append(doc.Operations, &openapi.Operation{
			ID: fmt.Sprintf("connectProxyWithPath%d", i), Method: "GET", Path: fmt.Sprintf("/proxy%d", i),
			Parameters: []*openapi.Parameter{{Name: "path", In: "query", Description: "Where the rest of the address of the service begins."}},
			Responses:  []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "*/*", Schema: &openapi.Schema{Types: []string{"string"}}}}}, {Status: "401"}},
		})
	}
	last := 1 << 30
	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		text, err := newOptimizer(t, level).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(text, "?path"), text)
		require.Less(t, o200k().Count(text), last)
		last = o200k().Count(text)
		check(t, doc, doc.Operations, text, level)
	}
}
