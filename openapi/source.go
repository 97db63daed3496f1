package openapi

import (
	"errors"
	"fmt"
	"strings"
)

// Source returns the canonical JSON of the node at a pointer, as Operation,
// Schema and others have it: what the description says there, unknown and x-
// members included, references kept as references. A pointer is an RFC 6901
// JSON pointer into the main file ("/paths/~1pets/get", with or without a "#"
// before it), or one into another file ("schemas/pet.yaml#/properties/name").
//
// Canonical means: no white space, members in the order of the description, of
// members with the same name the last, numbers and texts in the form of JSON, YAML
// aliases and merge keys written out, and overlays applied.
//
// What the description does not have, as in a Document that was built in memory
// or to which something was added, is written from the Document, in the form of
// OpenAPI 3.2: the part whose Pointer it is, or the place that the part would
// have ("/paths/~1pets/get", "/components/schemas/Pet"). What was changed in a
// part that the description has is not seen.
//
// It fails where nothing is at that place.
func (d *Document) Source(pointer string) ([]byte, error) {
	out, err := d.sources.source(pointer)
	if errors.Is(err, errNothing) {
		out, err = d.written(strings.TrimPrefix(pointer, "#"))
	}
	if err != nil {
		return nil, fmt.Errorf("openapi: source of %q: %w", cut(pointer, maxMessage), err)
	}
	return out, nil
}

var errNothing = errors.New("nothing is there")

// source is what the files say at a pointer.
func (s *sources) source(pointer string) ([]byte, error) {
	if s == nil {
		return nil, errNothing
	}
	f, place, fragment := s.main, "", pointer
	if pointer != "" && pointer[0] != '/' { // within a pointer, # is a letter as others are
		place, fragment, _ = strings.Cut(pointer, "#")
	}
	if place != "" {
		if f = s.files[place]; f == nil {
			return nil, errNothing
		}
	}
	return canonical(f.root, fragment)
}

// canonical is the JSON of what a pointer leads to below a value.
func canonical(root *value, pointer string) ([]byte, error) {
	n := node{value: root, file: &file{}}
	if pointer != "" {
		for token := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
			n = n.step(token)
		}
	}
	if !n.ok() {
		return nil, errNothing
	}
	spent := 0
	return (&jsonWriter{spent: &spent, most: defaultLimits.Repeats}).append(nil, n.value, 0)
}
