package ui_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	shop "github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func shopPlan(tb testing.TB) *ui.Plan {
	tb.Helper()
	doc, err := openapi.Parse(shop.Description)
	require.NoError(tb, err)
	return ui.Baseline(doc)
}

func viewOf(tb testing.TB, plan *ui.Plan, id string) ui.View {
	tb.Helper()
	for _, r := range plan.App.Resources {
		for _, v := range r.Views {
			if v.Operation == id {
				return v
			}
		}
	}
	tb.Fatalf("no view of %s", id)
	return ui.View{}
}

func asJSON(tb testing.TB, v any) string {
	tb.Helper()
	out, err := json.Marshal(v)
	require.NoError(tb, err)
	return string(out)
}

func TestMergeTakesOverWhatFits(t *testing.T) {
	t.Parallel()
	base := shopPlan(t)
	before := asJSON(t, base)
	merged, repairs := ui.Merge(base, &ui.Blueprint{
		Title:     "The shop",
		Resources: []ui.BlueprintResource{{ID: "orders", Title: "Purchases", Group: "Sales"}},
		Labels:    []ui.FieldLabel{{Name: "isbn", Label: "Book number"}},
	}, ui.ChunkPlan{
		Operations: []string{"listBooks", "createBook"},
		Views: []ui.ChunkView{{
			Operation: "listBooks", Title: "Browse", Help: "All we have.",
			Columns: []string{"price", "title"},
			Labels:  []ui.FieldLabel{{Name: "price", Label: "Costs"}},
		}, {
			Operation: "createBook", Submit: "Put on the shelf", Confirm: "Sure?",
			Fields: []ui.ChunkField{{Name: "blurb", Label: "Teaser", Widget: ui.TextArea, Advanced: true}},
		}},
	})
	require.Empty(t, repairs)
	require.NoError(t, merged.Validate())
	require.Equal(t, before, asJSON(t, base), "the baseline is untouched")

	require.Equal(t, "The shop", merged.App.Title)
	require.Equal(t, "Purchases", merged.App.Resources[0].Title)
	require.Equal(t, "Sales", merged.App.Resources[0].Group)
	require.Len(t, merged.App.Resources, len(base.App.Resources))
	require.Equal(t, "Book number", merged.App.Labels["isbn"])

	list := viewOf(t, merged, "listBooks")
	require.Equal(t, "Browse", list.Title)
	require.Equal(t, ui.ByModel, list.By)
	require.Equal(t, []string{"price", "title"}, []string{list.Columns[0].Path, list.Columns[1].Path})
	require.Equal(t, "Costs", list.Columns[0].Label)
	require.Len(t, list.Columns, 2)

	create := viewOf(t, merged, "createBook")
	require.Equal(t, ui.Field{In: "body", Name: "blurb", Label: "Teaser", Widget: ui.TextArea, Advanced: true}, create.Fields[0])
	require.Len(t, create.Fields, len(viewOf(t, base, "createBook").Fields))
	require.Equal(t, "Sure?", create.Confirm)
	require.Empty(t, viewOf(t, merged, "getBook").By)
}

func TestMergeDropsAndCountsWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	base := shopPlan(t)
	for name, test := range map[string]struct {
		bp   *ui.Blueprint
		view ui.ChunkView
		want string
	}{
		"operation of another chunk": {view: ui.ChunkView{Operation: "deleteBook", Title: "x"}, want: "deleteBook: operation: not one of this chunk"},
		"operation that is none":     {view: ui.ChunkView{Operation: "dropTable", Title: "x"}, want: "dropTable: operation: no such operation"},
		"column that is none":        {view: ui.ChunkView{Operation: "listBooks", Columns: []string{"password"}}, want: `listBooks: columns/0: the answer has no "password"`},
		"column that is there twice": {view: ui.ChunkView{Operation: "listBooks", Columns: []string{"title", "title"}}, want: `listBooks: columns/1: stands here twice: "title"`},
		"input that is none":         {view: ui.ChunkView{Operation: "createBook", Fields: []ui.ChunkField{{Name: "admin"}}}, want: `createBook: fields/0: no input, or one that was named before: "admin"`},
		"widget that is none":        {view: ui.ChunkView{Operation: "createBook", Fields: []ui.ChunkField{{Name: "title", Widget: "hologram"}}}, want: `createBook: fields/0/widget: "hologram" does not fit this input`},
		"widget that does not fit":   {view: ui.ChunkView{Operation: "createBook", Fields: []ui.ChunkField{{Name: "title", Widget: ui.File}}}, want: `createBook: fields/0/widget: "file" does not fit this input`},
		"required input folded away": {view: ui.ChunkView{Operation: "createBook", Fields: []ui.ChunkField{{Name: "title", Advanced: true}}}, want: "createBook: fields/0/advanced: a required input cannot be folded away"},
		"question before reading":    {view: ui.ChunkView{Operation: "listBooks", Confirm: "Really?"}, want: "listBooks: confirm: a GET changes nothing that needs a question"},
		"label of nothing":           {view: ui.ChunkView{Operation: "listBooks", Labels: []ui.FieldLabel{{Name: "nothing", Label: "x"}}}, want: `listBooks: labels/0: no column or input is called "nothing"`},
		"text without end":           {view: ui.ChunkView{Operation: "listBooks", Submit: strings.Repeat("go ", 50)}, want: "listBooks: submit: cut to 30 characters"},
		"resource that is none":      {bp: &ui.Blueprint{Resources: []ui.BlueprintResource{{ID: "cars"}}}, want: `blueprint: resources/0/id: no resource, or one that was named before: "cars"`},
		"two resources of one name":  {bp: &ui.Blueprint{Resources: []ui.BlueprintResource{{ID: "books", Title: "Authors"}}}, want: `blueprint: resources/0/title: another resource is called "Authors"`},
		"label of no field":          {bp: &ui.Blueprint{Labels: []ui.FieldLabel{{Name: "nothing", Label: "x"}}}, want: `blueprint: labels/0: no field is called "nothing"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var chunks []ui.ChunkPlan
			if test.view.Operation != "" {
				chunks = []ui.ChunkPlan{{Operations: []string{"listBooks", "createBook"}, Views: []ui.ChunkView{test.view}}}
			}
			merged, repairs := ui.Merge(base, test.bp, chunks...)
			require.Len(t, repairs, 1)
			require.Equal(t, test.want, repairs[0].String())
			require.NoError(t, merged.Validate())
		})
	}
}

func TestTheFirstPlanOfAnOperationCounts(t *testing.T) {
	t.Parallel()
	one := ui.ChunkPlan{Views: []ui.ChunkView{{Operation: "listBooks", Title: "First"}}}
	two := ui.ChunkPlan{Views: []ui.ChunkView{{Operation: "listBooks", Title: "Second"}}}
	merged, repairs := ui.Merge(shopPlan(t), nil, one, two)
	require.Equal(t, "First", viewOf(t, merged, "listBooks").Title)
	require.Len(t, repairs, 1)
}

func TestADetailLosesNoColumnToAModel(t *testing.T) {
	t.Parallel()
	base := shopPlan(t)
	merged, _ := ui.Merge(base, nil, ui.ChunkPlan{Views: []ui.ChunkView{{Operation: "getBook", Columns: []string{"isbn"}}}})
	require.Equal(t, "isbn", viewOf(t, merged, "getBook").Columns[0].Path)
	require.ElementsMatch(t, viewOf(t, base, "getBook").Columns, viewOf(t, merged, "getBook").Columns)
}

// digest is short enough to be printed by a test that fails.
func digest(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }

func FuzzMerge(f *testing.F) {
	f.Add([]byte(`{"title":"x","resources":[{"id":"books","title":"Authors"},{"id":"books"}],"labels":[{"name":"isbn","label":"\u202e"}]}`),
		[]byte(`{"views":[{"operation":"createBook","columns":["a.b",""],"fields":[{"name":"title","widget":"file","advanced":true}],"labels":[{"name":"title","label":"T"}]}]}`))
	f.Add([]byte(`{}`), []byte(`{"views":[{"operation":"listBooks","title":"`+strings.Repeat("x", 500)+`","columns":["items","price","price"]}]}`))
	base := shopPlan(f)
	before := asJSON(f, base)
	f.Fuzz(func(t *testing.T, blueprint, chunk []byte) {
		var bp ui.Blueprint
		var plan ui.ChunkPlan
		if json.Unmarshal(blueprint, &bp) != nil || json.Unmarshal(chunk, &plan) != nil {
			return
		}
		merged, _ := ui.Merge(base, &bp, plan)
		require.NoError(t, merged.Validate())
		require.Equal(t, digest(before), digest(asJSON(t, base)), "the baseline changed")
		again, _ := ui.Merge(base, &bp, plan)
		require.Equal(t, digest(asJSON(t, merged)), digest(asJSON(t, again)))
	})
}

func TestSchemasDescribeTheirDocuments(t *testing.T) {
	t.Parallel()
	for _, kind := range []ui.SchemaKind{ui.PlanSchema, ui.BlueprintSchema, ui.ChunkPlanSchema} {
		var schema map[string]any
		require.NoError(t, json.Unmarshal(ui.Schema(kind), &schema), kind)
		require.Equal(t, "object", schema["type"])
	}
	require.Contains(t, string(ui.Schema(ui.ChunkPlanSchema)), `"widget":{"type":"string","enum":["text","textarea",`)
	require.Nil(t, ui.Schema("poem"))
}
