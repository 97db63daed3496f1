package chunker

import (
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// group tells of each operation what it shares with its relatives: the outermost
// tag, or beginning of its path where it has none, that has no more operations
// than two chunks do; or else the innermost.
func (s *session) group() {
	parents := map[string]string{}
	for _, tag := range s.doc.Tags {
		parents[tag.Name] = tag.Parent
	}
	type name struct {
		text string
		tag  bool
	}
	names := make([][]name, len(s.ops)) // by operation, the outermost first
	below := map[name]int{}
	for i, op := range s.doc.Operations {
		if len(op.Tags) > 0 {
			for _, tag := range ancestry(op.Tags[0], parents) {
				names[i] = append(names[i], name{tag, true})
			}
		} else {
			for path := range beginnings(segments(op)) {
				names[i] = append(names[i], name{path, false})
			}
		}
		for _, n := range names[i] {
			below[n]++
		}
	}
	for i, op := range s.doc.Operations {
		o := &s.ops[i]
		o.Operation = op
		o.resource = resource(op)
		for _, n := range names[i] {
			if o.group = n.text; below[n] <= 2*s.most {
				break
			}
		}
	}
}

// maxAncestry bounds how far the parents of a tag are followed.
const maxAncestry = 20

// ancestry lists a tag behind its parents, the outermost first. Hostile ones go
// in circles.
func ancestry(tag string, parents map[string]string) []string {
	out := []string{tag}
	for len(out) < maxAncestry {
		parent := parents[tag]
		if _, declared := parents[parent]; parent == "" || !declared || slices.Contains(out, parent) {
			break
		}
		out = append(out, parent)
		tag = parent
	}
	slices.Reverse(out)
	return out
}

// segments are the parts of an operation's path, with {} for what holds a
// parameter.
func segments(op *openapi.Operation) []string {
	if op.Webhook {
		return []string{"webhooks", op.Path}
	}
	out := strings.FieldsFunc(op.Path, func(r rune) bool { return r == '/' })
	for i, segment := range out {
		if strings.ContainsRune(segment, '{') {
			out[i] = "{}"
		}
	}
	return out
}

// beginnings yields the paths of the first one, two and more segments, leaving
// out those that end in a parameter unless it is the whole.
func beginnings(segments []string) func(func(string) bool) {
	return func(yield func(string) bool) {
		var path strings.Builder
		for i, segment := range segments {
			path.WriteString("/" + segment)
			if segment == "{}" && i+1 < len(segments) {
				continue
			}
			if !yield(path.String()) {
				return
			}
		}
		if len(segments) == 0 {
			yield("/")
		}
	}
}

// resource is the part of a path that the operations on a collection and on its
// things share: "/pets" of "/pets" and "/pets/{id}".
func resource(op *openapi.Operation) string {
	if op.Webhook {
		return "webhooks"
	}
	parts := segments(op)
	for len(parts) > 0 && parts[len(parts)-1] == "{}" {
		parts = parts[:len(parts)-1]
	}
	if len(parts) > 0 { // "/pets.json" and "/pets/{id}.json"
		last := &parts[len(parts)-1]
		*last, _, _ = strings.Cut(*last, ".")
	}
	return "/" + strings.Join(parts, "/")
}

// main is the group that most of the operations share, the first of equals.
func (s *session) main(ops []int) string {
	counts := map[string]int{}
	for _, op := range ops {
		counts[s.ops[op].group]++
	}
	best := ""
	for _, op := range ops {
		if group := s.ops[op].group; best == "" || counts[group] > counts[best] {
			best = group
		}
	}
	return best
}
