package optimizer

import (
	"bytes"
)

// scribe writes a [jsonTree] in the lossless notation, of which [LegendLossless]
// gives the reader's view. What it writes can always be decoded, whatever the
// tree holds: each form has a condition, and what does not meet it is written in
// a more general one, at last as relaxed JSON.
type scribe struct {
	tree    jsonTree
	out     []byte
	swagger bool   // references and parameters are those of Swagger 2.0
	subject []byte // name of the schema that comes next
	inner   bool   // within a text that is JSON itself
}

// Classes of bytes: where they may stand in a text without quotes.
const (
	inName  = 1 << iota // of a field, parameter or attribute
	inTight             // value of an attribute
	inLoose             // value within brackets
	inKey               // name within braces of relaxed JSON
	inMedia             // type of a body
	atStart             // of a value or key
)

var classes = func() (out [256]byte) {
	for c := range out {
		switch {
		case c >= 0x80 || c == '_' || c == '$' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			out[c] = inName | inTight | inLoose | inKey | inMedia | atStart
		case c == '-' || c == '.' || c == '/' || c == '@' || c == '+':
			out[c] = inName | inTight | inLoose | inKey | inMedia | atStart
		case c == '[': // [ and ] stand in names such as "filter[from]", see bareName
			out[c] = inLoose | inKey
		case c == ']' || c == ',' || c == '}' || c == ')' || c == '|' || c == '"' || c == '\\' || c < ' ' || c == 0x7F:
		case c == ' ':
			out[c] = inLoose | inKey
		case c == ':':
			out[c] = inTight | inLoose
		case c == '=' || c == '{' || c == '(':
			out[c] = inLoose | inKey
		default: // ! # % & ' * ; < > ? ^ ` ~
			out[c] = inTight | inLoose | inKey
		}
	}
	out['*'] |= inMedia
	out[';'] |= inMedia
	out['#'] |= atStart
	out['<'] |= atStart
	out['{'] &^= inKey
	return out
}()

// fits reports whether all bytes of a text are of a class, and whether the text can
// begin and end without quotes.
func fits(raw []byte, class byte) bool {
	if len(raw) == 0 || classes[raw[0]]&atStart == 0 || raw[len(raw)-1] == ' ' {
		return false
	}
	for i, c := range raw {
		if classes[c]&class == 0 || c == '/' && raw[max(i, 1)-1] == ' ' {
			return false
		}
	}
	return !bytes.HasPrefix(raw, []byte("//"))
}

// ambiguousText reports whether a text without quotes would be read as another
// value.
func ambiguousText(raw []byte) bool {
	switch raw[0] {
	case 't', 'f', 'n':
		return string(raw) == "true" || string(raw) == "false" || string(raw) == "null"
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return numberLength(raw) == len(raw)
	}
	return false
}

func (w *scribe) put(text string) { w.out = append(w.out, text...) }

// quoted writes a JSON string in which " //" does not stand, so that it begins a
// text wherever it is seen.
func (w *scribe) quoted(raw []byte) {
	if bytes.Contains(raw, []byte(" //")) {
		raw = bytes.ReplaceAll(raw, []byte(" //"), []byte(` /\/`))
	}
	w.out = append(append(append(w.out, '"'), raw...), '"')
}

// text writes a text value; class tells what may stand there without quotes.
func (w *scribe) text(raw []byte, class byte) {
	if fits(raw, class) && !ambiguousText(raw) {
		w.out = append(w.out, raw...)
	} else if !w.embedded(raw) {
		w.quotedText(raw)
	}
}

// quotedText writes a text in such quotes as it does not hold.
func (w *scribe) quotedText(raw []byte) {
	if !bytes.Contains(raw, []byte(`\"`)) || bytes.IndexByte(raw, '\'') >= 0 {
		w.quoted(raw)
		return
	}
	w.put("'")
	start := len(w.out)
	w.bareQuotes(raw)
	if bytes.Contains(w.out[start:], []byte(" //")) {
		w.out = append(w.out[:start], bytes.ReplaceAll(w.out[start:], []byte(" //"), []byte(` /\/`))...)
	}
	w.put("'")
}

// name writes the name of a field, parameter, attribute, schema or format.
func (w *scribe) name(raw []byte) {
	if bareFieldName(raw) {
		w.out = append(w.out, raw...)
	} else {
		w.quoted(raw)
	}
}

