package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// What the (simulated) model words is what people read: a random word in each
// place of its answers is found in the page, and none of what it must not say.
func TestTheModelIsSeenInThePage(t *testing.T) {
	t.Parallel()
	doc := easygoing(sameOrigin(t))
	model := generatortest.New(generatortest.WithMarkers(), generatortest.WithObedience(0),
		generatortest.WithMistakes(0.3, generatortest.Hallucinated), generatortest.WithForeign("listBooks", "dropTable"))
	g, err := generator.New(generator.WithClient(model))
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), doc)
	require.NoError(t, err)
	require.NoError(t, result.Err())

	mux := http.NewServeMux()
	mux.Handle("/v1/", samples(doc))
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(withoutPrefill(result.Plan))))
	s := serve(t, mux)
	p := newPage(t, s.page("/"))
	p.size(4000, 2000) // room for all columns
	seen := map[string]bool{}
	p.signIn("shopKey", "", bookshop.APIKey)
	p.signIn("readerToken", "", bookshop.ReaderToken)
	p.signIn("office", bookshop.OfficeUser, bookshop.OfficePassword)
	p.open("/")
	p.markers(seen)
	for _, resource := range result.Plan.App.Resources {
		p.open("/r/" + resource.ID)
		p.markers(seen)
		for _, view := range resource.Views {
			op := doc.Operation(view.Operation)
			p.open("/op/" + op.ID) // the form, with the inputs of the path
			p.markers(seen)
			var path []string
			for _, parameter := range op.Parameters {
				if parameter.In == "path" {
					path = append(path, component(parameter.Name)+"=1")
				}
			}
			if len(path) > 0 {
				p.open("/op/" + op.ID + "?" + strings.Join(path, "&"))
				p.markers(seen)
			}
			if !op.Webhook && op.Method != http.MethodGet { // reading needs no button
				p.submit(op.ID)
				p.run(`new Promise((done) => setTimeout(done, 50))`)
				p.markers(seen)
				if eval[bool](p, `top_() !== document`) {
					p.confirm()
				}
				p.settle()
				p.markers(seen)
			}
		}
	}

	worded := map[string]bool{} // names that a view words for itself
	for _, marker := range model.Markers() {
		worded[marker.Name] = worded[marker.Name] || marker.Operation != "" && marker.Place == "label"
	}
	var valid, found, invalid int
	var missing []string
	for _, marker := range model.Markers() {
		if !marker.Valid {
			invalid++
			assert.False(t, seen[marker.Word], "%+v", marker)
			continue
		}
		if op := doc.Operation(marker.Operation); marker.Place == "shared label" && worded[marker.Name] ||
			marker.Place == "label" && (op.Webhook || isPaging(result.Plan, op.ID, marker.Name)) {
			// A view's own word stands instead of the shared one; a webhook shows the
			// names that are sent; and for turning pages there is a button.
			continue
		}
		valid++
		if seen[marker.Word] {
			found++
		} else {
			missing = append(missing, fmt.Sprintf("%s %s %s", marker.Operation, marker.Place, marker.Name))
		}
	}
	require.Greater(t, valid, 100)
	require.Positive(t, invalid)
	t.Logf("%d of %d places of the simulated model's answers are in the page; missing: %q", found, valid, missing)
	require.GreaterOrEqual(t, float64(found), 0.99*float64(valid))
}

func isPaging(plan *ui.Plan, operation, name string) bool {
	for _, resource := range plan.App.Resources {
		for _, view := range resource.Views {
			if view.Operation == operation {
				return view.Page != nil && view.Page.Param == name
			}
		}
	}
	return false
}

var markerWord = regexp.MustCompile(`mark[0-9a-z]{8,}`)

// markers notes the markers in the page: in texts and in what is read aloud.
func (p *page) markers(seen map[string]bool) {
	p.t.Helper()
	p.run(`for (const d of document.querySelectorAll("main details")) d.open = true; new Promise((done) => setTimeout(done, 0))`)
	text := p.text(`[...document.querySelectorAll("body *")].flatMap((e) => e.getAttributeNames().map((n) => e.getAttribute(n))).join(" ") + document.body.textContent + document.title`)
	for _, word := range markerWord.FindAllString(text, -1) {
		seen[word] = true
	}
}

// easygoing makes nothing required, so that every form can be sent empty.
func easygoing(doc *openapi.Document) *openapi.Document {
	var relax func(s *openapi.Schema)
	relax = func(s *openapi.Schema) {
		s.Required = nil
		for below := range s.Subschemas() {
			relax(below)
		}
	}
	for _, s := range doc.Schemas {
		relax(s)
	}
	for _, op := range doc.Operations {
		for _, p := range op.Parameters {
			p.Required = p.In == "path"
			if p.Schema != nil {
				p.Schema = &openapi.Schema{Types: p.Schema.Types, Description: p.Schema.Description}
			}
		}
		if op.Body == nil {
			continue
		}
		op.Body.Required = false
		for i := range op.Body.Content {
			if s := op.Body.Content[i].Schema; s != nil {
				relax(s)
			}
		}
	}
	return doc
}

// withoutPrefill lets a PATCH be sent that changes nothing.
func withoutPrefill(plan *ui.Plan) *ui.Plan {
	for i := range plan.App.Resources {
		for j := range plan.App.Resources[i].Views {
			plan.App.Resources[i].Views[j].Prefill = ""
		}
	}
	return plan
}

// samples answers every operation with what its description says a success
// looks like.
func samples(doc *openapi.Document) http.Handler {
	mux := http.NewServeMux()
	for _, op := range doc.Operations {
		if op.Webhook {
			continue
		}
		mux.HandleFunc(op.Method+" /v1"+op.Path, func(w http.ResponseWriter, _ *http.Request) {
			for _, response := range op.Responses {
				if !response.OK() {
					continue
				}
				for _, media := range response.Content {
					if media.Type == "application/json" {
						w.Header().Set("Content-Type", media.Type)
						_ = json.NewEncoder(w).Encode(sampleOf(doc, media.Schema, 0))
						return
					}
				}
			}
			w.WriteHeader(http.StatusNoContent)
		})
	}
	return mux
}

func sampleOf(doc *openapi.Document, s *openapi.Schema, depth int) any {
	if s = doc.Resolve(s); s == nil || depth > 6 {
		return "something"
	}
	out := map[string]any{}
	for _, part := range slices.Concat(s.AllOf, s.OneOf[:min(1, len(s.OneOf))], s.AnyOf[:min(1, len(s.AnyOf))]) {
		if inner, ok := sampleOf(doc, part, depth+1).(map[string]any); ok {
			maps.Copy(out, inner)
		}
	}
	for _, p := range s.Properties {
		out[p.Name] = sampleOf(doc, p.Schema, depth+1)
	}
	switch {
	case len(out) > 0:
		return out
	case len(s.Enum) > 0:
		return s.Enum[0]
	case s.Is("array"):
		return []any{sampleOf(doc, s.Items, depth+1)}
	case s.Is("integer"), s.Is("number"):
		return 7
	case s.Is("boolean"):
		return true
	}
	return "something"
}
