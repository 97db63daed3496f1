package quotasim

import (
	"slices"
	"sort"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// naive is what people do instead: some workers take calls in the order given,
// wait for a gate to let them pass, and try again where the provider turns them
// away, each after the time that it was told or a backoff that doubles.
type naive struct {
	charge  func(ratelimit.Charge) int
	calls   []Call
	gate    gate
	workers int

	next, running int
	ready         []int   // in the order in which they may be tried
	pausing       []pause // the first to come back first
	tries         map[int]int
}

// pause is a call that waits until it may be tried again.
type pause struct {
	until time.Time
	task  int
}

// gate lets calls pass in their order.
type gate interface {
	// wait returns how long to wait until n may pass, if nothing else does.
	wait(now time.Time, n int) time.Duration
	take(now time.Time, n int)
}

// newNaive makes a process of so many workers behind a gate; nil: none.
func newNaive(q ratelimit.Quota, calls []Call, workers int, g gate) *Process {
	charge := func(c ratelimit.Charge) int { return c.InputTokens + c.MaxOutputTokens }
	switch q.Provider { // the provider's own charge: the strategy is judged, not its arithmetic
	case ratelimit.ProviderOpenAI:
		charge = func(c ratelimit.Charge) int { return max(c.InputTokens, c.MaxOutputTokens) }
	case ratelimit.ProviderAnthropic:
		charge = func(c ratelimit.Charge) int { return c.InputTokens }
	}
	return &Process{Calls: calls, Strategy: &naive{
		charge: charge, calls: calls, gate: g, workers: workers,
		tries: map[int]int{},
	}}
}

func (n *naive) Next(now time.Time) (int, bool) {
	for len(n.pausing) > 0 && !now.Before(n.pausing[0].until) {
		n.ready = append(n.ready, n.pausing[0].task)
		n.pausing = n.pausing[1:]
	}
	for n.running < n.workers && n.next < len(n.calls) {
		n.ready = append(n.ready, n.next)
		n.next++
		n.running++
	}
	if len(n.ready) == 0 || n.wait(now) > 0 {
		return 0, false
	}
	task := n.ready[0]
	n.gate.take(now, n.charge(n.calls[task].Charge))
	n.ready = n.ready[1:]
	return task, true
}

// wait is how long the next call must still wait at the gate.
func (n *naive) wait(now time.Time) time.Duration {
	return n.gate.wait(now, n.charge(n.calls[n.ready[0]].Charge))
}

func (n *naive) Wake(now time.Time) (time.Time, bool) {
	var wake time.Time
	if len(n.ready) > 0 {
		wake = now.Add(n.wait(now))
	}
	if len(n.pausing) > 0 && (wake.IsZero() || n.pausing[0].until.Before(wake)) {
		wake = n.pausing[0].until
	}
	return wake, !wake.IsZero()
}

func (*naive) Observe(time.Time, int, ratelimit.Observed) {}

func (n *naive) Done(time.Time, int, ratelimit.Usage) { n.running-- }

func (n *naive) Throttled(now time.Time, task int, retryAfter time.Duration) {
	backoff := min(time.Minute, time.Second<<min(n.tries[task], 6))
	n.tries[task]++
	until := now.Add(max(retryAfter, backoff))
	place := sort.Search(len(n.pausing), func(i int) bool { return n.pausing[i].until.After(until) })
	n.pausing = slices.Insert(n.pausing, place, pause{until, task})
}

func (n *naive) Dropped(now time.Time, task int) { n.Throttled(now, task, 0) }

func (*naive) Failed() []error { return nil }

// open lets all pass.
type open struct{}

func (open) wait(time.Time, int) time.Duration { return 0 }
func (open) take(time.Time, int)               {}

// bucketGate is a token bucket, as most limiters are.
type bucketGate struct {
	tokens, requests *ratelimit.TokenBucket
}

// newBucketGate makes buckets that hold a part of what flows in a minute. One that
// could not hold the largest call holds that.
func newBucketGate(q ratelimit.Quota, part float64, largest int) bucketGate {
	return bucketGate{
		ratelimit.NewTokenBucket(max(largest, int(part*float64(q.TokensPerMinute))), float64(q.TokensPerMinute)),
		ratelimit.NewTokenBucket(int(part*float64(q.RequestsPerMinute)), float64(q.RequestsPerMinute)),
	}
}

func (b bucketGate) wait(now time.Time, n int) time.Duration {
	tokens, _ := b.tokens.Wait(now, n)
	requests, _ := b.requests.Wait(now, 1)
	return max(tokens, requests)
}

func (b bucketGate) take(now time.Time, n int) {
	b.tokens.Charge(now, n)
	b.requests.Charge(now, 1)
}

// windowGate counts over the last minute, without a guard.
type windowGate struct {
	quota ratelimit.Quota
	log   []taken
	sum   int
}

type taken struct {
	at time.Time
	n  int
}

func (w *windowGate) wait(now time.Time, n int) time.Duration {
	for len(w.log) > 0 && now.Sub(w.log[0].at) >= time.Minute {
		w.sum -= w.log[0].n
		w.log = w.log[1:]
	}
	if len(w.log) > 0 && (w.sum+n > w.quota.TokensPerMinute || len(w.log)+1 > w.quota.RequestsPerMinute) {
		return time.Minute - now.Sub(w.log[0].at)
	}
	return 0
}

func (w *windowGate) take(now time.Time, n int) {
	w.log = append(w.log, taken{now, n})
	w.sum += n
}
