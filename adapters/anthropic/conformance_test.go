package anthropic_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

// TestConformance asks what llmtest simulates of Anthropic: with a key, and at a gateway
// with tokens.
func TestConformance(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]func(s llmtest.Server) []anthropic.Option{
		"anthropic": func(s llmtest.Server) []anthropic.Option {
			return []anthropic.Option{anthropic.WithBaseURL(s.URL), anthropic.WithKey(s.Key)}
		},
		"a gateway": func(s llmtest.Server) []anthropic.Option {
			token := func(context.Context) (string, error) { return s.Key, nil }
			return []anthropic.Option{anthropic.WithBaseURL(s.URL + "/anthropic"), anthropic.WithTokenSource(token)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			llmtest.RunHTTP(t, ratelimit.ProviderAnthropic, func(t *testing.T, s llmtest.Server) llm.Client {
				t.Helper()
				client, err := anthropic.New(append(options(s), anthropic.WithHTTPClient(s.Client))...)
				require.NoError(t, err)
				return client
			})
		})
	}
}

// TestWhatGeneratorAsksForIsUnderstood sends the schemas of package ui, which
// the simulated service refuses if they do not fit.
func TestWhatGeneratorAsksForIsUnderstood(t *testing.T) {
	t.Parallel()
	for kind, want := range map[ui.SchemaKind]string{ui.ChunkPlanSchema: `{"views":[]}`, ui.BlueprintSchema: ""} {
		p := llmtest.NewProvider(ratelimit.Anthropic(240_000, 48_000, 720))
		client, err := anthropic.New(anthropic.WithBaseURL("http://models.example"), anthropic.WithHTTPClient(p.Client()))
		require.NoError(t, err)
		req := question
		req.Schema = ui.Schema(kind)
		for _, each := range []func(llm.Delta){nil, func(llm.Delta) {}} {
			resp, err := llm.Stream(t.Context(), client, req, each)
			require.NoError(t, err)
			require.True(t, json.Valid([]byte(resp.Text)), "%s", resp.Text)
			if want != "" {
				require.JSONEq(t, want, resp.Text, "the least that the schema allows")
			}
		}
	}
}
