package openai_test

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// chain joins a client with what a service puts around it; its pauses are short.
func chain(t *testing.T, client llm.Client) (llm.Client, *ratelimit.Local) {
	t.Helper()
	limiter, err := ratelimit.New(ratelimit.OpenAI(60_000, 600), ratelimit.WithBackoff(ratelimit.Backoff{Max: time.Millisecond, Multiplier: 1}))
	require.NoError(t, err)
	return llm.Chain(client, llm.Retry(llm.RetryPolicy{Wait: time.Millisecond}), llm.Limit(limiter), llm.WithTimeout(time.Minute)), limiter
}

func TestTheChainLearnsFromTheWire(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch calls.Add(1) {
		case 1:
			w.Header().Set("Retry-After-Ms", "5")
			reply(429, `{"error":{"code":"rate_limit_exceeded","message":"Rate limit reached"}}`)(w, r)
		case 2:
			stream(chunk("Bad ", ""))(w, r) // and no end
		default:
			stream(chunk("Good ", ""), chunk("morning.", "stop"), oneLine(lastChunk), "[DONE]")(w, r)
		}
	})
	client, limiter := chain(t, s.client(t))
	text, restarts := "", 0
	resp, err := llm.Stream(t.Context(), client, question, func(d llm.Delta) {
		if d.Restart {
			text = ""
			restarts++
		}
		text += d.Text
	})
	require.NoError(t, err)
	require.Equal(t, "Good morning.", resp.Text)
	require.Equal(t, "Good morning.", text)
	require.Equal(t, 1, restarts)
	status := limiter.Status()
	require.Equal(t, []int{3, 1, 1, 1, 0}, []int{status.Admitted, status.Throttled, status.Failed, status.Succeeded, status.Running})
	require.Equal(t, 30_000, status.Tokens.Announced, "the headers say less than the quota")
	require.True(t, status.Tokens.Drifted)
	require.Equal(t, ratelimit.Usage{InputTokens: 120, CachedTokens: 64, OutputTokens: 40}, status.Used)
}

func TestAStreamThatIsCancelledReturnsItsPermit(t *testing.T) {
	t.Parallel()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		stream(chunk("Good ", ""))(w, r)
		<-r.Context().Done()
	})
	client, limiter := chain(t, s.client(t))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := llm.Stream(ctx, client, question, func(d llm.Delta) {
		if d.Text != "" {
			cancel()
		}
	})
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, s.requests(), 1)
	require.Zero(t, limiter.Status().Running)
}