// bareFormat tells whether a format can stand without quotes, where [ has another
// meaning.
func bareFormat(raw []byte) bool {
	return bareFieldName(raw) && bytes.IndexByte(raw, '[') < 0
}

// bareFieldName: what does not begin like anything else in the notation; and
// "filter[from]".
func bareFieldName(raw []byte) bool {
	if len(raw) == 0 {
		return false
	}
	switch c := raw[0]; c {
	case '$', '-', '.', '/', '@', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return false
	}
	open := false
	for i, c := range raw {
		switch {
		case classes[c]&inName != 0:
		case c == '[' && !open && i > 0:
			open = true
		case c == ']' && open:
			open = false
		default:
			return false
		}
	}
	return !open
}

// value writes relaxed JSON: texts and names without quotes where nothing else
// can be meant, and lists of objects that have the same members as tables.
func (w *scribe) value(i int32, class byte) {
	n := &w.tree[i]
	switch n.kind {
	case '"':
		w.text(n.raw, class)
	case '{':
		if w.component(i) {
			return
		}
		w.out = append(w.out, '{')
		for c := n.first; c != 0; c = w.tree[c].next {
			if c != n.first {
				w.out = append(w.out, ',')
			}
			w.key(w.tree[c].key)
			w.out = append(w.out, ':')
			w.value(c, inLoose)
		}
		w.out = append(w.out, '}')
	case '[':
		w.out = append(w.out, '[')
		if columns := w.columns(i); columns != 0 {
			w.table(i, columns)
		} else {
			for c := n.first; c != 0; c = w.tree[c].next {
				if c != n.first {
					w.out = append(w.out, ',')
				}
				w.value(c, inLoose)
			}
		}
		w.out = append(w.out, ']')
	default:
		w.out = append(w.out, n.raw...)
	}
}

// component writes an object that only refers to a component as "&kind/name".
func (w *scribe) component(i int32) bool {
	n := &w.tree[i]
	if n.count != 1 || !w.tree.isKey(n.first, "$ref") || w.tree[n.first].kind != '"' {
		return false
	}
	rest, ok := bytes.CutPrefix(w.tree[n.first].raw, []byte(componentPrefix(w.swagger)))
	if !ok || !fits(rest, inName) {
		return false
	}
	w.put("&")
	w.out = append(w.out, rest...)
	return true
}

func componentPrefix(swagger bool) string {
	if swagger {
		return "#/"
	}
	return "#/components/"
}

func (w *scribe) key(raw []byte) {
	if fits(raw, inKey) {
		w.out = append(w.out, raw...)
	} else {
		w.quoted(raw)
	}
}

// columns gives the item of a list whose members are the columns of a table, 0
// where the list is better written as it is: fewer than three items, or other
// than objects, or members in another order, or many missing.
func (w *scribe) columns(list int32) int32 {
	t := w.tree
	if t[list].count < 2 {
		return 0
	}
	widest, cells := int32(0), int32(0)
	for i := t[list].first; i != 0; i = t[i].next {
		if t[i].kind != '{' || t[i].count == 0 {
			return 0
		}
		cells += t[i].count
		if widest == 0 || t[i].count > t[widest].count {
			widest = i
		}
	}
	if int64(cells)*4 < int64(t[widest].count)*int64(t[list].count)*3 {
		return 0
	}
	for i := t[list].first; i != 0; i = t[i].next {
		column := t[widest].first
		for c := t[i].first; c != 0; c = t[c].next {
			for column != 0 && !bytes.Equal(t[column].key, t[c].key) {
				column = t[column].next
			}
			if column == 0 {
				return 0
			}
			column = t[column].next
		}
	}
	return widest
}

// table writes "|a,b|1,2|3,4": the columns' names, then each item's values.
// Nothing between two commas: the item has no such member.
func (w *scribe) table(list, widest int32) {
	t := w.tree
	for c := t[widest].first; c != 0; c = t[c].next {
		w.out = append(w.out, "|,"[min(1, c-t[widest].first)])
		w.key(t[c].key)
	}
	for i := t[list].first; i != 0; i = t[i].next {
		w.out = append(w.out, '|')
		c := t[i].first
		for column := t[widest].first; column != 0; column = t[column].next {
			if column != t[widest].first {
				w.out = append(w.out, ',')
			}
			if c != 0 && bytes.Equal(t[column].key, t[c].key) {
				w.value(c, inLoose)
				c = t[c].next
			}
		}
	}
}
