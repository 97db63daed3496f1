package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// check refuses what no parser should see: other encodings, and input that is
// small in bytes but large in memory. It returns the text to parse, without a
// byte order mark, or the line (0: none) and the cause.
func check(data []byte) (text []byte, line int, err error) {
	if len(data) > maxFileBytes {
		return nil, 0, fmt.Errorf("the file has %d bytes; the limit is %d", len(data), maxFileBytes)
	}
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return nil, 1, errors.New("the file is in UTF-16; save it as UTF-8")
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, 0, errors.New("the file is empty")
	}
	if !utf8.Valid(data) {
		return nil, invalidLine(data), errors.New("the file is not in UTF-8")
	}
	line, err = checkShape(data)
	return data, line, err
}

// checkShape bounds nesting and the number of nodes from above, without parsing.
// Brackets within YAML texts do not count for nesting unless they stay open, so
// ordinary prose passes.
func checkShape(data []byte) (line int, err error) {
	line = 1
	nodes, depth := 0, 0
	json := data[firstByte(data)] == '{'
	inString := false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n':
			line++
			nodes++
			if !json {
				depth = 0 // a bracket in prose must not count for the whole file
			}
		case inString:
			if c == '\\' {
				i++
			} else if c == '"' {
				inString = false
			}
		case c == '"' && json:
			inString = true
		case c == ',' || c == ':' || c == '*':
			nodes++
		case c == '[' || c == '{':
			nodes++
			if depth++; depth > maxNesting {
				return line, fmt.Errorf("nested more than %d deep", maxNesting)
			}
		case (c == ']' || c == '}') && depth > 0:
			depth--
		}
		if nodes > maxNodes {
			return line, fmt.Errorf("more than %d values", maxNodes)
		}
	}
	return 0, nil
}

func firstByte(data []byte) int {
	return len(data) - len(bytes.TrimLeft(data, " \t\r\n"))
}

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
