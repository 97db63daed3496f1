package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

// errTooLarge ends the writing of a value that grows beyond measure, through YAML
// aliases that contain each other many times.
var errTooLarge = errors.New("the value is too large, with its aliases written out")

const maxValueDepth = 2 * maxNesting

// jsonWriter writes a value as JSON: no white space, members in the order of the
// description, numbers as written where JSON knows that form.
type jsonWriter struct {
	aliased int  // how many aliases the value lies under
	spent   *int // what was repeated through aliases so far, up to maxRepeated
}

func (w *jsonWriter) append(out []byte, n *yaml.Node, depth int) ([]byte, error) {
	if w.aliased > 0 {
		*w.spent += 1 + len(n.Value)/64
	}
	if depth > maxValueDepth || *w.spent > maxRepeated {
		return nil, errTooLarge
	}
	var err error
	switch n.Kind {
	case yaml.AliasNode:
		if n.Alias == nil {
			return append(out, "null"...), nil
		}
		w.aliased++
		defer func() { w.aliased-- }()
		return w.append(out, n.Alias, depth+1)
	case yaml.MappingNode:
		out = append(out, '{')
		for i := 0; i < len(n.Content); i += 2 {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(appendText(out, n.Content[i].Value), ':')
			if out, err = w.append(out, n.Content[i+1], depth+1); err != nil {
				return nil, err
			}
		}
		return append(out, '}'), nil
	case yaml.SequenceNode:
		out = append(out, '[')
		for i, item := range n.Content {
			if i > 0 {
				out = append(out, ',')
			}
			if out, err = w.append(out, item, depth+1); err != nil {
				return nil, err
			}
		}
		return append(out, ']'), nil
	case yaml.ScalarNode:
		return appendScalar(out, n), nil
	}
	return append(out, "null"...), nil
}

func appendScalar(out []byte, n *yaml.Node) []byte {
	switch n.ShortTag() {
	case "!!null":
		return append(out, "null"...)
	case "!!bool":
		return strconv.AppendBool(out, n.Value[0]|0x20 == 't')
	case "!!int", "!!float":
		if number := jsonNumber(n.Value); number != "" {
			return append(out, number...)
		}
	case "!!str": // what the YAML parser takes for a text as no float64 holds it, 1e400
		if n.Style == 0 && jsonNumberForm.MatchString(n.Value) {
			return append(out, n.Value...)
		}
	}
	return appendText(out, n.Value)
}

func appendText(out []byte, text string) []byte {
	if !strings.ContainsFunc(text, needsEscape) {
		return append(append(append(out, '"'), text...), '"')
	}
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return append(out, `""`...)
	}
	return append(out, bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))...)
}

func needsEscape(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }

var jsonNumberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

// jsonNumber writes a number of YAML's core schema in JSON's form: as it is
// where that is one, and "" where JSON has no such number.
func jsonNumber(text string) string {
	if jsonNumberForm.MatchString(text) {
		return text
	}
	plain := strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
	if jsonNumberForm.MatchString(plain) {
		return plain
	}
	if len(plain) < 100 {
		if whole, ok := new(big.Int).SetString(plain, 0); ok { // 0x1F, 0o17, 0b1
			return whole.String()
		}
	}
	value, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(value, 0) || math.IsNaN(value) {
		return ""
	}
	return fmt.Sprint(value)
}
