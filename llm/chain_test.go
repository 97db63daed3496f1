package llm_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

var ask = llm.Request{Model: "m", System: "Be kind.", InputTokens: 100, MaxOutputTokens: 50}

func TestTheFirstOfAChainSeesARequestFirst(t *testing.T) {
	t.Parallel()
	var order []string
	note := func(name string) llm.Middleware {
		return func(next llm.Client) llm.Client {
			return llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
				order = append(order, name)
				return next.Generate(ctx, req)
			})
		}
	}
	client := llm.Chain(llmtest.Always(llmtest.Text("yes")), note("a"), note("b"), note("c"))
	_, err := client.Generate(t.Context(), ask)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, order)
}

func limiter(t *testing.T, quota ratelimit.Quota) *ratelimit.Local {
	t.Helper()
	l, err := ratelimit.New(quota, ratelimit.WithMargins(1, 1), ratelimit.WithGuard(0), ratelimit.WithSeed(1))
	require.NoError(t, err)
	return l
}

func TestEachRetryPassesTheLimiterAndHasATimeoutOfItsOwn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limiter(t, ratelimit.Quota{TokensPerMinute: 1_000_000})
		script := llmtest.New(llmtest.Wait(time.Hour, llmtest.Text("late")), llmtest.Fail(llm.Unavailable), llmtest.Wait(9*time.Second, llmtest.Text("yes")))
		client := llm.Chain(script, llm.Retry(llm.RetryPolicy{Jitter: -1}), llm.Limit(l), llm.WithTimeout(10*time.Second))
		start := time.Now()
		resp, err := client.Generate(t.Context(), ask)
		require.NoError(t, err)
		require.Equal(t, "yes", resp.Text)
		require.Equal(t, (10+1+2+9)*time.Second, time.Since(start))
		status := l.Status()
		require.Equal(t, 3, status.Admitted)
		require.Zero(t, status.Running)
	})
}

func TestATimeoutCountsFromThePermit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := limiter(t, ratelimit.Quota{TokensPerMinute: 150})
		client := llm.Chain(llmtest.Always(llmtest.Wait(9*time.Second, llmtest.Text("yes"))), llm.Limit(l), llm.WithTimeout(10*time.Second))
		_, err := client.Generate(t.Context(), ask)
		require.NoError(t, err)
		start := time.Now()
		resp, err := client.Generate(t.Context(), ask)
		require.NoError(t, err, "it waits for the quota longer than the timeout")
		require.Equal(t, 60*time.Second, time.Since(start))
		require.Equal(t, 51*time.Second, resp.Timing.Queue)
	})
}

func TestRetryKnowsWhenItIsOfNoUse(t *testing.T) {
	t.Parallel()
	for kind, calls := range map[llm.Kind]int{
		llm.RateLimited: 65, llm.Overloaded: 4, llm.Unavailable: 4, llm.Timeout: 4,
		llm.Unauthorized: 1, llm.UnknownModel: 1, llm.QuotaSpent: 1, llm.TooLarge: 1, llm.Invalid: 1, llm.Refused: 1, llm.BadAnswer: 1,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			require.Equal(t, calls > 1, kind.Retryable())
			synctest.Test(t, func(t *testing.T) {
				script := llmtest.Always(llmtest.Fail(kind))
				start := time.Now()
				_, err := llm.Chain(script, llm.Retry(llm.RetryPolicy{Jitter: -1})).Generate(t.Context(), ask)
				require.ErrorIs(t, err, kind)
				require.Equal(t, kind, llm.KindOf(err))
				require.Len(t, script.Requests(), calls)
				switch calls {
				case 4:
					require.Equal(t, (1+2+4)*time.Second, time.Since(start))
				case 65:
					require.Equal(t, (1+2+4+8+16+32+58*60)*time.Second, time.Since(start))
				}
				if calls > 1 {
					require.ErrorContains(t, err, fmt.Sprintf("(after %d tries)", calls))
				}
			})
		})
	}
}

