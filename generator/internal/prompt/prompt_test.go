package prompt_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator/internal/prompt"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func TestReadForgivesWrappingAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		stop llm.StopReason
		want llm.Kind // "": it can be read
	}{
		"plain":           {text: `{"title":"Shop"}`},
		"in a fence":      {text: "```json\n{\"title\":\"Shop\"}\n```"},
		"in a sentence":   {text: `Here you are: {"title":"Shop"} I hope it helps.`},
		"two objects":     {text: `{"title":"Shop"} {"title":"Other"}`, want: llm.BadAnswer},
		"trailing comma":  {text: `{"title":"Shop",}`, want: llm.BadAnswer},
		"wrong type":      {text: `{"title":["Shop"]}`, want: llm.BadAnswer},
		"not an object":   {text: `["Shop"]`, want: llm.BadAnswer},
		"no JSON":         {text: `I would call it Shop.`, want: llm.BadAnswer},
		"empty":           {want: llm.BadAnswer},
		"cut":             {text: `{"title":"Sho`, stop: llm.StopLength, want: llm.BadAnswer},
		"whole and cut":   {text: `{"title":"Shop"}`, stop: llm.StopLength, want: llm.BadAnswer},
		"declined":        {text: `{"title":"Shop"}`, stop: llm.StopRefusal, want: llm.Refused},
		"without measure": {text: `{"title":"` + strings.Repeat("x", 5<<20) + `"}`, want: llm.BadAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var bp ui.Blueprint
			err := prompt.Read(&llm.Response{Text: test.text, StopReason: test.stop}, &bp)
			require.Equal(t, test.want, llm.KindOf(err))
			if test.want == "" {
				require.NoError(t, err)
				require.Equal(t, "Shop", bp.Title)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"views":[{"operation":"a","columns":["b"]}]}`)
	f.Add("```\n{\"views\":null}\n```")
	f.Add(`{"views":[{"fields":[{"name":"\ud800"}]}]}{`)
	f.Fuzz(func(t *testing.T, text string) {
		var plan ui.ChunkPlan
		err := prompt.Read(&llm.Response{Text: text}, &plan)
		if err == nil {
			require.Contains(t, text, "{")
			return
		}
		require.Equal(t, llm.BadAnswer, llm.KindOf(err))
	})
}

func plan(t *testing.T) *ui.Plan {
	t.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	return ui.Baseline(doc)
}

func TestSharedSaysTheNamesAndTheVerbsOfTheApplication(t *testing.T) {
	t.Parallel()
	text := prompt.Shared(plan(t), func(string) bool { return true })
	require.Contains(t, text, `"resources":["Books","Authors",`)
	require.Contains(t, text, `"list":"List"`)
	require.Contains(t, text, `"delete":"Delete"`)
	require.Contains(t, text, `"isbn":"ISBN"`)
	require.Equal(t, text, prompt.Shared(plan(t), func(string) bool { return true }))
}

func TestDataIsMadeToFit(t *testing.T) {
	t.Parallel()
	p := plan(t)
	for _, limit := range []int{10_000, 1_000, 300, 100} {
		fits := func(text string) bool { return len(text) <= limit }
		text := prompt.Blueprint(p, "", fits)
		require.LessOrEqual(t, len(text), limit)
	}
	require.Contains(t, prompt.Blueprint(p, "books & more", func(string) bool { return true }), `"domain":"books \u0026 more"`)
	short := prompt.Shared(p, func(text string) bool { return len(text) <= 400 })
	require.LessOrEqual(t, len(short), 400)
}
