//go:build live

package openai_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
)

// TestLive asks the real provider, twice, for a few cents' hundredth. It is
// built with -tags live only, so that no other run has a test to skip, and runs
// with SPECLOOM_LIVE=1 and a key in OPENAI_API_KEY.
func TestLive(t *testing.T) {
	t.Parallel()
	if os.Getenv("SPECLOOM_LIVE") != "1" || os.Getenv("OPENAI_API_KEY") == "" {
		t.Skip("SPECLOOM_LIVE=1 and OPENAI_API_KEY are not set")
	}
	connections := provider.NewHTTPClient()
	defer connections.CloseIdleConnections()
	client, err := openai.New(openai.WithHTTPClient(connections))
	require.NoError(t, err)
	req := llm.Request{
		Model: "gpt-4o-mini", System: "Answer in JSON.", MaxOutputTokens: 100, SchemaName: "greeting",
		Schema:   json.RawMessage(`{"type":"object","properties":{"greeting":{"type":"string"},"note":{"type":"string"}},"required":["greeting"]}`),
		Messages: []llm.Message{{Role: llm.User, Text: "Greet the readers of this test."}},
	}
	for name, each := range map[string]func(llm.Delta){"whole": nil, "stream": func(llm.Delta) {}} {
		t.Run(name, func(t *testing.T) {
			resp, err := llm.Stream(t.Context(), client, req, each)
			require.NoError(t, err)
			var answer struct{ Greeting string }
			require.NoError(t, json.Unmarshal([]byte(resp.Text), &answer), "%s", resp.Text)
			require.NotEmpty(t, answer.Greeting)
			require.Equal(t, llm.StopEnd, resp.StopReason)
			require.Positive(t, resp.Usage.InputTokens)
			require.Positive(t, resp.Usage.OutputTokens)
			require.NotEmpty(t, resp.RequestID)
			require.Positive(t, resp.Observed.Requests.Limit, "%+v", resp.Observed)
		})
	}
}
