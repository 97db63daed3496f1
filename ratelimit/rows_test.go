package ratelimit_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ratelimit"
)

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
				limiter, server := newLocal(t, ratelimit.AzureOpenAI(tpm, rpm)), newAzure()
				var mu sync.Mutex
				var tasks []parallel.Task[call]
				for _, c := range fixed(45) {
					tasks = append(tasks, parallel.Task[call]{Value: c})
				}
				start := time.Now()
				results := parallel.Run(t.Context(), tasks, func(ctx context.Context, task parallel.Task[call]) (int, error) {
					permit, err := limiter.Acquire(ctx, task.Value.charge)
					if err != nil {
						return 0, err
					}
					mu.Lock()
					_, ok := server.admit(time.Now(), task.Value)
					mu.Unlock()
					assert.True(t, ok, "rejected")
					time.Sleep(task.Value.latency()) //nolint:forbidigo // in a bubble
					permit.Done(ratelimit.Usage{InputTokens: task.Value.charge.InputTokens, OutputTokens: task.Value.output})
					return task.Value.output, nil
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

// TestEstimatesThatAreOff has a server that charges up to a fifth more or less than
// was told.
func TestEstimatesThatAreOff(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		calls := heavy(1000, seed)
		rng := rand.New(rand.NewPCG(seed, 9))
		for i := range calls {
			calls[i].off = 0.8 + 0.4*rng.Float64()
		}
		p := newProcess(t, ratelimit.AzureOpenAI(tpm, rpm), newAzure(), calls, asGiven, seed, ratelimit.WithMargins(0.9, 0.9))
		took := new(simulation).run(p)
		require.Empty(t, p.failed)
		t.Logf("seed %d: %d of %d rejected, x%.3f", seed, p.rejected, p.attempts, took.Seconds()/lowerBound(ratelimit.AzureOpenAI(tpm, rpm), calls).Seconds())
		require.LessOrEqual(t, p.rejected*1000, p.attempts*5)
	}
}

// TestShares has processes that know of each other only how many they are.
func TestShares(t *testing.T) {
	t.Parallel()
	for _, provider := range []struct {
		name   string
		quota  ratelimit.Quota
		server func() server
		order  order
	}{
		{"azure", ratelimit.AzureOpenAI(tpm, rpm), func() server { return newAzure() }, predicted},
		{"openai", ratelimit.OpenAI(tpm, rpm), func() server { return newOpenAI() }, predicted},
		{"anthropic", ratelimit.Anthropic(tpm, otpm, rpm), func() server { return newAnthropic() }, asGiven},
	} {
		for k := 2; k <= 4; k++ {
			for seed := range uint64(2) {
				all, srv := heavy(600, seed), provider.server()
				var processes []*process
				for i := range k {
					part := all[i*len(all)/k : (i+1)*len(all)/k]
					processes = append(processes, newProcess(t, provider.quota.Share(1, k), srv, part, provider.order, seed*10+uint64(i), ratelimit.WithMargins(1, 1)))
				}
				times := new(simulation).run(processes...).Seconds() / lowerBound(provider.quota, all).Seconds()
				rejected := 0
				for _, p := range processes {
					require.Empty(t, p.failed)
					rejected += p.rejected
				}
				t.Logf("%s, %d processes, seed %d: %d rejected, x%.3f", provider.name, k, seed, rejected, times)
				require.Zero(t, rejected)
				require.LessOrEqual(t, times, 1.10)
			}
		}
	}
}

// TestUnaware has processes that each believe the quota to be theirs alone, or that
// the provider gives half of what it says. All calls finish all the same.
func TestUnaware(t *testing.T) {
	t.Parallel()
	for k := 2; k <= 4; k++ {
		all, srv := heavy(600, uint64(k)), newAzure()
		var processes []*process
		for i := range k {
			part := all[i*len(all)/k : (i+1)*len(all)/k]
			processes = append(processes, newProcess(t, ratelimit.AzureOpenAI(tpm, rpm), srv, part, asGiven, uint64(i)))
		}
		took := new(simulation).run(processes...)
		attempts, rejected := 0, 0
		for _, p := range processes {
			require.Empty(t, p.failed)
			attempts += p.attempts
			rejected += p.rejected
		}
		require.Equal(t, len(all), attempts-rejected)
		t.Logf("%d processes: %d of %d rejected, x%.3f", k, rejected, attempts, took.Seconds()/lowerBound(ratelimit.AzureOpenAI(tpm, rpm), all).Seconds())
	}
	half, calls := newAzure(), heavy(200, 1)
	half.tokens /= 2
	p := newProcess(t, ratelimit.AzureOpenAI(tpm, rpm), half, calls, asGiven, 1)
	took := new(simulation).run(p)
	require.Empty(t, p.failed)
	t.Logf("half the quota: %d of %d rejected, x%.3f", p.rejected, p.attempts, took.Seconds()/2/lowerBound(ratelimit.AzureOpenAI(tpm, rpm), calls).Seconds())
}
