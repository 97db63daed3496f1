package retention

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Text is what a text in the notation says.
type Text struct {
	operations map[string]*operation
	schemas    map[string]*shape
}

// operation is one operation of a text.
type operation struct {
	method, path string
	webhook      bool
	inputs       map[string]*shape // by sigil and name
	bodyRequired bool
	body         []form
	answers      map[string][]form
	errors       []string
	security     string
	cut          bool // a mark says that something is left out
}

// form is a body in some media types.
type form struct {
	types   []string
	items   bool
	shape   *shape // nil: nothing is said
	headers []string
}

// shape is a type with what follows it.
type shape struct {
	word, format string // of a simple type
	ref          string
	enum         bool
	values       []string // as JSON
	left         int      // values that are left out
	object       bool
	fields       []*shape // with a name
	rest         *shape   // of further fields
	cut          bool     // fields are left out
	list         bool
	items        *shape
	first        []*shape // of a list that begins with these
	any, all     []*shape

	name     string
	required bool
	notes    map[string]string // what follows the type, such as "len" and "="
}

// Read reads a text. Its error tells where the text breaks the rules.
func Read(text string) (t *Text, err error) {
	defer func() {
		if p := recover(); p != nil {
			broken, ok := p.(broken)
			if !ok {
				panic(p)
			}
			t, err = nil, fmt.Errorf("retention: read: %s", string(broken))
		}
	}()
	r := &reader{}
	var security string
	r.text, security = r.unfold(text)
	t = &Text{operations: map[string]*operation{}, schemas: map[string]*shape{}}
	for r.at < len(r.text) {
		switch {
		case r.has("\n"):
			continue
		case r.has("@"):
			name := r.word(ends)
			r.want("=")
			if t.schemas[name] != nil {
				r.fail("a schema that is not there twice")
			}
			s := r.union()
			r.attributes(s)
			r.note()
			t.schemas[name] = s
		default:
			id, op := r.operation(security)
			if t.operations[id] != nil {
				r.fail("an operation that is not there twice")
			}
			t.operations[id] = op
		}
		if r.at < len(r.text) {
			r.want("\n")
		}
	}
	return t, nil
}

type broken string

type reader struct {
	text  string
	at    int
	depth int
}

func (r *reader) fail(want string) {
	panic(broken(fmt.Sprintf("%s expected at %d: %q", want, r.at, r.text[max(0, r.at-60):min(len(r.text), r.at+40)])))
}

// unfold puts macros in their places, and takes the security that holds for all
// operations off the beginning.
func (r *reader) unfold(text string) (unfolded, security string) {
	lines := strings.Split(text, "\n")
	if rest, ok := strings.CutPrefix(lines[0], "!auth "); ok {
		lines, security = lines[1:], rest
	}
	macros := map[string]string{}
	name := ""
	for len(lines) > 0 && lines[0] != "" && (name != "" || isMacro(strings.SplitN(lines[0], "=", 2)[0])) {
		if begin, body, ok := strings.Cut(lines[0], "="); ok && isMacro(begin) {
			name = begin
			macros[name] = body
		} else {
			macros[name] += "\n" + lines[0]
		}
		lines = lines[1:]
	}
	for i, line := range lines {
		if body, ok := macros[line]; ok {
			lines[i] = body
		} else if isMacro(line) {
			panic(broken("no " + line + " is defined"))
		}
	}
	return strings.Join(lines, "\n"), security
}

func isMacro(s string) bool {
	return len(s) > 1 && s[0] == '$' && strings.Trim(s[1:], "0123456789") == ""
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
		r.fail(fmt.Sprintf("%q", s))
	}
}

// ends are the characters that a bare name does not have.
const ends = " \n:*,{}()|&<>=\"~]"

