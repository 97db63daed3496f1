package optimizer

import (
	"bytes"
	"fmt"
)

// Decode gives back the JSON value that was compressed or encoded at None or
// Conservative: the equal value of what [Optimizer.Compress] was given, and what
// [Normalise] makes of what [Optimizer.Encode] gives at None. Objects have their
// members in another order, but for those of properties and of whatever is no
// OpenAPI.
//
// It takes any bytes: what is no such text is an error. What it gives is at most
// 256 MiB.
func Decode(text []byte) ([]byte, error) {
	if len(text) == 0 || text[0] != '#' {
		t, err := parseJSON(text)
		if err != nil {
			return nil, fmt.Errorf("optimizer: decode: %w", err)
		}
		return t.appendJSON(make([]byte, 0, len(text)), 0), nil
	}
	out, err := decodeNotation(text)
	if err != nil {
		return nil, fmt.Errorf("optimizer: decode: %w", err)
	}
	return out, nil
}

// decodeNotation reads a text with a mark.
func decodeNotation(text []byte) ([]byte, error) {
	end := bytes.IndexByte(text, '\n') + 1
	mark, body := string(text[:end]), text[end:]
	d := decoder{swagger: mark == swaggerMark}
	what := map[string]func(){
		openapiMark: d.document, swaggerMark: d.document, jsonMark: func() { d.value(inLoose); d.endLine() },
		schemaMark: func() { d.schema(true); d.endLine() },
		schemasMark: func() {
			d.out = append(d.out, '{')
			for d.at < len(d.in) {
				d.sectionEntry(schemaEntry)
			}
			d.out = append(d.out, '}')
		},
	}[mark]
	if what == nil {
		return nil, fmt.Errorf("%q begins no text of a level that can be decoded", first(text, 20))
	}
	var err error
	if d.in, err = unfold(body); err != nil {
		return nil, err
	}
	return d.run(what)
}

func first(text []byte, n int) []byte { return text[:min(n, len(text))] }
