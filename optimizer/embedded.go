package optimizer

import "bytes"

// embedded writes a text that is JSON itself, printed with an indentation of two
// or four spaces, as "`2:" and relaxed JSON; with ";" where the text ends with a
// new line. It reports whether the text is such.
func (w *scribe) embedded(raw []byte) bool {
	if w.inner || len(raw) < 8 || raw[0] != '{' && raw[0] != '[' || raw[1] != '\\' || raw[2] != 'n' || bytes.Contains(raw, []byte(`\u`)) {
		return false
	}
	indent := 0
	for 3+indent < len(raw) && raw[3+indent] == ' ' {
		indent++
	}
	if indent == 0 || indent > 8 {
		return false
	}
	text := plainBytes(raw)
	tree, err := parseJSON(text)
	if err != nil {
		return false
	}
	printed := append(tree.appendPretty(nil, 0, indent, 0), '\n')
	ended := bytes.HasSuffix(text, []byte{'\n'})
	if !bytes.Equal(text, printed[:len(printed)-map[bool]int{false: 1}[ended]]) {
		return false
	}
	w.out = append(w.out, '`', '0'+byte(indent), map[bool]byte{true: ';', false: ':'}[ended])
	one := scribe{tree: tree, out: w.out, swagger: w.swagger, inner: true}
	one.value(0, inLoose)
	w.out = one.out
	return true
}

// plainBytes takes the escapes out of a text that has none with digits.
func plainBytes(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '\\' {
			i++
			c = unescaped[raw[i]]
		}
		out = append(out, c)
	}
	return out
}

// appendPretty prints a value as JSON.stringify and encoding/json do.
func (t jsonTree) appendPretty(out []byte, i int32, indent, depth int) []byte {
	n := &t[i]
	if n.count == 0 {
		return t.appendJSON(out, i)
	}
	line := func(depth int) {
		out = append(out, '\n')
		for range depth * indent {
			out = append(out, ' ')
		}
	}
	out = append(out, n.kind)
	for c := n.first; c != 0; c = t[c].next {
		if c != n.first {
			out = append(out, ',')
		}
		line(depth + 1)
		if n.kind == '{' {
			out = append(append(append(out, '"'), t[c].key...), "\": "...)
		}
		out = t.appendPretty(out, c, indent, depth+1)
	}
	line(depth)
	return append(out, n.kind+2)
}

// embedded reads what [scribe.embedded] writes.
func (d *decoder) embedded() {
	d.need("`")
	indent := int(d.peek()) - '0'
	if d.inner || indent < 1 || indent > 8 {
		d.fail("no text that is JSON begins like this")
	}
	d.at++
	ended := d.eat(";")
	if !ended {
		d.need(":")
	}
	start := len(d.out)
	d.inner = true
	d.value(inLoose)
	d.inner = false
	tree, err := parseJSON(bytes.Clone(d.out[start:]))
	if err != nil {
		d.fail("%w", err)
	}
	d.room(tree.prettySize(0, indent, 0))
	text := tree.appendPretty(nil, 0, indent, 0)
	if ended {
		text = append(text, '\n')
	}
	d.out = append(d.out[:start], '"')
	for _, r := range string(text) {
		d.out = appendRune(d.out, r)
	}
	d.out = append(d.out, '"')
}

// prettySize is about how long [jsonTree.appendPretty] makes a value: indentation
// of deep values could grow without end.
func (t jsonTree) prettySize(i int32, indent, depth int) int {
	n := &t[i]
	sum := len(n.raw) + len(n.key) + depth*indent + 8
	for c := n.first; c != 0 && sum < maxDecoded; c = t[c].next {
		sum += t.prettySize(c, indent, depth+1)
	}
	return sum
}
