package optimizer

import (
	"bytes"
)

// What the entries of a section are.
type entryKind int

const (
	plainEntry entryKind = iota // any value
	anyEntry                    // told by each entry itself
	schemaEntry
	parameterEntry
	responseEntry
	bodyEntry
	headerEntry
	itemEntry
)

// sectionKinds are the sections whose entries have a form: members of components
// or, in Swagger 2.0, of the description.
var sectionKinds = map[string]entryKind{
	"schemas": schemaEntry, "definitions": schemaEntry, "parameters": parameterEntry, "responses": responseEntry,
	"requestBodies": bodyEntry, "headers": headerEntry, "webhooks": itemEntry, "paths": itemEntry, "pathItems": itemEntry,
	refsSection: anyEntry,
}

// swaggerSections are the members of a Swagger 2.0 description that are sections.
var swaggerSections = map[string]bool{
	"definitions": true, "parameters": true, "responses": true, "securityDefinitions": true,
}

// refsSection holds, by reference, what has no place of its own in an excerpt.
const refsSection = "$refs"

// document writes a description, or an excerpt of one.
func (w *scribe) document(root int32) {
	t := w.tree
	section := func(i int32) bool {
		name := string(t[i].key)
		return t[i].kind == '{' && (name == "paths" || name == "webhooks" || name == refsSection ||
			name == "components" && !w.swagger && w.areObjects(i) || w.swagger && swaggerSections[name])
	}
	for i := t[root].first; i != 0; i = t[i].next {
		if !section(i) {
			w.generic(i)
		}
	}
	first := true
	for i := t[root].first; i != 0; i = t[i].next {
		if t.isKey(i, "paths") && first && t[i].count > 0 && section(i) { // needs no header
			for c := t[i].first; c != 0; c = t[c].next {
				w.sectionEntry(itemEntry, c, t[c].key)
			}
			first = false
			continue
		}
		first = first && !section(i)
		switch {
		case !section(i):
		case t.isKey(i, "components"):
			for c := t[i].first; c != 0; c = t[c].next {
				w.section(c)
			}
		default:
			w.section(i)
		}
	}
}

// section writes "[name]" and a line, or some, for each entry.
func (w *scribe) section(i int32) {
	t := w.tree
	w.put("[")
	w.name(t[i].key)
	w.put("]\n")
	kind := sectionKinds[string(t[i].key)]
	for c := t[i].first; c != 0; c = t[c].next {
		w.sectionEntry(kind, c, t[c].key)
	}
}

// sectionEntry writes an entry of a section.
func (w *scribe) sectionEntry(kind entryKind, i int32, name []byte) {
	if kind == itemEntry && w.tree[i].kind == '{' {
		w.path(name)
		w.item(i)
		return
	}
	if kind == itemEntry {
		w.quoted(name)
	} else {
		w.name(name)
	}
	if kind == anyEntry {
		kind = w.tree.guess(i)
		w.put(entryMarks[kind])
	}
	if w.tree[i].kind != '{' {
		kind = plainEntry
	}
	switch kind {
	case schemaEntry:
		w.subject = name
		w.typed(i, ownLine)
	case parameterEntry:
		w.put(" ")
		w.parameter(i)
	case responseEntry:
		w.response(i, nil)
	case bodyEntry:
		w.body(i)
	case headerEntry:
		w.header(i)
	default:
		w.put("=")
		w.value(i, inLoose)
	}
	w.line()
}

// entryMarks tell what an entry is where its section does not.
var entryMarks = map[entryKind]string{
	schemaEntry: " schema", parameterEntry: " parameter", responseEntry: " response", bodyEntry: " body", headerEntry: " header",
}

// guess tells what an object is. Any object can be written as anything: a wrong
// guess costs some tokens.
func (t jsonTree) guess(i int32) entryKind {
	if t[i].kind != '{' {
		return plainEntry
	}
	var name, in, content, headers, required, schema, isSchema bool
	for c := t[i].first; c != 0; c = t[c].next {
		switch string(t[c].key) {
		case "name":
			name = t[c].kind == '"'
		case "in":
			in = t[c].kind == '"'
		case "content":
			content = t[c].kind == '{'
		case "headers":
			headers = t[c].kind == '{' && t[c].count > 0
		case "required":
			required = t[c].kind == 't' && t[c].raw[0] == 't'
		case "schema":
			schema = t[c].kind == '{'
		case "type", "$ref", "properties", "allOf", "oneOf", "anyOf", "enum", "items", "additionalProperties":
			isSchema = true
		}
	}
	switch {
	case name && in:
		return parameterEntry
	case content && required:
		return bodyEntry
	case content || headers:
		return responseEntry
	case schema:
		return headerEntry
	case isSchema:
		return schemaEntry
	}
	return plainEntry
}

// path writes the line that begins a path item.
func (w *scribe) path(name []byte) {
	if len(name) > 1 && name[0] == '/' && name[1] != '/' && !bytes.ContainsAny(name, "\\\" ") || string(name) == "/" {
		w.out = append(w.out, name...)
	} else {
		w.quoted(name)
	}
	w.put("\n")
}
