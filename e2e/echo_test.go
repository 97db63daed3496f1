package e2e_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// object is a piece of a description.
type object = map[string]any

// echo is an API that remembers what it was sent: by the first part of the
// path, which is the operation's ID.
type echo struct {
	*site

	mu      sync.Mutex
	sent    map[string][]request
	answers map[string]string // of operations that give more than an empty object
}

// request is what arrived, as it was written.
type request struct {
	Method, Path, Query string
	Header              http.Header
	Body                string
}

// newEcho serves the page of a description whose operations are all at
// "/{operationId}…".
func newEcho(t *testing.T, description object, answers map[string]string) *echo {
	t.Helper()
	description["openapi"] = "3.1.0"
	description["info"] = object{"title": "Echo", "version": "1"}
	description["servers"] = []any{object{"url": "/api"}}
	source, err := json.Marshal(description)
	require.NoError(t, err)
	doc, err := openapi.Parse(source)
	require.NoError(t, err)
	require.Empty(t, doc.Warnings)

	e := &echo{sent: map[string][]request{}, answers: answers}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", e.answer)
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(planOf(t, doc))))
	e.site = serve(t, mux)
	return e
}

func (e *echo) answer(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	path, query, _ := strings.Cut(strings.TrimPrefix(r.RequestURI, "/api/"), "?")
	id, path, _ := strings.Cut(path, "/")
	e.mu.Lock()
	e.sent[id] = append(e.sent[id], request{r.Method, path, query, r.Header, string(body)})
	e.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	text, ok := e.answers[id]
	if !ok || r.Method == http.MethodPut {
		text = "{}"
	}
	_, _ = io.WriteString(w, text)
}

// last is the latest request to an operation.
func (e *echo) last(operation string) request {
	e.t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	require.NotEmpty(e.t, e.sent[operation], "nothing was sent to %s", operation)
	return e.sent[operation][len(e.sent[operation])-1]
}

// operation describes an operation that answers with things.
func operation(id string, more object) object {
	thing := object{"type": "object", "properties": object{"id": object{"type": "string"}}}
	out := object{
		"operationId": id,
		"responses":   object{"200": object{"description": "ok", "content": object{"application/json": object{"schema": object{"type": "array", "items": thing}}}}},
	}
	maps.Copy(out, more)
	return out
}

// addTo adds texts to a list in the form.
func (p *page) addTo(field string, texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		p.click(`only(all(".add", only(all("[data-field=` + field + `]"), "list")), "button to add")`)
		p.run(`const e = all("[data-field=` + field + `] .item input").at(-1);
			e.value = ` + quote(text) + `;
			e.dispatchEvent(new Event("input", {bubbles: true}))`)
	}
}

// send sends the form that is open, and waits for the answer.
func (p *page) send(operation string) {
	p.t.Helper()
	p.submit(operation)
	require.Equal(p.t, "200", p.status())
}
