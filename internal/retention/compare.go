package retention

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/specloom/specloom/openapi"
)

// compare looks for the facts that schemas at one place state in the shapes at the
// same place of the text. Alternatives and parts are taken together on both
// sides: what one of the schemas says, one of the shapes must say.
//
// Hole tells that around the place, shapes are left out that might say more of it.
func (w *walk) compare(where string, schemas []*openapi.Schema, shapes []*shape, hole bool) {
	schemas, shapes = w.schemas(schemas), w.shapes(shapes)
	key := w.key(schemas, shapes, hole)
	if w.seen[key] || w.steps > maxSteps {
		return
	}
	w.seen[key] = true
	w.steps += len(schemas) + len(shapes)
	said := w.gather(shapes)
	said.hole = said.hole || hole
	for _, s := range schemas {
		w.own(where, s, said)
	}
	w.within(where, schemas, shapes, said)
}

// key names a pair of sets.
func (w *walk) key(schemas []*openapi.Schema, shapes []*shape, hole bool) string {
	number := func(of any) string {
		if w.numbers[of] == 0 {
			w.numbers[of] = len(w.numbers) + 1
		}
		return strconv.Itoa(w.numbers[of])
	}
	var parts []string
	for _, s := range schemas {
		parts = append(parts, number(s))
	}
	for _, s := range shapes {
		parts = append(parts, number(s))
	}
	slices.Sort(parts)
	return fmt.Sprint(w.answer, hole, parts)
}

// schemas adds what schemas refer to and are made of.
func (w *walk) schemas(list []*openapi.Schema) []*openapi.Schema {
	seen := map[*openapi.Schema]bool{}
	var out []*openapi.Schema
	for i := 0; i < len(list); i++ {
		s := list[i]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		out = append(out, s)
		if s.Ref != "" {
			list = append(slices.Clip(list), w.doc.Schemas[s.Ref])
		}
		list = append(slices.Clip(list), slices.Concat(s.AllOf, s.OneOf, s.AnyOf)...)
	}
	return out
}

func (w *walk) shapes(list []*shape) []*shape {
	seen := map[*shape]bool{}
	var out []*shape
	for i := 0; i < len(list); i++ {
		s := list[i]
		if s == nil || seen[s] {
			continue
		}
		seen[s] = true
		out = append(out, s)
		if s.ref != "" {
			list = append(slices.Clip(list), w.text.schemas[s.ref])
		}
		list = append(slices.Clip(list), slices.Concat(s.all, s.any)...)
	}
	return out
}

// said is what shapes at one place say.
type said struct {
	types, formats, values, notes, required map[string]bool

	left int
	hole bool // something is left out here
}

// wordTypes are the words of the legend that are types, or formats of others
// than strings.
var wordTypes = map[string][2]string{
	"int": {"integer"}, "bool": {"boolean"}, "string": {"string"}, "number": {"number"}, "null": {"null"}, "any": {}, "never": {},
	"int32": {"integer", "int32"}, "int64": {"integer", "int64"}, "float": {"number", "float"}, "double": {"number", "double"},
}

func (w *walk) gather(shapes []*shape) *said {
	g := &said{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, 0, false}
	for _, s := range shapes {
		if s.word != "" {
			if known, ok := wordTypes[s.word]; ok {
				g.types[known[0]], g.formats[known[1]] = true, true
			} else {
				g.types["string"], g.formats[s.word] = true, true
			}
			g.formats[s.format] = true
		}
		if s.enum {
			g.types["string"] = g.types["string"] || s.word == ""
			for _, v := range s.values {
				g.values[v] = true
				g.types[typeOf(v)] = true
			}
			g.left += s.left
		}
		if s.object {
			g.types["object"] = true
		}
		if s.list {
			g.types["array"] = true
		}
		g.hole = g.hole || s.cut || s.ref != "" && w.text.schemas[s.ref] == nil
		for key, value := range s.notes {
			g.notes[key+" "+value] = true
		}
		for _, f := range s.fields {
			g.required[f.name] = g.required[f.name] || f.required
		}
	}
	return g
}

func typeOf(value string) string {
	switch value[0] {
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	case '{':
		return "object"
	case '[':
		return "array"
	}
	return "integer"
}

