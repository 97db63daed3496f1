package openapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Source returns the canonical JSON of the node at a pointer, as Operation,
// Schema and others have it: what the description says there, unknown and x-
// members included, references kept as references. A pointer is an RFC 6901
// JSON pointer into the main file ("/paths/~1pets/get", with or without a "#"
// before it; behind one, percent-encoded or not), or one into another file
// ("schemas/pet.yaml#/properties/name").
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
	out, err := d.find(pointer)
	if decoded, escapeErr := url.PathUnescape(pointer); err != nil && escapeErr == nil && decoded != pointer && strings.Contains(pointer, "#") {
		if other, otherErr := d.find(decoded); otherErr == nil { // as a URI has it (RFC 6901, section 6)
			out, err = other, nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("openapi: source of %q: %w", cut(pointer, maxMessage), err)
	}
	return out, nil
}

var (
	errNothing = errors.New("nothing is there")
	errNoSlash = errors.New("nothing is there; a JSON pointer begins with a slash")
)

// find looks in the files first, and then in the Document.
func (d *Document) find(pointer string) ([]byte, error) {
	out, err := d.sources.source(pointer)
	if !errors.Is(err, errNothing) {
		return out, err
	}
	within := strings.TrimPrefix(pointer, "#")
	if within != "" && within[0] != '/' {
		if strings.Contains(within, "#") {
			return nil, errNothing
		}
		return nil, errNoSlash
	}
	return d.written(within)
}

// source is what the files say at a pointer.
func (s *sources) source(pointer string) ([]byte, error) {
	n, err := s.at(pointer)
	if err != nil {
		return nil, err
	}
	return canonical(n)
}

// at finds a place of the files.
func (s *sources) at(pointer string) (node, error) {
	if s == nil {
		return node{}, errNothing
	}
	f, place, fragment := s.main, "", pointer
	if pointer != "" && pointer[0] != '/' { // within a pointer, # is a letter as others are
		place, fragment, _ = strings.Cut(pointer, "#")
	}
	if place != "" {
		if f = s.files[place]; f == nil {
			return node{}, errNothing
		}
	}
	return follow(f.root, fragment)
}

// canonical is the JSON of a node.
func canonical(n node) ([]byte, error) {
	spent := 0
	return (&jsonWriter{spent: &spent, most: defaultLimits.Repeats}).append(make([]byte, 0, 1<<10), n.value, 0)
}

// follow goes along a pointer from a value.
func follow(root *value, pointer string) (node, error) {
	if pointer != "" && pointer[0] != '/' {
		return node{}, errNoSlash
	}
	n := node{value: root, file: &file{}}
	if pointer != "" {
		for token := range strings.SplitSeq(pointer[min(1, len(pointer)):], "/") {
			n = n.step(token)
		}
	}
	if !n.ok() {
		return node{}, errNothing
	}
	return n, nil
}
