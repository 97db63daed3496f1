package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel"
)

// flowNodes is how many names and values a text may have that looks like JSON, is
// none, and is tried as YAML: comments and trailing commas pass there. The YAML
// parser holds all of a bracket's tokens in memory, some 1.5 KB for each (measured
// by TestMemoryOfNodes).
const flowNodes = 100_000

// parseText makes the tree of a text that the byte scan has passed.
func parseText(text []byte, limits Limits) (root *value, line int, err error) {
	if looksLikeJSON(text) {
		root, err = parseJSON(string(text))
		failure, isJSON := errors.AsType[*jsonError](err)
		if err == nil {
			return root, 0, nil
		}
		if !isJSON || failure.atEnd || flowMarks(text) > flowNodes {
			return nil, failure.line, err
		}
		if root, _, yamlErr := parseYAML(text, limits); yamlErr == nil {
			return root, 0, nil
		}
		return nil, failure.line, err
	}
	return parseYAML(text, limits)
}

// flowMarks bounds the names and values of a text within brackets.
func flowMarks(text []byte) int {
	return bytes.Count(text, []byte(",")) + bytes.Count(text, []byte(":")) + bytes.Count(text, []byte("["))
}

// parseYAML leaves the parsing to libopenapi.
func parseYAML(text []byte, limits Limits) (root *value, line int, err error) {
	config := &datamodel.DocumentConfiguration{BypassDocumentCheck: true, SkipJSONConversion: true}
	info, err := datamodel.ExtractSpecInfoWithConfig(text, config)
	if err != nil {
		return nil, 0, err
	}
	n := info.RootNode
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	if n.Kind != yaml.MappingNode && n.Kind != yaml.SequenceNode {
		line, err := yamlFailure(text, limits)
		return nil, line, err
	}
	t := &yamlTree{anchors: map[*yaml.Node]*value{}, limits: limits}
	if root = t.value(n, 1); t.tooDeep > 0 {
		return nil, t.tooDeep, &LimitError{Limit: "Depth", Value: limits.Depth}
	}
	return root, 0, nil
}

// yamlError takes the parser's message apart: its context, place and cause.
var yamlError = regexp.MustCompile(`^.*? load error in \w+ ?(?:\((.*?)\) )?at L(\d+)\.C\d+[^:]*: (.*)$`)

// yamlFailure says why a text did not parse into an object or list, and in which
// line (0: unknown). The lenient parse does not tell.
func yamlFailure(text []byte, limits Limits) (int, error) {
	var root yaml.Node
	err := yaml.Unmarshal(text, &root)
	if err == nil {
		return 1, errors.New("not a description: an object is expected, and this is a single value")
	}
	if strings.Contains(err.Error(), "exceeded max depth") {
		return yamlErrorLine(err), &LimitError{Limit: "Depth", Value: limits.Depth}
	}
	m := yamlError.FindStringSubmatch(err.Error())
	if m == nil {
		return 0, fmt.Errorf("not valid YAML: %w", err)
	}
	line := yamlErrorLine(err)
	cause := m[3]
	if m[1] != "" {
		cause = m[1] + ": " + cause
	}
	row := strings.TrimLeft(string(lineOf(text, line)), " ")
	switch {
	case strings.HasPrefix(row, "\t"):
		cause += "; YAML does not allow tabs for indentation"
	default:
		if at := template.FindIndex(text); at != nil {
			cause += fmt.Sprintf("; a template string seems to be left in line %d", lineAt(text, at[0]))
		}
	}
	return line, errors.New("not valid YAML: " + cause)
}

// template is what generators of files fill in: {{ }}, {% %}, <% %>, ${ }.
var template = regexp.MustCompile(`\{\{|\{%|<%|\$\{`)

func yamlErrorLine(err error) int {
	if m := yamlError.FindStringSubmatch(err.Error()); m != nil {
		line, _ := strconv.Atoi(m[2])
		return line
	}
	return 0
}

func looksLikeJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) == 0 || text[0] == '"' || text[0] == '}'
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
	if !bytes.Contains(text, []byte("\n---")) {
		return 0
	}
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