// missing counts a fact, as cut where the text says that something is left out.
func (w *walk) expect(holds bool, g *said, format string, args ...any) {
	if !holds && g.hole && w.answer && w.have.cut {
		w.report.Facts++
		w.report.Cut++
		return
	}
	w.fact(holds, format, args...)
}

// own looks for what a schema says of a value itself.
func (w *walk) own(where string, s *openapi.Schema, g *said) {
	if w.promise == Planner {
		w.types(where, s, g)
	}
	values := s.Enum
	if s.Const != nil {
		values = []json.RawMessage{s.Const}
	}
	missing := map[string]bool{}
	for _, v := range values {
		if value := canonical(v); !g.values[value] {
			missing[value] = true
		}
	}
	if len(values) > 0 {
		w.expect(len(missing) <= g.left && (g.left == 0 || w.answer || w.promise == Required), g, "%s: %d values, %d said to be left out", where, len(missing), g.left)
	}
	if w.answer || w.promise != Planner {
		return
	}
	w.chosen(where, s, g)
	if s.Default != nil && !long(s.Default) {
		value := canonical(s.Default)
		w.fact(g.notes["= "+value], "%s: default %s", where, value)
	}
	for _, bound := range bounds(s) {
		w.fact(g.notes[bound], "%s: bound %s", where, bound)
	}
}

func (w *walk) types(where string, s *openapi.Schema, g *said) {
	unsaid := len(g.types) == 1 && g.types[""] && len(s.Types) > 3
	for _, t := range s.Types {
		made := s.Ref != "" || len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) > 0
		if w.answer && t == "null" || !possible(s, t) || t == "object" && made { // what it is made of are objects then
			continue
		}
		holds := g.types[t] || unsaid || t == "integer" && g.types["number"] && len(s.Enum) > 0 || t == "number" && g.types["integer"] && len(s.Enum) > 0
		w.expect(holds, g, "%s: type %s", where, t)
	}
	numeric := s.Is("integer") || s.Is("number")
	free := len(s.Types) == 0 && len(s.Properties) == 0 && len(s.PatternProperties) == 0 && s.AdditionalProperties == nil &&
		s.Items == nil && len(s.PrefixItems) == 0 && len(s.Required) == 0
	if s.Format != "" && (s.Is("string") || numeric || free) && !(w.answer && (numeric || wordTypes[s.Format][1] != "")) {
		w.expect(g.formats[s.Format], g, "%s: format %s", where, s.Format)
	}
}

// possible reports whether a value of the type can be meant: where values are
// listed, one of them must be such.
func possible(s *openapi.Schema, t string) bool {
	values := s.Enum
	if s.Const != nil {
		values = []json.RawMessage{s.Const}
	}
	return len(values) == 0 || slices.ContainsFunc(values, func(v json.RawMessage) bool { return typeOf(canonical(v)) == t })
}

// bounds lists the bounds that hold for a schema's types, as notes.
func bounds(s *openapi.Schema) []string {
	may := func(types ...string) bool {
		return len(s.Types) == 0 || slices.ContainsFunc(types, s.Is)
	}
	var out []string
	number := func(name string, n json.Number) {
		if n != "" && may("number", "integer") {
			out = append(out, name+" "+string(n))
		}
	}
	number("value from", s.Minimum)
	number("value to", s.Maximum)
	number(">", s.ExclusiveMinimum)
	number("<", s.ExclusiveMaximum)
	number("step", s.MultipleOf)
	count := func(name, of string, n *int) {
		if n != nil && may(of) {
			out = append(out, name+" "+strconv.Itoa(*n))
		}
	}
	count("len from", "string", s.MinLength)
	count("len to", "string", s.MaxLength)
	count("items from", "array", s.MinItems)
	count("items to", "array", s.MaxItems)
	count("fields from", "object", s.MinProperties)
	count("fields to", "object", s.MaxProperties)
	if s.UniqueItems && may("array") {
		out = append(out, "unique ")
	}
	return out
}