func TestRetryWaitsAsThePolicyAndTheProviderSay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		policy llm.RetryPolicy
		err    error
		want   time.Duration
	}{
		"one call":       {llm.RetryPolicy{Attempts: 1}, llm.Overloaded, 0},
		"other steps":    {llm.RetryPolicy{Attempts: 4, Wait: 10 * time.Second, Multiplier: 3, Jitter: -1}, llm.Overloaded, 100 * time.Second},
		"a ceiling":      {llm.RetryPolicy{Attempts: 5, Wait: 10 * time.Second, MaxWait: 15 * time.Second, Jitter: -1}, llm.Overloaded, 55 * time.Second},
		"a low ceiling":  {llm.RetryPolicy{MaxWait: 50 * time.Millisecond, Jitter: -1}, llm.Overloaded, 150 * time.Millisecond},
		"asked for":      {llm.RetryPolicy{Patience: 200 * time.Second, Jitter: -1}, &llm.Error{Kind: llm.RateLimited, RetryAfter: 90 * time.Second}, 180 * time.Second},
		"asked too soon": {llm.RetryPolicy{Patience: 15 * time.Second, Wait: 8 * time.Second, Jitter: -1}, &llm.Error{Kind: llm.RateLimited, RetryAfter: time.Second}, 8 * time.Second},
		"no throttle":    {llm.RetryPolicy{Patience: -1}, llm.RateLimited, 0},
		"never again":    {llm.RetryPolicy{Attempts: 1}, llm.RateLimited, 0},
		"wrapped":        {llm.RetryPolicy{Attempts: 2, Jitter: -1}, fmt.Errorf("proxy: %w", &llm.Error{Kind: llm.Unavailable, RetryAfter: 5 * time.Second}), 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				_, err := llm.Chain(llmtest.Always(llmtest.Error(test.err)), llm.Retry(test.policy)).Generate(t.Context(), ask)
				require.ErrorIs(t, err, test.err)
				require.Equal(t, test.want, time.Since(start))
			})
		})
	}
}

func TestRetryJitterSpreadsOnlyUpwards(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		seen := map[time.Duration]bool{}
		for range 20 {
			start := time.Now()
			_, err := llm.Chain(llmtest.Always(llmtest.Fail(llm.Overloaded)), llm.Retry(llm.RetryPolicy{Attempts: 2, Wait: 10 * time.Second, Jitter: 0.5})).Generate(t.Context(), ask)
			require.Error(t, err)
			took := time.Since(start)
			require.GreaterOrEqual(t, took, 10*time.Second)
			require.LessOrEqual(t, took, 15*time.Second)
			seen[took] = true
		}
		require.Greater(t, len(seen), 10)
	})
}

func TestCancellationEndsTheWaitForARetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		script := llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.RateLimited, RetryAfter: time.Hour}))
		start := time.Now()
		_, err := llm.Chain(script, llm.Retry(llm.RetryPolicy{})).Generate(ctx, ask)
		require.ErrorIs(t, err, llm.RateLimited)
		require.Equal(t, 5*time.Second, time.Since(start))
		require.Len(t, script.Requests(), 1)
	})
}

func TestAWaitBeyondTheDeadlineIsNotBegun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Minute)
		defer cancel()
		script := llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.RateLimited, RetryAfter: 24 * time.Hour}))
		start := time.Now()
		_, err := llm.Chain(script, llm.Retry(llm.RetryPolicy{})).Generate(ctx, ask)
		require.ErrorIs(t, err, llm.RateLimited)
		require.Zero(t, time.Since(start))
	})
}

func TestATimeoutIsToldFromTheCallersOwnEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := llm.Chain(llmtest.Always(llmtest.Wait(time.Minute, llmtest.Text("late"))), llm.WithTimeout(10*time.Second))
		_, err := client.Generate(t.Context(), ask)
		require.ErrorIs(t, err, llm.Timeout)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "no answer within 10s")

		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		_, err = client.Generate(ctx, ask)
		require.ErrorIs(t, err, context.Canceled)
		require.Empty(t, llm.KindOf(err))

		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		_, err = client.Generate(short, ask)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.NotErrorIs(t, err, llm.Timeout, "the caller's own deadline is no timeout of the call")
	})
}

func TestAFailureWithinTheTimeKeepsItsKind(t *testing.T) {
	t.Parallel()
	boom := errors.New("boom")
	client := llm.Chain(llmtest.New(llmtest.Fail(llm.Invalid), llmtest.Error(boom)), llm.WithTimeout(time.Minute))
	_, err := client.Generate(t.Context(), ask)
	require.ErrorIs(t, err, llm.Invalid)
	_, err = client.Generate(t.Context(), ask)
	require.ErrorIs(t, err, boom)
}
