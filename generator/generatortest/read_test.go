package generatortest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ui"
)

func chunkRequest(texts ...string) llm.Request {
	req := llm.Request{SchemaName: "chunk_plan", Schema: ui.Schema(ui.ChunkPlanSchema)}
	for _, text := range texts {
		req.Messages = append(req.Messages, llm.Message{Role: llm.User, Text: text})
	}
	return req
}

func plan(tb testing.TB, model *generatortest.Model, req llm.Request) ui.ChunkPlan {
	tb.Helper()
	resp, err := model.Generate(tb.Context(), req)
	require.NoError(tb, err)
	var out ui.ChunkPlan
	require.NoError(tb, json.Unmarshal([]byte(resp.Text), &out), resp.Text)
	return out
}

// TestTheReaderSeesTheSameInEveryForm reads the bookshop as every level and
// format writes it.
func TestTheReaderSeesTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	var want string
	for _, format := range []optimizer.Format{optimizer.JSON, optimizer.Notation} {
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			o, err := optimizer.New(level, optimizer.WithFormat(format))
			require.NoError(t, err)
			text, err := o.Encode(doc, doc.Operations)
			require.NoError(t, err)
			views := plan(t, generatortest.New(generatortest.WithMarkers()), chunkRequest(text)).Views
			require.Len(t, views, len(doc.Operations))
			var seen []string // names only: the words differ
			for _, v := range views {
				seen = append(seen, v.Operation+" "+strings.Join(v.Columns, ","))
				for _, f := range v.Fields {
					seen = append(seen, v.Operation+" <- "+f.Name)
				}
			}
			got := strings.Join(seen, "\n")
			if want == "" {
				want = got
			}
			if level < optimizer.Aggressive {
				require.Equal(t, lines(want), lines(got), "%v at %v", format, level)
			}
			require.Contains(t, got, "listBooks title,")
			require.Contains(t, got, "createBook <- authorId")
		}
	}
}

// lines are without their order: levels write inputs in different orders.
func lines(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.Contains(line, "<-") {
			out[line] = true
		}
	}
	return out
}

func TestTheReaderFollowsReferencesIntoOtherFiles(t *testing.T) {
	t.Parallel()
	const text = `{"paths":{"/things":{"get":{"operationId":"listThings","responses":{"200":{"content":{"application/json":{"schema":{"type":"array","items":{"$ref":"parts/thing.yaml#/Thing"}}}}}}},` +
		`"post":{"operationId":"addThing","parameters":[{"$ref":"#/components/parameters/dry"}],"requestBody":{"content":{"application/json":{"schema":{"$ref":"parts/thing.yaml#/Thing"}}}},"responses":{}}}},` +
		`"webhooks":{"changed":{"post":{"operationId":"thingChanged","responses":{}}}},` +
		`"components":{"parameters":{"dry":{"name":"dryRun","in":"query","schema":{"type":"boolean"}}}},` +
		`"$refs":{"parts/thing.yaml#/Thing":{"allOf":[{"$ref":"#/Base"},{"properties":{"size":{"$ref":"../units.yaml#/Size"}}}]},"parts/thing.yaml#/Base":{"properties":{"name":{"type":"string"}}},"units.yaml#/Size":{"type":"integer"}}}`
	views := plan(t, generatortest.New(generatortest.WithMarkers()), chunkRequest(text)).Views
	require.Len(t, views, 3)
	require.Equal(t, []string{"name", "size"}, views[0].Columns)
	var fields []string
	for _, f := range views[1].Fields {
		fields = append(fields, f.Name)
	}
	require.Equal(t, []string{"dryRun", "name", "size"}, fields)
	require.Equal(t, "thingChanged", views[2].Operation)
}

func TestACutTextIsReadAsFarAsItGoes(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		o, err := optimizer.New(level)
		require.NoError(t, err)
		text, err := o.Encode(doc, doc.Operations)
		require.NoError(t, err)
		most := 0
		for cut := 0; cut < len(text); cut += 1 + len(text)/50 {
			for _, v := range plan(t, generatortest.New(), chunkRequest(strings.ToValidUTF8(text[:cut], ""))).Views {
				require.NotEmpty(t, v.Operation)
			}
			most = max(most, len(plan(t, generatortest.New(), chunkRequest(text[:cut])).Views))
		}
		require.Greater(t, most, 10)
	}
}

func FuzzReader(f *testing.F) {
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(f, err)
	for _, format := range []optimizer.Format{optimizer.JSON, optimizer.Notation} {
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			o, err := optimizer.New(level, optimizer.WithFormat(format))
			require.NoError(f, err)
			text, err := o.Encode(doc, doc.Operations[:4])
			require.NoError(f, err)
			f.Add(text)
		}
	}
	f.Add("GET / a\n200:@A\n\n@A=@B&@A\n@B={a:@A,b:[@B]}|<@A>")
	f.Add(`{"paths":{"/":{"get":{"operationId":"a","parameters":[{"$ref":"#/x"}],"responses":{"200":{"$ref":"#/paths/~1/get"}}}}},"x":{"$ref":"#/x"}}`)
	f.Add("GET /a{b} c //d\n?" + strings.Repeat("<[{a:", 300))
	f.Add(strings.Repeat("[", 3_000))
	f.Add(`GET / "a\` + "\n?\"\nbody {\n" + `? = "x`)
	f.Fuzz(func(t *testing.T, text string) {
		model := generatortest.New(generatortest.WithMarkers())
		resp, err := model.Generate(t.Context(), chunkRequest(`{"resources":["Books"],"verbs":{},"labels":{}}`, text))
		require.NoError(t, err)
		var answer ui.ChunkPlan
		require.NoError(t, json.Unmarshal([]byte(resp.Text), &answer))
		again, err := generatortest.New(generatortest.WithMarkers()).Generate(t.Context(), chunkRequest(`{"resources":["Books"],"verbs":{},"labels":{}}`, text))
		require.NoError(t, err)
		require.Equal(t, resp.Text, again.Text, "the same in every run")
		seen := map[string]bool{}
		for _, v := range answer.Views {
			require.False(t, v.Operation == "" || seen[v.Operation])
			seen[v.Operation] = true
			if utf8.ValidString(text) && !strings.ContainsAny(text, `"\`) {
				require.Contains(t, text, v.Operation, "names come from the text")
			}
		}
	})
}
