package optimizer_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// The reader below knows the notation from the legend only. It panics, with the
// place, on what the notation does not allow.

type textOp struct {
	method, path, id string
	inputs           map[string]*textField // by sigil and name
	body             []*textType
	answers          map[string][]*textType
	errors           []string
	cut              bool
}

type textField struct {
	required bool
	typ      *textType
	note     string
}

type textType struct {
	words   []string // simple types
	ref     string
	values  []string
	left    string
	fields  map[string]*textField
	values1 *textType // of a map
	items   []*textType
	parts   []*textType // of | and &
	cut     bool
}

type reader struct {
	text string
	at   int
}

func (r *reader) fail(want string) {
	panic(fmt.Sprintf("%s expected at %d: …%q", want, r.at, r.text[max(0, r.at-60):min(len(r.text), r.at+40)]))
}

func (r *reader) rest() string { return r.text[r.at:] }
func (r *reader) has(s string) bool {
	if strings.HasPrefix(r.rest(), s) {
		r.at += len(s)
		return true
	}
	return false
}

func (r *reader) want(s string) {
	if !r.has(s) {
		r.fail(s)
	}
}

// word reads a bare name or a JSON string.
func (r *reader) word(stop string) string {
	if strings.HasPrefix(r.rest(), `"`) {
		d := json.NewDecoder(strings.NewReader(r.rest()))
		var s string
		if d.Decode(&s) != nil {
			r.fail("a JSON string")
		}
		r.at += int(d.InputOffset())
		return s
	}
	n := strings.IndexAny(r.rest(), stop)
	if n < 0 {
		n = len(r.rest())
	}
	if n == 0 {
		r.fail("a name")
	}
	out := r.rest()[:n]
	r.at += n
	return out
}

const nameEnds = " \n:*,{}()|&<>="

func (r *reader) note() string {
	if !r.has(" //") {
		return ""
	}
	line, _, _ := strings.Cut(r.rest(), "\n")
	r.at += len(line)
	return line
}

// typ reads a type, with what follows it.
func (r *reader) typ() *textType {
	out := &textType{parts: []*textType{r.all()}}
	for r.has("|") {
		out.parts = append(out.parts, r.all())
	}
	if len(out.parts) == 1 {
		return out.parts[0]
	}
	return out
}

func (r *reader) all() *textType {
	out := &textType{parts: []*textType{r.one()}}
	for r.has("&") {
		out.parts = append(out.parts, r.one())
	}
	if len(out.parts) == 1 {
		return out.parts[0]
	}
	return out
}

func (r *reader) one() *textType {
	out := &textType{}
	switch {
	case r.has("<"):
		out = r.typ()
		r.want(">")
		return out
	case r.has("@"):
		out.ref = r.word(nameEnds + "]")
		return out
	case r.has("{"):
		r.block(out)
		return out
	case r.has("["):
		for !r.has("]") {
			r.has(",")
			r.has("…")
			out.items = append(out.items, r.typ())
			r.attributes()
		}
		return out
	}
	if !strings.HasPrefix(r.rest(), "(") {
		out.words = append(out.words, r.word(nameEnds+"]~"))
		if r.has("~") {
			out.words = append(out.words, r.word(nameEnds+"]"))
		}
	}
	if r.has("(") {
		for !r.has(")") {
			r.has(",")
			if r.has("…") {
				out.left = r.word(")")
				continue
			}
			out.values = append(out.values, r.value())
		}
	}
	return out
}

func (r *reader) value() string {
	d := json.NewDecoder(strings.NewReader(r.rest()))
	var raw json.RawMessage
	if strings.ContainsAny(r.rest()[:1], `"{[`) && d.Decode(&raw) == nil {
		r.at += int(d.InputOffset())
		return string(raw)
	}
	return r.word(",) \n}]")
}

