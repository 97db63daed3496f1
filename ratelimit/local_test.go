package ratelimit_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

func TestLocalConforms(t *testing.T) {
	t.Parallel()
	ratelimittest.Run(t, func(t *testing.T, q ratelimit.Quota) ratelimit.Limiter {
		t.Helper()
		return newLocal(t, q)
	})
}

func TestSharesConformTogether(t *testing.T) {
	t.Parallel()
	ratelimittest.RunTogether(t, func(t *testing.T, q ratelimit.Quota, k int) []ratelimit.Limiter {
		t.Helper()
		var limiters []ratelimit.Limiter
		for range k {
			limiters = append(limiters, newLocal(t, q.Share(1, k)))
		}
		return limiters
	})
}

func newLocal(t *testing.T, q ratelimit.Quota, opts ...ratelimit.Option) *ratelimit.Local {
	t.Helper()
	limiter, err := ratelimit.New(q, opts...)
	require.NoError(t, err)
	return limiter
}

func TestAcquireHoldsTheTokenQuota(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		quota := ratelimit.Quota{RequestsPerMinute: 600, TokensPerMinute: 60_000}
		limiter := newLocal(t, quota, ratelimit.WithMargins(1, 1))
		start := time.Now()
		for range 3 { // 60k tokens a window of 60.5 s (the guard): one call in each
			permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 40_000})
			require.NoError(t, err)
			permit.Done(ratelimit.Usage{InputTokens: 40_000})
		}
		require.Equal(t, 121*time.Second, time.Since(start))
	})
}

func TestOptionsChangeTheLimits(t *testing.T) {
	t.Parallel()
	quota := ratelimit.Quota{TokensPerMinute: 1_000, RequestsPerMinute: 100}
	synctest.Test(t, func(t *testing.T) {
		status := newLocal(t, quota).Status()
		require.Equal(t, 850, status.Tokens.Limit)
		require.Equal(t, 90, status.Requests.Limit)
		status = newLocal(t, quota, ratelimit.WithMargins(0.5, 0.25)).Status()
		require.Equal(t, 500, status.Tokens.Limit)
		require.Equal(t, 25, status.Requests.Limit)

		limiter, start := newLocal(t, quota, ratelimit.WithGuard(7*time.Second)), time.Now()
		for range 2 {
			_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 800})
			require.NoError(t, err)
		}
		require.Equal(t, 67*time.Second, time.Since(start))
	})
}

func TestNewSaysAllThatIsWrong(t *testing.T) {
	t.Parallel()
	_, err := ratelimit.New(
		ratelimit.Quota{Provider: "acme", TokensPerMinute: -1}.Share(3, 2),
		ratelimit.WithMargins(0, 2), ratelimit.WithGuard(-1), ratelimit.WithAcquireTimeout(0),
		ratelimit.WithBackoff(ratelimit.Backoff{Initial: 2, Max: 1, Multiplier: 1}), nil,
	)
	for _, part := range []string{"acme", "tokens per minute: -1", "3 in 2", "margins", "guard", "timeout", "backoff", "nil option"} {
		require.ErrorContains(t, err, part)
	}
	_, err = ratelimit.New(ratelimit.Quota{})
	require.ErrorContains(t, err, "no limit")
}

func TestAcquireTimeoutCountsAtTheHead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// 20 calls that fill a minute each: the last waits for 20 minutes, and none
		// for longer than a minute at the head.
		limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000}, ratelimit.WithAcquireTimeout(61*time.Second))
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 850})
				assert.NoError(t, err)
				permit.Done(ratelimit.Usage{InputTokens: 850})
			})
		}
		wg.Wait()
	})
}

func TestAcquireTimeoutSaysWhatWasWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := newLocal(t, ratelimit.Anthropic(10_000, 1_000, 100), ratelimit.WithAcquireTimeout(10*time.Second))
		_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1, MaxOutputTokens: 1_000})
		require.NoError(t, err)
		// The first may give its output back at any time, so this one does wait.
		start := time.Now()
		_, err = limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1, MaxOutputTokens: 1_000})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(start))
		var waited *ratelimit.WaitError
		require.ErrorAs(t, err, &waited)
		require.Equal(t, "output tokens", waited.For)
		require.Equal(t, 10*time.Second, waited.Waited)
		require.Zero(t, waited.Ready) // that is up to the first
		require.Equal(t, 1, limiter.Status().TimedOut)
	})
}

func TestHopelessWaitsEndAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000})
		permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
		require.NoError(t, err)
		start := time.Now()
		permit.Throttled(24 * time.Hour)
		_, err = limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "pause")
		require.Zero(t, time.Since(start))
	})
}

func TestAThrottleRefusesThoseWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000})
		permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 850})
		require.NoError(t, err)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 850})
				assert.ErrorIs(t, err, context.DeadlineExceeded)
			})
		}
		synctest.Wait()
		permit.Throttled(24 * time.Hour)
		wg.Wait()
		require.Equal(t, 3, limiter.Status().TimedOut)
		require.Zero(t, limiter.Status().Waiting)
	})
}