// within compares what stands in objects and lists.
func (w *walk) within(where string, schemas []*openapi.Schema, shapes []*shape, g *said) {
	required := map[string]bool{}
	fields := map[string][]*openapi.Schema{}
	var names []string
	var items, rest []*openapi.Schema
	var first [][]*openapi.Schema
	for _, s := range schemas {
		for _, p := range s.Properties {
			if w.omitted(p) {
				continue
			}
			if w.promise == Required && !requires(s, p.Name) && !demanded(schemas, p.Name) {
				continue
			}
			if fields[p.Name] == nil {
				names = append(names, p.Name)
			}
			fields[p.Name] = append(fields[p.Name], p.Schema)
		}
		if len(s.Types) == 0 || s.Is("object") { // of other values it means nothing
			for _, name := range s.Required {
				i := slices.IndexFunc(s.Properties, func(p openapi.Property) bool { return p.Name == name })
				required[name] = required[name] || i < 0 || !w.omitted(s.Properties[i])
			}
		}
		if s.Items != nil {
			items = append(items, s.Items)
		}
		for i, one := range s.PrefixItems {
			if i == len(first) {
				first = append(first, nil)
			}
			first[i] = append(first[i], one)
		}
		for _, one := range append([]*openapi.Schema{s.AdditionalProperties}, values(s.PatternProperties)...) {
			if one != nil && !one.Never {
				rest = append(rest, one)
			}
		}
	}
	for _, name := range names {
		var under []*shape
		for _, s := range shapes {
			under = append(under, s.under(name)...)
		}
		w.expect(len(under) > 0, g, "%s: field %s", where, name)
		if len(under) == 0 {
			continue
		}
		if !w.answer {
			w.fact(g.required[name] == required[name], "%s: field %s is required: %v", where, name, required[name])
		}
		w.compare(where+"."+name, fields[name], under, g.hole)
	}
	for name := range required { // that nothing describes
		if required[name] && fields[name] == nil && !w.answer {
			w.fact(g.required[name], "%s: field %s, which is required", where, name)
		}
	}
	var list, others []*shape
	var begin [][]*shape
	for _, s := range shapes {
		list = append(list, s.items)
		others = append(others, s.rest)
		for i, one := range s.first {
			if i == len(begin) {
				begin = append(begin, nil)
			}
			begin[i] = append(begin[i], one)
		}
	}
	if len(items) > 0 && !(g.hole && w.answer) {
		w.compare(where+"[]", items, list, g.hole)
	}
	if len(rest) > 0 && !(g.hole && w.answer) {
		w.compare(where+".*", rest, others, g.hole)
	}
	for i, one := range first {
		if i < len(begin) {
			w.compare(where+"["+strconv.Itoa(i)+"]", one, begin[i], g.hole)
		} else {
			w.compare(where+"["+strconv.Itoa(i)+"]", one, list, g.hole)
		}
	}
}

// omitted reports whether a property is not sent, or not answered.
func (w *walk) omitted(p openapi.Property) bool {
	return p.Schema == nil || !w.answer && p.Schema.ReadOnly || w.answer && p.Schema.WriteOnly
}

// requires reports whether a schema requires a field: of what is no object it means
// nothing.
func requires(s *openapi.Schema, name string) bool {
	return (len(s.Types) == 0 || s.Is("object")) && slices.Contains(s.Required, name)
}

// demanded reports whether a schema requires a field that it does not describe.
func demanded(schemas []*openapi.Schema, name string) bool {
	return slices.ContainsFunc(schemas, func(s *openapi.Schema) bool {
		return requires(s, name) && s.Property(name) == nil
	})
}

func values(list []openapi.Property) []*openapi.Schema {
	var out []*openapi.Schema
	for _, p := range list {
		out = append(out, p.Schema)
	}
	return out
}

// quoted writes a JSON string in one line, whatever a reader takes for a line.
func quoted(text string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(text) != nil {
		return `""`
	}
	var line strings.Builder
	for _, r := range strings.TrimSuffix(out.String(), "\n") {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			fmt.Fprintf(&line, `\u%04x`, r)
		} else {
			line.WriteRune(r)
		}
	}
	return line.String()
}

// long reports whether a default is longer than what is promised to be kept: 100
// bytes of a text, or of another value's JSON.
func long(value []byte) bool {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return len(text) > 100
	}
	return len(value) > 100
}
