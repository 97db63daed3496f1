package openapi

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonParser makes values of JSON (RFC 8259). Texts without escapes are parts of
// the file's own text, so that they cost nothing. What YAML would read and JSON
// does not allow is an error here.
type jsonParser struct {
	slab
	text  string
	pos   int
	line  int32
	stack []*value // children of objects and lists that are still open
}

// parseJSON returns the value of a text that the byte scan has passed: its depth
// and number of values are bounded.
func parseJSON(text string) (*value, error) {
	p := &jsonParser{text: text, line: 1}
	p.space()
	v, err := p.value()
	if err == nil {
		if p.space(); p.pos < len(p.text) {
			err = errors.New("more text after the end of the value")
		}
	}
	if err != nil {
		return nil, &jsonError{line: int(p.line), atEnd: p.pos >= len(p.text), cause: err}
	}
	return v, nil
}

// jsonError says where a text is no JSON.
type jsonError struct {
	line  int
	atEnd bool // the text ends too early
	cause error
}

func (e *jsonError) Error() string { return "not valid JSON: " + e.cause.Error() }

func (e *jsonError) Unwrap() error { return e.cause }

var errJSONEnd = errors.New("unexpected end of JSON input")

func (p *jsonParser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\r':
		case '\n':
			p.line++
		default:
			return
		}
		p.pos++
	}
}

func (p *jsonParser) value() (*value, error) {
	if p.pos >= len(p.text) {
		return nil, errJSONEnd
	}
	switch c := p.text[p.pos]; c {
	case '{':
		return p.object()
	case '[':
		return p.list()
	case '"':
		return p.string()
	case 't':
		return p.literal("true", boolTag)
	case 'f':
		return p.literal("false", boolTag)
	case 'n':
		return p.literal("null", nullTag)
	default:
		return p.number()
	}
}

func (p *jsonParser) object() (*value, error) {
	v := p.new(mapKind, p.line)
	base := len(p.stack)
	p.pos++
	for first := true; ; first = false {
		if p.space(); p.pos >= len(p.text) {
			return nil, errJSONEnd
		}
		if c := p.text[p.pos]; first && c == '}' {
			p.pos++
			return v, nil
		} else if c != '"' {
			return nil, p.unexpected("a name in quotes")
		}
		name, err := p.string()
		if err != nil {
			return nil, err
		}
		if p.space(); p.pos >= len(p.text) {
			return nil, errJSONEnd
		} else if p.text[p.pos] != ':' {
			return nil, p.unexpected("a colon after the name " + strconv.Quote(name.scalar))
		}
		p.pos++
		p.space()
		member, err := p.value()
		if err != nil {
			return nil, err
		}
		p.stack = append(p.stack, name, member)
		if closed, err := p.next('}'); err != nil {
			return nil, err
		} else if closed {
			return p.close(v, base), nil
		}
	}
}

func (p *jsonParser) list() (*value, error) {
	v := p.new(listKind, p.line)
	base := len(p.stack)
	p.pos++
	if p.space(); p.pos < len(p.text) && p.text[p.pos] == ']' {
		p.pos++
		return v, nil
	}
	for {
		p.space()
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		p.stack = append(p.stack, item)
		if closed, err := p.next(']'); err != nil {
			return nil, err
		} else if closed {
			return p.close(v, base), nil
		}
	}
}

// next goes on after a member or item, to another or to the end.
func (p *jsonParser) next(end byte) (closed bool, err error) {
	if p.space(); p.pos >= len(p.text) {
		return false, errJSONEnd
	}
	switch p.text[p.pos] {
	case end:
		closed = true
	case ',':
	default:
		return false, p.unexpected("a comma or " + strconv.QuoteRune(rune(end)))
	}
	p.pos++
	return closed, nil
}

func (p *jsonParser) close(v *value, base int) *value {
	v.content = p.slab.list(p.stack[base:])
	p.stack = p.stack[:base]
	return v
}

