package optimizer

import "github.com/specloom/specloom/openapi"

// side says where in an operation a schema stands.
type side int

const (
	inputs     side = 1 << iota // parameters and the request's body
	outputs                     // successful responses
	others                      // errors, headers, callbacks
	everything = inputs | outputs | others
)

// tops lists the schemas that stand in an operation itself.
func tops(op *openapi.Operation, sides side) []*openapi.Schema {
	var out []*openapi.Schema
	content := func(list []openapi.MediaType) {
		for _, m := range list {
			out = append(out, m.Schema, m.ItemSchema)
		}
	}
	parameters := func(list []*openapi.Parameter) {
		for _, p := range list {
			if p != nil {
				out = append(out, p.Schema)
				content(p.Content)
			}
		}
	}
	if sides&inputs != 0 {
		parameters(op.Parameters)
		if op.Body != nil {
			content(op.Body.Content)
		}
	}
	for _, r := range op.Responses {
		if r == nil {
			continue
		}
		if r.OK() && sides&outputs != 0 || !r.OK() && sides&others != 0 {
			content(r.Content)
		}
		if sides&others != 0 {
			parameters(r.Headers)
		}
	}
	if sides&others != 0 {
		for _, callback := range op.Callbacks {
			if callback != nil && callback != op {
				out = append(out, tops(callback, inputs|outputs)...)
			}
		}
	}
	return out
}

// names lists the named schemas that a side of an operation leads to, nearest
// first.
func (m *model) names(op *openapi.Operation, sides side) []string {
	seen := map[string]bool{}
	var queue []string
	add := func(name string) {
		if !seen[name] && m.doc.Schemas[name] != nil {
			seen[name] = true
			queue = append(queue, name)
		}
	}
	for _, s := range tops(op, sides) {
		for _, name := range s.Refs() {
			add(name)
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, name := range m.of(queue[i]) {
			add(name)
		}
	}
	return queue
}

func (m *model) of(name string) []string {
	list, known := m.direct[name]
	if !known {
		list = m.doc.Schemas[name].Refs()
		m.direct[name] = list
	}
	return list
}
