package openai_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// TestConformance asks what llmtest simulates of OpenAI, of Azure OpenAI in an older
// and a newer version, and of a server that speaks the protocol.
func TestConformance(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		family ratelimit.Provider
		whom   func(url string) openai.Option
	}{
		"openai":       {ratelimit.ProviderOpenAI, func(url string) openai.Option { return openai.WithBaseURL(url + "/v1") }},
		"compatible":   {ratelimit.ProviderPlain, openai.WithBaseURL},
		"azure":        {ratelimit.ProviderAzure, func(url string) openai.Option { return openai.WithAzure(url, "", "2024-12-01-preview") }},
		"azure, older": {ratelimit.ProviderAzure, func(url string) openai.Option { return openai.WithAzure(url, "", "2024-10-21") }},
		"azure, v1":    {ratelimit.ProviderAzure, func(url string) openai.Option { return openai.WithBaseURL(url + "/openai/v1") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			llmtest.RunHTTP(t, test.family, func(t *testing.T, s llmtest.Server) llm.Client {
				t.Helper()
				client, err := openai.New(test.whom(s.URL), openai.WithKey(s.Key), openai.WithHTTPClient(s.Client))
				require.NoError(t, err)
				return client
			})
		})
	}
}