// word reads a bare name or a JSON string.
func (r *reader) word(stop string) string {
	if strings.HasPrefix(r.rest(), `"`) {
		var s string
		r.json(&s)
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

// field reads the name of a field, such as filter[name].
func (r *reader) field() string {
	if strings.HasPrefix(r.rest(), `"`) {
		return r.word(ends)
	}
	start := r.at
	r.word(ends + "[")
	for strings.HasPrefix(r.rest(), "[") {
		end := strings.IndexByte(r.rest(), ']')
		if end < 0 {
			r.fail("]")
		}
		r.at += end + 1
	}
	return r.text[start:r.at]
}

func (r *reader) json(into any) {
	decoder := json.NewDecoder(strings.NewReader(r.rest()))
	decoder.UseNumber()
	if decoder.Decode(into) != nil {
		r.fail("JSON")
	}
	r.at += int(decoder.InputOffset())
}

func (r *reader) line() string {
	line, _, _ := strings.Cut(r.rest(), "\n")
	r.at += len(line)
	return line
}

// note passes a text.
func (r *reader) note() {
	if r.has(" //") {
		r.line()
	}
}

func (r *reader) operation(security string) (id string, op *operation) {
	op = &operation{inputs: map[string]*shape{}, answers: map[string][]form{}, security: security}
	op.webhook = r.has("WEBHOOK ")
	op.method = r.word(" ")
	r.want(" ")
	op.path = r.path()
	r.want(" ")
	id = r.word(" \n")
	r.attributes(&shape{})
	r.note()
	for r.at < len(r.text) && !strings.HasPrefix(r.rest(), "\n\n") {
		r.want("\n")
		r.part(op)
	}
	if op.security == "-" {
		op.security = ""
	}
	return id, op
}

func (r *reader) path() string {
	if strings.HasPrefix(r.rest(), "/") {
		n := strings.IndexAny(r.rest(), " \n")
		if n < 0 {
			r.fail("a name behind the path")
		}
		out := r.rest()[:n]
		r.at += n
		return out
	}
	return r.word(" \n")
}

func (r *reader) part(op *operation) {
	switch {
	case r.has("//"):
		r.line()
	case r.has("!auth "):
		op.security = r.line()
	case r.has("!"):
		for r.has(" ") {
			op.errors = append(op.errors, r.word(" \n"))
		}
	case r.has("body"):
		op.bodyRequired = r.has("*") || op.bodyRequired
		op.body = append(op.body, r.content(op))
	case r.rest() != "" && strings.ContainsRune("?^%/", rune(r.rest()[0])):
		sigil := r.rest()[:1]
		r.at++
		if r.has("?") {
			sigil = "??"
		}
		s := r.named()
		if op.inputs[sigil+s.name] != nil {
			r.fail("an input that is not there twice")
		}
		op.inputs[sigil+s.name] = s
	default:
		statuses := []string{r.word(" \n:,")}
		for r.has(",") {
			statuses = append(statuses, r.word(" \n:,"))
		}
		content := r.content(op)
		for _, status := range statuses {
			op.answers[status] = append(op.answers[status], content)
		}
	}
}

// content reads media types, a type, marks and headers.
func (r *reader) content(op *operation) form {
	f := form{types: []string{"application/json"}}
	if f.items = r.has(" items:"); f.items {
		r.at--
	} else if strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") && !strings.HasPrefix(r.rest(), " ^") && !strings.HasPrefix(r.rest(), " …") {
		f.types = nil
		for separator := " "; r.has(separator); separator = "," {
			f.types = append(f.types, r.mediaType())
		}
		if f.items = r.has(" items:"); f.items {
			r.at--
		}
	}
	if r.has(":") {
		f.shape = r.union()
		r.attributes(f.shape)
	}
	for {
		switch {
		case r.has(" …"):
			op.cut = true
		case r.has(" ^"):
			f.headers = append(f.headers, r.word(" \n"))
		default:
			r.note()
			for r.has(" ^") || r.has(" …") { // never behind a text
				r.fail("the line's end")
			}
			return f
		}
	}
}

func (r *reader) mediaType() string {
	quoted := strings.HasPrefix(r.rest(), `"`)
	word := r.word(" \n:,")
	switch {
	case quoted || strings.Contains(word, "/"):
		return word
	case word == "form":
		return "application/x-www-form-urlencoded"
	}
	return "application/" + word
}

// says tells what the notes of a shape have, such as "=" for its default.
func (s *shape) says(key string) (string, bool) {
	value, ok := s.notes[key]
	return value, ok
}

// under gives the fields of that name.
func (s *shape) under(name string) []*shape {
	var out []*shape
	for _, f := range s.fields {
		if f.name == name {
			out = append(out, f)
		}
	}
	return out
}
