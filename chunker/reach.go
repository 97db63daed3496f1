package chunker

import "github.com/specloom/specloom/openapi"

// maxWalk bounds how deep schemas are followed within each other. What package
// openapi reads is never deeper.
const maxWalk = 250

// reach finds the named schemas that operations lead to. Names are numbers
// while it looks: in some descriptions every operation leads to thousands.
type reach struct {
	doc    *openapi.Document
	number map[string]int32 // of a name, -1 where there is no such schema
	all    []string         // names, by number
	direct [][]int32        // names that a named schema refers to itself; nil: not asked yet
	seen   []int32          // by number: the last round that came by
	round  int32
}

func newReach(doc *openapi.Document) *reach {
	return &reach{doc: doc, number: map[string]int32{}}
}

// numbers lists the schemas that an operation leads to, nearest first. The
// names are in all.
func (r *reach) numbers(op *openapi.Operation) []int32 {
	r.round++
	var queue []int32
	add := func(n int32) {
		if r.seen[n] != r.round {
			r.seen[n] = r.round
			queue = append(queue, n)
		}
	}
	for _, s := range schemasOf(op) {
		for _, name := range s.Refs() {
			if n := r.of(name); n >= 0 {
				add(n)
			}
		}
	}
	for i := 0; i < len(queue); i++ {
		for _, n := range r.from(queue[i]) {
			add(n)
		}
	}
	return queue
}

// of is the number of a name, -1 where there is no such schema.
func (r *reach) of(name string) int32 {
	n, ok := r.number[name]
	if !ok {
		n = -1
		if r.doc.Schemas[name] != nil {
			n = int32(len(r.all))
			r.all = append(r.all, name)
			r.direct = append(r.direct, nil)
			r.seen = append(r.seen, 0)
		}
		r.number[name] = n
	}
	return n
}

// from lists what a named schema refers to itself.
func (r *reach) from(n int32) []int32 {
	if r.direct[n] == nil {
		list := []int32{}
		for _, name := range r.doc.Schemas[r.all[n]].Refs() {
			if to := r.of(name); to >= 0 {
				list = append(list, to)
			}
		}
		r.direct[n] = list
	}
	return r.direct[n]
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
