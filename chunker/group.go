package chunker

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

// group tells of each operation what it shares with its relatives.
func (s *session) group() {
	parents := map[string]string{}
	for _, tag := range s.doc.Tags {
		parents[tag.Name] = tag.Parent
	}
	below := map[string]int{} // operations without a tag, by each beginning of their paths
	for _, op := range s.doc.Operations {
		if len(op.Tags) == 0 {
			for path := range beginnings(segments(op)) {
				below[path]++
			}
		}
	}
	for i, op := range s.doc.Operations {
		o := &s.ops[i]
		o.Operation = op
		o.resource = resource(op)
		if len(op.Tags) > 0 {
			o.group = outermost(op.Tags[0], parents)
			continue
		}
		for path := range beginnings(segments(op)) {
			if o.group = path; below[path] <= 2*s.most {
				break
			}
		}
	}
}

// outermost follows the parents of a tag, of which hostile ones go in circles.
func outermost(tag string, parents map[string]string) string {
	for range 100 {
		parent := parents[tag]
		if parent == "" {
			break
		}
		if _, declared := parents[parent]; !declared {
			break
		}
		tag = parent
	}
	return tag
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
