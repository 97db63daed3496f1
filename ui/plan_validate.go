package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// Validate reports what is wrong with the plan, each with its JSON pointer:
// views of operations that do not exist, operations without a view, names that
// the description does not know, unknown kinds and widgets. It returns nil for
// every plan of [Baseline].
func (p *Plan) Validate() error {
	if p == nil {
		return fmt.Errorf("ui: plan: there is none")
	}
	v := validator{plan: p, shapes: newShapes(&openapi.Document{Schemas: p.API.Schemas, Operations: p.API.Operations}), ops: map[string]*openapi.Operation{}, shown: map[string]string{}}
	switch {
	case p.FormatVersion > FormatVersion:
		v.add("/formatVersion", "%w", newer(p.FormatVersion))
	case p.FormatVersion < 1:
		v.add("/formatVersion", "want %d", FormatVersion)
	}
	v.api()
	v.app()
	if err := v.err(); err != nil {
		return fmt.Errorf("ui: plan: %w", err)
	}
	return nil
}

type validator struct {
	problems
	plan   *Plan
	shapes *shapes
	ops    map[string]*openapi.Operation
	shown  map[string]string // operation ID to pointer of its view
}

func (v *validator) api() {
	if len(v.plan.API.Servers) == 0 {
		v.add("/api/servers", "want at least one server")
	}
	for i, op := range v.plan.API.Operations {
		at := "/api/operations/" + strconv.Itoa(i)
		switch {
		case op == nil:
			v.add(at, "is null")
		case op.ID == "":
			v.add(at+"/id", "is empty")
		case v.ops[op.ID] != nil:
			v.add(at+"/id", "stands for another operation too: %q", op.ID)
		default:
			v.ops[op.ID] = op
		}
	}
	w := walker{doc: &openapi.Document{Schemas: v.plan.API.Schemas}, found: map[string]*openapi.Schema{}, seen: map[*openapi.Schema]bool{}}
	for _, op := range v.plan.API.Operations {
		if op != nil {
			w.operation(op)
		}
	}
	w.run()
	for _, name := range w.missing {
		v.add("/api/schemas/"+escapePointer(name), "is referred to and does not exist")
	}
}

func (v *validator) app() {
	if v.plan.App.Title == "" {
		v.add("/app/title", "is empty")
	}
	ids := map[string]bool{}
	for i, r := range v.plan.App.Resources {
		at := "/app/resources/" + strconv.Itoa(i)
		switch {
		case r.ID == "" || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~") != "":
			v.add(at+"/id", "want letters, digits and - _ . ~: %q", clip(r.ID, maxName))
		case ids[r.ID]:
			v.add(at+"/id", "is another resource's too: %q", r.ID)
		}
		ids[r.ID] = true
		if r.Title == "" {
			v.add(at+"/title", "is empty")
		}
		for j := range r.Views {
			v.view(at+"/views/"+strconv.Itoa(j), &r.Views[j])
		}
	}
	for i, op := range v.plan.API.Operations {
		if op != nil && v.ops[op.ID] == op && v.shown[op.ID] == "" {
			v.add("/api/operations/"+strconv.Itoa(i), "no view shows the operation %q", op.ID)
		}
	}
}

func (v *validator) view(at string, view *View) {
	op := v.ops[view.Operation]
	if op == nil {
		v.add(at+"/operation", "no such operation: %q", clip(view.Operation, maxName))
		return
	}
	if other := v.shown[op.ID]; other != "" {
		v.add(at+"/operation", "%q has a view already: %s", op.ID, other)
	}
	v.shown[op.ID] = at
	if _, known := kindOrder[view.Kind]; !known {
		v.add(at+"/kind", "want list, detail, create, update, delete, search or action: %q", string(view.Kind))
	}
	if view.Title == "" {
		v.add(at+"/title", "is empty")
	}
	v.fields(at, view, op)
	answer := v.shapes.answerOf(op)
	thing := answer.shape
	if view.Kind == List || view.Kind == Search {
		if view.Rows != "" {
			thing = v.walk(at+"/rows", thing, view.Rows)
		}
		if thing != nil {
			thing = v.shapes.of(thing.items)
		}
		if thing == nil || len(thing.props) == 0 && answer.isList && answer.rows == view.Rows {
			thing = answer.thing
		}
	} else if view.Rows != "" {
		v.add(at+"/rows", "only lists and searches have rows")
	}
	for i, c := range view.Columns {
		place := at + "/columns/" + strconv.Itoa(i)
		if c.Path == "" {
			v.add(place+"/path", "is empty")
		}
		if !formats[c.Format] {
			v.add(place+"/format", "unknown format: %q", string(c.Format))
		}
		v.walk(place+"/path", thing, c.Path)
	}
	v.page(at+"/page", view.Page, op)
	if view.Prefill != "" {
		v.prefill(at+"/prefill", view.Prefill, op)
	}
	for i := range view.Links {
		v.link(at+"/links/"+strconv.Itoa(i), &view.Links[i], op, thing)
	}
}

