package llmtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/specloom/specloom/llm"
)

// ToSchema answers with a JSON value that is valid by the request's schema and about
// as small as may be, and with a sentence where there is none. It heeds types,
// required properties, enums, constants, references within the schema, choices, and
// least lengths and numbers; no patterns, formats or conditions. Equal requests have
// equal answers.
func ToSchema() Step {
	return func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		if req.Schema == nil {
			return Text("This is a simulated answer.")(ctx, req)
		}
		var root any
		if err := decode(req.Schema, &root); err != nil {
			return nil, &llm.Error{Kind: llm.Invalid, Err: fmt.Errorf("the schema: %w", err)}
		}
		text, err := json.Marshal((&example{root: root}).of(root, 0))
		if err != nil {
			return nil, &llm.Error{Kind: llm.Invalid, Err: err}
		}
		return Text(string(text))(ctx, req)
	}
}

func decode(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(to)
}

// Bounds of what a stranger's schema can make of an example.
const (
	deepest  = 24
	mostMade = 10_000 // values
	longest  = 1_000  // least items and lengths that are heeded
)

type example struct {
	root any
	made int
}

func (e *example) of(schema any, depth int) any {
	s, ok := schema.(object)
	e.made++
	if !ok || depth > deepest || e.made > mostMade {
		return nil
	}
	if value, ok := s["const"]; ok {
		return value
	}
	if values, ok := s["enum"].([]any); ok && len(values) > 0 {
		return values[0]
	}
	if ref, ok := s["$ref"].(string); ok {
		return e.of(e.find(ref), depth+1)
	}
	for _, choice := range []string{"anyOf", "oneOf"} {
		if options, ok := s[choice].([]any); ok && len(options) > 0 {
			return e.of(e.shortest(options), depth+1)
		}
	}
	merged := object{}
	if parts, ok := s["allOf"].([]any); ok {
		for _, part := range parts {
			if value, ok := e.of(part, depth+1).(object); ok {
				maps.Copy(merged, value)
			} else if s["properties"] == nil {
				return value
			}
		}
	}
	return e.typed(s, merged, depth)
}

// shortest is the option that ends soonest: null, or what refers to nothing.
func (e *example) shortest(options []any) any {
	best, least := options[0], 1<<30
	for _, option := range options {
		text, err := json.Marshal(option)
		size := len(text)
		if bytes.Contains(text, []byte(`"$ref"`)) {
			size += 1 << 20
		}
		if err == nil && size < least {
			best, least = option, size
		}
	}
	return best
}

func (e *example) typed(s, value object, depth int) any {
	switch typeOf(s) {
	case "object":
		properties, _ := s["properties"].(object)
		required, _ := s["required"].([]any)
		for _, r := range required {
			if name, ok := r.(string); ok && value[name] == nil {
				value[name] = e.of(properties[name], depth+1)
			}
		}
		return value
	case "array":
		items := make([]any, 0)
		for range atLeast(s, "minItems") {
			items = append(items, e.of(s["items"], depth+1))
		}
		return items
	case "string":
		return strings.Repeat("x", max(1, atLeast(s, "minLength")))
	case "integer", "number":
		if least, ok := s["minimum"].(json.Number); ok {
			return least
		}
		return 1
	case "boolean":
		return true
	}
	return nil
}

// typeOf is the type of what a schema describes: null where it may be, since that is
// the smallest.
func typeOf(s object) string {
	switch t := s["type"].(type) {
	case string:
		return t
	case []any:
		if slices.Contains(t, any("null")) {
			return "null"
		}
		if len(t) > 0 {
			name, _ := t[0].(string)
			return name
		}
	}
	if s["properties"] != nil || s["allOf"] != nil {
		return "object"
	}
	return ""
}

func atLeast(s object, name string) int {
	n, _ := s[name].(json.Number)
	least, err := n.Int64()
	if err != nil {
		return 0
	}
	return int(min(max(0, least), longest))
}

// find follows a reference within the schema (RFC 6901).
func (e *example) find(ref string) any {
	at := e.root
	path, ok := strings.CutPrefix(ref, "#")
	if !ok {
		return nil
	}
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if name == "" {
			continue
		}
		in, _ := at.(object)
		at = in[strings.NewReplacer("~1", "/", "~0", "~").Replace(name)]
	}
	return at
}

// schemaFault says why a service would refuse a schema: it is no object or, where that
// is asked for, an object in it is open, or a property not required. Source: OpenAI's
// and Anthropic's pages on structured outputs.
func schemaFault(schema json.RawMessage, closed, required bool) error {
	var root any
	if err := decode(schema, &root); err != nil {
		return err
	}
	if _, ok := root.(object); !ok {
		return errors.New("it is no object")
	}
	if !closed {
		return nil
	}
	return strictFault(root, required)
}

func strictFault(schema any, required bool) error {
	s, ok := schema.(object)
	if !ok {
		return nil
	}
	properties, isObject := s["properties"].(object)
	names, _ := s["required"].([]any)
	if isObject && s["additionalProperties"] != false {
		return errors.New("additionalProperties must be false")
	}
	inner := []any{s["items"]}
	for name, property := range properties {
		if required && !slices.Contains(names, any(name)) {
			return errors.New("every property must be required")
		}
		inner = append(inner, property)
	}
	options, _ := s["anyOf"].([]any)
	inner = append(inner, options...)
	for _, definitions := range []string{"$defs", "definitions"} {
		all, _ := s[definitions].(object)
		inner = slices.AppendSeq(inner, maps.Values(all))
	}
	for _, in := range inner {
		if err := strictFault(in, required); err != nil {
			return err
		}
	}
	return nil
}
