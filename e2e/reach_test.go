package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// Whoever is sent an address of the page comes to that operation, whatever it
// needs.
func TestEveryOperationHasAnAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/"))
	for _, op := range describedBookshop(t).Operations {
		p.do(chromedp.Navigate("about:blank")) // or the page would only turn over
		p.load(s.page("/op/" + op.ID))
		require.Equal(t, op.ID, p.text(`only(all("main article"), "article").dataset.operation`))
		sends := eval[int](p, `all("button[data-submit]").length + all("main .result").length`)
		if op.Webhook {
			assert.Zero(t, sends, "%s is nothing to send", op.ID)
		} else {
			assert.Positive(t, sends, "%s can be sent, or has been", op.ID)
		}
	}
}

// And whoever looks around finds it: home, its resource, the list there.
func TestEveryOperationIsFound(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/"))
	found := map[string]bool{}
	for _, resource := range p.list(`all("nav [data-resource]").map((a) => a.dataset.resource)`) {
		p.click(`only(all("nav [data-resource=` + resource + `]"), "resource")`)
		p.run(`for (const d of all("main details.everything")) d.open = true`)
		for _, id := range p.list(`all("main .everything a[data-operation]").map((a) => a.dataset.operation)`) {
			require.False(t, found[id], "%s is at one place only", id)
			found[id] = true
		}
	}
	require.Len(t, found, len(describedBookshop(t).Operations))
}

func TestAddressOfNothing(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/op/noSuchOperation"))
	require.Equal(t, "Not here", p.text(`tidy(only(all("main h1"), "heading").innerText)`))
}

// The page is one file: it works from a disk, and calls the API from there.
func TestFromAFile(t *testing.T) {
	t.Parallel()
	s := serve(t, bookshop.NewServer())
	doc := describedBookshop(t)
	doc.Servers = []openapi.Server{{URL: s.URL + "/v1"}}
	g, err := generator.New()
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), doc)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "the bookshop's page.html")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, result.WriteHTML(file))
	require.NoError(t, file.Close())

	p := newPage(t, "file://"+path+"#/r/books", s.URL)
	require.Len(t, p.rows("Title"), 10)
	p.signIn("shopKey", "", bookshop.APIKey)
	p.open("/op/updateBook?bookId=bk-101")
	p.until(`field("title").value !== ""`)
	p.fill("stock", "77")
	p.submit("updateBook")
	require.Equal(t, "200", p.status())
	_, book := s.get("/books/bk-101")
	require.InDelta(t, 77, book["stock"], 0)
}

func TestServersAreChosen(t *testing.T) {
	t.Parallel()
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	doc := describedBookshop(t)
	doc.Servers = []openapi.Server{{URL: closed.URL + "/v1", Description: "Closed"}, {URL: "/v1", Description: "Open"}}
	mux := http.NewServeMux()
	mux.Handle("/v1/", bookshop.NewServer())
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(planOf(t, doc))))
	s := serve(t, mux)

	p := newPage(t, s.page("/r/books"), closed.URL)
	p.sees("No answer from " + closed.URL)
	require.Positive(t, p.forgive("ERR_CONNECTION_REFUSED"))

	p.click(`only(all("header button.server"), "button")`)
	p.fill("Server", "Open – /v1")
	p.press("Save")
	require.Len(t, p.rows("Title"), 10)

	p.click(`only(all("header button.server"), "button")`)
	p.fill("Server", "Another address…")
	p.fill("Address", "https://elsewhere.example/v1")
	p.press("Save")
	p.sees("This page may not call https://elsewhere.example.")
	require.Positive(t, p.forgive("elsewhere.example"))
}
