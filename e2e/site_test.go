package e2e_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// site is the bookshop and its page, on a server of its own.
type site struct {
	t   *testing.T
	URL string // of the server
}

// prefix is where the page is mounted.
const prefix = "/office/ui"

func newSite(t *testing.T) *site {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, time.May, 5, 12, 0, 0, 0, time.UTC) }
	mux := http.NewServeMux()
	mux.Handle("/v1/", bookshop.NewServer(bookshop.WithClock(clock)))
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(planOf(t, sameOrigin(t)))))
	return serve(t, mux)
}

func serve(t *testing.T, handler http.Handler) *site {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &site{t: t, URL: server.URL}
}

// page is the address of the page, and of a place in it.
func (s *site) page(hash string) string { return s.URL + prefix + "/#" + hash }

func describedBookshop(t *testing.T) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	return doc
}

// sameOrigin is the bookshop, at the server that the page comes from.
func sameOrigin(t *testing.T) *openapi.Document {
	t.Helper()
	doc := describedBookshop(t)
	doc.Servers = []openapi.Server{{URL: "/v1"}}
	return doc
}

func planOf(t *testing.T, doc *openapi.Document) *ui.Plan {
	t.Helper()
	g, err := generator.New()
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), doc)
	require.NoError(t, err)
	return result.Plan
}

// thing is an answer of the API.
type thing map[string]any

// get asks the API itself, past the page, with the right of everybody who works
// in the shop.
func (s *site) get(path string) (status int, body thing) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.URL+"/v1"+path, nil)
	require.NoError(s.t, err)
	if strings.HasPrefix(path, "/customers") {
		r.SetBasicAuth(bookshop.OfficeUser, bookshop.OfficePassword)
	} else {
		r.Header.Set("X-API-Key", bookshop.APIKey)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(s.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(s.t, err)
	if strings.Contains(answer.Header.Get("Content-Type"), "json") {
		require.NoError(s.t, json.Unmarshal(text, &body))
	} else {
		body = thing{"bytes": string(text)}
	}
	return answer.StatusCode, body
}
