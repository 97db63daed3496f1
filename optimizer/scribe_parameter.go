package optimizer

// sigils say where a parameter goes.
var sigils = map[string]string{
	"query": "?", "header": "^", "cookie": "%", "path": ":", "querystring": "??", "formData": "~", "body": "+",
}

func (w *scribe) areParameters(list int32) bool {
	return w.tree[list].kind == '[' && w.areObjects(list)
}

// parameters writes a line for each.
func (w *scribe) parameters(list int32) {
	for c := w.tree[list].first; c != 0; c = w.tree[c].next {
		w.parameter(c)
		w.line()
	}
}

// parameter writes "?name*:type .attribute //text", "&name" for one that is
// referred to, and "&{…}" for what is neither.
func (w *scribe) parameter(i int32) {
	t := w.tree
	if t[i].kind == '{' && w.referred(i, "&", "parameters") {
		return
	}
	var name, in, required, schema int32
	if t[i].kind == '{' {
		for c := t[i].first; c != 0; c = t[c].next {
			switch string(t[c].key) {
			case "name":
				name = c
			case "in":
				in = c
			case "required":
				required = c
			case "schema":
				schema = c
			}
		}
	}
	star := required != 0 && t[required].kind == 't' && t[required].raw[0] == 't'
	sigil := ""
	if name != 0 && in != 0 && t[name].kind == '"' && t[in].kind == '"' {
		sigil = sigils[string(t[in].raw)]
	}
	if sigil == "" || sigil == ":" && !star {
		w.put("&")
		w.value(i, inLoose)
		return
	}
	w.put(sigil)
	w.name(t[w.take(name)].raw)
	w.take(in)
	if star {
		w.take(required)
		if sigil != ":" {
			w.put("*")
		}
	}
	if w.swagger && sigil != "+" { // the parameter is a schema itself
		w.typed(i, ownLine)
		return
	}
	if schema != 0 {
		w.typed(w.take(schema), w.owner(i))
	} else {
		w.put(":-")
	}
	w.rest(i)
}

// owner tells whose the text of the line is where all members of a parameter,
// body or response but those that are taken come in it.
func (w *scribe) owner(i int32) lineOwner {
	for c := w.tree[i].first; c != 0; c = w.tree[c].next {
		if !w.tree[c].done {
			return othersLine
		}
	}
	return freeLine
}

// referred writes an object that is a reference and a description at most, and
// reports whether it is.
func (w *scribe) referred(i int32, mark, kind string) bool {
	ref := w.tree.member(i, "$ref")
	if ref == 0 || w.tree[ref].kind != '"' {
		return false
	}
	w.put(mark)
	w.reference(w.tree[w.take(ref)].raw, kind)
	w.rest(i)
	return true
}

// rest writes the members of a parameter, body or response that nothing has told
// yet as " .name=value", " .name" where it is true, and the description as text.
func (w *scribe) rest(i int32) {
	t := w.tree
	text := int32(0)
	for c := t[i].first; c != 0; c = t[c].next {
		switch {
		case t[c].done:
		case t.isKey(c, "description") && t[c].kind == '"':
			text = c
		default:
			w.put(" .")
			w.name(t[c].key)
			if t[c].kind != 't' || t[c].raw[0] != 't' {
				w.put("=")
				w.value(c, inTight)
			}
		}
	}
	if text != 0 {
		w.note(t[w.take(text)].raw)
	}
}
