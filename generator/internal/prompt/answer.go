package prompt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/specloom/specloom/llm"
)

// maxAnswer bounds an answer in bytes; the model's own limit is lower.
const maxAnswer = 4 << 20

// Read takes the JSON object out of an answer. Models like to put it in a fence
// or a sentence; that is forgiven. What is cut, refused or no object is not.
func Read(resp *llm.Response, into any) error {
	switch {
	case resp.StopReason == llm.StopRefusal:
		return &llm.Error{Kind: llm.Refused, Err: errors.New("the model declined")}
	case resp.StopReason == llm.StopLength:
		return bad("the answer was cut at the output limit")
	case len(resp.Text) > maxAnswer:
		return bad("the answer has %d bytes", len(resp.Text))
	}
	text := strings.TrimSpace(resp.Text)
	start := strings.IndexByte(text, '{')
	if start < 0 {
		return bad("there is no JSON object in it")
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(text[start:])))
	if err := decoder.Decode(into); err != nil {
		return bad("%w", err)
	}
	rest := text[start+int(decoder.InputOffset()):]
	if rest = strings.Trim(rest, " \t\r\n`"); strings.ContainsRune(rest, '{') {
		return bad("there is more than one JSON object in it")
	}
	return nil
}

func bad(format string, args ...any) error {
	return &llm.Error{Kind: llm.BadAnswer, Err: fmt.Errorf(format, args...)}
}
