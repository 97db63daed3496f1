package optimizer

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// typed writes a colon and the type behind a name, unless it is only a string,
// and what else is known of the value.
func (w *writer) typed(s *openapi.Schema) {
	if w.text == "" {
		w.text = s.Description
	}
	if !w.silent(s) {
		w.put(":")
		w.kind(s, 0)
	}
	w.attributes(s)
}

// silent reports whether a type is left out: that of strings, and of all simple
// values where only names count.
func (w *writer) silent(s *openapi.Schema) bool {
	if s.Ref != "" || s.Never || holds(s) || w.cut[s] {
		return false
	}
	if w.names {
		return !s.Is("array") && !s.Is("object")
	}
	return slices.Equal(s.Types, []string{"string"}) && s.Format == "" && len(s.Enum) == 0 && s.Const == nil
}

func holds(s *openapi.Schema) bool {
	for range s.Subschemas() {
		return true
	}
	return false
}

// Precedence of what is around a type: | binds looser than &.
const (
	inChoice = 1
	inAll    = 2
)

// kind writes a type: all of what a schema refers to, is made of, can be and says
// itself.
func (w *writer) kind(s *openapi.Schema, around int) {
	var all []func(around int)
	if s.Ref != "" {
		label := w.labels[s.Ref]
		if label == "" {
			label = word(s.Ref)
		}
		all = append(all, func(int) { w.put("@" + label) })
	}
	for _, one := range s.AllOf {
		all = append(all, func(around int) { w.part(one, around) })
	}
	if choices := len(s.OneOf) + len(s.AnyOf); choices > 0 {
		all = append(all, func(around int) {
			w.either(around, choices, func(i int) {
				if i < len(s.OneOf) {
					w.part(s.OneOf[i], inChoice)
				} else {
					w.part(s.AnyOf[i-len(s.OneOf)], inChoice)
				}
			})
		})
	}
	if values := s.Enum; s.Const != nil || len(values) > 0 {
		if s.Const != nil {
			values = []json.RawMessage{s.Const}
		}
		all = append(all, func(int) { w.values(s, values) })
		if len(s.Properties) > 0 || s.AdditionalProperties != nil || s.Items != nil || len(s.PrefixItems) > 0 {
			all = append(all, w.own(s))
		}
	} else if len(all) == 0 || w.says(s) {
		all = append(all, w.own(s))
	}

	if s.Is("null") && len(s.Types) > 1 {
		w.either(around, 2, func(i int) {
			if i == 0 {
				w.both(all, inChoice)
			} else {
				w.put("null")
			}
		})
		return
	}
	w.both(all, around)
}

func (w *writer) both(all []func(around int), around int) {
	if len(all) > 1 {
		around = inAll
	}
	for i, write := range all {
		if i > 0 {
			w.put("&")
		}
		write(around)
	}
}

// either writes so many types of which one holds, in a group where it must.
func (w *writer) either(around, n int, write func(i int)) {
	group := n > 1 && around >= inAll
	if group {
		w.put("<")
	}
	for i := range n {
		if i > 0 {
			w.put("|")
		}
		write(i)
	}
	if group {
		w.put(">")
	}
}

// part writes one of several types, in a group with what else is known of it.
func (w *writer) part(s *openapi.Schema, around int) {
	start := len(w.out)
	w.kind(s, around)
	end := len(w.out)
	if w.attributes(s); len(w.out) > end {
		w.out = slices.Insert(w.out, start, '<')
		w.put(">")
	}
}

// says reports whether a schema says something of its own beside what it refers
// to: that it is an object is no news then.
func (w *writer) says(s *openapi.Schema) bool {
	return len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties != nil || s.Never || w.cut[s] ||
		s.Items != nil || len(s.PrefixItems) > 0 || s.Format != "" ||
		slices.ContainsFunc(s.Types, func(t string) bool { return t != "object" && (t != "null" || len(s.Types) == 1) })
}

// own gives what writes a schema's own type, without what it refers to.
func (w *writer) own(s *openapi.Schema) func(around int) {
	if s.Never {
		return func(int) { w.put("never") }
	}
	var kinds []func()
	untyped := len(s.Types) == 0
	object := len(s.Properties) > 0 || s.AdditionalProperties != nil || w.cut[s] || len(s.Required) > 0 && (untyped || s.Is("object"))
	if object {
		kinds = append(kinds, func() { w.block(s) })
	}
	list := s.Items != nil || len(s.PrefixItems) > 0
	if list {
		kinds = append(kinds, func() { w.array(s) })
	}
	if s.Enum == nil && s.Const == nil {
		for _, t := range s.Types {
			if t != "null" && (t != "object" || !object) && (t != "array" || !list) || len(s.Types) == 1 && t == "null" {
				kinds = append(kinds, func() { w.put(typeWord(t, s.Format)) })
			}
		}
	}
	if len(kinds) == 0 {
		return func(int) { w.put(w.kinds(s)) }
	}
	return func(around int) { w.either(around, len(kinds), func(i int) { kinds[i]() }) }
}

