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

// flowWeight is how much more of memory the YAML parser takes for a value within
// brackets, since it keeps their tokens: up to 1.2 KB for each (measured by
// TestMemoryOfNodes).
const flowWeight = 4

// structural are the characters that scanYAML looks at.
var structural = [256]bool{':': true, '*': true, ',': true, '[': true, ']': true, '{': true, '}': true, '-': true, '?': true}

// scanYAML bounds the same of YAML, where it cannot tell prose from structure: it
// counts whatever could begin a value. Nesting is that of indentation, and of
// what stands in one line; brackets that stay open over many lines are left to
// the parser, which has a bound of its own, since prose has such too.
func scanYAML(data []byte, limits Limits) (line int, err error) {
	nodes := 1
	indents := make([]int, 0, 64) // of the lines around
	for i := 0; i < len(data); {
		row := data[i:]
		if end := bytes.IndexByte(row, '\n'); end >= 0 {
			row = row[:end+1]
		}
		indent := 0
		for indent < len(row) && row[indent] == ' ' {
			indent++
		}
		if indent < len(row) && row[indent] != '\n' && row[indent] != '\r' {
			for len(indents) > 0 && indents[len(indents)-1] >= indent {
				indents = indents[:len(indents)-1]
			}
			indents = append(indents, indent)
		}
		nodes++
		depth := len(indents)
		for at, c := range row[indent:] {
			if c > ' ' && c <= '~' && !structural[c] {
				continue
			}
			switch c {
			case ':', '*':
				nodes++
			case '\r': // alone it ends a line too
				nodes++
				depth = len(indents)
			case ',':
				nodes += flowWeight
			case '[', '{':
				nodes += flowWeight
				depth++
			case ']', '}':
				depth--
			case '-', '?': // "- - - x" is three lists
				if next := indent + at + 1; next >= len(row) || row[next] <= ' ' {
					nodes++
					depth++
				}
			}
			if depth > limits.Depth {
				return lineAt(data, i), &LimitError{Limit: "Depth", Value: limits.Depth}
			}
		}
		if nodes > limits.Nodes {
			return lineAt(data, i), &LimitError{Limit: "Nodes", Value: limits.Nodes}
		}
		i += len(row)
	}
	return 0, nil
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
