package chunker

import (
	"strings"
	"unicode/utf8"

	"github.com/specloom/specloom/openapi"
)

// cuts are the encoders of the last resort, from mild to drastic. Each marks in
// the text what it left out.
func cuts(counter Counter, limit int) []Encoder {
	return []Encoder{cut{depth: 4}, cut{depth: 2}, cut{depth: 1}, stub{counter, limit}}
}

// mark stands in a text where something was left out.
const mark = "…"

// maxListed bounds the lists that a cut keeps.
const maxListed = 200

// cut writes operations without prose, examples and errors, and their schemas in
// place down to a depth. It keeps what is required longer than what is not.
type cut struct{ depth int }

// maxCutSchemas bounds the schemas that a cut writes of one operation: in place,
// wide schemas that lead to each other would grow without end. A text with more
// would be over the maximum anyway.
const maxCutSchemas = 2_000

// cutter writes one operation.
type cutter struct {
	cut
	doc  *openapi.Document
	left int // of maxCutSchemas
}

func (c cut) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	return []Part{{Key: operationKey + op.ID, Text: marshal((&cutter{c, doc, maxCutSchemas}).operation(op))}}
}

func (cut) Join(parts []Part) string { return joinPlain(parts) }

func (c *cutter) operation(op *openapi.Operation) map[string]any {
	out := map[string]any{"id": op.ID, "method": op.Method, "path": op.Path, "cut": mark}
	if op.Summary != "" {
		out["summary"] = first(op.Summary, 200)
	}
	if op.Webhook {
		out["webhook"] = true
	}
	parameters := []any{}
	for _, p := range requiredFirst(op.Parameters, func(p *openapi.Parameter) bool { return p.Required }) {
		if len(parameters) == maxListed {
			parameters = append(parameters, mark)
			break
		}
		one := map[string]any{"name": p.Name, "in": p.In, "schema": c.schema(p.Schema, 1)}
		if p.Required {
			one["required"] = true
		}
		parameters = append(parameters, one)
	}
	if len(parameters) > 0 {
		out["parameters"] = parameters
	}
	if op.Body != nil {
		body := map[string]any{"content": c.content(op.Body.Content)}
		if op.Body.Required {
			body["required"] = true
		}
		out["body"] = body
	}
	for _, r := range op.Responses {
		if r.OK() {
			out["responses"] = []any{map[string]any{"status": r.Status, "content": c.content(r.Content)}}
			break
		}
	}
	return out
}

func (c *cutter) content(list []openapi.MediaType) []any {
	out := []any{}
	for i, m := range list {
		if i == 2 {
			return append(out, mark)
		}
		schema := m.Schema
		if schema == nil {
			schema = m.ItemSchema
		}
		out = append(out, map[string]any{"type": m.Type, "schema": c.schema(schema, c.depth)})
	}
	return out
}

// schema writes a schema in place, to a depth.
func (c *cutter) schema(s *openapi.Schema, depth int) any {
	if s = c.doc.Resolve(s); s == nil {
		return map[string]any{}
	}
	if c.left--; c.left < 0 {
		return map[string]any{"cut": mark}
	}
	out := map[string]any{}
	if len(s.Types) > 0 {
		out["types"] = s.Types
	}
	if s.Format != "" {
		out["format"] = first(s.Format, 50)
	}
	if len(s.Enum) > 0 {
		values := []any{}
		for i, v := range s.Enum {
			if i == 10 || len(v) > 200 {
				values = append(values, mark)
				break
			}
			values = append(values, v)
		}
		out["enum"] = values
	}
	if !holds(s) {
		return out
	}
	if depth == 0 {
		out["cut"] = mark
		return out
	}
	required := map[string]bool{}
	for _, name := range s.Required {
		required[name] = true
	}
	properties := []any{}
	for _, p := range requiredFirst(s.Properties, func(p openapi.Property) bool { return required[p.Name] }) {
		if len(properties) == maxListed || c.left <= 0 {
			properties = append(properties, mark)
			break
		}
		one := map[string]any{"name": p.Name, "schema": c.schema(p.Schema, depth-1)}
		if required[p.Name] {
			one["required"] = true
		}
		properties = append(properties, one)
	}
	if len(properties) > 0 {
		out["properties"] = properties
	}
	if s.Items != nil {
		out["items"] = c.schema(s.Items, depth-1)
	}
	for _, group := range []struct {
		name string
		list []*openapi.Schema
	}{{"allOf", s.AllOf}, {"oneOf", s.OneOf}, {"anyOf", s.AnyOf}} {
		written := []any{}
		for i, one := range group.list {
			if i == 10 {
				written = append(written, mark)
				break
			}
			written = append(written, c.schema(one, depth-1))
		}
		if len(written) > 0 {
			out[group.name] = written
		}
	}
	return out
}

// holds reports whether there is a level below a schema.
func holds(s *openapi.Schema) bool {
	for range s.Subschemas() {
		return true
	}
	return false
}

// requiredFirst brings what is required to the front, where a cut keeps it.
func requiredFirst[T any](list []T, required func(T) bool) []T {
	out := make([]T, 0, len(list))
	for _, one := range list {
		if required(one) {
			out = append(out, one)
		}
	}
	for _, one := range list {
		if !required(one) {
			out = append(out, one)
		}
	}
	return out
}

// stub writes no more than which operation it is, and that as far as it fits.
type stub struct {
	counter Counter
	limit   int
}

func (s stub) Parts(_ *openapi.Document, op *openapi.Operation) []Part {
	for length := 1_000; ; length /= 2 {
		text := marshal(map[string]any{
			"id": first(op.ID, length), "method": first(op.Method, length), "path": first(op.Path, length),
			"cut": mark,
		})
		if length == 0 || s.counter.Count(text) < s.limit-50 {
			return []Part{{Key: operationKey + op.ID, Text: text}}
		}
	}
}

func (stub) Join(parts []Part) string { return joinPlain(parts) }

// first cuts a text to so many bytes, and marks that.
func first(text string, length int) string {
	if len(text) <= length {
		return text
	}
	for length > 0 && !utf8.RuneStart(text[length]) {
		length--
	}
	return strings.ToValidUTF8(text[:length], "") + mark
}
