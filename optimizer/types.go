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
		w.out.WriteByte(':')
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

// kind writes a type.
func (w *writer) kind(s *openapi.Schema, around int) {
	choices := append(slices.Clone(s.OneOf), s.AnyOf...)
	null := s.Is("null") && len(s.Types) > 1
	if len(choices) > 0 && s.Ref == "" && len(s.AllOf) == 0 && len(s.Properties) == 0 && len(s.Enum) == 0 {
		w.choice(choices, null, around)
		return
	}
	if null {
		if around >= inAll {
			w.out.WriteByte('<')
			defer w.out.WriteByte('>')
		}
		defer w.out.WriteString("|null")
		around = inChoice
	}
	var all []func()
	if s.Ref != "" {
		label := w.labels[s.Ref]
		if label == "" {
			label = word(s.Ref)
		}
		all = append(all, func() { w.out.WriteString("@" + label) })
	}
	for _, one := range s.AllOf {
		all = append(all, func() { w.kind(one, inAll) })
	}
	if len(choices) > 0 {
		all = append(all, func() { w.choice(choices, false, inAll) })
	}
	if own := w.own(s); own != nil && (len(all) == 0 || len(s.Properties) > 0 || len(s.Required) > 0 || s.AdditionalProperties != nil || len(s.Enum) > 0) {
		all = append(all, own)
	}
	if len(all) > 1 && around > inAll {
		w.out.WriteByte('<')
		defer w.out.WriteByte('>')
	}
	for i, write := range all {
		if i > 0 {
			w.out.WriteByte('&')
		}
		write()
	}
}

func (w *writer) choice(list []*openapi.Schema, null bool, around int) {
	if around >= inAll {
		w.out.WriteByte('<')
		defer w.out.WriteByte('>')
	}
	for i, one := range list {
		if i > 0 {
			w.out.WriteByte('|')
		}
		w.kind(one, inChoice)
	}
	if null {
		w.out.WriteString("|null")
	}
}

// own gives what writes a schema's own type, without what it refers to.
func (w *writer) own(s *openapi.Schema) func() {
	switch {
	case s.Never:
		return func() { w.out.WriteString("never") }
	case s.Const != nil:
		return func() { w.values(s, []json.RawMessage{s.Const}) }
	case len(s.Enum) > 0:
		return func() { w.values(s, s.Enum) }
	case len(s.Properties) > 0 || s.AdditionalProperties != nil || len(s.Required) > 0 || w.cut[s]:
		return func() { w.block(s) }
	case s.Items != nil || len(s.PrefixItems) > 0:
		return func() { w.array(s) }
	}
	return func() { w.simple(s) }
}

// values writes an enumeration, behind the type where that is not string.
func (w *writer) values(s *openapi.Schema, list []json.RawMessage) {
	if kinds := w.kinds(s); kinds != "string" && kinds != "any" {
		w.out.WriteString(kinds)
	}
	w.out.WriteByte('(')
	for i, v := range list {
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.out.WriteString(value(v))
	}
	if n := w.left[s]; n > 0 {
		w.out.WriteString(",…" + strconv.Itoa(n))
	}
	w.out.WriteByte(')')
}

func (w *writer) array(s *openapi.Schema) {
	w.out.WriteByte('[')
	for i, one := range s.PrefixItems {
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.kind(one, 0)
	}
	if s.Items != nil {
		if len(s.PrefixItems) > 0 {
			w.out.WriteString(",…")
		}
		if !w.names || !w.silent(s.Items) {
			w.kind(s.Items, 0)
			w.attributes(s.Items)
		}
	}
	w.out.WriteByte(']')
}

