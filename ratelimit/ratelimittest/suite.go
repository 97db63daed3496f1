// Package ratelimittest checks that a [ratelimit.Limiter] keeps its promises, with
// [Run] and [RunTogether], and has a [Provider] that admits calls as the services do,
// for simulations and for servers to test against.
package ratelimittest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// quota is the plain quota that most checks ask for limiters of.
var quota = ratelimit.Quota{TokensPerMinute: 60_000, RequestsPerMinute: 600}

// Run checks the limiters that newLimiter makes for a quota that nobody has used.
// Each check runs in a synctest bubble of its own, in virtual time: the limiter must
// wait by the time package and by channels or pipes that were made in the bubble
// (a server on the other side of a [net.Pipe], not of a socket), and its
// goroutines, if it has any, must end with t's cleanups. Margins and guards are the
// limiter's own business, within the quota.
func Run(t *testing.T, newLimiter func(t *testing.T, q ratelimit.Quota) ratelimit.Limiter) {
	t.Helper()
	for _, check := range []struct {
		name  string
		quota ratelimit.Quota
		run   func(*suite)
	}{
		{"no window holds more than the quota", quota, (*suite).quota},
		{"priorities go first", quota, (*suite).priority},
		{"large calls do not starve", quota, (*suite).starvation},
		{"low priorities do not starve", quota, (*suite).lowPriority},
		{"cancelled waiters leave nothing behind", quota, (*suite).cancellation},
		{"deadlines are kept", quota, (*suite).deadline},
		{"too large is said at once", quota, (*suite).tooLarge},
		{"only the first word about a permit counts", quota, (*suite).idempotence},
		{"more than was booked is booked later", quota, (*suite).settlement},
		{"a throttle holds all", quota, (*suite).throttle},
		{"limits that a reply announces are kept to", quota, (*suite).announced},
		{"a reply that says nothing changes nothing", quota, (*suite).silent},
		{"Azure OpenAI gives nothing back", ratelimit.AzureOpenAI(quota.TokensPerMinute, quota.RequestsPerMinute), (*suite).azure},
		{"OpenAI lets in again as it refills", ratelimit.OpenAI(quota.TokensPerMinute, quota.RequestsPerMinute), (*suite).openAI},
		{"Anthropic gives back what was not used", ratelimit.Anthropic(quota.TokensPerMinute, quota.TokensPerMinute, quota.RequestsPerMinute), (*suite).anthropic},
	} {
		t.Run(check.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				check.run(&suite{T: t, limiter: newLimiter(t, check.quota)})
			})
		})
	}
}

type suite struct {
	*testing.T

	limiter ratelimit.Limiter
	mu      sync.Mutex
	log     []booking
}

type booking struct {
	at     time.Time
	tokens int
}

func charge(tokens int) ratelimit.Charge {
	return ratelimit.Charge{InputTokens: tokens - tokens/4, MaxOutputTokens: tokens / 4}
}

func usage(c ratelimit.Charge) ratelimit.Usage {
	return ratelimit.Usage{InputTokens: c.InputTokens, OutputTokens: c.MaxOutputTokens}
}

// limit is how many tokens the limiter lets through in a minute.
func (s *suite) limit() int { return s.limiter.Status().Tokens.Limit }

// acquire waits for a permit and notes when it came.
func (s *suite) acquire(ctx context.Context, c ratelimit.Charge) (ratelimit.Permit, error) {
	permit, err := s.limiter.Acquire(ctx, c)
	if err == nil {
		s.note(c)
	}
	return permit, err
}

// note keeps that a call was admitted now.
func (s *suite) note(c ratelimit.Charge) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = append(s.log, booking{time.Now(), c.InputTokens + c.MaxOutputTokens})
}

// must acquires and reports a failure.
func (s *suite) must(c ratelimit.Charge) ratelimit.Permit {
	permit, err := s.acquire(s.Context(), c)
	if err != nil {
		s.Errorf("Acquire(%+v): %v", c, err)
	}
	return permit
}

