package ratelimit

import (
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// TokenBucket holds tokens up to its capacity and refills at a steady rate: after
// a time in which nothing was taken there are min(capacity, tokens + elapsed ×
// rate). It is full at first. Its methods are told the time, which must not go
// backwards. It is safe for concurrent use.
type TokenBucket struct {
	mu       sync.Mutex // of what takes more than one step of the limiter
	limiter  *rate.Limiter
	capacity int
}

// NewTokenBucket makes a full bucket. perMinute tokens flow in each minute; a
// bucket whose capacity or rate is not positive never has any.
func NewTokenBucket(capacity int, perMinute float64) *TokenBucket {
	capacity = max(0, capacity)
	return &TokenBucket{limiter: rate.NewLimiter(rate.Limit(max(0, perMinute)/60), capacity), capacity: capacity}
}

// TokensAt returns how many tokens are there; below 0 where more was charged than
// there was.
func (b *TokenBucket) TokensAt(now time.Time) float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limiter.TokensAt(now)
}

// Take takes n tokens if they are there, and otherwise none.
func (b *TokenBucket) Take(now time.Time, n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.limiter.AllowN(now, n)
}

// Charge takes n tokens whether they are there or not; the bucket may owe some
// afterwards. A negative n gives tokens back, up to the capacity.
func (b *TokenBucket) Charge(now time.Time, n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	// A Limiter books at most its burst at once, but that may be raised for a moment.
	// A negative number is added to its tokens; what is above the burst is cut.
	if n > b.capacity && b.capacity > 0 {
		b.limiter.SetBurstAt(now, n)
		defer b.limiter.SetBurstAt(now, b.capacity)
	}
	b.limiter.ReserveN(now, n)
}

// Wait returns how long it takes until n tokens are there, if nobody takes any;
// false if that will never be.
func (b *TokenBucket) Wait(now time.Time, n int) (time.Duration, bool) {
	missing := float64(n) - b.TokensAt(now)
	if missing <= tokenDust {
		return 0, true
	}
	if n > b.capacity || b.limiter.Limit() <= 0 {
		return 0, false
	}
	wait := math.Ceil(missing / float64(b.limiter.Limit()) * float64(time.Second))
	return time.Duration(min(wait, float64(never-1))), true
}

// resize changes the capacity and the rate; what is more than the capacity is lost.
func (b *TokenBucket) resize(now time.Time, capacity int, perMinute float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limiter.SetLimitAt(now, rate.Limit(perMinute/60))
	b.limiter.SetBurstAt(now, capacity)
	b.capacity = capacity
}

// tokenDust is what floating point may lose of a token on the way.
const tokenDust = 1e-6
