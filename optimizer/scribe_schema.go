package optimizer

import (
	"bytes"
)

// signature holds the members of a schema that have a form of their own. 0:
// missing.
type signature struct {
	ref, typ, format, items, properties, extra, required, enum, nullable, choice,
	fallback, low, high, shortest, longest, fewest, most, text int32
}

func (w *scribe) signature(schema int32) (k signature) {
	t := w.tree
	for i := t[schema].first; i != 0; i = t[i].next {
		switch string(t[i].key) {
		case "$ref":
			if t[i].kind == '"' {
				k.ref = i
			}
		case "type":
			if w.types(i) {
				k.typ = i
			}
		case "format":
			if t[i].kind == '"' {
				k.format = i
			}
		case "items":
			k.items = i
		case "properties":
			if t[i].kind == '{' && t[i].count > 0 {
				k.properties = i
			}
		case "additionalProperties":
			k.extra = i
		case "required":
			if t[i].kind == '[' {
				k.required = i
			}
		case "enum":
			if t[i].kind == '[' {
				k.enum = i
			}
		case "nullable":
			if t[i].kind == 't' && t[i].raw[0] == 't' {
				k.nullable = i
			}
		case "allOf", "oneOf", "anyOf":
			if t[i].kind == '[' && k.choice == 0 {
				k.choice = i
			}
		case "default":
			k.fallback = i
		case "minimum":
			k.low = w.ifNumber(i)
		case "maximum":
			k.high = w.ifNumber(i)
		case "minLength":
			k.shortest = w.ifNumber(i)
		case "maxLength":
			k.longest = w.ifNumber(i)
		case "minItems":
			k.fewest = w.ifNumber(i)
		case "maxItems":
			k.most = w.ifNumber(i)
		case "description":
			if t[i].kind == '"' {
				k.text = i
			}
		}
	}
	return k
}

func (w *scribe) ifNumber(i int32) int32 {
	if w.tree[i].kind == '0' {
		return i
	}
	return 0
}

// typeWords are the types and how the notation writes them.
var typeWords = map[string]string{
	"string": "string", "integer": "int", "number": "number", "boolean": "boolean", "array": "array", "object": "object",
	"null": "null", "file": "file",
}

// reserved words cannot stand for a format.
var reservedWords = map[string]bool{
	"string": true, "int": true, "number": true, "boolean": true, "array": true, "object": true, "null": true, "file": true,
	"all": true, "one": true, "any": true, "true": true, "false": true, "_": true,
}

// formatTypes are the types of formats that stand alone; those of others are
// strings.
var formatTypes = map[string]string{"int32": "integer", "int64": "integer", "float": "number", "double": "number"}

// types reports whether a value of "type" can be written as words.
func (w *scribe) types(i int32) bool {
	t := w.tree
	if t[i].kind == '"' {
		return typeWords[string(t[i].raw)] != ""
	}
	if t[i].kind != '[' || t[i].count < 2 {
		return false
	}
	for c := t[i].first; c != 0; c = t[c].next {
		if t[c].kind != '"' || typeWords[string(t[c].raw)] == "" {
			return false
		}
	}
	return true
}

// schema writes a schema: its type, attributes, and the text last. Where the end
// of the line belongs to another text, the schema's own is an attribute.
func (w *scribe) schema(i int32, line lineOwner) {
	t := w.tree
	subject := w.subject
	w.subject = nil
	n := &t[i]
	if n.kind != '{' {
		if n.kind == 't' && n.raw[0] != 'n' {
			w.out = append(w.out, n.raw...)
			return
		}
		w.put("~")
		w.value(i, inTight)
		return
	}
	k := w.signature(i)
	stars := w.head(&k)
	w.attributes(i, &k, stars, subject)
	if k.text != 0 && !t[k.text].done {
		switch line {
		case ownLine:
			w.note(t[k.text].raw)
		case freeLine:
			w.put(" //:")
			w.noteText(t[k.text].raw)
			w.put("\n")
		default:
			w.attribute(k.text)
		}
	}
}

// take marks a member as written.
func (w *scribe) take(i int32) int32 {
	w.tree[i].done = true
	return i
}

// head writes the type. It gives the number of required names that stars tell.
func (w *scribe) head(k *signature) int32 {
	t := w.tree
	switch {
	case k.ref != 0:
		w.put("@")
		w.reference(t[w.take(k.ref)].raw, "schemas")
	case k.typ == 0 && k.choice != 0:
		w.put(string(t[k.choice].key[:3])) // all, one, any
		w.list(w.take(k.choice))
	case k.typ == 0:
		w.put("_")
	default:
		w.words(k)
	}
	alone := "" // the type, where it is a word that can be left out
	if k.typ != 0 && t[k.typ].kind == '"' && !t[k.typ].done {
		alone = string(t[k.typ].raw)
	}
	implied := func(word string) {
		if alone == word {
			w.out = w.out[:len(w.out)-len(word)]
		}
	}
	stars := int32(0)
	switch {
	case k.ref != 0 || k.typ == 0 && k.choice != 0:
	case k.properties != 0 || k.extra != 0 && alone == "object":
		implied("object")
		stars = w.block(k)
	case alone == "object":
		implied("object")
		w.put("{}")
	case k.items != 0:
		implied("array")
		w.out = append(w.out, '[')
		w.schema(w.take(k.items), ownLine)
		w.out = append(w.out, ']')
	case k.enum != 0:
		implied("string")
		w.out = append(w.out, '(')
		for c := t[w.take(k.enum)].first; c != 0; c = t[c].next {
			if c != t[k.enum].first {
				w.out = append(w.out, ',')
			}
			w.value(c, inLoose)
		}
		w.out = append(w.out, ')')
	}
	if k.typ != 0 && k.ref == 0 {
		w.take(k.typ)
	}
	if k.nullable != 0 {
		w.take(k.nullable)
		w.out = append(w.out, '?')
	}
	return stars
}

