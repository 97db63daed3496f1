package llm_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

func TestLimitTellsTheLimiterWhatACallCame(t *testing.T) {
	t.Parallel()
	used := func(in, out int) llmtest.Step {
		return func(context.Context, llm.Request) (*llm.Response, error) {
			return &llm.Response{Usage: llm.Usage{InputTokens: in, CachedTokens: 10, OutputTokens: out}}, nil
		}
	}
	for name, test := range map[string]struct {
		step                         llmtest.Step
		succeeded, failed, throttled int
		used                         ratelimit.Usage
	}{
		"answered":        {used(120, 30), 1, 0, 0, ratelimit.Usage{InputTokens: 120, CachedTokens: 10, OutputTokens: 30}},
		"turned away":     {llmtest.Error(&llm.Error{Kind: llm.RateLimited, Status: 429, RetryAfter: time.Minute}), 0, 0, 1, ratelimit.Usage{}},
		"refused at once": {llmtest.Error(&llm.Error{Kind: llm.Invalid, Status: 400}), 0, 1, 0, ratelimit.Usage{}},
		"server error":    {llmtest.Error(&llm.Error{Kind: llm.Unavailable, Status: 500}), 0, 1, 0, ratelimit.Usage{}},
		"line broke":      {llmtest.Error(errors.New("broken pipe")), 0, 1, 0, ratelimit.Usage{}},
		"no answer":       {func(context.Context, llm.Request) (*llm.Response, error) { return nil, nil }, 0, 1, 0, ratelimit.Usage{}}, //nolint:nilnil // what it must not do
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := limiter(t, ratelimit.Quota{TokensPerMinute: 1_000})
				_, err := llm.Chain(llmtest.Always(test.step), llm.Limit(l)).Generate(t.Context(), ask)
				require.Equal(t, name == "answered", err == nil)
				s := l.Status()
				require.Equal(t, []int{1, test.succeeded, test.failed, test.throttled}, []int{s.Admitted, s.Succeeded, s.Failed, s.Throttled})
				require.Equal(t, test.used, s.Used)
				require.Zero(t, s.Running)
			})
		})
	}
}

func TestAnAnswerWithoutUsageIsEstimated(t *testing.T) {
	t.Parallel()
	l := limiter(t, ratelimit.Quota{TokensPerMinute: 1_000})
	shared := &llm.Response{Text: "12345678"}
	client := llm.Chain(llm.ClientFunc(func(context.Context, llm.Request) (*llm.Response, error) { return shared, nil }), llm.Limit(l))
	_, err := client.Generate(t.Context(), ask)
	require.NoError(t, err)
	require.Equal(t, ratelimit.Usage{InputTokens: 100, OutputTokens: 3}, l.Status().Used)
	require.Zero(t, shared.Timing, "the client's own answer is left alone")
}

func TestAPanicOfTheClientReturnsThePermit(t *testing.T) {
	t.Parallel()
	l := limiter(t, ratelimit.Quota{TokensPerMinute: 1_000})
	client := llm.Chain(llm.ClientFunc(func(context.Context, llm.Request) (*llm.Response, error) { panic("oh") }), llm.Limit(l))
	require.Panics(t, func() { _, _ = client.Generate(t.Context(), ask) })
	require.Zero(t, l.Status().Running)
}

func TestARequestOverTheQuotaIsTooLarge(t *testing.T) {
	t.Parallel()
	script := llmtest.Always(llmtest.Text("never"))
	_, err := llm.Chain(script, llm.Limit(limiter(t, ratelimit.Quota{TokensPerMinute: 149}))).Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.TooLarge)
	require.ErrorIs(t, err, ratelimit.ErrTooLarge)
	require.Empty(t, script.Requests())
}

func TestACallThatIsNotAdmittedIsNotMade(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limiter(t, ratelimit.Quota{TokensPerMinute: 150})
		script := llmtest.Always(llmtest.Text("yes"))
		client := llm.Chain(script, llm.Limit(l))
		_, err := client.Generate(t.Context(), ask)
		require.NoError(t, err)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = client.Generate(ctx, ask)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Len(t, script.Requests(), 1)
		require.Zero(t, l.Status().Waiting)
	})
}

func TestChargeOfCountsCharactersNotBytes(t *testing.T) {
	t.Parallel()
	require.Equal(t, ratelimit.Charge{InputTokens: 9, InputChars: 4 + 2 + 3 + 2, MaxOutputTokens: 7, Priority: 3}, llm.ChargeOf(llm.Request{
		System: "äöü€", Schema: []byte("{}"), InputTokens: 9, MaxOutputTokens: 7, Priority: 3,
		Messages: []llm.Message{{Role: llm.User, Text: "日本語"}, {Role: llm.Assistant, Text: "ok"}},
	}))
}

// TestIssue7ARetryDoesNotWaitBesideTheLimiter: after a 429 the limiter holds, and the
// call is made when it is over.
func TestIssue7ARetryDoesNotWaitBesideTheLimiter(t *testing.T) {
	t.Parallel()
	for name, turned := range map[string]error{"as an error": &llm.Error{Kind: llm.RateLimited}, "as a bare kind": llm.RateLimited} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l, err := ratelimit.New(ratelimit.Quota{TokensPerMinute: 100_000}, ratelimit.WithBackoff(ratelimit.Backoff{Initial: 2 * time.Second, Max: 2 * time.Second, Multiplier: 1}))
				require.NoError(t, err)
				steps := make([]llmtest.Step, 0, 31)
				for range 30 {
					steps = append(steps, llmtest.Error(turned))
				}
				client := llm.Chain(llmtest.New(append(steps, llmtest.Text("yes"))...), llm.Retry(llm.RetryPolicy{}), llm.Limit(l))
				start := time.Now()
				_, err = client.Generate(t.Context(), ask)
				require.NoError(t, err)
				require.Equal(t, 60*time.Second, time.Since(start))
				require.Equal(t, 30, l.Status().Throttled)
			})
		})
	}
}

// TestIssue7ALimiterThatTakesNoNoticeIsNotAskedAtOnce: then the retry waits by itself.
func TestIssue7ALimiterThatTakesNoNoticeIsNotAskedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, err := ratelimit.New(ratelimit.Quota{TokensPerMinute: 100_000}, ratelimit.WithBackoff(ratelimit.Backoff{Multiplier: 1}))
		require.NoError(t, err)
		script := llmtest.New(llmtest.Fail(llm.RateLimited), llmtest.Fail(llm.RateLimited), llmtest.Text("yes"))
		start := time.Now()
		_, err = llm.Chain(script, llm.Retry(llm.RetryPolicy{Jitter: -1}), llm.Limit(l)).Generate(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, 3*time.Second, time.Since(start))
	})
}

// TestIssue7ALimiterThatWaitsNoLongerSaysWhy: the caller is told of the 429 behind it.
func TestIssue7ALimiterThatWaitsNoLongerSaysWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		script := llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.RateLimited, RetryAfter: time.Hour}))
		start := time.Now()
		_, err := llm.Chain(script, llm.Retry(llm.RetryPolicy{}), llm.Limit(limiter(t, ratelimit.Quota{TokensPerMinute: 1_000}))).Generate(t.Context(), ask)
		require.ErrorIs(t, err, llm.RateLimited)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Zero(t, time.Since(start))
		require.Len(t, script.Requests(), 1)
	})
}
