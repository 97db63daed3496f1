package generatortest

import (
	"encoding/json"
	"strings"
)

// notation reads the signature notation as its legend explains it. What it does
// not understand costs a line, not the rest.
type notation struct {
	text   string
	at     int
	depth  int
	shapes map[string]*shape
}

func readNotation(text string) *description {
	r := &notation{text: written(text), shapes: map[string]*shape{}}
	d := &description{named: func(ref string) *shape {
		if s := r.shapes[ref]; s != nil {
			return s
		}
		return &shape{object: true} // that is left out
	}}
	for r.at < len(r.text) {
		switch {
		case r.has("\n"):
		case strings.HasPrefix(r.rest(), "//"), strings.HasPrefix(r.rest(), "!"):
			r.line()
		case r.has("@"):
			if name := r.word(wordEnds); r.has("=") {
				if s := r.described(); r.shapes[name] == nil {
					r.shapes[name] = s
				}
			}
			r.line()
		default:
			if op := r.operation(); op != nil {
				d.operations = append(d.operations, op)
			}
		}
	}
	return d
}

// mostWritten bounds what a text may become, in bytes.
const mostWritten = 8 << 20

// written puts the lines that "$1=" defines where "$1" stands for them.
func written(text string) string {
	var out strings.Builder
	defined := map[string]string{}
	name := ""
	for line := range strings.SplitAfterSeq(text, "\n") {
		bare := strings.TrimSuffix(line, "\n")
		next, body, ok := strings.Cut(line, "=")
		switch number, isName := strings.CutPrefix(next, "$"); {
		case ok && isName && number != "" && strings.Trim(number, "0123456789") == "":
			name = next
			defined[name] = body
		case bare == "":
			name = ""
			out.WriteString(line)
		case name != "":
			defined[name] += line
		case out.Len() > mostWritten:
			return out.String()
		case defined[bare] != "":
			out.WriteString(defined[bare])
		default:
			out.WriteString(line)
		}
	}
	return out.String()
}

func (r *notation) rest() string { return r.text[r.at:] }

func (r *notation) has(s string) bool {
	if strings.HasPrefix(r.rest(), s) {
		r.at += len(s)
		return true
	}
	return false
}

// line skips the rest of a line and gives it; the line break stays.
func (r *notation) line() string {
	out, _, _ := strings.Cut(r.rest(), "\n")
	r.at += len(out)
	return out
}

const wordEnds = " \n:*,{}()|&<>=]~"

// word reads a bare name or a JSON string; "" where there is none.
func (r *notation) word(ends string) string {
	if strings.HasPrefix(r.rest(), `"`) {
		return r.quoted()
	}
	n := strings.IndexAny(r.rest(), ends)
	if n < 0 {
		n = len(r.rest())
	}
	out := r.rest()[:n]
	r.at += n
	return out
}

// name is a word that may be followed by brackets: "filter[name]".
func (r *notation) name() string {
	out := r.word(strings.Replace(wordEnds, "]", "[", 1))
	for strings.HasPrefix(r.rest(), "[") && !strings.HasPrefix(out, `"`) {
		end := strings.IndexByte(r.rest(), ']')
		if end < 0 {
			break
		}
		out += r.rest()[:end+1]
		r.at += end + 1
	}
	return out
}

// quoted reads a JSON string; of one that is none, the quotation mark.
func (r *notation) quoted() string {
	end := 1
	for rest := r.rest(); end < len(rest) && rest[end] != '"' && rest[end] != '\n'; end++ {
		if rest[end] == '\\' {
			end++
		}
	}
	end = min(end+1, len(r.rest()))
	var out string
	if json.Unmarshal([]byte(r.rest()[:end]), &out) != nil {
		r.at++
		return ""
	}
	r.at += end
	return out
}

// operation reads a block up to the next empty line.
func (r *notation) operation() *operation {
	op := &operation{}
	r.has("WEBHOOK ")
	op.method = r.word(" \n")
	r.has(" ")
	op.path = r.word(" \n")
	r.has(" ")
	op.id = r.word(" \n")
	if _, summary, ok := strings.Cut(r.line(), "//"); ok {
		op.summary = summary
	}
	for r.has("\n") && r.at < len(r.text) && r.text[r.at] != '\n' {
		r.part(op)
		r.line()
	}
	for rest := op.path; ; { // names in braces need no line of their own
		_, after, ok := strings.Cut(rest, "{")
		name, after, closed := strings.Cut(after, "}")
		if !ok || !closed {
			break
		}
		op.inputs = append(op.inputs, field{name: name, required: true})
		rest = after
	}
	if op.id == "" {
		return nil
	}
	return op
}

func (r *notation) part(op *operation) {
	switch c := r.text[r.at]; {
	case strings.HasPrefix(r.rest(), "//"), c == '!':
	case c == '?', c == '^', c == '%', c == '/':
		r.at++
		r.has("?")
		f := field{name: r.name()}
		f.required = r.has("*") || c == '/'
		f.shape = r.typed()
		if f.name != "" {
			op.inputs = append(op.inputs, f)
		}
	case strings.HasPrefix(r.rest(), "body"):
		r.at += len("body")
		r.has("*")
		if s := r.content(); s != nil {
			op.body = append(op.body, s)
		}
	default:
		status := r.word(" \n:") // or some, with commas between them
		if s := r.content(); s != nil && strings.HasPrefix(status, "2") {
			op.answers = append(op.answers, s)
		}
	}
}

// content reads media types and a type.
func (r *notation) content() *shape {
	sequence := false
	for r.has(" ") {
		if strings.HasPrefix(r.rest(), "//") {
			return nil
		}
		if r.has("^") { // headers come behind a type
			return nil
		}
		for {
			sequence = r.word(" \n:,") == "items"
			if !r.has(",") {
				break
			}
		}
	}
	if !r.has(":") {
		return nil
	}
	s := r.union()
	if sequence {
		return &shape{list: true, items: s}
	}
	return s
}
