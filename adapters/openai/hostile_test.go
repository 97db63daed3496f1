package openai_test

import (
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
)

// A server may answer anything at all: there is an answer that adds up, or an error
// that says of what kind it is. This is no fuzz target, for it would take minutes to
// build one on the SDK; package provider has those of the parsers that are our own.
func TestAnythingMayBeAnswered(t *testing.T) {
	t.Parallel()
	events := "data: " + chunk("Good ", "") + "\n\ndata: " + chunk("", "stop") + "\n\ndata: " + oneLine(lastChunk) + "\n\ndata: [DONE]\n\n"
	type answer struct {
		status   int
		streamed bool
		body     string
	}
	answers := []answer{
		{200, true, events},
		{200, true, "data: {\"error\":null}\n\n"},
		{200, true, "event: x\ndata: {\"choices\":[{\"index\":0,\"delta\":null,\"finish_reason\":[]}],\"usage\":{\"prompt_tokens\":-9e99}}\n\n"},
		{200, false, `{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":-1,"completion_tokens":1e30}}`},
		{200, false, `{"choices":[null]}`},
		{429, false, `{"error":{"code":429,"message":["x"]}}`},
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
		c, err := openai.New(openai.WithBaseURL("http://models.example"), openai.WithHTTPClient(&http.Client{
			Transport: transport(func(r *http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: a.status, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(a.body)), Request: r}, nil
			}),
		}))
		require.NoError(t, err)
		text := ""
		var each func(llm.Delta)
		if a.streamed {
			each = func(d llm.Delta) { text += d.Text }
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
		if a.streamed && resp.StopReason != llm.StopRefusal {
			require.Equal(t, resp.Text, text)
		}
	}
}
