package e2e_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// The bookshop is our own, and kind to us. These descriptions are other
// people's: of each a sample of operations is opened, the largest form among
// them.
func TestForeignDescriptions(t *testing.T) {
	t.Parallel()
	for name, find := range map[string]func(testing.TB) []string{"shipped": corpus.Shipped, "shared": corpus.Shared} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, path := range find(t) {
				t.Run(filepath.Base(path), func(t *testing.T) {
					t.Parallel()
					doc, err := openapi.ReadFile(path)
					if err != nil {
						return // the tests of openapi judge that
					}
					visitSome(t, doc, 5)
				})
			}
		})
	}
}

func visitSome(t *testing.T, doc *openapi.Document, most int) {
	t.Helper()
	doc.Servers = []openapi.Server{{URL: "/api"}} // nobody else is called
	for _, op := range doc.Operations {
		op.Servers = nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"data": [{"id": "1", "name": "One", "list": [1, {"a": null}]}, {"id": 2}], "id": "1", "name": "One"}`))
	})
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(planOf(t, doc))))
	p := newPage(t, serve(t, mux).page("/"))
	for _, op := range sample(doc, most) {
		address := "/op/" + component(op.ID)
		for i, parameter := range op.Parameters {
			if parameter.In == "path" {
				address += map[bool]string{true: "?", false: "&"}[!strings.Contains(address, "?")]
				address += component(parameter.Name) + "=" + component(op.Parameters[i].Name)
			}
		}
		p.open(address)
		require.Equal(t, op.ID, p.text(`only(all("main article"), "article").dataset.operation ?? ""`))
		assert.Empty(t, p.alive(), op.ID)
	}
}

// sample takes operations evenly from all over the description, and the one
// with the largest body.
func sample(doc *openapi.Document, most int) []*openapi.Operation {
	all := doc.Operations
	if len(all) <= most {
		return all
	}
	var out []*openapi.Operation
	for i := range most - 1 {
		out = append(out, all[i*len(all)/(most-1)])
	}
	largest := slices.MaxFunc(all, func(a, b *openapi.Operation) int { return weight(doc, a) - weight(doc, b) })
	return append(out, largest)
}

// weight is about how many inputs the body of an operation has.
func weight(doc *openapi.Document, op *openapi.Operation) int {
	if op.Body == nil || len(op.Body.Content) == 0 {
		return 0
	}
	s := doc.Resolve(op.Body.Content[0].Schema)
	if s == nil {
		return 0
	}
	return len(s.Properties) + 5*len(s.OneOf) + 5*len(s.AnyOf) + 3*len(s.AllOf)
}
