package optimizer

import "bytes"

// attributes writes the members that the head has not told.
func (w *scribe) attributes(schema int32, k *signature, stars int32, subject []byte) {
	t := w.tree
	if k.fallback != 0 {
		w.put(" =")
		w.value(w.take(k.fallback), inTight)
	}
	w.bounds(" ", k.low, k.high)
	w.bounds(" len=", k.shortest, k.longest)
	w.bounds(" size=", k.fewest, k.most)
	for i := t[schema].first; i != 0; i = t[i].next {
		if t[i].done || i == k.text {
			continue
		}
		if t.isKey(i, "title") && t[i].kind == '"' {
			w.title(t[i].raw, subject, k)
			continue
		}
		if i != k.required || stars == 0 {
			w.attribute(i)
			continue
		}
		if stars == t[i].count {
			continue
		}
		w.put(" required=[")
		rest := t[i].first
		for range stars {
			rest = t[rest].next
		}
		for c := rest; c != 0; c = t[c].next {
			if c != rest {
				w.out = append(w.out, ',')
			}
			w.value(c, inLoose)
		}
		w.out = append(w.out, ']')
	}
}

// title writes the title: "." where it is the schema's name, "$" where it is the
// text behind the brace.
func (w *scribe) title(raw, subject []byte, k *signature) {
	w.put(" title=")
	switch {
	case subject != nil && bytes.Equal(raw, subject):
		w.put(".")
	case k.text != 0 && w.tree[k.text].done && bytes.Equal(raw, w.tree[k.text].raw):
		w.put("$")
	case string(raw) == "." || string(raw) == "$":
		w.quoted(raw)
	default:
		w.text(raw, inTight)
	}
}

func (w *scribe) bounds(name string, low, high int32) {
	if low == 0 && high == 0 {
		return
	}
	w.put(name)
	if low != 0 && high != 0 && name != " " && bytes.Equal(w.tree[low].raw, w.tree[high].raw) {
		w.take(high)
		w.out = append(w.out, w.tree[w.take(low)].raw...)
		return
	}
	if low != 0 {
		w.out = append(w.out, w.tree[w.take(low)].raw...)
	}
	w.put("..")
	if high != 0 {
		w.out = append(w.out, w.tree[w.take(high)].raw...)
	}
}

// Members of a schema that hold schemas: one, some in a list, some by name.
var (
	schemaMembers = map[string]bool{
		"items": true, "additionalProperties": true, "not": true, "if": true, "then": true, "else": true, "contains": true,
		"propertyNames": true, "unevaluatedProperties": true, "unevaluatedItems": true, "additionalItems": true,
	}
	schemaLists = map[string]bool{"allOf": true, "oneOf": true, "anyOf": true, "prefixItems": true}
	schemaMaps  = map[string]bool{
		"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "dependentSchemas": true,
	}
)

// attribute writes a member of a schema as " name=value", " !name" where it is
// true, and " name=:(schema)" where it is known to hold schemas.
func (w *scribe) attribute(i int32) {
	n := &w.tree[i]
	w.out = append(w.out, ' ')
	if n.kind == 't' && n.raw[0] == 't' {
		w.out = append(w.out, '!')
		w.name(n.key)
		return
	}
	key := string(n.key)
	if key == "len" || key == "size" {
		w.quoted(n.key)
	} else {
		w.name(n.key)
	}
	w.out = append(w.out, '=')
	switch {
	case n.kind == '{' && schemaMembers[key]:
		w.put(":(")
		w.schema(i, ownLine)
		w.put(")")
	case n.kind == '[' && schemaLists[key]:
		w.out = append(w.out, ':')
		w.list(i)
	case n.kind == '{' && schemaMaps[key]:
		w.put(":{")
		for c := n.first; c != 0; c = w.tree[c].next {
			w.separate()
			w.entry(c, false)
		}
		w.out = append(w.out, '}')
	default:
		w.value(i, inTight)
	}
}
