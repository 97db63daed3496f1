package optimizer

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// maxDecoded bounds, in bytes, what [Decode] gives: tables and repetitions of the
// notation could tell it to write without end.
const maxDecoded = 256 << 20

// decoder reads the lossless notation and writes JSON as it goes. What it cannot
// read makes it panic with a [decodeError], which [decodeNotation] catches.
type decoder struct {
	in      []byte
	at      int
	out     []byte
	depth   int
	swagger bool
	subject []byte // name of the schema that comes next
	inner   bool   // within a text that is JSON itself
	media   [2]int // where the schema of the last media type stands in out
}

type decodeError struct {
	at  int
	err error
}

func (d *decoder) fail(format string, args ...any) {
	panic(decodeError{d.at, fmt.Errorf(format, args...)})
}

// run reads all of a text by what, and gives the JSON.
func (d *decoder) run(what func()) (out []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			failed, ok := r.(decodeError)
			if !ok {
				panic(r)
			}
			line := 1 + bytes.Count(d.in[:failed.at], []byte{'\n'})
			out, err = nil, fmt.Errorf("line %d of the notation, byte %d: %w", line, failed.at, failed.err)
		}
	}()
	if !utf8.Valid(d.in) {
		return nil, errors.New("this is not UTF-8")
	}
	what()
	if d.at < len(d.in) {
		d.fail("something stands after the value")
	}
	return d.out, nil
}

// enter and leave bound how deep values stand within each other.
func (d *decoder) enter() {
	if d.depth++; d.depth > maxDepth {
		d.fail("values stand more than %d deep within each other", maxDepth)
	}
	d.room(0)
}

func (d *decoder) leave() { d.depth-- }

// room makes sure that so many more bytes may be written.
func (d *decoder) room(n int) {
	if len(d.out)+n > maxDecoded {
		d.fail("the value is over %d bytes", maxDecoded)
	}
}

// peek is the next byte, 0 at the end.
func (d *decoder) peek() byte {
	if d.at < len(d.in) {
		return d.in[d.at]
	}
	return 0
}

func (d *decoder) ahead(n int) byte {
	if d.at+n < len(d.in) {
		return d.in[d.at+n]
	}
	return 0
}

func (d *decoder) has(text string) bool {
	return len(d.in)-d.at >= len(text) && string(d.in[d.at:d.at+len(text)]) == text
}

func (d *decoder) eat(text string) bool {
	if d.has(text) {
		d.at += len(text)
		return true
	}
	return false
}

func (d *decoder) need(text string) {
	if !d.eat(text) {
		d.fail("%q is missing", text)
	}
}

// endLine ends a line, if a text has not done so.
func (d *decoder) endLine() {
	if d.at < len(d.in) && (d.at == 0 || d.in[d.at-1] != '\n') {
		d.need("\n")
	}
}

func (d *decoder) put(text string) { d.out = append(d.out, text...) }

// member begins a member of the object that is open.
func (d *decoder) member(name []byte) {
	if d.out[len(d.out)-1] != '{' {
		d.out = append(d.out, ',')
	}
	d.text(name)
	d.out = append(d.out, ':')
}

func (d *decoder) named(name string) { d.member([]byte(name)) }

// text writes a text of which the content is given.
func (d *decoder) text(raw []byte) {
	d.room(len(raw))
	if bytes.Contains(raw, []byte(`\/`)) {
		raw = canonicalText(raw)
	}
	d.out = append(append(append(d.out, '"'), raw...), '"')
}

// quoted reads a text in quotes and gives what is between them.
func (d *decoder) quoted() []byte {
	d.need(`"`)
	start := d.at
	for d.at < len(d.in) {
		switch c := d.in[d.at]; {
		case c == '"':
			d.at++
			return d.in[start : d.at-1]
		case c < ' ':
			d.fail("a text holds a control character")
		case c == '\\':
			n := escapeLength(d.in[d.at:])
			if n == 0 {
				d.fail("an escape is not valid")
			}
			d.at += n
		default:
			d.at++
		}
	}
	d.fail("a text has no end")
	return nil
}

// bare reads what stands without quotes.
func (d *decoder) bare(class byte) []byte {
	start := d.at
	for d.at < len(d.in) && classes[d.in[d.at]]&class != 0 {
		d.at++
	}
	if d.at == start {
		d.fail("a name or value is missing")
	}
	return d.in[start:d.at]
}