// words writes types and, where it can, the format with them. It marks the type
// where the format stands for it.
func (w *scribe) words(k *signature) {
	t := w.tree
	if t[k.typ].kind == '[' {
		for c := t[k.typ].first; c != 0; c = t[c].next {
			if c != t[k.typ].first {
				w.out = append(w.out, '|')
			}
			w.put(typeWords[string(t[c].raw)])
		}
	} else if k.format != 0 {
		format := t[k.format].raw
		standsFor := formatTypes[string(format)]
		if standsFor == "" {
			standsFor = "string"
		}
		if bareFormat(format) && !reservedWords[string(format)] && w.tree.isText(k.typ, standsFor) {
			w.take(k.typ)
			w.take(k.format)
			w.out = append(w.out, format...)
			return
		}
		w.put(typeWords[string(t[k.typ].raw)])
	} else {
		w.put(typeWords[string(t[k.typ].raw)])
		return
	}
	if k.format != 0 {
		w.put("~")
		if raw := t[w.take(k.format)].raw; bareFormat(raw) {
			w.out = append(w.out, raw...)
		} else {
			w.quoted(raw)
		}
		w.take(k.typ)
	}
}

// reference writes what "$ref" says: a name where it leads to a component of
// that kind, or all of it.
func (w *scribe) reference(raw []byte, kind string) {
	name, ok := bytes.CutPrefix(raw, []byte(w.prefix(kind)))
	if ok && bareReference(name) {
		w.out = append(w.out, name...)
	} else {
		w.quoted(raw)
	}
}

func bareReference(name []byte) bool {
	if len(name) == 0 {
		return false
	}
	for _, c := range name {
		if c >= 0x80 || classes[c]&inName == 0 || c == '/' || c == '@' {
			return false
		}
	}
	return true
}

// prefix is how references to components of a kind begin.
func (w *scribe) prefix(kind string) string { return referencePrefix(w.swagger, kind) }

func referencePrefix(swagger bool, kind string) string {
	switch {
	case !swagger:
		return "#/components/" + kind + "/"
	case kind == "schemas":
		return "#/definitions/"
	}
	return "#/" + kind + "/"
}

// list writes schemas in parentheses.
func (w *scribe) list(i int32) {
	w.out = append(w.out, '(')
	for c := w.tree[i].first; c != 0; c = w.tree[c].next {
		if c != w.tree[i].first {
			w.out = append(w.out, ',')
		}
		w.schema(c, ownLine)
	}
	w.out = append(w.out, ')')
}

// block writes properties in braces, with the text of their schema before them.
// Required names that are properties, in their order, are stars, as far as the
// list begins with such; it gives their number.
func (w *scribe) block(k *signature) int32 {
	t := w.tree
	w.out = append(w.out, '{')
	if k.text != 0 {
		w.note(t[w.take(k.text)].raw)
	}
	stars := int32(0)
	if k.properties != 0 {
		next := int32(0)
		if k.required != 0 {
			next = t[k.required].first
		}
		for c := t[w.take(k.properties)].first; c != 0; c = t[c].next {
			w.separate()
			star := next != 0 && t[next].kind == '"' && bytes.Equal(t[next].raw, t[c].key)
			if star {
				next = t[next].next
				stars++
			}
			w.entry(c, star)
		}
	}
	if k.extra != 0 {
		w.separate()
		w.put("*:")
		w.schema(w.take(k.extra), ownLine)
	}
	w.out = append(w.out, '}')
	return stars
}

// separate begins the next field.
func (w *scribe) separate() {
	if c := w.out[len(w.out)-1]; c != '\n' && c != '{' {
		w.out = append(w.out, ' ')
	}
}

// entry writes a named schema. That of a string needs no word.
func (w *scribe) entry(i int32, star bool) {
	w.subject = w.tree[i].key
	w.name(w.tree[i].key)
	if star {
		w.out = append(w.out, '*')
	}
	w.typed(i, ownLine)
}

// typed writes a colon and a schema, or its attributes only where it is that of a
// string.
func (w *scribe) typed(i int32, line lineOwner) {
	before := len(w.out)
	w.out = append(w.out, ':')
	w.schema(i, line)
	const silent = ":string"
	if rest := w.out[before:]; bytes.HasPrefix(rest, []byte(silent)) {
		if len(rest) == len(silent) || rest[len(silent)] == ' ' {
			w.out = append(w.out[:before], rest[len(silent):]...)
		}
	}
}
