package ui_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ui"
)

func get(h http.Handler, method, target string, header ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestHandlerServesThePageAtItsRoot(t *testing.T) {
	t.Parallel()
	plan := onePlan("Books")
	h := ui.Handler(plan)
	page := render(t, plan)

	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, page, w.Body.String())
	require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
	require.Equal(t, policy(t, page)+"; frame-ancestors 'none'", w.Header().Get("Content-Security-Policy"))

	head := get(h, http.MethodHead, "/")
	require.Equal(t, http.StatusOK, head.StatusCode)
	require.EqualValues(t, len(page), head.ContentLength)

	etag := w.Header().Get("ETag")
	require.NotEmpty(t, etag)
	require.Equal(t, http.StatusNotModified, get(h, http.MethodGet, "/", "If-None-Match", etag).StatusCode)
	require.Equal(t, http.StatusOK, get(h, http.MethodGet, "/", "If-None-Match", `"other"`).StatusCode)

	post := get(h, http.MethodPost, "/")
	require.Equal(t, http.StatusMethodNotAllowed, post.StatusCode)
	require.Equal(t, "GET, HEAD", post.Header.Get("Allow"))
	require.Equal(t, http.StatusNotFound, get(h, http.MethodGet, "/other").StatusCode)
}

func TestHandlerUnderAnyPrefix(t *testing.T) {
	t.Parallel()
	h := ui.Handler(onePlan("Books"))
	mux := http.NewServeMux()
	mux.Handle("/stripped/", http.StripPrefix("/stripped", h))
	mux.Handle("/slash/", http.StripPrefix("/slash/", h))
	mux.Handle("GET /bare/deep/", h)
	mux.Handle("/exact/{$}", h)
	mux.Handle("/rest/{path...}", h)
	for target, want := range map[string]int{
		"/stripped/": 200, "/stripped/x": 404,
		"/slash/": 200, "/slash/x": 404,
		"/bare/deep/": 200, "/bare/deep/x": 404, "/bare/deep/deep/": 404,
		"/exact/": 200, "/rest/": 200, "/rest/x": 404,
	} {
		require.Equal(t, want, get(mux, http.MethodGet, target).StatusCode, target)
	}
}

// Chi leaves the path as it is, and says in the pattern where it mounted.
func TestHandlerMountedByChi(t *testing.T) {
	t.Parallel()
	h := ui.Handler(onePlan("Books"))
	for _, c := range []struct {
		pattern, path string
		want          int
	}{
		{"/ui/*", "/ui/", 200}, {"/ui/*", "/ui", 200}, {"/ui", "/ui", 200}, {"/ui/*", "/ui/x", 404}, {"/{tenant}/*", "/acme/", 404}, {"", "/ui/", 404},
	} {
		r := httptest.NewRequest(http.MethodGet, c.path, nil)
		r.Pattern = c.pattern
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, c.want, w.Code, c)
	}
}

func TestHandlerTellsOfABrokenPlan(t *testing.T) {
	t.Parallel()
	got := get(ui.Handler(nil), http.MethodGet, "/")
	require.Equal(t, http.StatusInternalServerError, got.StatusCode)
}
