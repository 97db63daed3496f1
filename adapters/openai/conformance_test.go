package openai_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

// TestConformance asks what llmtest simulates of OpenAI, of Azure OpenAI in an older
// and a newer version, and of a server that speaks the protocol, with keys and tokens.
func TestConformance(t *testing.T) {
	t.Parallel()
	key := func(s llmtest.Server) openai.Option { return openai.WithKey(s.Key) }
	token := func(s llmtest.Server) openai.Option {
		return openai.WithTokenSource(func(context.Context) (string, error) { return s.Key, nil })
	}
	for name, test := range map[string]struct {
		family ratelimit.Provider
		login  func(llmtest.Server) openai.Option
		whom   func(url string) openai.Option
	}{
		"openai":       {ratelimit.ProviderOpenAI, key, func(url string) openai.Option { return openai.WithBaseURL(url + "/v1") }},
		"compatible":   {ratelimit.ProviderPlain, token, openai.WithBaseURL},
		"azure":        {ratelimit.ProviderAzure, key, func(url string) openai.Option { return openai.WithAzure(url, "model-1", "2024-12-01-preview") }},
		"azure, older": {ratelimit.ProviderAzure, token, func(url string) openai.Option { return openai.WithAzure(url, "", "2024-10-21") }},
		"azure, v1":    {ratelimit.ProviderAzure, key, func(url string) openai.Option { return openai.WithBaseURL(url + "/openai/v1") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			llmtest.RunHTTP(t, test.family, func(t *testing.T, s llmtest.Server) llm.Client {
				t.Helper()
				client, err := openai.New(test.whom(s.URL), test.login(s), openai.WithHTTPClient(s.Client))
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
		p := llmtest.NewProvider(ratelimit.OpenAI(240_000, 720))
		client, err := openai.New(openai.WithBaseURL("http://models.example/v1"), openai.WithHTTPClient(p.Client()))
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