// windows checks every minute that begins with a booking.
func (s *suite) windows() {
	for i, first := range s.log {
		tokens, requests := 0, 0
		for _, b := range s.log[i:] {
			if b.at.Sub(first.at) >= time.Minute {
				break
			}
			tokens += b.tokens
			requests++
		}
		if tokens > quota.TokensPerMinute || requests > quota.RequestsPerMinute {
			s.Fatalf("%d tokens and %d requests in the minute from %v", tokens, requests, first.at)
		}
	}
}

// idle checks that nothing is left over.
func (s *suite) idle() {
	if status := s.limiter.Status(); status.Running != 0 || status.Waiting != 0 {
		s.Errorf("%d running and %d waiting when all is over", status.Running, status.Waiting)
	}
}

func (s *suite) quota() {
	var wg sync.WaitGroup
	for worker := range 32 {
		rng := rand.New(rand.NewPCG(uint64(worker), 0))
		wg.Go(func() {
			for range 100 {
				c := charge(1 + rng.IntN(1+rng.IntN(s.limit()/4)))
				c.Priority = rng.IntN(3)
				permit := s.must(c)
				time.Sleep(time.Duration(rng.Int64N(int64(10 * time.Second)))) //nolint:forbidigo // in a bubble
				permit.Done(usage(c))
			}
		})
	}
	wg.Wait()
	if len(s.log) != 3200 {
		s.Errorf("%d of 3200 calls were admitted", len(s.log))
	}
	s.windows()
	s.idle()
}

// fill uses up the minute.
func (s *suite) fill() {
	c := charge(s.limit())
	s.must(c).Done(usage(c))
}

// queue starts calls that wait, in this order, and returns what to wait for and
// the order in which they were admitted.
func (s *suite) queue(calls map[string]ratelimit.Charge, names ...string) (wait func() []string) {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var admitted []string
	for _, name := range names {
		wg.Go(func() {
			permit := s.must(calls[name])
			mu.Lock()
			admitted = append(admitted, name)
			mu.Unlock()
			permit.Done(usage(calls[name]))
		})
		synctest.Wait()
	}
	return func() []string {
		wg.Wait()
		return admitted
	}
}

func (s *suite) priority() {
	s.fill()
	low, high := charge(s.limit()), charge(s.limit())
	high.Priority = 1
	admitted := s.queue(map[string]ratelimit.Charge{"low": low, "high": high}, "low", "high")()
	if fmt.Sprint(admitted) != "[high low]" {
		s.Errorf("admitted in the order %v", admitted)
	}
	s.windows()
	s.idle()
}

func (s *suite) starvation() {
	s.starve(charge(s.limit()), charge(s.limit()/10), 0)
}

func (s *suite) lowPriority() {
	s.starve(charge(s.limit()/10), charge(s.limit()/10), 1)
}

// starve has 20 workers make small calls without end, and checks that another call
// gets its turn all the same.
func (s *suite) starve(other, small ratelimit.Charge, priority int) {
	small.Priority = priority
	ctx, cancel := context.WithTimeout(s.Context(), 3*time.Hour)
	defer cancel()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for ctx.Err() == nil {
				permit, err := s.acquire(ctx, small)
				if err != nil {
					return // the other call is through
				}
				time.Sleep(time.Second) //nolint:forbidigo // in a bubble
				permit.Done(usage(small))
			}
		})
	}
	synctest.Wait()
	permit, err := s.acquire(ctx, other)
	if err != nil {
		s.Errorf("a call of %d tokens among many of %d: %v", other.InputTokens, small.InputTokens, err)
	}
	permit.Done(usage(other))
	cancel()
	wg.Wait()
	s.windows()
	s.idle()
}

