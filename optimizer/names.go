package optimizer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/specloom/specloom/openapi"
)

// bareWord reports whether a text stands in the notation as it is, and bareName
// whether it does where only a name can stand, such as "filter[name]". Everything
// else is a JSON string, so that no name or value can be taken for notation.
func bareWord(text string) bool { return bareLength(text) == len(text) && text != "" && !isMacro(text) }

func bareName(text string) bool {
	n := bareLength(text)
	if n == 0 || isMacro(text) {
		return false
	}
	for rest := text[n:]; rest != ""; {
		end := strings.IndexByte(rest, ']')
		if rest[0] != '[' || end < 0 || end > 1 && bareLength(rest[1:end]) != end-1 || strings.ContainsAny(rest[:end], "/@+") {
			return false
		}
		rest = rest[end+1:]
	}
	return true
}

// isMacro reports whether a text could be the name of a macro, see [joinNotation].
func isMacro(text string) bool {
	return len(text) > 1 && text[0] == '$' && text[1] >= '0' && text[1] <= '9'
}

// bareLength tells how much of a text is letters, digits and marks that mean
// nothing in the notation; it begins with a letter, a digit, _ or $.
func bareLength(text string) int {
	for i, r := range text {
		switch {
		case r < utf8.RuneSelf:
			c := byte(r)
			if isLetter(c) || c >= '0' && c <= '9' || c == '_' || c == '$' || i > 0 && (c == '.' || c == '-' || c == '/' || c == '@' || c == '+') {
				continue
			}
		case unicode.IsLetter(r), unicode.IsNumber(r), i > 0 && unicode.IsMark(r):
			continue
		}
		return i
	}
	return len(text)
}

// word writes a word.
func word(text string) string {
	if bareWord(text) {
		return text
	}
	return quote(text)
}

// fieldName writes the name of a field or parameter, such as "filter[name]".
func fieldName(name string) string {
	if bareName(name) {
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
		if bareWord(text) && !ambiguous(text) {
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
	if c := text[0]; c != '-' && (c < '0' || c > '9') {
		return text == "true" || text == "false" || text == "null"
	}
	return json.Valid([]byte(text))
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
	if len(types) == 1 && types[0] == "application/json" {
		return ""
	}
	short := make([]string, len(types))
	for i, t := range types {
		short[i] = mediaType(t)
	}
	if len(short) == 0 {
		return ""
	}
	return " " + strings.Join(short, ",")
}

// mediaType leaves "application/" out, which a type without a slash begins with.
func mediaType(t string) string {
	switch t {
	case "application/x-www-form-urlencoded":
		return "form"
	case "application/form", "application/items":
		return quote(t)
	}
	if short, ok := strings.CutPrefix(t, "application/"); ok && bareWord(short) && !strings.Contains(short, "/") {
		return short
	}
	if !strings.Contains(t, "/") {
		return quote(t)
	}
	return word(t)
}

// isString gives the text that a JSON value is, if it is one.
func isString(value json.RawMessage) (string, bool) {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return "", false
	}
	if inner := value[1 : len(value)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), true
	}
	var text string
	err := json.Unmarshal(value, &text)
	return text, err == nil
}
