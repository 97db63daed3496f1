package generatortest

import (
	"slices"
	"strings"
)

// Bounds of what is made of a text, whatever it holds.
const (
	maxNesting = 100
	maxSteps   = 20_000 // of looking for fields
	maxFields  = 400    // of one thing
	maxHops    = 20     // from a shape to what it stands for
)

// description is what the model understood of a text.
type description struct {
	operations []*operation
	// named finds what a shape refers to, nil where the text does not say.
	named func(ref string) *shape
}

type operation struct {
	id, method, path string
	summary          string
	inputs           []field  // outside the body
	body             []*shape // in each form
	answers          []*shape // of success
}

// shape is a type, as far as words for it need.
type shape struct {
	ref    string
	object bool
	list   bool
	items  *shape
	fields []field
	all    []*shape // it is all of these
	any    []*shape // it is one of these
	null   bool     // it is nothing but null

	readOnly, writeOnly bool
}

type field struct {
	name     string
	required bool
	shape    *shape // nil where nothing is said
}

// read understands a text, as much of it as there is.
func read(text string) *description {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") {
		return readJSON(text)
	}
	if strings.HasPrefix(text, "#") {
		return readLossless(text)
	}
	return readNotation(text)
}

// walk follows references within bounds.
type walk struct {
	*description
	steps int
}

func (d *description) walk() *walk { return &walk{d, maxSteps} }

// fieldsOf lists the fields of an object, with those of everything that it is
// made of, each name once.
func (w *walk) fieldsOf(s *shape) []field {
	var out []field
	seen := map[string]bool{}
	at := map[string]int{}
	var collect func(s *shape, depth int)
	collect = func(s *shape, depth int) {
		if w.steps--; s == nil || w.steps < 0 || depth > maxNesting || len(out) > maxFields {
			return
		}
		if s.ref != "" && !seen[s.ref] {
			seen[s.ref] = true
			collect(w.named(s.ref), depth+1)
		}
		for _, part := range s.all {
			collect(part, depth+1)
		}
		if choices := s.choices(); w.things(choices) {
			for _, one := range choices {
				collect(one, depth+1)
			}
		}
		for _, f := range s.fields {
			if i, known := at[f.name]; known {
				out[i].required = out[i].required || f.required
				if out[i].shape == nil {
					out[i].shape = f.shape
				}
				continue
			}
			at[f.name] = len(out)
			out = append(out, f)
		}
	}
	collect(s, 0)
	return out
}

// choices are what a value may be, null apart.
func (s *shape) choices() []*shape {
	return slices.DeleteFunc(slices.Clone(s.any), func(one *shape) bool { return one.null })
}

// things reports whether all choices are objects: where one is not, a form for
// their fields makes no sense.
func (w *walk) things(choices []*shape) bool {
	return !slices.ContainsFunc(choices, func(s *shape) bool { return w.simple(s) || w.listed(s) != nil })
}

// next is the one shape that a shape stands for, nil where there is none.
func (w *walk) next(s *shape) *shape {
	choices := s.choices()
	switch {
	case s.ref != "":
		return w.named(s.ref)
	case len(s.all) > 0:
		return s.all[0]
	case len(choices) > 0:
		return choices[0]
	}
	return nil
}

// listed gives what a list holds, nil of what is no list.
func (w *walk) listed(s *shape) *shape {
	for depth := 0; s != nil && depth < maxHops; depth++ {
		switch {
		case s.list && s.items == nil:
			return &shape{}
		case s.list:
			return s.items
		case len(s.all) > 1 || len(s.choices()) > 1:
			return nil
		}
		s = w.next(s)
	}
	return nil
}

// simple reports whether one cell can show a value.
func (w *walk) simple(s *shape) bool {
	for range maxHops {
		if s == nil {
			return true
		}
		if s.object || s.list {
			return false
		}
		s = w.next(s)
	}
	return false
}

// flags tells whether a value is only read, or only written.
func (w *walk) flags(f field) (readOnly, writeOnly bool) {
	s := f.shape
	for hop := 0; s != nil && hop < maxHops; hop++ {
		readOnly, writeOnly = readOnly || s.readOnly, writeOnly || s.writeOnly
		s = w.next(s)
	}
	return readOnly, writeOnly
}

// subject is what an operation answers with: the fields of the rows of a list, or
// of one thing. Lists and things often come in a wrapper.
func (w *walk) subject(op *operation) (fields []field, list bool) {
	for _, s := range op.answers {
		if fields, list = w.inside(s, op.path); len(fields) > 0 || list {
			return fields, list
		}
	}
	return nil, false
}

// inside takes wrappers off. A list is what was asked for where it is called like
// the path, or as lists in wrappers are; one in a thing is a part of the thing.
func (w *walk) inside(s *shape, path string) (fields []field, list bool) {
	last := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	for range 3 {
		if rows := w.listed(s); rows != nil {
			return w.fieldsOf(rows), true
		}
		fields = w.fieldsOf(s)
		if slices.ContainsFunc(fields, func(f field) bool { return identity[f.name] }) {
			return fields, false
		}
		var lists, things []*shape
		var asked *shape
		others := 0
		for _, f := range fields {
			if w.listed(f.shape) == nil && !paging(f.name) {
				others++
			}
			if w.listed(f.shape) != nil {
				lists = append(lists, f.shape)
				if name := strings.ToLower(f.name); name == last || wrapped[name] {
					asked = f.shape
				}
			} else if !w.simple(f.shape) && !beside[strings.ToLower(f.name)] {
				things = append(things, f.shape)
			}
		}
		switch {
		case asked != nil && len(lists) <= 2:
			s = asked
		case len(lists) == 1 && others <= 1:
			s = lists[0]
		case len(lists) == 0 && len(things) == 1 && len(fields) <= 3:
			s = things[0]
		default:
			return fields, false
		}
	}
	return fields, false
}

// paging reports whether a name is of what stands beside the rows of a list.
func paging(name string) bool {
	return beside[strings.ToLower(name)] || slices.ContainsFunc(wordsOf(name), func(word string) bool { return pagingWords[word] })
}

var pagingWords = map[string]bool{
	"page": true, "pages": true, "total": true, "count": true, "next": true, "previous": true, "prev": true, "start": true,
	"end": true, "size": true, "limit": true, "offset": true, "cursor": true, "more": true, "uri": true, "url": true, "object": true,
}

var (
	identity = map[string]bool{"id": true, "uuid": true, "name": true, "key": true, "slug": true}
	wrapped  = map[string]bool{"data": true, "items": true, "results": true, "value": true, "values": true, "records": true, "entries": true}
	beside   = map[string]bool{"meta": true, "metadata": true, "links": true, "_links": true, "paging": true, "pagination": true, "error": true, "page": true}
)

// inputs lists what a user fills in, each name once.
func (w *walk) inputs(op *operation) []field {
	out := slices.Clone(op.inputs)
	if len(op.body) > 0 { // other forms hold the same in other words
		for _, f := range w.fieldsOf(op.body[0]) {
			if readOnly, _ := w.flags(f); !readOnly {
				out = append(out, f)
			}
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(out, func(f field) bool {
		if f.name == "" || seen[f.name] {
			return true
		}
		seen[f.name] = true
		return false
	})
}