// name reads what [scribe.name] writes.
func (d *decoder) name() []byte {
	if d.peek() == '"' {
		return d.quoted()
	}
	start := d.at
	for open := false; d.at < len(d.in); d.at++ {
		c := d.in[d.at]
		if c == '[' && !open && d.at > start {
			open = true
		} else if c == ']' && open {
			open = false
		} else if classes[c]&inName == 0 {
			break
		}
	}
	if d.at == start {
		d.fail("a name is missing")
	}
	return d.in[start:d.at]
}

// value reads relaxed JSON.
func (d *decoder) value(class byte) {
	switch d.peek() {
	case '"':
		d.text(d.quoted())
	case '\'':
		d.singleQuoted()
	case '`':
		d.embedded()
	case '&':
		d.at++
		d.put(`{"$ref":`)
		d.text([]byte(componentPrefix(d.swagger) + string(d.bare(inName))))
		d.put("}")
	case '{':
		d.enter()
		d.at++
		d.out = append(d.out, '{')
		for first := true; !d.eat("}"); first = false {
			if !first {
				d.need(",")
			}
			d.member(d.key())
			d.need(":")
			d.value(inLoose)
		}
		d.out = append(d.out, '}')
		d.leave()
	case '[':
		d.enter()
		d.at++
		d.out = append(d.out, '[')
		if d.peek() == '|' {
			d.table()
		} else {
			for first := true; !d.eat("]"); first = false {
				if !first {
					d.need(",")
					d.out = append(d.out, ',')
				}
				d.value(inLoose)
			}
		}
		d.out = append(d.out, ']')
		d.leave()
	default:
		raw := d.bare(class)
		if ambiguousText(raw) {
			d.out = append(d.out, raw...)
		} else {
			d.text(raw)
		}
	}
}

func (d *decoder) key() []byte {
	if d.peek() == '"' {
		return d.quoted()
	}
	return d.bare(inKey)
}

// table reads "|a,b|1,2|3,4]".
func (d *decoder) table() {
	var columns [][]byte
	d.need("|")
	for {
		columns = append(columns, d.key())
		if !d.eat(",") {
			break
		}
	}
	for row := 0; !d.eat("]"); row++ {
		d.need("|")
		if row > 0 {
			d.out = append(d.out, ',')
		}
		d.out = append(d.out, '{')
		for i, column := range columns {
			if i > 0 {
				d.need(",")
			}
			if c := d.peek(); c != ',' && c != '|' && c != ']' {
				d.room(len(column))
				d.member(column)
				d.value(inLoose)
			}
		}
		d.out = append(d.out, '}')
	}
}

// note reads a text, to the end of the line and with that, and writes it.
func (d *decoder) note() {
	raw, next := d.in[d.at:], len(d.in)
	if end := bytes.IndexByte(raw, '\n'); end >= 0 {
		raw, next = raw[:end], d.at+end+1
	}
	d.unquoted(raw)
	d.at = next
}

// unquoted writes a text in which quotes stand without backslashes.
func (d *decoder) unquoted(raw []byte) {
	d.room(2 * len(raw))
	d.out = append(d.out, '"')
	for len(raw) > 0 {
		switch c := raw[0]; {
		case c == '"':
			d.out = append(d.out, '\\', '"')
			raw = raw[1:]
		case c < ' ':
			d.fail("a text holds a control character")
		case c == '\\':
			n := escapeLength(raw)
			if n == 0 {
				d.fail("an escape is not valid")
			}
			switch string(raw[:n]) {
			case firstDollar:
				d.out = append(d.out, '$')
			case firstColon:
				d.out = append(d.out, ':')
			case `\/`:
				d.out = append(d.out, '/')
			default:
				d.out = append(d.out, raw[:n]...)
			}
			raw = raw[n:]
		default:
			d.out = append(d.out, c)
			raw = raw[1:]
		}
	}
	d.out = append(d.out, '"')
}

// singleQuoted reads a text between single quotes.
func (d *decoder) singleQuoted() {
	d.need("'")
	end := bytes.IndexByte(d.in[d.at:], '\'')
	if end < 0 {
		d.fail("a text has no end")
	}
	d.unquoted(d.in[d.at : d.at+end])
	d.at += end + 1
}