var (
	widgets = map[Widget]bool{
		"": true, Text: true, TextArea: true, Number: true, Checkbox: true, Select: true, Date: true, DateTime: true, Email: true,
		URL: true, Password: true, File: true, JSON: true,
	}
	formats = map[Format]bool{"": true, AsDate: true, AsDateTime: true, AsTime: true, AsLink: true, AsImage: true, AsBadge: true}
)

func (v *validator) fields(at string, view *View, op *openapi.Operation) {
	seen := map[[2]string]bool{}
	for i, f := range view.Fields {
		place := at + "/fields/" + strconv.Itoa(i)
		if !widgets[f.Widget] {
			v.add(place+"/widget", "unknown widget: %q", string(f.Widget))
		}
		key := [2]string{f.In, f.Name}
		if seen[key] {
			v.add(place, "stands here twice: %s %q", f.In, f.Name)
		}
		seen[key] = true
		switch {
		case f.In == "body" && op.Body == nil:
			v.add(place, "the operation has no body")
		case f.In == "body":
			if !v.inBody(op, f.Name) {
				v.add(place+"/name", "the body has no property %q", f.Name)
			}
		case parameter(op, f.In, f.Name) == nil:
			v.add(place, "the operation has no parameter %q in %q", f.Name, f.In)
		}
	}
}

// parameter finds a parameter by name; in "" means anywhere.
func parameter(op *openapi.Operation, in, name string) *openapi.Parameter {
	for _, p := range op.Parameters {
		if p != nil && p.Name == name && (in == "" || p.In == in) {
			return p
		}
	}
	return nil
}

// inBody reports whether the body may hold the property. "" is the body as a
// whole.
func (v *validator) inBody(op *openapi.Operation, name string) bool {
	if op.Body == nil {
		return false
	}
	if name == "" {
		return true
	}
	for _, media := range op.Body.Content {
		s := v.shapes.of(media.Schema)
		if s.has(name) || open(s) {
			return true
		}
	}
	return len(op.Body.Content) == 0
}

// walk follows a path of names as far as the schemas know it, and returns what
// lies there, or nil where that is not known.
func (v *validator) walk(pointer string, at *shape, path string) *shape {
	there, missing := v.shapes.follow(at, path)
	if missing != "" {
		v.add(pointer, "the answer has no %q", clip(missing, maxName))
	}
	return there
}

func (v *validator) page(at string, page *Pagination, op *openapi.Operation) {
	if page == nil {
		return
	}
	switch page.Style {
	case "page", "offset":
	case "cursor":
		if page.Next == "" {
			v.add(at+"/next", "a cursor must come from somewhere")
		}
	default:
		v.add(at+"/style", "want page, offset or cursor: %q", page.Style)
	}
	if parameter(op, "query", page.Param) == nil {
		v.add(at+"/param", "the operation has no query parameter %q", page.Param)
	}
	if page.Size != "" && parameter(op, "query", page.Size) == nil {
		v.add(at+"/size", "the operation has no query parameter %q", page.Size)
	}
}

func (v *validator) prefill(at, id string, op *openapi.Operation) {
	source := v.ops[id]
	if source == nil {
		v.add(at, "no such operation: %q", clip(id, maxName))
		return
	}
	for _, p := range source.Parameters {
		if p != nil && p.In == "path" && parameter(op, "path", p.Name) == nil {
			v.add(at, "%q needs the path parameter %q, which this operation does not have", id, p.Name)
		}
	}
}

func (v *validator) link(at string, link *Link, op *openapi.Operation, thing *shape) {
	target := v.ops[link.Operation]
	if target == nil {
		v.add(at+"/operation", "no such operation: %q", clip(link.Operation, maxName))
		return
	}
	for i, p := range link.Params {
		place := at + "/params/" + strconv.Itoa(i)
		if parameter(target, "", p.Name) == nil && !v.inBody(target, p.Name) {
			v.add(place+"/name", "%q has no input %q", target.ID, p.Name)
		}
		switch p.From {
		case "item":
			v.walk(place+"/value", thing, p.Value)
		case "input":
			if parameter(op, "", p.Value) == nil && !slices.Contains(braces(op.Path), p.Value) {
				v.add(place+"/value", "the operation has no parameter %q", p.Value)
			}
		case "const":
		default:
			v.add(place+"/from", "want item, input or const: %q", p.From)
		}
	}
}