// block writes the fields of an object. A comma stands behind a field without a
// text, and a new line behind one with.
func (w *writer) block(s *openapi.Schema) {
	w.out.WriteByte('{')
	line := w.text != ""
	if line {
		w.note(w.text)
		w.out.WriteByte('\n')
		line = false
	}
	needed := map[string]bool{}
	for _, name := range s.Required {
		needed[name] = true
	}
	fields := 0
	between := func() {
		if line {
			w.out.WriteByte('\n')
		} else if fields > 0 {
			w.out.WriteByte(',')
		}
		line = false
		fields++
	}
	for _, p := range s.Properties {
		between()
		w.out.WriteString(fieldName(p.Name))
		if needed[p.Name] {
			w.out.WriteByte('*')
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
			w.out.WriteString(fieldName(name) + "*:any")
			delete(needed, name)
		}
	}
	if s.AdditionalProperties != nil {
		between()
		w.out.WriteByte('*')
		w.text = ""
		w.typed(s.AdditionalProperties)
		line = w.text != ""
		w.note(w.text)
	}
	if w.cut[s] {
		between()
		w.out.WriteString("…")
	}
	if line {
		w.out.WriteByte('\n')
	}
	w.out.WriteByte('}')
}

func (w *writer) simple(s *openapi.Schema) {
	if s.Is("object") && len(s.Types) <= 2 {
		w.out.WriteString("{}")
		return
	}
	if s.Is("array") && len(s.Types) <= 2 {
		w.out.WriteString("[any]")
		return
	}
	w.out.WriteString(w.kinds(s))
}

// shortTypes are the notation's words for types.
var shortTypes = map[string]string{
	"string": "string", "integer": "int", "number": "number", "boolean": "bool", "array": "[any]", "object": "{}", "null": "null",
}

// formats that stand for a type that is not string.
var typeOfFormat = map[string]string{"int32": "integer", "int64": "integer", "float": "number", "double": "number"}

// kinds writes the types, and with them the format.
func (w *writer) kinds(s *openapi.Schema) string {
	var out []string
	for _, t := range s.Types {
		short := shortTypes[t]
		if short == "" {
			short = quote(t)
		}
		if s.Format != "" && (t == "string" || t == "integer" || t == "number") {
			reserved := typeOfFormat[s.Format] != "" || shortTypes[s.Format] != "" || slices.Contains([]string{"int", "bool", "any", "never"}, s.Format)
			switch {
			case typeOfFormat[s.Format] == t, t == "string" && !reserved:
				short = word(s.Format)
			default:
				short += "~" + word(s.Format)
			}
		}
		if t != "null" || len(s.Types) == 1 {
			out = append(out, short)
		}
	}
	if len(out) == 0 {
		return "any"
	}
	return strings.Join(out, "|")
}

// attributes writes what else is known of a value.
func (w *writer) attributes(s *openapi.Schema) {
	add := func(text string) { w.out.WriteString(" " + text) }
	if s.Minimum != "" || s.Maximum != "" {
		add(number(s.Minimum) + ".." + number(s.Maximum))
	}
	if s.ExclusiveMinimum != "" {
		add(">" + number(s.ExclusiveMinimum))
	}
	if s.ExclusiveMaximum != "" {
		add("<" + number(s.ExclusiveMaximum))
	}
	if s.MultipleOf != "" {
		add("step=" + number(s.MultipleOf))
	}
	for _, r := range []struct {
		name      string
		low, high *int
	}{{"len", s.MinLength, s.MaxLength}, {"items", s.MinItems, s.MaxItems}, {"fields", s.MinProperties, s.MaxProperties}} {
		if r.low != nil || r.high != nil {
			add(r.name + "=" + optional(r.low) + ".." + optional(r.high))
		}
	}
	if s.UniqueItems {
		add("unique")
	}
	if s.Pattern != "" {
		add("re=" + quote(s.Pattern))
	}
	if s.ContentMediaType != "" {
		add("media=" + word(s.ContentMediaType))
	}
	if s.Discriminator != nil && s.Discriminator.Property != "" {
		add("by=" + word(s.Discriminator.Property))
	}
	if s.Default != nil {
		add("=" + value(s.Default))
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{s.ReadOnly, "ro"}, {s.WriteOnly, "wo"}, {s.Deprecated, "old"}} {
		if flag.on {
			add(flag.name)
		}
	}
}

// number writes a bound. Only one that a service put there itself can be
// something else than a number.
func number(n json.Number) string {
	if n == "" || json.Valid([]byte(n)) && !strings.ContainsAny(string(n), "\"{}[] \n\r\t") {
		return string(n)
	}
	return quote(string(n))
}

func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
