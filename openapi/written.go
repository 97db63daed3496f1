package openapi

import (
	"maps"
	"slices"
	"strings"
)

// written is the JSON of a part of the Document at a pointer, from the model.
func (d *Document) written(pointer string) ([]byte, error) {
	w := &modelWriter{}
	if part, rest, ok := d.partAt(pointer); ok {
		part(w)
		if out, err := w.canonical(rest); err == nil {
			return out, nil
		}
		*w = modelWriter{}
	}
	tokens := strings.Split(pointer, "/")[1:]
	for i, token := range tokens {
		tokens[i] = unescape(token)
	}
	w.document(d, tokens)
	return w.canonical(pointer)
}

// partAt finds the part with the longest Pointer that leads to a place or to
// something around it, and what is left of the pointer below it.
func (d *Document) partAt(pointer string) (part func(*modelWriter), rest string, ok bool) {
	longest := 0
	found := func(at string, write func(*modelWriter)) {
		if below, is := strings.CutPrefix(pointer, at); is && len(at) > longest && (below == "" || below[0] == '/') {
			part, rest, ok, longest = write, below, true, len(at)
		}
	}
	f := &finder{found: found, seen: map[*Schema]bool{}}
	f.operations(d.Operations)
	for _, name := range slices.Sorted(maps.Keys(d.Schemas)) {
		f.schema(d.Schemas[name])
	}
	return part, rest, ok
}

// finder walks everything that has a Pointer.
type finder struct {
	found func(pointer string, write func(*modelWriter))
	seen  map[*Schema]bool
	calls int
}

func (f *finder) operations(ops []*Operation) {
	if f.calls++; f.calls > maxCallbacks+1 {
		return
	}
	defer func() { f.calls-- }()
	for _, op := range ops {
		f.found(op.Pointer, func(w *modelWriter) { w.operation(op) })
		f.parameters(op.Parameters)
		if op.Body != nil {
			f.found(op.Body.Pointer, func(w *modelWriter) { w.body(op.Body) })
			f.content(op.Body.Content)
		}
		for _, response := range op.Responses {
			f.found(response.Pointer, func(w *modelWriter) { w.response(response) })
			f.parameters(response.Headers)
			f.content(response.Content)
		}
		f.operations(op.Callbacks)
	}
}

func (f *finder) parameters(list []*Parameter) {
	for _, p := range list {
		f.found(p.Pointer, func(w *modelWriter) { w.parameter(p) })
		f.schema(p.Schema)
		f.content(p.Content)
	}
}

func (f *finder) content(list []MediaType) {
	for _, m := range list {
		f.schema(m.Schema)
		f.schema(m.ItemSchema)
	}
}

func (f *finder) schema(s *Schema) {
	if s == nil || f.seen[s] {
		return
	}
	f.seen[s] = true
	f.found(s.Pointer, func(w *modelWriter) { w.schema(s) })
	for below := range s.Subschemas() {
		f.schema(below)
	}
}