func (s *suite) cancellation() {
	s.fill()
	before := s.limiter.Status()
	ctx, cancel := context.WithCancelCause(s.Context())
	gone := errors.New("gone")
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			_, err := s.limiter.Acquire(ctx, charge(s.limit()/5))
			if !errors.Is(err, context.Canceled) || !errors.Is(err, gone) {
				s.Errorf("a cancelled Acquire returned %v", err)
			}
		})
	}
	synctest.Wait()
	if waiting := s.limiter.Status().Waiting; waiting != 50 {
		s.Errorf("%d of 50 are waiting", waiting)
	}
	cancel(gone)
	wg.Wait()
	s.idle()
	if after := s.limiter.Status(); after.Tokens != before.Tokens || after.Requests != before.Requests {
		s.Errorf("cancelled calls have left %+v and %+v of %+v and %+v", after.Tokens, after.Requests, before.Tokens, before.Requests)
	}
	if _, err := s.limiter.Acquire(ctx, charge(1)); !errors.Is(err, context.Canceled) {
		s.Errorf("Acquire with a context that was cancelled before returned %v", err)
	}
	begun := time.Now()
	s.fill() // needs all that there is
	if took := time.Since(begun); took > 2*time.Minute {
		s.Errorf("the next call waited %v", took)
	}
	s.windows()
}

func (s *suite) deadline() {
	s.fill()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(s.Context(), 5*time.Second)
	defer cancel()
	_, err := s.limiter.Acquire(ctx, charge(s.limit()))
	if !errors.Is(err, context.DeadlineExceeded) {
		s.Errorf("Acquire with a deadline that is too near returned %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		s.Errorf("it took %v to miss a deadline of 5s", took)
	}
	s.idle()
}

func (s *suite) tooLarge() {
	begun := time.Now()
	_, err := s.limiter.Acquire(s.Context(), charge(quota.TokensPerMinute+1))
	if !errors.Is(err, ratelimit.ErrTooLarge) {
		s.Errorf("Acquire of more than the quota returned %v", err)
	}
	if took := time.Since(begun); took != 0 {
		s.Errorf("it took %v to say so", took)
	}
	s.idle()
}

func (s *suite) idempotence() {
	c := charge(100)
	first, second := s.must(c), s.must(c)
	copied := first
	first.Done(usage(c))
	first.Done(usage(c))
	copied.Done(usage(c))
	copied.Throttled(time.Hour)
	if running := s.limiter.Status().Running; running != 1 {
		s.Errorf("%d running after one of two is done four times", running)
	}
	third := s.must(c) // may use the place of the first
	first.Done(usage(c))
	first.Throttled(time.Hour)
	if running := s.limiter.Status().Running; running != 2 {
		s.Errorf("%d of 2 running after an old permit spoke again", running)
	}
	second.Done(usage(c))
	third.Done(usage(c))
	var none ratelimit.Permit
	none.Done(usage(c))
	none.Throttled(time.Hour)
	begun := time.Now()
	s.must(c).Done(usage(c))
	if took := time.Since(begun); took > time.Second {
		s.Errorf("words about old permits held the next call for %v", took)
	}
	if status := s.limiter.Status(); status.Used.InputTokens != 4*c.InputTokens || status.Succeeded != 4 {
		s.Errorf("4 calls were counted as %d, with %+v", status.Succeeded, status.Used)
	}
	s.idle()
}

func (s *suite) settlement() {
	half, rest := charge(s.limit()/2), charge(s.limit()-s.limit()/2)
	permit := s.must(half)
	permit.Done(ratelimit.Usage{InputTokens: half.InputTokens + 100, OutputTokens: half.MaxOutputTokens})
	begun := time.Now()
	s.must(rest).Done(usage(rest))
	if took := time.Since(begun); took == 0 {
		s.Error("a call that used more than was booked left as much room as if it had not")
	}
	s.idle()
}

func (s *suite) throttle() {
	c := charge(100)
	permit := s.must(c)
	begun := time.Now()
	permit.Throttled(40 * time.Second)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			time.Sleep(time.Duration(i) * 5 * time.Second) //nolint:forbidigo // in a bubble
			permit := s.must(c)
			if took := time.Since(begun); took < 40*time.Second {
				s.Errorf("a call was admitted %v after a throttle of 40s", took)
			}
			permit.Done(usage(c))
		})
	}
	wg.Wait()
	if took := time.Since(begun); took > 2*time.Minute {
		s.Errorf("a throttle of 40s held calls for %v", took)
	}
	if status := s.limiter.Status(); status.Throttled != 1 {
		s.Errorf("%d throttles were counted", status.Throttled)
	}
	s.idle()
}