func (r *reader) block(out *textType) {
	out.fields = map[string]*textField{}
	if r.note() != "" {
		r.want("\n")
	}
	for !r.has("}") {
		switch {
		case r.has("…"):
			out.cut = true
		case r.has("*"):
			f := r.field()
			out.values1 = f.typ
		default:
			name := r.word(nameEnds)
			if out.fields[name] != nil {
				r.fail("a name that is not there twice")
			}
			f := &textField{required: r.has("*")}
			rest := r.field()
			f.typ, f.note = rest.typ, rest.note
			out.fields[name] = f
		}
		if !r.has(",") && !r.has("\n") && !strings.HasPrefix(r.rest(), "}") {
			r.fail("a comma, a line's end or a brace")
		}
	}
}

func (r *reader) field() *textField {
	f := &textField{typ: &textType{words: []string{"string"}}}
	if r.has(":") {
		f.typ = r.typ()
	}
	r.attributes()
	f.note = r.note()
	return f
}

// attributes reads what may follow a type.
func (r *reader) attributes() (out []string) {
	for strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") {
		r.at++
		switch {
		case r.has("re="), r.has("media="), r.has("by="), r.has("^"):
			r.word(" \n,}]")
		case r.has("="):
			r.value()
		default:
			out = append(out, r.word(" \n,}]"))
		}
	}
	return out
}

func readNotation(text string) (ops map[string]*textOp, schemas map[string]*textType, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	ops, schemas = map[string]*textOp{}, map[string]*textType{}
	r := &reader{text: text}
	for r.at < len(r.text) {
		if r.has("\n") {
			continue
		}
		if r.has("@") {
			label := r.word(nameEnds)
			r.want("=")
			if schemas[label] != nil {
				r.fail("a schema that is not there twice")
			}
			schemas[label] = r.typ()
			r.attributes()
			r.note()
			continue
		}
		op := r.operation()
		if ops[op.id] != nil {
			r.fail("an operation that is not there twice")
		}
		ops[op.id] = op
	}
	return ops, schemas, nil
}

func (r *reader) operation() *textOp {
	op := &textOp{inputs: map[string]*textField{}, answers: map[string][]*textType{}}
	r.has("WEBHOOK ")
	op.method = r.word(" ")
	r.want(" ")
	op.path = r.word(" ")
	r.want(" ")
	op.id = r.word(" \n")
	r.attributes()
	r.note()
	for r.has("\n") && !strings.HasPrefix(r.rest(), "\n") && r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case strings.HasPrefix(r.rest(), "//"):
			line, _, _ := strings.Cut(r.rest(), "\n")
			r.at += len(line)
		case strings.ContainsRune("?^%/", rune(c)):
			sigil := string(c)
			r.at++
			if r.has("?") {
				sigil = "??"
			}
			key := sigil + r.word(nameEnds)
			f := &textField{required: r.has("*")}
			rest := r.field()
			f.typ, f.note = rest.typ, rest.note
			op.inputs[key] = f
		case r.has("! "):
			op.errors = append(op.errors, r.word(" \n"))
			for r.has(" ") {
				op.errors = append(op.errors, r.word(" \n"))
			}
		case r.has("auth "):
			line, _, _ := strings.Cut(r.rest(), "\n")
			r.at += len(line)
		case r.has("body"):
			r.has("*")
			op.body = append(op.body, r.content(op))
		default:
			status := r.word(" \n:")
			op.answers[status] = append(op.answers[status], r.content(op))
		}
	}
	return op
}

// content reads media types, a type, headers.
func (r *reader) content(op *textOp) *textType {
	var out *textType
	for strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") {
		r.at++
		for {
			if r.has("…") {
				op.cut = true
				break
			}
			r.has("^")
			r.word(" \n:,")
			if !r.has(",") {
				break
			}
		}
	}
	if r.has(":") {
		out = r.typ()
		for strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") {
			for _, word := range r.attributes() {
				op.cut = op.cut || word == "…"
			}
		}
	}
	r.note()
	return out
}
