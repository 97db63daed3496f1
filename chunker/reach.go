package chunker

import "github.com/specloom/specloom/openapi"

// maxWalk bounds how deep schemas are followed within each other. What package
// openapi reads is never deeper.
const maxWalk = 250

// reach finds the named schemas that operations lead to.
type reach struct {
	doc    *openapi.Document
	direct map[string][]string // names that a named schema refers to itself
}

func newReach(doc *openapi.Document) *reach {
	return &reach{doc: doc, direct: map[string][]string{}}
}

// names lists the schemas that an operation leads to, nearest first.
func (r *reach) names(op *openapi.Operation) []string {
	seen := map[string]bool{}
	var queue []string
	add := func(name string) {
		if !seen[name] && r.doc.Schemas[name] != nil {
			seen[name] = true
			queue = append(queue, name)
		}
	}
	for _, s := range schemasOf(op) {
		for _, name := range s.Refs() {
			add(name)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, name := range r.of(queue[i]) {
			add(name)
		}
	}
	return queue
}

func (r *reach) of(name string) []string {
	list, ok := r.direct[name]
	if !ok {
		list = r.doc.Schemas[name].Refs()
		r.direct[name] = list
	}
	return list
}

// schemasOf lists the schemas that stand in an operation itself.
func schemasOf(op *openapi.Operation) []*openapi.Schema {
	var out []*openapi.Schema
	content := func(list []openapi.MediaType) {
		for _, m := range list {
			out = append(out, m.Schema, m.ItemSchema)
		}
	}
	parameters := func(list []*openapi.Parameter) {
		for _, p := range list {
			out = append(out, p.Schema)
			content(p.Content)
		}
	}
	parameters(op.Parameters)
	if op.Body != nil {
		content(op.Body.Content)
	}
	for _, response := range op.Responses {
		parameters(response.Headers)
		content(response.Content)
	}
	for _, callback := range op.Callbacks {
		if callback != op {
			out = append(out, schemasOf(callback)...)
		}
	}
	return out
}
