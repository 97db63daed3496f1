package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// errTooLarge ends the writing of a value that grows beyond measure, through YAML
// aliases that contain each other many times.
var errTooLarge = errors.New("the value is too large, with its aliases written out")

const maxValueDepth = 2 * maxDepth

// jsonWriter writes a value as JSON: no white space, members in the order of the
// description, numbers as written where JSON knows that form.
type jsonWriter struct {
	aliased int  // how many aliases the value lies under
	spent   *int // what was repeated through aliases so far, up to most
	most    int
}

func (w *jsonWriter) append(out []byte, n *value, depth int) ([]byte, error) {
	if w.aliased > 0 {
		*w.spent += 1 + len(n.scalar)/64
	}
	if depth > maxValueDepth || *w.spent > w.most {
		return nil, errTooLarge
	}
	var err error
	switch n.kind {
	case aliasKind:
		if n.alias == nil {
			return append(out, "null"...), nil
		}
		w.aliased++
		defer func() { w.aliased-- }()
		return w.append(out, n.alias, depth+1)
	case mapKind:
		out = append(out, '{')
		for i := 0; i < len(n.content); i += 2 {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(appendText(out, n.content[i].scalar), ':')
			if out, err = w.append(out, n.content[i+1], depth+1); err != nil {
				return nil, err
			}
		}
		return append(out, '}'), nil
	case listKind:
		out = append(out, '[')
		for i, item := range n.content {
			if i > 0 {
				out = append(out, ',')
			}
			if out, err = w.append(out, item, depth+1); err != nil {
				return nil, err
			}
		}
		return append(out, ']'), nil
	case scalarKind:
		return appendScalar(out, n), nil
	}
	return append(out, "null"...), nil
}

func appendScalar(out []byte, n *value) []byte {
	switch n.tag {
	case nullTag:
		return append(out, "null"...)
	case boolTag:
		return strconv.AppendBool(out, n.scalar[0]|0x20 == 't')
	case numberTag:
		if number := jsonNumber(n.scalar); number != "" {
			return append(out, number...)
		}
	}
	return appendText(out, n.scalar)
}

func appendText(out []byte, text string) []byte {
	if !needsEscape(text) {
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

// needsEscape takes U+2028 and U+2029, which the encoder escapes, by the first byte
// that they share with others.
func needsEscape(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c == 0x7F || c == 0xE2 {
			return true
		}
	}
	return false
}

// jsonNumber writes a number of YAML's core schema in JSON's form: as it is
// where that is one, and "" where JSON has no such number.
func jsonNumber(text string) string {
	if isJSONNumber(text) {
		return text
	}
	plain := strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
	if isJSONNumber(plain) {
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
