package ui_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// onePlan is a plan of one operation, with the given texts as its title and
// description, and the given servers.
func onePlan(text string, servers ...openapi.Server) *ui.Plan {
	if len(servers) == 0 {
		servers = []openapi.Server{{URL: "https://api.example.com/v1"}}
	}
	return &ui.Plan{
		FormatVersion: ui.FormatVersion,
		API: ui.API{
			Title: text, Description: text, Servers: servers,
			Operations: []*openapi.Operation{{ID: "listBooks", Method: "GET", Path: "/books", Summary: text}},
		},
		App: ui.App{Title: text, Resources: []ui.Resource{{
			ID: "books", Title: text,
			Views: []ui.View{{Operation: "listBooks", Kind: ui.List, Title: text, Submit: "Show"}},
		}}},
	}
}

func render(t *testing.T, plan *ui.Plan, opts ...ui.Option) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, ui.Render(&b, plan, opts...))
	return b.String()
}

// policy is the content of the page's Content-Security-Policy.
func policy(t *testing.T, page string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	require.Len(t, found, 2)
	return strings.ReplaceAll(found[1], "&#39;", "'")
}

// connect lists the sources that the page may call.
func connect(t *testing.T, plan *ui.Plan, opts ...ui.Option) []string {
	t.Helper()
	for directive := range strings.SplitSeq(policy(t, render(t, plan, opts...)), "; ") {
		if sources, ok := strings.CutPrefix(directive, "connect-src "); ok {
			return strings.Fields(sources)
		}
	}
	require.Fail(t, "no connect-src")
	return nil
}

func TestRenderIsOneFileThatAsksForNothing(t *testing.T) {
	t.Parallel()
	page := render(t, onePlan("Books"))
	require.NotRegexp(t, `(?i)<(link|iframe|object|embed|base|img)\b`, page)
	require.NotRegexp(t, `(?i)<script[^>]+src=`, page)
	require.NotRegexp(t, `(?i)<[a-z]+[^>]*\s(style|on[a-z]+)=`, page[:strings.Index(page, "<style>")])
	require.NotContains(t, page, "@import")
	require.NotRegexp(t, `url\(`, page[strings.Index(page, "<style>"):strings.Index(page, "</style>")])

	meta, script := strings.Index(page, "Content-Security-Policy"), strings.Index(page, "<s")
	require.Less(t, meta, script, "the policy must come before what it governs")
}

func TestPolicyNamesTheOneScriptAndTheOneStyle(t *testing.T) {
	t.Parallel()
	page := render(t, onePlan("Books"))
	got := policy(t, page)
	require.Regexp(t, `^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; img-src data: blob:; connect-src [^;]+; base-uri 'none'; form-action 'none'$`, got)
	require.Equal(t, 1, strings.Count(page, "<style>"))
	require.Equal(t, 2, strings.Count(page, "<script"), "one for the data, one that runs")
	for _, tag := range []string{"script", "style"} {
		end := strings.LastIndex(page, "</"+tag+">")
		begin := strings.LastIndex(page[:end], "<"+tag+">") + len(tag) + 2
		require.Contains(t, got, tag+"-src "+sha(page[begin:end]))
	}
}

func TestBundleHasNoDangerousWaysToWrite(t *testing.T) {
	t.Parallel()
	page := render(t, onePlan("Books"))
	script := page[strings.LastIndex(page, "<script>"):]
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc", "DOMParser", "createContextualFragment", "localStorage"} {
		require.NotContains(t, script, word)
	}
}

func TestThePlanTravelsWhole(t *testing.T) {
	t.Parallel()
	plan := onePlan("Books & <b>more</b> \u2028")
	page := render(t, plan)
	_, rest, _ := strings.Cut(page, `<script type="text/plain" id="specloom-plan">`)
	data, _, _ := strings.Cut(rest, "</script>")
	packed, err := base64.StdEncoding.DecodeString(data)
	require.NoError(t, err)
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	require.True(t, unzip.ModTime.IsZero())
	back, err := ui.ReadPlan(unzip)
	require.NoError(t, err)
	require.Equal(t, plan, back)
}

func TestSamePlanSameBytes(t *testing.T) {
	t.Parallel()
	plan := onePlan("Books")
	plan.API.Schemas = map[string]*openapi.Schema{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		plan.API.Schemas[name] = &openapi.Schema{Title: name}
	}
	first := render(t, plan)
	for range 5 {
		require.Equal(t, first, render(t, plan))
	}
}

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`</title><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</script><script>alert(1)</script>`, `<!--<script>`, "\u202e\x00\xff",
	} {
		page := render(t, onePlan(text))
		head := page[:strings.Index(page, "<style>")]
		require.NotContains(t, head, "<script")
		require.NotContains(t, head, "<img")
		require.Equal(t, 2, strings.Count(page, "<script"))
		require.Equal(t, strings.Count(page, "<script"), strings.Count(page, "</script>"))
	}
}

func TestRenderRefusesWhatItCannotShow(t *testing.T) {
	t.Parallel()
	unknown := onePlan("Books")
	unknown.App.Resources[0].Views[0].Operation = "nobody"
	hidden := onePlan("Books")
	hidden.App.Resources[0].Views = nil
	newer := onePlan("Books")
	newer.FormatVersion = ui.FormatVersion + 1
	for name, plan := range map[string]*ui.Plan{"nil": nil, "empty": {}, "unknown operation": unknown, "unreachable operation": hidden, "newer": newer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var b bytes.Buffer
			require.ErrorContains(t, ui.Render(&b, plan), "ui: ")
			require.Zero(t, b.Len())
		})
	}
	require.ErrorContains(t, ui.Render(io.Discard, onePlan("Books"), nil), "option")
}

func TestRenderTellsOfAWriterThatFails(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	require.ErrorIs(t, ui.Render(failing{full}, onePlan("Books")), full)
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
