package openapi

import (
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
// aliases and merge keys written out.
//
// It fails for a Document that was built in memory, and where nothing is at
// that place.
func (d *Document) Source(pointer string) ([]byte, error) {
	if d.sources == nil {
		return nil, fmt.Errorf("openapi: source of %q: the document was not read from a description", pointer)
	}
	f, place, fragment := d.sources.main, "", pointer
	if pointer != "" && pointer[0] != '/' { // within a pointer, # is a letter as others are
		place, fragment, _ = strings.Cut(pointer, "#")
	}
	if place != "" {
		if f = d.sources.files[place]; f == nil {
			return nil, fmt.Errorf("openapi: source of %q: the description has no such file", pointer)
		}
	}
	n := node{Node: f.root, file: f}
	if fragment != "" {
		for token := range strings.SplitSeq(strings.TrimPrefix(fragment, "/"), "/") {
			n = n.step(token)
		}
	}
	if !n.ok() {
		return nil, fmt.Errorf("openapi: source of %q: nothing is there", pointer)
	}
	spent := 0
	out, err := (&jsonWriter{spent: &spent}).append(nil, n.Node, 0)
	if err != nil {
		return nil, fmt.Errorf("openapi: source of %q: %w", pointer, err)
	}
	return out, nil
}
