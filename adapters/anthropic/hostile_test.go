package anthropic_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
)

// A server may answer anything at all: there is an answer that adds up, or an error
// that says of what kind it is. This is no fuzz target, for it would take minutes to
// build one on the SDK; package provider has those of the parsers that are our own.
func TestAnythingMayBeAnswered(t *testing.T) {
	t.Parallel()
	var events strings.Builder
	for _, event := range []string{begin, open, piece("Good "), input("{}"), shut, end("end_turn"), last} {
		_, kind, _ := strings.Cut(event, `"type":"`)
		kind, _, _ = strings.Cut(kind, `"`)
		events.WriteString("event: " + kind + "\ndata: " + event + "\n\n")
	}
	type answer struct {
		status   int
		streamed bool
		body     string
	}
	answers := []answer{
		{200, true, events.String()},
		{200, true, "event: error\ndata: {\"error\":null}\n\n"},
		{200, true, "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":null,\"usage\":{\"output_tokens\":-9e99}}\n\n"},
		{200, false, `{"type":"message","content":[{"type":"text","text":"Hi"},null,{"type":"tool_use","input":[1]}],"stop_reason":"x","usage":{"input_tokens":-1,"output_tokens":1e30}}`},
		{200, false, `{"type":"error","error":{"type":"overloaded_error"}}`},
		{529, false, `{"type":"error","error":[]}`},
		{302, true, ""},
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for _, known := range answers {
		for at := 0; at < len(known.body); at += 7 {
			answers = append(answers, answer{known.status, known.streamed, known.body[:at]}) // cut
			spoilt := []byte(known.body)
			for range 3 {
				from, to := dice.IntN(len(spoilt)), dice.IntN(len(spoilt))
				copy(spoilt[from:], spoilt[to:min(len(spoilt), to+dice.IntN(20))]) // mixed up
				spoilt[dice.IntN(len(spoilt))] = byte(dice.IntN(256))              // and broken
			}
			answers = append(answers, answer{known.status, known.streamed, string(spoilt)})
		}
	}
	for _, a := range answers {
		kind := map[bool]string{true: "text/event-stream", false: "application/json"}[a.streamed]
		c, err := anthropic.New(anthropic.WithBaseURL("http://models.example"), anthropic.WithHTTPClient(&http.Client{
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: a.status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
			}),
		}))
		require.NoError(t, err)
		text := ""
		var each func(llm.Delta)
		if a.streamed {
			each = func(d llm.Delta) {
				if d.Restart {
					text = ""
				}
				text += d.Text
			}
		}
		resp, err := llm.Stream(t.Context(), c, question, each)
		if err != nil {
			failure, ok := errors.AsType[*llm.Error](err)
			require.True(t, ok, "%v", err)
			require.NotEmpty(t, failure.Kind)
			continue
		}
		require.GreaterOrEqual(t, resp.Usage.InputTokens, resp.Usage.CachedTokens)
		require.GreaterOrEqual(t, resp.Usage.CachedTokens, 0)
		require.GreaterOrEqual(t, resp.Usage.OutputTokens, resp.Usage.ReasoningTokens)
		require.NotEmpty(t, resp.StopReason)
		if a.streamed {
			require.Equal(t, resp.Text, text)
		}
	}
}