func TestBackoffGrowsOncePerBurstAndShrinks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000_000},
			ratelimit.WithBackoff(ratelimit.Backoff{Initial: 2 * time.Second, Max: 5 * time.Second, Multiplier: 2}))
		held := func() time.Duration { return time.Until(limiter.Status().HeldUntil) }
		acquire := func() ratelimit.Permit {
			permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
			require.NoError(t, err)
			return permit
		}
		burst := []ratelimit.Permit{acquire(), acquire(), acquire()}
		time.Sleep(time.Millisecond) //nolint:forbidigo // in a bubble: later than they were booked
		for _, permit := range burst {
			permit.Throttled(time.Second) // less than the backoff
		}
		require.Equal(t, 2*time.Second, held())
		require.Equal(t, 4*time.Second, limiter.Status().Backoff)
		acquire().Throttled(0)
		require.Equal(t, 4*time.Second, held())
		require.Equal(t, 5*time.Second, limiter.Status().Backoff)
		acquire().Throttled(30 * time.Second) // more than the backoff
		require.Equal(t, 30*time.Second, held())
		for range 9 {
			acquire().Done(ratelimit.Usage{InputTokens: 1})
		}
		require.Equal(t, 2*time.Second, limiter.Status().Backoff)
	})
}

func TestJitterFollowsTheSeed(t *testing.T) {
	t.Parallel()
	held := func(t *testing.T, seed uint64) (d time.Duration) {
		t.Helper()
		synctest.Test(t, func(t *testing.T) {
			limiter := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000}, ratelimit.WithSeed(seed))
			permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
			require.NoError(t, err)
			permit.Throttled(10 * time.Second)
			d = time.Until(limiter.Status().HeldUntil)
		})
		return d
	}
	first := held(t, 1)
	require.Equal(t, first, held(t, 1))
	require.NotEqual(t, first, held(t, 2))
	require.Greater(t, first, 10*time.Second)
	require.LessOrEqual(t, first, 11*time.Second)
}

func TestCancelledWithItsCause(t *testing.T) {
	t.Parallel()
	cause := errors.New("the user has gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	_, err := newLocal(t, ratelimit.Quota{TokensPerMinute: 1}).Acquire(ctx, ratelimit.Charge{})
	require.ErrorIs(t, err, cause)
	require.ErrorIs(t, err, context.Canceled)
}

// TestNewcomersDecideForThoseWhoseTimeHasCome has calls come at the very moment at
// which others may go.
func TestNewcomersDecideForThoseWhoseTimeHasCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		limiter, start := newLocal(t, ratelimit.Quota{TokensPerMinute: 1_000}), time.Now()
		_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 850})
		require.NoError(t, err)
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				if i%2 == 0 {
					time.Sleep(60*time.Second + 500*time.Millisecond) //nolint:forbidigo // in a bubble
				}
				_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 10})
				assert.NoError(t, err)
			})
			synctest.Wait()
		}
		wg.Wait()
		require.Equal(t, 60*time.Second+500*time.Millisecond, time.Since(start))
	})
}

// TestContention is the one test in real time, where calls come while the timer is
// due: a bubble has them in a row.
func TestContention(t *testing.T) {
	t.Parallel()
	limiter := newLocal(t, ratelimit.OpenAI(6_000_000, 0)) // 85 in a millisecond
	_, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: limiter.Status().Tokens.Limit})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for worker := range 64 {
		wg.Go(func() {
			for i := range 20 {
				ctx, cancel := context.WithCancel(t.Context())
				if (worker+i)%8 == 0 {
					time.AfterFunc(time.Millisecond, cancel)
				}
				permit, err := limiter.Acquire(ctx, ratelimit.Charge{InputTokens: 1 + (worker+i)%40})
				if err != nil {
					assert.ErrorIs(t, err, context.Canceled)
				}
				permit.Done(ratelimit.Usage{InputTokens: 1})
				cancel()
			}
		})
	}
	wg.Wait()
	status := limiter.Status()
	require.Zero(t, status.Waiting)
	require.Equal(t, 1, status.Running) // the first
	require.Equal(t, 64*20, status.Succeeded+status.Cancelled)
}

// TestAllocations is not parallel: it counts what the whole program allocates.
//
//nolint:paralleltest // see above
func TestAllocations(t *testing.T) {
	limiter := newLocal(t, ratelimit.AzureOpenAI(1<<29, 1<<29))
	require.Zero(t, testing.AllocsPerRun(1_000, func() {
		permit, err := limiter.Acquire(t.Context(), ratelimit.Charge{InputTokens: 1})
		if err != nil {
			panic(err)
		}
		permit.Observe(told(1<<29, 1<<28))
		permit.Done(ratelimit.Usage{InputTokens: 1})
	}))
}
