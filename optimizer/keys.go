package optimizer

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// WithKeep makes Balanced and Aggressive keep members that they would drop or
// shorten, by their keys: "x-enum-varnames", "x-ui-*" or "example". A star in a
// pattern stands for any number of characters, everything else for itself. Encode
// writes such members of operations, parameters and schemas as key=JSON, from the
// description as it was read, and in the JSON format into the description; Compress
// leaves them as they are. It fails for the pattern "*", for empty ones and for
// those of what is there anyway, such as "properties".
//
// Conservative and None lose nothing and drop nothing, whatever is asked for.
func WithKeep(patterns ...string) Option {
	return optionFunc(func(o *Optimizer) error {
		o.keys.keep = append(o.keys.keep, patterns...)
		return checkPatterns("WithKeep", patterns, func(pattern string) error {
			if slices.Contains(structure, pattern) {
				return fmt.Errorf("%q is there anyway", pattern)
			}
			return nil
		})
	})
}

// WithDrop makes Balanced and Aggressive drop members that they would keep, by
// their keys, with patterns like those of [WithKeep], which wins over it. What
// Encode can do without are description, summary, title, default, format,
// pattern, deprecated, discriminator, contentMediaType and bounds such as
// maxLength; a pattern that can mean none of them is an error. Compress drops any
// member whose key matches. A text that does without them does not keep what its
// level promises.
func WithDrop(patterns ...string) Option {
	return optionFunc(func(o *Optimizer) error {
		o.keys.drop = append(o.keys.drop, patterns...)
		return checkPatterns("WithDrop", patterns, func(pattern string) error {
			for key := range droppable {
				if match(pattern, key) {
					return nil
				}
			}
			if strings.HasPrefix(pattern, "x-") || pattern == "summary" {
				return nil
			}
			return fmt.Errorf("%q matches nothing that can be dropped", pattern)
		})
	})
}

func checkPatterns(option string, patterns []string, check func(string) error) error {
	if len(patterns) == 0 {
		return fmt.Errorf("optimizer: %s: no pattern", option)
	}
	var complaints []error
	for _, pattern := range patterns {
		if strings.Trim(pattern, "*") == "" || strings.ContainsFunc(pattern, isBreak) {
			complaints = append(complaints, fmt.Errorf("optimizer: %s: %q is no pattern of keys", option, pattern))
		} else if err := check(pattern); err != nil {
			complaints = append(complaints, fmt.Errorf("optimizer: %s: %w", option, err))
		}
	}
	return errors.Join(complaints...)
}

// structure are the keys that hold everything else together.
var structure = []string{
	"$ref", "type", "properties", "patternProperties", "additionalProperties", "items", "prefixItems", "required", "enum", "const",
	"allOf", "oneOf", "anyOf", "operationId", "name", "in", "schema", "content", "parameters", "requestBody", "responses", "security",
}

// droppable are the keys of schemas that a text can do without.
var droppable = map[string]func(*openapi.Schema){
	"description":      func(s *openapi.Schema) { s.Description = "" },
	"title":            func(s *openapi.Schema) { s.Title = "" },
	"default":          func(s *openapi.Schema) { s.Default = nil },
	"format":           func(s *openapi.Schema) { s.Format = "" },
	"pattern":          func(s *openapi.Schema) { s.Pattern = "" },
	"deprecated":       func(s *openapi.Schema) { s.Deprecated = false },
	"discriminator":    func(s *openapi.Schema) { s.Discriminator = nil },
	"contentMediaType": func(s *openapi.Schema) { s.ContentMediaType = "" },
	"minimum":          func(s *openapi.Schema) { s.Minimum = "" },
	"maximum":          func(s *openapi.Schema) { s.Maximum = "" },
	"exclusiveMinimum": func(s *openapi.Schema) { s.ExclusiveMinimum = "" },
	"exclusiveMaximum": func(s *openapi.Schema) { s.ExclusiveMaximum = "" },
	"multipleOf":       func(s *openapi.Schema) { s.MultipleOf = "" },
	"minLength":        func(s *openapi.Schema) { s.MinLength = nil },
	"maxLength":        func(s *openapi.Schema) { s.MaxLength = nil },
	"minItems":         func(s *openapi.Schema) { s.MinItems = nil },
	"maxItems":         func(s *openapi.Schema) { s.MaxItems = nil },
	"uniqueItems":      func(s *openapi.Schema) { s.UniqueItems = false },
	"minProperties":    func(s *openapi.Schema) { s.MinProperties = nil },
	"maxProperties":    func(s *openapi.Schema) { s.MaxProperties = nil },
}

// keys are the rules that a caller gave.
type keys struct{ keep, drop []string }

func (k keys) keeps(key string) bool { return matchAny(k.keep, key) }

// drops reports whether a key goes. What a caller keeps stays.
func (k keys) drops(key string) bool { return matchAny(k.drop, key) && !k.keeps(key) }

func matchAny(patterns []string, key string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return match(pattern, key) })
}

// match reports whether a key is like a pattern, in which a star stands for any
// number of characters.
func match(pattern, key string) bool {
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(key, parts[0]) {
		return false
	}
	key = key[len(parts[0]):]
	if len(parts) == 1 {
		return key == ""
	}
	last := parts[len(parts)-1]
	for _, part := range parts[1 : len(parts)-1] {
		at := strings.Index(key, part)
		if at < 0 {
			return false
		}
		key = key[at+len(part):]
	}
	return strings.HasSuffix(key, last)
}

// strip takes what is to be dropped off a schema, which is a copy.
func (k keys) strip(s *openapi.Schema) {
	if len(k.drop) == 0 {
		return
	}
	for key, drop := range droppable {
		if k.drops(key) {
			drop(s)
		}
	}
}

// extras lists the members at a place that are to be kept, as key=JSON.
func (k keys) extras(doc *openapi.Document, pointer string) []string {
	if len(k.keep) == 0 || pointer == "" {
		return nil
	}
	source, err := doc.Source(pointer)
	if err != nil {
		return nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(source, &members) != nil {
		return nil
	}
	var out []string
	for key, raw := range members {
		if k.keeps(key) && !slices.Contains(structure, key) {
			out = append(out, word(key)+"="+oneLine(raw))
		}
	}
	slices.Sort(out)
	return out
}

// oneLine writes a JSON value in one line, whatever a reader takes for a line.
func oneLine(raw json.RawMessage) string {
	if text, ok := isString(raw); ok {
		return quote(text)
	}
	return value(raw)
}