// values writes an enumeration, behind the type where that is a simple one other
// than string: values tell of what type they are.
func (w *writer) values(s *openapi.Schema, list []json.RawMessage) {
	simple := slices.DeleteFunc(slices.Clone(s.Types), func(t string) bool { return t == "null" || t == "array" || t == "object" })
	switch {
	case len(simple) == 1 && (simple[0] != "string" || s.Format != ""):
		w.put(typeWord(simple[0], s.Format))
	case len(simple) != 1 && s.Format != "":
		w.put("any~" + word(s.Format))
	}
	w.put("(")
	for i, v := range list {
		if i > 0 {
			w.put(",")
		}
		w.put(value(v))
	}
	if n := w.left[s]; n > 0 {
		w.put(",…" + strconv.Itoa(n))
	}
	w.put(")")
}

func (w *writer) array(s *openapi.Schema) {
	w.put("[")
	for i, one := range s.PrefixItems {
		if i > 0 {
			w.put(",")
		}
		w.kind(one, 0)
		w.attributes(one)
	}
	silent := s.Items == nil || w.names && w.silent(s.Items)
	if len(s.PrefixItems) > 0 && s.Items != nil || len(s.PrefixItems) == 1 { // one element of its own type is no list of such
		w.put(",*")
		if !silent {
			w.put(":")
		}
	}
	if !silent {
		w.kind(s.Items, 0)
		w.attributes(s.Items)
	}
	w.put("]")
}

// block writes the fields of an object. A comma stands behind a field without a
// text, and a new line behind one with.
func (w *writer) block(s *openapi.Schema) {
	w.put("{")
	line := w.text != ""
	if line {
		w.note(w.text)
		w.put("\n")
		line = false
	}
	needed := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		needed[name] = true
	}
	fields := 0
	between := func() {
		if line {
			w.put("\n")
		} else if fields > 0 {
			w.put(",")
		}
		line = false
		fields++
	}
	for _, p := range s.Properties {
		between()
		w.put(fieldName(p.Name))
		if needed[p.Name] {
			w.put("*")
			delete(needed, p.Name)
		}
		w.text = ""
		w.typed(p.Schema)
		line = w.text != ""
		w.note(w.text)
	}
	for _, name := range s.Required { // described elsewhere, as by a part of allOf
		if needed[name] {
			between()
			w.put(fieldName(name))
			if !w.names {
				w.put("*:any")
			}
			delete(needed, name)
		}
	}
	if s.AdditionalProperties != nil {
		between()
		w.put("*")
		w.text = ""
		w.typed(s.AdditionalProperties)
		line = w.text != ""
		w.note(w.text)
	}
	if w.cut[s] {
		between()
		w.put("…")
	}
	if line {
		w.put("\n")
	}
	w.put("}")
}

// shortTypes are the notation's words for types.
var shortTypes = map[string]string{
	"string": "string", "integer": "int", "number": "number", "boolean": "bool", "array": "[any]", "object": "{}", "null": "null",
}

// formats that stand for a type that is not string.
var typeOfFormat = map[string]string{"int32": "integer", "int64": "integer", "float": "number", "double": "number"}

// kinds writes the types, and with them the format.
func (w *writer) kinds(s *openapi.Schema) string {
	if len(s.Types) == 1 {
		return typeWord(s.Types[0], s.Format)
	}
	var out []string
	for _, t := range s.Types {
		if t != "null" {
			out = append(out, typeWord(t, s.Format))
		}
	}
	if len(out) == 0 && s.Format != "" {
		return "any~" + word(s.Format)
	}
	if len(out) == 0 {
		return "any"
	}
	return strings.Join(out, "|")
}

// typeWord writes a type in a format.
func typeWord(t, format string) string {
	short := shortTypes[t]
	if short == "" {
		short = quote(t)
	}
	if format == "" || t != "string" && t != "integer" && t != "number" {
		return short
	}
	reserved := typeOfFormat[format] != "" || shortTypes[format] != "" || format == "int" || format == "bool" || format == "any" || format == "never"
	if typeOfFormat[format] == t || t == "string" && !reserved {
		return word(format)
	}
	return short + "~" + word(format)
}
