package ui

import (
	"slices"
	"strings"
	"unicode"
)

// route is a path taken apart: what it leads through, and the verb that some
// APIs write at its end.
type route struct {
	segments []segment
	keys     []string // of each segment, see key
	verb     string   // "cancel" of /orders/{id}:cancel, "postMessage" of /chat.postMessage
}

// segment is one step of a path: a literal, or parameters.
type segment struct {
	text   string   // of a literal, as written
	params []string // names, of a parameter
}

func (s segment) isParam() bool { return len(s.params) > 0 }

// Bounds of the paths that are looked at.
const (
	maxPath     = 4000 // bytes
	maxSegments = 40
)

// parseRoute takes a path apart. It understands trailing slashes, endings such
// as .json, Azure's and Google's ":action", OData's books({id}), and
// RPC-style names with dots.
func parseRoute(path string) route {
	path = clip(path, maxPath)
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	var r route
	for part := range strings.SplitSeq(path, "/") {
		if part == "" {
			continue
		}
		if len(r.segments) >= maxSegments {
			break
		}
		if head, verb, found := cutVerb(part); found {
			part, r.verb = head, verb
		} else {
			r.verb = ""
		}
		if part == "" {
			continue
		}
		if head, inner, found := strings.Cut(part, "("); found && head != "" && strings.Contains(inner, "{") {
			r.segments = append(r.segments, segment{text: head}, segment{params: braces(inner)})
			continue
		}
		if names := braces(part); len(names) > 0 {
			r.segments = append(r.segments, segment{params: names})
			continue
		}
		r.segments = append(r.segments, segment{text: part})
	}
	r.trimEnding()
	r.keys = make([]string, len(r.segments))
	for i, s := range r.segments {
		r.keys[i] = s.key()
	}
	return r
}

// cutVerb splits "{id}:cancel" and "books:batchGet".
func cutVerb(part string) (head, verb string, found bool) {
	i := strings.LastIndexByte(part, ':')
	if i < 0 || i+1 == len(part) || strings.ContainsAny(part[i:], "{}") {
		return part, "", false
	}
	return part[:i], part[i+1:], true
}

// braces returns the names of the {parameters} of a segment.
func braces(part string) []string {
	var names []string
	for {
		_, rest, found := strings.Cut(part, "{")
		if !found {
			return names
		}
		name, after, found := strings.Cut(rest, "}")
		if !found {
			return names
		}
		names = append(names, name)
		part = after
	}
}

// trimEnding drops .json and the like, and splits an RPC-style last segment.
func (r *route) trimEnding() {
	n := len(r.segments)
	if n == 0 || r.segments[n-1].isParam() {
		return
	}
	text := r.segments[n-1].text
	for _, ending := range []string{".json", ".xml", ".html", ".csv", ".yaml", ".php", ".aspx", ".do"} {
		text = strings.TrimSuffix(text, ending)
	}
	r.segments[n-1].text = text
	if r.verb != "" || versionLike(text) {
		return
	}
	parts := strings.Split(text, ".")
	if len(parts) < 2 || len(parts) > 6 || parts[0] == "" || parts[len(parts)-1] == "" {
		return
	}
	r.segments = r.segments[:n-1]
	for _, part := range parts[:len(parts)-1] {
		if part != "" {
			r.segments = append(r.segments, segment{text: part})
		}
	}
	r.verb = parts[len(parts)-1]
}

// versionLike reports whether a segment names a version: v1, 2010-04-01, 1.2.
func versionLike(text string) bool {
	lower := strings.ToLower(text)
	rest := strings.TrimPrefix(lower, "v")
	if rest == "" || !unicode.IsDigit(rune(rest[0])) {
		return false
	}
	for _, stage := range []string{"alpha", "beta", "preview", "rc"} {
		rest = strings.Replace(rest, stage, "", 1)
	}
	return strings.Trim(rest, "0123456789.-_") == ""
}

// key is the segment without the names of its parameters.
func (s segment) key() string {
	if s.isParam() {
		return "/" + strings.Repeat("{}", len(s.params))
	}
	return "/" + strings.ToLower(s.text)
}

// params returns the names of all parameters, in order.
func (r route) params() []string {
	var names []string
	for _, s := range r.segments {
		names = append(names, s.params...)
	}
	return names
}

// onItem reports whether the path ends at one thing: at a parameter.
func (r route) onItem() bool {
	n := len(r.segments)
	return n > 0 && r.segments[n-1].isParam()
}

// last returns the text of the last segment that is a literal.
func (r route) last() string {
	for _, s := range slices.Backward(r.segments) {
		if !s.isParam() {
			return s.text
		}
	}
	return ""
}
