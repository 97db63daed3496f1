package ratelimittest

import (
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// RunTogether checks k limiters that newLimiters makes for one quota, each for a
// process of its own: by shares, or by a store that they have in common. Together
// they never admit more than the quota in any minute, and each gets its turn.
// Everything else is as with [Run].
func RunTogether(t *testing.T, newLimiters func(t *testing.T, q ratelimit.Quota, k int) []ratelimit.Limiter) {
	t.Helper()
	for _, k := range []int{2, 4} {
		synctest.Test(t, func(t *testing.T) {
			limiters := newLimiters(t, quota, k)
			if len(limiters) != k {
				t.Fatalf("%d limiters of %d", len(limiters), k)
			}
			all := &suite{T: t}
			var wg sync.WaitGroup
			for process, limiter := range limiters {
				for worker := range 16 {
					rng := rand.New(rand.NewPCG(uint64(process), uint64(worker)))
					wg.Go(func() {
						for range 50 {
							c := charge(1 + rng.IntN(quota.TokensPerMinute/10))
							permit, err := limiter.Acquire(t.Context(), c)
							if err != nil {
								t.Errorf("process %d: Acquire(%+v): %v", process, c, err)
								return
							}
							all.note(c)
							time.Sleep(time.Duration(rng.Int64N(int64(10 * time.Second)))) //nolint:forbidigo // in a bubble
							permit.Done(usage(c))
						}
					})
				}
			}
			wg.Wait()
			all.windows()
			for _, all.limiter = range limiters {
				all.idle()
			}
		})
	}
}
