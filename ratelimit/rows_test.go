package ratelimit_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/quotasim"
	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

var epoch = quotasim.Epoch

// TestCases holds the limiter to every row that internal/quotatable prints, with a
// seed that stays.
func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range quotasim.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			o, err := c.Run(1, 1)
			require.NoError(t, err)
			require.Empty(t, c.Must.Misses(o), "%.2f %% of %d rejected, x%.3f, %v; at most %v", 100*o.RejectedPart(), o.Attempts, o.Times, o.Took, c.Must)
		})
	}
}

// TestNoStrategyIsBetter holds it to what people do instead.
func TestNoStrategyIsBetter(t *testing.T) {
	t.Parallel()
	for _, q := range quotasim.Providers() {
		t.Run(quotasim.NameOf(q), func(t *testing.T) {
			t.Parallel()
			results, err := quotasim.Compare(q, 1, 1)
			require.NoError(t, err)
			require.Empty(t, quotasim.Better(results))
		})
	}
}

// TestFixedCalls is the case that people know: 45 calls of 4 s, which take 180 s
// one after another. It runs the shells, not the machines.
func TestFixedCalls(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name    string
		workers int
		least   time.Duration
		most    time.Duration
	}{
		{"one by one", 1, 180 * time.Second, 180 * time.Second},
		{"three workers", 3, 60 * time.Second, 60 * time.Second},
		{"all at once", 0, 4 * time.Second, 5 * time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				quota := ratelimit.AzureOpenAI(quotasim.TPM, quotasim.RPM)
				limiter, provider := newLocal(t, quota), ratelimittest.NewProvider(quota, time.Now())
				var mu sync.Mutex
				var tasks []parallel.Task[quotasim.Call]
				for _, c := range quotasim.Fixed(45) {
					tasks = append(tasks, parallel.Task[quotasim.Call]{Value: c})
				}
				start := time.Now()
				results := parallel.Run(t.Context(), tasks, func(ctx context.Context, task parallel.Task[quotasim.Call]) (int, error) {
					permit, err := limiter.Acquire(ctx, task.Value.Charge)
					if err != nil {
						return 0, err
					}
					mu.Lock()
					reply := provider.Admit(time.Now(), "", task.Value.Charge)
					mu.Unlock()
					assert.Empty(t, reply.Cause)
					permit.Observe(reply.Observed)
					time.Sleep(task.Value.Latency()) //nolint:forbidigo // in a bubble
					permit.Done(ratelimit.Usage{InputTokens: task.Value.Charge.InputTokens, OutputTokens: task.Value.Output})
					return task.Value.Output, nil
				}, parallel.WithWorkers(row.workers))
				took := time.Since(start)
				for _, r := range results {
					require.NoError(t, r.Err)
				}
				require.GreaterOrEqual(t, took, row.least)
				require.LessOrEqual(t, took, row.most)
				require.Equal(t, 45, limiter.Status().Succeeded)
			})
		})
	}
}
