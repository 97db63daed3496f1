package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"github.com/pb33f/go-yaml"
)

// yamlError takes the parser's message apart: its context, place and cause.
var yamlError = regexp.MustCompile(`^.*? load error in \w+ ?(?:\((.*?)\) )?at L(\d+)\.C\d+[^:]*: (.*)$`)

// syntaxError says why a text did not parse into an object or list, and in which
// line (0: unknown). The lenient parse does not tell.
func syntaxError(text []byte) (int, error) {
	if looksLikeJSON(text) {
		if line, err := jsonError(text); err != nil {
			return line, fmt.Errorf("not valid JSON: %w", err)
		}
	}
	var root yaml.Node
	err := yaml.Unmarshal(text, &root)
	if err == nil {
		return 1, errors.New("not a description: an object is expected, and this is a single value")
	}
	m := yamlError.FindStringSubmatch(err.Error())
	if m == nil {
		return 0, fmt.Errorf("not valid YAML: %w", err)
	}
	line, _ := strconv.Atoi(m[2])
	cause := m[3]
	if m[1] != "" {
		cause = m[1] + ": " + cause
	}
	if bytes.HasPrefix(bytes.TrimLeft(lineOf(text, line), " "), []byte("\t")) {
		cause += "; YAML does not allow tabs for indentation"
	}
	return line, errors.New("not valid YAML: " + cause)
}

func looksLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) == 0 || text[0] == '"' || text[0] == '}'
}

func jsonError(text []byte) (int, error) {
	var value json.RawMessage
	err := json.Unmarshal(text, &value)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return 0, err
	}
	before := text[:min(int(syntax.Offset), len(text))]
	return bytes.Count(before, []byte("\n")) + 1, err
}

func lineOf(text []byte, line int) []byte {
	for range line - 1 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	first, _, _ := bytes.Cut(text, []byte("\n"))
	return first
}

// laterDocument is the line of a second document in a YAML file, or 0: only the
// first is read.
func laterDocument(text []byte) int {
	line, content := 0, false
	for row := range bytes.Lines(text) {
		line++
		row = bytes.TrimRight(row, " \t\r\n")
		switch {
		case bytes.Equal(row, []byte("---")), bytes.HasPrefix(row, []byte("--- ")):
			if content {
				return line
			}
			content = len(row) > len("---")
		case len(row) > 0 && row[0] != '#' && row[0] != '%' && !bytes.Equal(row, []byte("...")):
			content = true
		}
	}
	return 0
}
