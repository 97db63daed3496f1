package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// check refuses what no parser should see: other encodings, and input that is
// small in bytes but large in memory. It returns the text to parse, without a
// byte order mark, or the line (0: none) and the cause.
func check(data []byte, limits Limits) (text []byte, line int, err error) {
	if len(data) > limits.Bytes {
		return nil, 0, &LimitError{Limit: "Bytes", Value: limits.Bytes}
	}
	if encoding := wideEncoding(data); encoding != "" {
		return nil, 1, fmt.Errorf("the file is in %s; save it as UTF-8", encoding)
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, 0, errors.New("the file is empty")
	}
	if !utf8.Valid(data) {
		return nil, invalidLine(data), errors.New("the file is not in UTF-8")
	}
	if looksLikeJSON(data) {
		line, err = scanJSON(data, limits)
	} else {
		line, err = scanYAML(data, limits)
	}
	return data, line, err
}

// wideEncoding recognises UTF-16 and UTF-32 by a byte order mark, or by the zero
// bytes that their first character, which is ASCII, has (YAML 1.2, section 5.2).
func wideEncoding(data []byte) string {
	head := string(data[:min(4, len(data))])
	switch {
	case strings.HasPrefix(head, "\x00\x00\xFE\xFF"), strings.HasPrefix(head, "\xFF\xFE\x00\x00"),
		strings.HasPrefix(head, "\x00\x00\x00"), strings.HasSuffix(head, "\x00\x00\x00"):
		return "UTF-32"
	case strings.HasPrefix(head, "\xFF\xFE"), strings.HasPrefix(head, "\xFE\xFF"), strings.Contains(head, "\x00"):
		return "UTF-16"
	}
	return ""
}

// scanJSON bounds nesting, and from above the names and values: each but the
// first stands behind a comma, a colon or an opening bracket.
func scanJSON(data []byte, limits Limits) (line int, err error) {
	nodes, depth := 1, 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			for i++; ; i++ {
				skip := bytes.IndexByte(data[i:], '"')
				if skip < 0 {
					return 0, nil // the parser will say so
				}
				if i += skip; !escapedAt(data, i) {
					break
				}
			}
		case ',', ':':
			nodes++
		case '[', '{':
			nodes++
			if depth++; depth > limits.Depth {
				return lineAt(data, i), &LimitError{Limit: "Depth", Value: limits.Depth}
			}
		case ']', '}':
			depth--
		}
		if nodes > limits.Nodes {
			return lineAt(data, i), &LimitError{Limit: "Nodes", Value: limits.Nodes}
		}
	}
	return 0, nil
}

// escapedAt reports whether the byte is behind an odd number of backslashes.
func escapedAt(data []byte, i int) bool {
	odd := false
	for i--; i >= 0 && data[i] == '\\'; i-- {
		odd = !odd
	}
	return odd
}

// What the characters that may begin a token count, since the YAML parser's memory
// for it is so many times that of a plain value in a line of its own: up to 350
// bytes for each (measured by TestMemoryOfNodes). Within brackets it keeps the tokens of
// all that they hold.
var (
	blockWeight = [256]int{'\n': 1, '\r': 1, ':': 1, '*': 2, '&': 2, '!': 3, '-': 1, '?': 1, '[': 1, '{': 1}
	flowWeight  = [256]int{'\n': 3, '\r': 3, ':': 4, '*': 2, '&': 2, '!': 3, '-': 2, '?': 2, '[': 4, '{': 4, ',': 4, '"': 2, '\'': 2}
)

// freeQuotes are those of a line that texts in quotes have in real descriptions:
// they stand for what its colon and end count already. Others count as values.
const freeQuotes = 4

// watched are the characters that scanYAML looks at outside of brackets.
var watched = [256]bool{
	':': true, '*': true, '&': true, '!': true, '[': true, ']': true, '{': true, '}': true, '-': true, '?': true, '"': true, '\'': true,
	0x7F: true,
}

// scanYAML bounds the same of YAML, where it cannot tell prose from structure: it
// counts whatever could begin a value. Nesting is that of indentation, and of
// what stands in one line; brackets that stay open over many lines are left to
// the parser, which has a bound of its own, since prose has such too.
func scanYAML(data []byte, limits Limits) (line int, err error) {
	s := yamlScan{limits: limits, nodes: 1, indents: make([]int, 0, 64)}
	for i := 0; i < len(data); {
		row := data[i:]
		if end := bytes.IndexByte(row, '\n'); end >= 0 {
			row = row[:end+1]
		}
		if err := s.row(row); err != nil {
			return lineAt(data, i), err
		}
		i += len(row)
	}
	return 0, nil
}

type yamlScan struct {
	limits  Limits
	nodes   int
	indents []int // of the lines around
	flow    flow
}

func (s *yamlScan) row(row []byte) error {
	indent := 0
	for indent < len(row) && row[indent] == ' ' {
		indent++
	}
	if indent < len(row) && row[indent] != '\n' && row[indent] != '\r' {
		for len(s.indents) > 0 && s.indents[len(s.indents)-1] >= indent {
			s.indents = s.indents[:len(s.indents)-1]
		}
		s.indents = append(s.indents, indent)
	}
	depth, quotes := len(s.indents), 0
	inFlow := s.flow.open()
	for at := indent; at < len(row); at++ {
		c := row[at]
		if !inFlow && c >= ' ' && c < 0x80 && !watched[c] {
			continue
		}
		weight := blockWeight[c]
		if inFlow {
			s.flow.step(c)
			weight = flowWeight[c]
		}
		switch c {
		case '\r': // alone it ends a line too
			depth = len(s.indents)
			if at+1 < len(row) && row[at+1] == '\n' {
				weight = 0
			}
		case '[', '{':
			if depth++; opensFlow(row[indent:at]) {
				weight = flowWeight[c]
				s.flow.start()
			}
		case ']', '}':
			depth--
		case '-', '?': // "- - - x" is three lists
			if next := at + 1; next >= len(row) || row[next] <= ' ' || row[next] >= 0x80 {
				depth++
			} else {
				weight = 0
			}
		case '"', '\'':
			if quotes++; quotes > freeQuotes {
				weight = flowWeight[c]
			}
		default:
			if c < ' ' && c != '\t' && c != '\n' || c > '~' {
				character, err := control(row[at:])
				if err != nil {
					return err
				}
				if character { // U+0085, U+2028, U+2029: they end lines
					weight = flowWeight['\n']
				}
			}
		}
		s.nodes += weight
		inFlow = s.flow.open()
		if depth > s.limits.Depth {
			return &LimitError{Limit: "Depth", Value: s.limits.Depth}
		}
		if s.nodes > s.limits.Nodes {
			return &LimitError{Limit: "Nodes", Value: s.limits.Nodes}
		}
	}
	return nil
}

// control refuses a character that YAML does not allow (YAML 1.2, section 5.1), and
// reports whether it is one of those beyond ASCII that the parser takes for the
// end of a line.
func control(text []byte) (endsLine bool, err error) {
	r, _ := utf8.DecodeRune(text)
	switch r {
	case 0x85, 0x2028, 0x2029:
		return true, nil
	case 0xFFFE, 0xFFFF:
	default:
		if r >= ' ' || r == utf8.RuneError {
			return false, nil
		}
	}
	return false, fmt.Errorf("not valid YAML: the control character %U, which YAML allows only as an escape in double quotes", r)
}

func lineAt(data []byte, i int) int { return bytes.Count(data[:i], []byte("\n")) + 1 }

func invalidLine(data []byte) int {
	line := 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		data = data[size:]
	}
	return line
}
