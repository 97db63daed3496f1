package optimizer

import (
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// writer writes pruned operations and schemas in the notation.
type writer struct {
	*pruner
	labels     map[string]string
	names      bool // of fields only the names, without simple types
	cutInputs  bool
	cutAnswers bool
	out        strings.Builder
	more       bool   // a body ends with the mark for what was left out
	text       string // waits for the first brace, or the end of the line
}

func joinNotation(parts []Part) string {
	var out strings.Builder
	for _, kind := range []string{operationKey, schemaKey} {
		first := true
		for _, p := range parts {
			if !strings.HasPrefix(p.Key, kind) {
				continue
			}
			if out.Len() > 0 {
				out.WriteByte('\n')
				if kind == operationKey || first {
					out.WriteByte('\n')
				}
			}
			out.WriteString(p.Text)
			first = false
		}
	}
	return out.String()
}

// operation writes an operation: a line that begins it, then its inputs, its
// answers, its errors.
func (w *writer) operation(op *openapi.Operation, aggressive bool) string {
	if op.Webhook {
		w.out.WriteString("WEBHOOK ")
	}
	method := word(op.Method)
	if method == "WEBHOOK" {
		method = quote(method)
	}
	w.out.WriteString(method + " " + pathText(op.Path) + " " + word(op.ID))
	if op.Deprecated {
		w.out.WriteString(" old")
	}
	w.note(op.Summary)
	if op.Description != "" {
		w.out.WriteString("\n//" + op.Description)
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
		w.content(start, op.Body.Content, op.Body.Description)
		w.more = false
	}
	var errors []string
	for _, r := range op.Responses {
		if !r.OK() {
			errors = append(errors, word(r.Status))
			continue
		}
		start := w.out.Len()
		w.names = aggressive
		w.content("\n"+word(r.Status), r.Content, "")
		w.names = false
		for _, h := range r.Headers {
			w.out.WriteString(" ^" + word(h.Name))
		}
		if w.cutAnswers && strings.Contains(w.out.String()[start:], "@") {
			w.out.WriteString(" …")
		}
	}
	if len(errors) > 0 {
		w.out.WriteString("\n! " + strings.Join(errors, " "))
	}
	w.security(op.Security)
	return w.out.String()
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
	start := w.out.Len()
	w.out.WriteString("\n" + sigil(p.In) + fieldName(p.Name))
	if p.Required && p.In != "path" {
		w.out.WriteByte('*')
	}
	bare := w.out.Len()
	w.text = p.Description
	w.typed(schema)
	if p.Deprecated && !schema.Deprecated {
		w.out.WriteString(" old")
	}
	if len(p.Content) > 0 {
		w.out.WriteString(" media=" + word(p.Content[0].Type))
	}
	w.note(w.text)
	if p.In == "path" && w.out.Len() == bare && strings.Contains(path, "{"+p.Name+"}") {
		w.truncate(start) // the path says it all
	}
}

func (w *writer) truncate(length int) {
	kept := w.out.String()[:length]
	w.out.Reset()
	w.out.WriteString(kept)
}

// content writes the forms of a body, a line for each schema.
func (w *writer) content(start string, list []openapi.MediaType, text string) {
	if len(list) == 0 {
		w.out.WriteString(start)
		w.note(text)
		return
	}
	type form struct {
		types []string
		media openapi.MediaType
	}
	var forms []form
	for _, m := range list {
		same := slices.IndexFunc(forms, func(f form) bool { return w.same(f.media, m) })
		if same < 0 {
			forms = append(forms, form{media: m})
			same = len(forms) - 1
		}
		forms[same].types = append(forms[same].types, m.Type)
	}
	for _, f := range forms {
		w.out.WriteString(start + mediaTypes(f.types))
		w.text = text
		schema := f.media.Schema
		if schema == nil {
			schema = f.media.ItemSchema
			if schema != nil {
				w.out.WriteString(" items")
			}
		}
		if schema != nil {
			w.out.WriteByte(':')
			w.kind(schema, 0)
			w.attributes(schema)
			if w.text == "" {
				w.text = schema.Description
			}
		}
		if w.more {
			w.out.WriteString(" …")
		}
		w.note(w.text)
	}
}

// same reports whether two forms of a body are written alike.
func (w *writer) same(a, b openapi.MediaType) bool {
	write := func(m openapi.MediaType) string {
		one := &writer{pruner: w.pruner, labels: w.labels, names: w.names}
		for _, s := range []*openapi.Schema{m.Schema, m.ItemSchema} {
			one.out.WriteByte('\n')
			if s != nil {
				one.kind(s, 0)
				one.attributes(s)
			}
		}
		return one.out.String()
	}
	return write(a) == write(b)
}

func (w *writer) security(list []openapi.SecurityRequirement) {
	for i, requirement := range list {
		if i == 0 {
			w.out.WriteString("\nauth ")
		} else {
			w.out.WriteByte('|')
		}
		if len(requirement) == 0 {
			w.out.WriteString("none")
		}
		for j, use := range requirement {
			if j > 0 {
				w.out.WriteByte('&')
			}
			name := word(use.Scheme)
			if use.Scheme == "none" {
				name = quote(use.Scheme)
			}
			w.out.WriteString(name)
			if len(use.Scopes) > 0 {
				scopes := make([]string, len(use.Scopes))
				for k, s := range use.Scopes {
					scopes[k] = word(s)
				}
				w.out.WriteString("(" + strings.Join(scopes, ",") + ")")
			}
		}
	}
}

// definition writes a named schema.
func (w *writer) definition(label string, s *openapi.Schema) string {
	w.out.WriteString("@" + label + "=")
	w.text = s.Description
	w.kind(s, 0)
	w.attributes(s)
	w.note(w.text)
	return w.out.String()
}

// note writes a text to the end of the line. The text has one line only.
func (w *writer) note(text string) {
	w.text = ""
	if text != "" {
		w.out.WriteString(" //" + text)
	}
}
