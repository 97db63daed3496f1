package anthropic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// TestConformance asks what llmtest simulates of Anthropic.
func TestConformance(t *testing.T) {
	t.Parallel()
	llmtest.RunHTTP(t, ratelimit.ProviderAnthropic, func(t *testing.T, s llmtest.Server) llm.Client {
		t.Helper()
		client, err := anthropic.New(anthropic.WithBaseURL(s.URL), anthropic.WithKey(s.Key), anthropic.WithHTTPClient(s.Client))
		require.NoError(t, err)
		return client
	})
}
