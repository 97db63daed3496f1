package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

func (m *merger) chunk(plan *ChunkPlan) {
	for i := range plan.Views {
		said := &plan.Views[i]
		m.at = clip(said.Operation, maxName)
		view := m.views[said.Operation]
		switch {
		case view == nil:
			m.repair("operation", "no such operation")
		case len(plan.Operations) > 0 && !slices.Contains(plan.Operations, said.Operation):
			m.repair("operation", "not one of this chunk")
		case m.merged[said.Operation]:
			m.repair("operation", "planned before")
		default:
			m.merged[said.Operation] = true
			m.view(view, said, m.ops[said.Operation])
		}
	}
}

func (m *merger) view(view *View, said *ChunkView, op *openapi.Operation) {
	view.Columns = slices.Clone(view.Columns)
	m.text(&view.Title, "title", said.Title, maxTitle)
	m.text(&view.Help, "help", said.Help, maxHelp)
	m.text(&view.Submit, "submit", said.Submit, maxButton)
	if said.Confirm != "" && (op.Method == "GET" || op.Method == "HEAD") {
		m.repair("confirm", "a %s changes nothing that needs a question", op.Method)
	} else {
		m.text(&view.Confirm, "confirm", said.Confirm, maxHelp)
	}
	m.columns(view, said.Columns, op)
	m.fields(view, said.Fields, op)
	m.labels(view, said.Labels)
	view.By = ByModel
}

// columns replaces a list's columns. Of a single thing they only come first:
// there, nothing that the baseline shows may vanish.
func (m *merger) columns(view *View, paths []string, op *openapi.Operation) {
	var chosen []Column
	has := func(path string) bool {
		return slices.ContainsFunc(chosen, func(c Column) bool { return c.Path == path })
	}
	answer := m.shapes.answerOf(op)
	thing, within := answer.thing, ""
	limit := manyColumns
	if view.Kind != List && view.Kind != Search {
		limit, within = manyDetails, answer.item
		if answer.isList { // shown as it is, see builder.lay
			thing = nil
		}
	}
	for i, path := range paths {
		place := fmt.Sprintf("columns/%d", i)
		column, ok := m.column(view, thing, within, path)
		switch {
		case !ok:
			m.repair(place, "the answer has no %q", clip(path, maxName))
		case has(column.Path):
			m.repair(place, "stands here twice: %q", clip(path, maxName))
		case len(chosen) >= limit:
			m.repair(place, "more than %d columns", limit)
		default:
			chosen = append(chosen, column)
		}
	}
	if len(chosen) == 0 {
		return
	}
	if view.Kind != List && view.Kind != Search {
		for _, c := range view.Columns {
			if !has(c.Path) {
				chosen = append(chosen, c)
			}
		}
	}
	view.Columns = chosen
}

// column finds what a path means: of the thing, which in the answer lies within
// that path, or of the answer itself.
func (m *merger) column(view *View, thing *shape, within, path string) (Column, bool) {
	full := path
	if within != "" && !strings.HasPrefix(path, within+".") {
		full = dotted(within, path)
	}
	if i := slices.IndexFunc(view.Columns, func(c Column) bool { return c.Path == full }); i >= 0 {
		return view.Columns[i], true
	}
	if within != "" {
		path = strings.TrimPrefix(full, within+".")
	}
	if thing == nil || path == "" {
		return Column{}, false
	}
	there, missing := m.shapes.follow(thing, path)
	if there == nil || missing != "" {
		return Column{}, false
	}
	if there.writeOnly || there.format == "password" {
		return Column{}, false
	}
	return Column{Path: full, Format: format(path[strings.LastIndexByte(path, '.')+1:], there)}, true
}

// fields words and orders inputs. Those that are not spoken of follow.
func (m *merger) fields(view *View, said []ChunkField, op *openapi.Operation) {
	rest := slices.Clone(view.Fields)
	var ordered []Field
	for i, want := range said {
		place := fmt.Sprintf("fields/%d", i)
		at := slices.IndexFunc(rest, func(f Field) bool { return f.Name == want.Name })
		if at < 0 {
			m.repair(place, "no input, or one that was named before: %q", clip(want.Name, maxName))
			continue
		}
		f := rest[at]
		rest = slices.Delete(rest, at, at+1)
		m.text(&f.Label, place+"/label", want.Label, maxWord)
		m.text(&f.Help, place+"/help", want.Help, maxHelp)
		shape, required := m.input(op, f)
		if want.Widget != "" {
			if holdsAll(want.Widget, shape) {
				f.Widget = want.Widget
			} else {
				m.repair(place+"/widget", "%q does not fit this input", clip(string(want.Widget), maxName))
			}
		}
		if want.Advanced && required {
			m.repair(place+"/advanced", "a required input cannot be folded away")
		} else if want.Advanced {
			f.Advanced = true
		}
		ordered = append(ordered, f)
	}
	view.Fields = append(ordered, rest...)
}

// input is the shape of a field, and whether it must be filled.
func (m *merger) input(op *openapi.Operation, f Field) (*shape, bool) {
	if f.In != "body" {
		if p := parameter(op, f.In, f.Name); p != nil {
			return m.shapes.of(p.Schema), p.Required
		}
		return &shape{}, false
	}
	media := inputType(op.Body.Content)
	if media == nil {
		return &shape{}, false
	}
	body := m.shapes.of(media.Schema)
	return m.shapes.of(body.prop(f.Name)), body.required[f.Name]
}

// holdsAll reports whether a widget can hold every value of an input.
func holdsAll(w Widget, s *shape) bool {
	if !widgets[w] {
		return false
	}
	switch {
	case s.binary:
		return w == File
	case w == File:
		return false
	case len(s.enum) > 0:
		return w == Select
	case w == Select:
		return false
	case s.kind == "boolean":
		return w == Checkbox
	case s.kind == "number", s.kind == "integer":
		return w == Number || w == Text
	case s.kind == "string":
		switch w {
		case Text, TextArea, Password:
			return true
		case Date:
			return s.format == "" || s.format == "date"
		case DateTime:
			return s.format == "" || s.format == "date-time"
		case Email, URL:
			return s.format == "" || s.format == "email" || strings.HasPrefix(s.format, "ur")
		}
		return false
	}
	return w == JSON
}

func (m *merger) labels(view *View, said []FieldLabel) {
	for i, label := range said {
		place := fmt.Sprintf("labels/%d", i)
		known := false
		for j := range view.Fields {
			if view.Fields[j].Name == label.Name {
				known = true
				m.text(&view.Fields[j].Label, place, label.Label, maxWord)
			}
		}
		for j := range view.Columns {
			c := &view.Columns[j]
			if c.Path == label.Name || strings.HasSuffix(c.Path, "."+label.Name) {
				known = true
				m.text(&c.Label, place, label.Label, maxWord)
			}
		}
		if !known {
			m.repair(place, "no column or input is called %q", clip(label.Name, maxName))
		}
	}
}

// stripBidi drops what changes the direction of the text around it.
func stripBidi(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', r == '\u200e', r == '\u200f', r == '\u061c':
			return -1
		}
		return r
	}, s)
}
