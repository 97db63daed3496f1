package optimizer

import (
	"bytes"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// writer writes pruned operations and schemas in the notation.
type writer struct {
	*pruner
	names      bool // of fields only the names, without simple types
	cutInputs  bool
	cutAnswers bool
	out        []byte
	more       bool // a body ends with the mark for what was left out
	headers    []*openapi.Parameter
	kept       []string // members of the operation that a caller keeps
	text       string   // waits for the first brace, or the end of the line
}

func (w *writer) put(text string) { w.out = append(w.out, text...) }

// operation writes an operation: a line that begins it, then its inputs, its
// answers, its errors.
func (w *writer) operation(op *openapi.Operation, aggressive bool) string {
	if op.Webhook {
		w.put("WEBHOOK ")
	}
	method := word(op.Method)
	if method == "WEBHOOK" || method == "auth" {
		method = quote(method)
	}
	w.put(method + " " + pathText(op.Path) + " " + word(op.ID))
	if op.Deprecated {
		w.put(" old")
	}
	for _, more := range w.kept {
		w.put(" " + more)
	}
	w.note(op.Summary)
	if op.Description != "" {
		w.put("\n//" + op.Description)
	}
	for _, p := range op.Parameters {
		w.parameter(p, op.Path)
	}
	if op.Body != nil {
		start := "\nbody"
		if op.Body.Required {
			start += "*"
		}
		w.more = w.cutInputs
		for _, form := range w.content(op.Body.Content, op.Body.Description) {
			w.put(start + form)
		}
		w.more = false
	}
	w.answers(op, aggressive)
	w.security(op.Security)
	return string(w.out)
}

// answers writes successful answers, those of the same form in one line, and the
// statuses of errors.
func (w *writer) answers(op *openapi.Operation, aggressive bool) {
	last := 0 // where the form begins that the last line ends with, 0: several
	var errors []byte
	for _, r := range op.Responses {
		if !r.OK() {
			errors = append(append(errors, ' '), word(r.Status)...)
			continue
		}
		w.names = aggressive
		w.headers = r.Headers
		w.more = w.cutAnswers && leads(r.Content)
		forms := w.content(r.Content, "")
		w.names, w.headers, w.more = false, nil, false
		for i, form := range forms {
			if len(forms) == 1 && last > 0 && string(w.out[last:]) == form {
				w.out = append(w.out[:last], ","+word(r.Status)+form...)
				last = len(w.out) - len(form)
				continue
			}
			w.put("\n" + word(r.Status) + form)
			if last = 0; i == 0 {
				last = len(w.out) - len(form)
			}
		}
	}
	if len(errors) > 0 && !aggressive {
		w.put("\n!")
		w.out = append(w.out, errors...)
	}
}

// sigil says where a parameter goes.
func sigil(in string) string {
	switch in {
	case "path":
		return "/"
	case "header":
		return "^"
	case "cookie":
		return "%"
	case "querystring":
		return "??"
	}
	return "?"
}

func (w *writer) parameter(p *openapi.Parameter, path string) {
	schema := p.Schema
	if schema == nil {
		schema = &openapi.Schema{}
		if len(p.Content) > 0 && p.Content[0].Schema != nil {
			schema = p.Content[0].Schema
		}
	}
	start := len(w.out)
	w.put("\n" + sigil(p.In) + fieldName(p.Name))
	if p.Required && p.In != "path" {
		w.put("*")
	}
	bare := len(w.out)
	w.text = p.Description
	w.typed(schema)
	if p.Deprecated && !schema.Deprecated {
		w.put(" old")
	}
	if len(p.Content) > 0 {
		w.put(" media=" + word(p.Content[0].Type))
	}
	w.note(w.text)
	if p.In == "path" && len(w.out) == bare && strings.Contains(path, "{"+p.Name+"}") {
		w.out = w.out[:start] // the path says it all
	}
}

// content writes the forms of a body, one for all media types that are alike.
func (w *writer) content(list []openapi.MediaType, text string) []string {
	start := len(w.out)
	defer func() { w.out = w.out[:start] }()
	if len(list) == 0 {
		w.behind()
		w.note(text)
		return []string{string(w.out[start:])}
	}
	type form struct {
		types []string
		text  []byte
	}
	var forms []form
	for _, m := range list {
		begin := len(w.out)
		w.form(m, text)
		written := w.out[begin:]
		same := false
		for i := range forms {
			if same = bytes.Equal(forms[i].text, written); same {
				forms[i].types = append(forms[i].types, m.Type)
				break
			}
		}
		if !same {
			forms = append(forms, form{[]string{m.Type}, written})
		}
	}
	out := make([]string, len(forms))
	for i, f := range forms {
		out[i] = mediaTypes(f.types) + string(f.text)
	}
	return out
}

func (w *writer) form(m openapi.MediaType, text string) {
	w.text = text
	schema := m.Schema
	if schema == nil {
		schema = m.ItemSchema
		if schema != nil {
			w.put(" items")
		}
	}
	if schema != nil {
		w.put(":")
		w.kind(schema, 0)
		w.attributes(schema)
		if w.text == "" {
			w.text = schema.Description
		}
	}
	w.behind()
	w.note(w.text)
}

// behind writes what stands behind the type of a body: headers, and the mark for
// what was left out.
func (w *writer) behind() {
	for _, h := range w.headers {
		w.put(" ^" + word(h.Name))
	}
	if w.more {
		w.put(" …")
	}
}

// leads reports whether bodies lead to named schemas.
func leads(list []openapi.MediaType) bool {
	for _, m := range list {
		if len(m.Schema.Refs()) > 0 || len(m.ItemSchema.Refs()) > 0 {
			return true
		}
	}
	return false
}

// openToAll stands for the security of an operation that has none, where others
// of a text have some.
const openToAll = "-"

func (w *writer) security(list []openapi.SecurityRequirement) {
	for i, requirement := range list {
		if i == 0 {
			w.put("\n" + authMark)
		} else {
			w.put("|")
		}
		if len(requirement) == 0 {
			w.put("none")
		}
		for j, use := range requirement {
			if j > 0 {
				w.put("&")
			}
			name := word(use.Scheme)
			if use.Scheme == "none" {
				name = quote(use.Scheme)
			}
			w.put(name)
			for k, scope := range use.Scopes {
				if k == 0 {
					w.put("(")
				} else {
					w.put(",")
				}
				w.put(word(scope))
			}
			if len(use.Scopes) > 0 {
				w.put(")")
			}
		}
	}
}

// definition writes a named schema.
func (w *writer) definition(label string, s *openapi.Schema) string {
	w.put("@" + label + "=")
	w.text = s.Description
	w.kind(s, 0)
	w.attributes(s)
	w.note(w.text)
	return string(w.out)
}

// note writes a text to the end of the line. The text has one line only.
func (w *writer) note(text string) {
	w.text = ""
	if text != "" {
		w.put(" //" + text)
	}
}
