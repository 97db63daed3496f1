package ui_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func bookshopPlan(t *testing.T) *ui.Plan {
	t.Helper()
	return ui.Baseline(parse(t, bookshop+bookSchemas))
}

func TestReadPlanReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	plan := bookshopPlan(t)
	plan.App.Title = "</script><b> & \u2028 \"quoted\""
	plan.API.Operations[0].Parameters[0].Schema = &openapi.Schema{Default: json.RawMessage(`"<a>"`), Minimum: "1e400"}

	var indented bytes.Buffer
	require.NoError(t, plan.WriteJSON(&indented))
	compact, err := json.Marshal(plan)
	require.NoError(t, err)
	for _, text := range []string{indented.String(), string(compact)} {
		read, err := ui.ReadPlan(strings.NewReader(text))
		require.NoError(t, err)
		require.Equal(t, plan.App, read.App)
		var again bytes.Buffer
		require.NoError(t, read.WriteJSON(&again))
		if text == indented.String() {
			require.Equal(t, text, again.String())
		}
	}
	require.Error(t, (*ui.Plan)(nil).WriteJSON(&indented))
	require.Error(t, (*ui.Plan)(nil).Validate())
}

func TestReadPlanSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(bookshopPlan(t))
	require.NoError(t, err)
	var plan map[string]any
	require.NoError(t, json.Unmarshal(text, &plan))
	for name, c := range map[string]struct {
		change [2]string // of the text
		want   string
	}{
		"newer version":        {[2]string{`"formatVersion":1`, `"formatVersion":2,"unheard":1`}, "/formatVersion: version 2 is newer than this program reads: 1"},
		"no version":           {[2]string{`"formatVersion":1`, `"formatVersion":0`}, "/formatVersion"},
		"unknown member":       {[2]string{`"app":{"title"`, `"app":{"titel":"x","title"`}, "/app/titel: unknown member"},
		"wrong case":           {[2]string{`"app":`, `"App":`}, "/App: unknown member"},
		"twice":                {[2]string{`"app":{"title"`, `"app":{"title":"x","title"`}, "/app/title: stands here twice"},
		"wrong type":           {[2]string{`"resources":[{"id":"books"`, `"resources":[{"id":7`}, "/app/resources/0/id: want a text"},
		"null in a list":       {[2]string{`"operations":[`, `"operations":[null,`}, "/api/operations/0: want an object"},
		"no such operation":    {[2]string{`"views":[{"operation":"listBooks"`, `"views":[{"operation":"listBoks"`}, `/app/resources/0/views/0/operation: no such operation: "listBoks"`},
		"operation not shown":  {[2]string{`"views":[{"operation":"listBooks"`, `"views":[{"operation":"listBoks"`}, `/api/operations/0: no view shows the operation "listBooks"`},
		"shown twice":          {[2]string{`"views":[{"operation":"listBooks"`, `"views":[{"operation":"addBook"`}, `"addBook" has a view already: /app/resources/0/views/0`},
		"kind":                 {[2]string{`"kind":"list"`, `"kind":"lists"`}, `/app/resources/0/views/0/kind: want list, detail`},
		"widget":               {[2]string{`"widget":"select"`, `"widget":"dropdown"`}, `unknown widget: "dropdown"`},
		"format":               {[2]string{`"format":"badge"`, `"format":"pill"`}, `unknown format: "pill"`},
		"resource id":          {[2]string{`"id":"books"`, `"id":"authors"`}, `/app/resources/1/id: is another resource's too: "authors"`},
		"resource id in a URL": {[2]string{`"id":"books"`, `"id":"a/b"`}, `/app/resources/0/id: want letters`},
		"field":                {[2]string{`{"in":"query","name":"page"`, `{"in":"query","name":"pages"`}, `/app/resources/0/views/0/fields/0: the operation has no parameter "pages" in "query"`},
		"column":               {[2]string{`{"path":"title"}`, `{"path":"titel"}`}, `/app/resources/0/views/0/columns/0/path: the answer has no "titel"`},
		"rows":                 {[2]string{`"rows":"data"`, `"rows":"dta"`}, `/app/resources/0/views/0/rows: the answer has no "dta"`},
		"page":                 {[2]string{`"param":"page"`, `"param":"pg"`}, `/app/resources/0/views/0/page/param`},
		"prefill":              {[2]string{`"prefill":"getBook"`, `"prefill":"getAuthor"`}, `"getAuthor" needs the path parameter "authorId"`},
		"link":                 {[2]string{`{"operation":"getBook","field":"title"`, `{"operation":"getBok","field":"title"`}, `/app/resources/0/views/0/links/0/operation: no such operation: "getBok"`},
		"link parameter":       {[2]string{`{"name":"bookId","from":"item"`, `{"name":"bokId","from":"item"`}, `"getBook" has no input "bokId"`},
		"link origin":          {[2]string{`"from":"item"`, `"from":"row"`}, `want item, input or const: "row"`},
		"dangling reference":   {[2]string{`"Publisher":{`, `"Publishr":{`}, `/api/schemas/Publisher: is referred to and does not exist`},
		"two plans":            {[2]string{`{"formatVersion":1`, `{} {"formatVersion":1`}, "invalid character"},
		"not JSON":             {[2]string{`{"formatVersion"`, `{formatVersion`}, "invalid character"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, string(text), c.change[0])
			broken := strings.Replace(string(text), c.change[0], c.change[1], 1)
			_, err := ui.ReadPlan(strings.NewReader(broken))
			require.ErrorContains(t, err, c.want)
			require.True(t, strings.HasPrefix(err.Error(), "ui: "), err)
		})
	}
	t.Run("nested without end", func(t *testing.T) {
		t.Parallel()
		broken := strings.Replace(string(text), `"app":`, `"x":`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`,"app":`, 1)
		_, err := ui.ReadPlan(strings.NewReader(broken))
		require.ErrorContains(t, err, "nested more than")
	})
}

func FuzzReadPlan(f *testing.F) {
	plan := ui.Baseline(&openapi.Document{
		Title: "Fuzz", Schemas: map[string]*openapi.Schema{"A": {Ref: "A", Types: []string{"object"}, Enum: []json.RawMessage{json.RawMessage(`"<"`)}}},
		Operations: []*openapi.Operation{
			operation("GET", "/things", "a", "list", false), operation("POST", "/things", "b", "thing", true), operation("DELETE", "/things/{id}", "c", "", false),
		},
	})
	text, err := json.Marshal(plan)
	require.NoError(f, err)
	f.Add(text)
	f.Add([]byte(`{"formatVersion":1,"api":{"title":"","servers":[{"url":"/"}],"operations":[]},"app":{"title":"x","resources":[]}}`))
	f.Add([]byte(`{"formatVersion":2}`))
	f.Add([]byte(`{"formatVersion":1,"api":{"schemas":{"a":{"allOf":[{"ref":"a"}],"minimum":1}}}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := ui.ReadPlan(bytes.NewReader(data))
		if err != nil {
			require.Nil(t, plan)
			return
		}
		var first, second bytes.Buffer
		require.NoError(t, plan.WriteJSON(&first))
		again, err := ui.ReadPlan(bytes.NewReader(first.Bytes()))
		require.NoError(t, err)
		require.NoError(t, again.WriteJSON(&second))
		require.Equal(t, first.String(), second.String())
	})
}
