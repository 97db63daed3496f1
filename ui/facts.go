package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

const (
	maxExample   = 4 << 10 // bytes of one example
	maxCallbacks = 4       // callbacks within callbacks
)

// facts takes over what the page must know to send requests and read answers.
// Answers that are no success keep only their meaning.
func facts(doc *openapi.Document) API {
	api := API{
		Title: doc.Title, Version: doc.Version, Description: doc.Description, SpecVersion: doc.SpecVersion,
		Servers: doc.Servers, Operations: []*openapi.Operation{}, SecuritySchemes: map[string]*openapi.SecurityScheme{},
	}
	if len(api.Servers) == 0 {
		api.Servers = []openapi.Server{{URL: "/"}}
	}
	for name, scheme := range doc.SecuritySchemes {
		if scheme != nil {
			api.SecuritySchemes[name] = scheme
		}
	}
	taken := map[string]bool{}
	for _, op := range doc.Operations {
		if op == nil {
			continue
		}
		kept := keep(op, maxCallbacks)
		kept.Parameters = slices.DeleteFunc(kept.Parameters, func(p *openapi.Parameter) bool { return supplied(doc, op, p) })
		for n := 2; taken[kept.ID] || kept.ID == ""; n++ { // only in documents built by hand
			kept.ID = op.ID + "-" + strconv.Itoa(n)
		}
		taken[kept.ID] = true
		api.Operations = append(api.Operations, kept)
	}
	api.Schemas = reachable(doc, api.Operations)
	return api
}

// keep copies an operation without what the page does not need.
func keep(op *openapi.Operation, callbacks int) *openapi.Operation {
	kept := *op
	kept.Parameters = parameters(op.Parameters)
	if !op.Webhook {
		kept.Parameters = append(kept.Parameters, undeclared(&kept)...)
	}
	if op.Body != nil {
		body := *op.Body
		body.Content = contents(op.Body.Content, true)
		kept.Body = &body
	}
	success := false
	for _, r := range op.Responses {
		success = success || r != nil && r.OK()
	}
	kept.Responses = nil
	for _, r := range op.Responses {
		if r == nil {
			continue
		}
		response := *r
		response.Headers = nil
		if r.OK() || r.Status == "default" && !success {
			response.Headers = parameters(r.Headers)
			response.Content = contents(r.Content, false)
		} else {
			response.Content, response.Links = nil, nil
		}
		kept.Responses = append(kept.Responses, &response)
	}
	kept.Callbacks = nil
	if callbacks > 0 {
		for _, callback := range op.Callbacks {
			if callback != nil {
				kept.Callbacks = append(kept.Callbacks, keep(callback, callbacks-1))
			}
		}
	}
	return &kept
}

// supplied reports whether something else writes a parameter: what proves who
// calls, or the page, which knows what it sends and can read (OpenAPI 3.1,
// section 4.8.12.2.1, for the three headers).
func supplied(doc *openapi.Document, op *openapi.Operation, p *openapi.Parameter) bool {
	name := strings.ToLower(p.Name)
	for _, requirement := range op.Security {
		for _, use := range requirement {
			switch scheme := doc.SecuritySchemes[use.Scheme]; {
			case scheme == nil:
			case scheme.Type == "apiKey":
				if scheme.In == p.In && (scheme.Name == p.Name || p.In == "header" && strings.ToLower(scheme.Name) == name) {
					return true
				}
			case p.In == "header" && name == "authorization" && scheme.Type != "mutualTLS":
				return true
			}
		}
	}
	if p.In != "header" || strings.HasPrefix(doc.SpecVersion, "2") {
		return false
	}
	// Without a scheme there would be no other way to write Authorization.
	return name == "accept" || name == "content-type" || name == "authorization" && len(op.Security) > 0
}

