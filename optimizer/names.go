package optimizer

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/specloom/specloom/openapi"
)

// bareWord is what stands in the notation as it is, and bareName where only a
// name can stand. Everything else is a JSON string, so that no name or value can
// be taken for notation.
var (
	bareWord = regexp.MustCompile(`^[\p{L}\p{N}_$][\p{L}\p{N}\p{M}_$.\-/@+]*$`)
	bareName = regexp.MustCompile(`^[\p{L}\p{N}_$][\p{L}\p{N}\p{M}_$.\-/@+]*(?:\[[\p{L}\p{N}_$.\-]*\])*$`)
)

// word writes a word.
func word(text string) string {
	if bareWord.MatchString(text) {
		return text
	}
	return quote(text)
}

// fieldName writes the name of a field or parameter, such as "filter[name]".
func fieldName(name string) string {
	if bareName.MatchString(name) {
		return name
	}
	return quote(name)
}

// quote writes a JSON string in one line, whatever a reader takes for a line.
func quote(text string) string {
	quoted := marshal(text)
	if !strings.ContainsFunc(quoted, isBreak) {
		return quoted
	}
	var out strings.Builder
	for _, r := range quoted {
		if isBreak(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func isBreak(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' }

// pathText writes a path, in which braces and more are common.
func pathText(text string) string {
	plain := strings.HasPrefix(text, "/") && !strings.ContainsFunc(text, func(r rune) bool {
		return isSpace(r) || r == '"' || r == '\\' || !unicode.IsPrint(r)
	})
	if plain {
		return text
	}
	return word(text)
}

// value writes a JSON value: a text bare where nothing else can be meant.
func value(raw json.RawMessage) string {
	if text, ok := isString(raw); ok {
		if bareWord.MatchString(text) && !ambiguous(text) {
			return text
		}
		return quote(text)
	}
	var out any
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	if decoder.Decode(&out) != nil {
		return "null"
	}
	return strings.Map(func(r rune) rune { // only what a service put there itself can hold these
		if isBreak(r) {
			return ' '
		}
		return r
	}, marshal(out))
}

// ambiguous reports whether a bare text would read as another JSON value.
func ambiguous(text string) bool {
	return text == "true" || text == "false" || text == "null" || json.Valid([]byte(text))
}

// labels gives each named schema a short name: the last part of its own, where
// no other ends alike.
func labels(doc *openapi.Document) map[string]string {
	count := map[string]int{}
	for name := range doc.Schemas {
		count[last(name)]++
		if last(name) != name {
			count[name]++
		}
	}
	out := make(map[string]string, len(doc.Schemas))
	for name := range doc.Schemas {
		short := last(name)
		if count[short] > 1 {
			short = name
		}
		out[name] = word(short)
	}
	return out
}

// last is the part of a schema's name behind the last dot, slash or hash.
func last(name string) string {
	if i := strings.LastIndexAny(name, "./#"); i >= 0 && i+1 < len(name) {
		return name[i+1:]
	}
	return name
}

// mediaTypes writes media types; JSON, which nearly all have, is left out.
func mediaTypes(types []string) string {
	if len(types) == 0 || slices.Equal(types, []string{"application/json"}) {
		return ""
	}
	out := make([]string, len(types))
	for i, t := range types {
		if out[i] = word(t); t == "application/x-www-form-urlencoded" {
			out[i] = "form"
		}
	}
	return " " + strings.Join(out, ",")
}
