package ratelimit_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// TestTokenBucketFormula compares with min(capacity, tokens + elapsed × rate).
func TestTokenBucketFormula(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 0))
		capacity, perMinute := 1+rng.IntN(100_000), 1+100_000*rng.Float64()
		bucket := ratelimit.NewTokenBucket(capacity, perMinute)
		now, tokens := epoch, float64(capacity)
		for range 200 {
			elapsed := time.Duration(rng.ExpFloat64() * float64(5*time.Second))
			now = now.Add(elapsed)
			tokens = min(float64(capacity), tokens+elapsed.Seconds()*perMinute/60)
			require.InDelta(t, tokens, bucket.TokensAt(now), 1e-3)
			switch n := rng.IntN(capacity + 1); rng.IntN(4) {
			case 0: // taken if it is there
				there := float64(n) <= tokens
				if require.Equal(t, there, bucket.Take(now, n)); there {
					tokens -= float64(n)
				}
			case 1: // given back, up to the capacity
				bucket.Charge(now, -n)
				tokens = min(float64(capacity), tokens+float64(n))
			case 2: // taken in any case
				bucket.Charge(now, n/2+capacity)
				tokens -= float64(n/2 + capacity)
			case 3: // there after the wait, and not before
				wait, ok := bucket.Wait(now, n)
				require.True(t, ok)
				require.GreaterOrEqual(t, bucket.TokensAt(now.Add(wait)), float64(n)-1e-5)
				if wait > time.Microsecond {
					require.Less(t, bucket.TokensAt(now.Add(wait-time.Microsecond)), float64(n))
				}
			}
			require.InDelta(t, tokens, bucket.TokensAt(now), 1e-3)
		}
	}
}

func TestTokenBucketNeverHasMoreThanItHolds(t *testing.T) {
	t.Parallel()
	bucket := ratelimit.NewTokenBucket(10, 60)
	_, ok := bucket.Wait(epoch, 11)
	require.False(t, ok)
	require.False(t, bucket.Take(epoch, 11))
	bucket.Charge(epoch, 1_000)
	require.InDelta(t, -990, bucket.TokensAt(epoch), 1e-9)
	wait, ok := bucket.Wait(epoch, 10)
	require.True(t, ok)
	require.Equal(t, 1_000*time.Second, wait)

	for _, none := range []*ratelimit.TokenBucket{ratelimit.NewTokenBucket(0, 60), ratelimit.NewTokenBucket(-1, -1)} {
		require.False(t, none.Take(epoch, 1))
		_, ok = none.Wait(epoch.Add(time.Hour), 1)
		require.False(t, ok)
	}
}
