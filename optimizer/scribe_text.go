package optimizer

import "bytes"

// note writes a text to the end of the line, and ends it. A quote needs no
// backslash there. A first $ or colon gets an escape.
func (w *scribe) note(raw []byte) {
	w.put(" //")
	w.noteText(raw)
	w.out = append(w.out, '\n')
}

// How a text begins that begins with $ or a colon, which have a meaning there.
const (
	firstDollar = `\u0024`
	firstColon  = `\u003a`
)

// lineOwner tells whose the text at the end of the line is.
type lineOwner int

const (
	othersLine lineOwner = iota // a schema's own text is an attribute
	ownLine
	freeLine // nobody else has a text: "//:" begins the schema's
)

func (w *scribe) noteText(raw []byte) {
	if len(raw) > 0 && (raw[0] == '$' || raw[0] == ':') {
		w.put(map[byte]string{'$': firstDollar, ':': firstColon}[raw[0]])
		raw = raw[1:]
	}
	w.bareQuotes(raw)
}

// bareQuotes writes a text without the backslashes before its quotes.
func (w *scribe) bareQuotes(raw []byte) {
	for {
		at := bytes.IndexByte(raw, '\\')
		if at < 0 {
			w.out = append(w.out, raw...)
			return
		}
		w.out = append(w.out, raw[:at]...)
		if raw[at+1] != '"' {
			w.out = append(w.out, '\\')
		}
		w.out = append(w.out, raw[at+1])
		raw = raw[at+2:]
	}
}