func (p *jsonParser) literal(text string, t tag) (*value, error) {
	end := p.pos + len(text)
	if end > len(p.text) || p.text[p.pos:end] != text {
		return nil, p.unexpected("a value")
	}
	v := p.new(scalarKind, p.line)
	v.scalar, v.tag = text, t
	p.pos = end
	return v, nil
}

func (p *jsonParser) number() (*value, error) {
	start := p.pos
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c >= '0' && c <= '9', c == '-', c == '+', c == '.', c == 'e', c == 'E':
			p.pos++
			continue
		}
		break
	}
	if p.pos == start {
		return nil, p.unexpected("a value")
	}
	text := p.text[start:p.pos]
	if !isJSONNumber(text) {
		return nil, fmt.Errorf("%.40q is no number", text)
	}
	v := p.new(scalarKind, p.line)
	v.scalar, v.tag = text, numberTag
	return v, nil
}

func (p *jsonParser) string() (*value, error) {
	p.pos++
	start := p.pos
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			v := p.new(scalarKind, p.line)
			v.scalar = p.text[start:p.pos]
			p.pos++
			return v, nil
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return nil, p.unexpected("a text without control characters")
		}
		p.pos++
	}
	return nil, errJSONEnd
}

// escaped reads a text that has escapes.
func (p *jsonParser) escaped(start int) (*value, error) {
	end := p.pos
	for ; end < len(p.text) && p.text[end] != '"'; end++ {
		switch c := p.text[end]; {
		case c == '\\':
			end++
		case c < ' ':
			p.pos = end
			return nil, p.unexpected("a text without control characters")
		}
	}
	if end >= len(p.text) {
		p.pos = len(p.text)
		return nil, errJSONEnd
	}
	var out strings.Builder
	out.Grow(end - start) // escapes are longer than what they stand for
	out.WriteString(p.text[start:p.pos])
	for p.pos < end {
		plain := strings.IndexByte(p.text[p.pos:end], '\\')
		if plain < 0 {
			plain = end - p.pos
		}
		out.WriteString(p.text[p.pos : p.pos+plain])
		if p.pos += plain; p.pos < end {
			if err := p.escape(&out); err != nil {
				return nil, err
			}
		}
	}
	p.pos++
	v := p.new(scalarKind, p.line)
	v.scalar = out.String()
	return v, nil
}

// escapes are what may stand behind a backslash, but for u.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (p *jsonParser) escape(out *strings.Builder) error {
	if plain := escapes[p.text[p.pos+1]]; plain != 0 {
		p.pos += 2
		out.WriteByte(plain)
		return nil
	}
	r, ok := p.unit(p.pos)
	if !ok {
		return p.unexpected("an escape that JSON knows")
	}
	p.pos += 6
	if utf16.IsSurrogate(r) { // RFC 8259, section 7: two escapes for one character
		low, ok := p.unit(p.pos)
		if r = utf16.DecodeRune(r, low); ok && r != utf8.RuneError {
			p.pos += 6
		}
	}
	out.WriteRune(r) // half a pair becomes U+FFFD
	return nil
}

// unit reads \uXXXX.
func (p *jsonParser) unit(at int) (rune, bool) {
	if at+6 > len(p.text) || p.text[at] != '\\' || p.text[at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(p.text[at+2:at+6], 16, 32)
	return rune(n), err == nil
}

func (p *jsonParser) unexpected(want string) error {
	if p.pos >= len(p.text) {
		return errJSONEnd
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return fmt.Errorf("%q where %s is expected", r, want)
}

// isJSONNumber is the grammar of RFC 8259, section 6.
func isJSONNumber(text string) bool {
	i := 0
	digits := func() bool {
		start := i
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(text) && text[i] == '-' {
		i++
	}
	zero := i < len(text) && text[i] == '0'
	start := i
	if !digits() || zero && i > start+1 {
		return false
	}
	if i < len(text) && text[i] == '.' {
		if i++; !digits() {
			return false
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		if i++; i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		if !digits() {
			return false
		}
	}
	return i == len(text)
}
