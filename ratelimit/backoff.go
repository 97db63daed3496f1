package ratelimit

import (
	"math/rand/v2"
	"time"
)

// hold is the pause after a call was turned away.
type hold struct {
	Backoff

	rng     *rand.Rand
	current time.Duration // of the backoff
	since   time.Time     // when the last event began
	until   time.Time     // nobody is admitted before
}

func newHold(b Backoff, seed *uint64) hold {
	source := rand.NewPCG(rand.Uint64(), rand.Uint64())
	if seed != nil {
		source = rand.NewPCG(*seed, 0)
	}
	return hold{Backoff: b, rng: rand.New(source), current: b.Initial}
}

// throttled lengthens the hold after a call that was booked at a time was turned
// away, and reports whether that is news: others of the same burst are not.
func (h *hold) throttled(now, booked time.Time, required time.Duration) bool {
	news := h.since.IsZero() || booked.After(h.since)
	wait := min(max(0, required), longest)
	if news {
		h.since = now
		wait = max(wait, h.current)
		h.current = min(h.Max, time.Duration(float64(h.current)*h.Multiplier))
	}
	wait += time.Duration(float64(wait) * h.Jitter * h.rng.Float64())
	if until := now.Add(wait); until.After(h.until) {
		h.until = until
	}
	return news
}

// succeeded lets the backoff shrink.
func (h *hold) succeeded() {
	h.current = max(h.Initial, time.Duration(float64(h.current)/h.Multiplier))
}