// undeclared makes parameters of what the path names and the description
// forgot: without them no request could be sent.
func undeclared(op *openapi.Operation) []*openapi.Parameter {
	if !strings.HasPrefix(op.Path, "/") && (op.Webhook || strings.Contains(op.Path, "$")) {
		return nil // a name, or an expression that somebody else fills
	}
	var out []*openapi.Parameter
	seen := map[string]bool{}
	for _, p := range op.Parameters {
		seen[p.Name] = seen[p.Name] || p.In == "path"
	}
	for _, name := range braces(clip(op.Path, maxPath)) {
		if name != "" && !seen[name] && len(out) < maxSegments {
			seen[name] = true
			out = append(out, &openapi.Parameter{Name: name, In: "path", Required: true, Style: "simple", Schema: &openapi.Schema{Types: []string{"string"}}})
		}
	}
	return out
}

func parameters(all []*openapi.Parameter) []*openapi.Parameter {
	var kept []*openapi.Parameter
	for _, p := range all {
		if p == nil {
			continue
		}
		parameter := *p
		parameter.Examples = examples(p.Examples)
		parameter.Content = contents(p.Content, true)
		kept = append(kept, &parameter)
	}
	return kept
}

func contents(all []openapi.MediaType, withExamples bool) []openapi.MediaType {
	var kept []openapi.MediaType
	for _, media := range all {
		media.Examples = examples(media.Examples)
		if !withExamples {
			media.Examples = nil
		}
		kept = append(kept, media)
	}
	return kept
}

// examples keeps one that is small: it shows what to write.
func examples(all []openapi.Example) []openapi.Example {
	for _, example := range all {
		if len(example.Value) <= maxExample {
			return []openapi.Example{example}
		}
	}
	return nil
}

// reachable collects every schema that the operations refer to, and those
// that these refer to.
func reachable(doc *openapi.Document, ops []*openapi.Operation) map[string]*openapi.Schema {
	w := walker{doc: doc, found: map[string]*openapi.Schema{}, seen: map[*openapi.Schema]bool{}}
	for _, op := range ops {
		w.operation(op)
	}
	w.run()
	return w.found
}

// walker visits each schema once, with a stack of its own: schemas may be
// nested more deeply than Go's stack should be.
type walker struct {
	doc   *openapi.Document
	found map[string]*openapi.Schema
	seen  map[*openapi.Schema]bool
	todo  []*openapi.Schema

	depth   int      // of callbacks
	missing []string // names that nothing stands for
}

func (w *walker) run() {
	for len(w.todo) > 0 {
		next := w.todo[len(w.todo)-1]
		w.todo = w.todo[:len(w.todo)-1]
		w.children(next)
	}
}

func (w *walker) operation(op *openapi.Operation) {
	w.params(op.Parameters)
	if op.Body != nil {
		w.contents(op.Body.Content)
	}
	for _, r := range op.Responses {
		if r != nil {
			w.contents(r.Content)
			w.params(r.Headers)
		}
	}
	for _, callback := range op.Callbacks {
		if callback != nil && w.depth < maxCallbacks {
			w.depth++
			w.operation(callback)
			w.depth--
		}
	}
}

func (w *walker) params(all []*openapi.Parameter) {
	for _, p := range all {
		if p != nil {
			w.visit(p.Schema)
			w.contents(p.Content)
		}
	}
}

func (w *walker) contents(all []openapi.MediaType) {
	for _, media := range all {
		w.visit(media.Schema, media.ItemSchema)
	}
}

func (w *walker) visit(schemas ...*openapi.Schema) {
	for _, schema := range schemas {
		if schema != nil && !w.seen[schema] {
			w.seen[schema] = true
			w.todo = append(w.todo, schema)
		}
	}
}

func (w *walker) ref(name string) {
	if name == "" || w.found[name] != nil {
		return
	}
	target := w.doc.Schemas[name]
	if target == nil {
		w.missing = append(w.missing, name)
		target = &openapi.Schema{} // anything: the page need not know that it is missing
	}
	w.found[name] = target
	w.visit(target)
}

func (w *walker) children(s *openapi.Schema) {
	w.ref(s.Ref)
	for below := range s.Subschemas() {
		w.visit(below)
	}
	if s.Discriminator != nil {
		for _, value := range s.Discriminator.Mapping {
			w.ref(value.Ref)
		}
		w.ref(s.Discriminator.Default)
	}
}
