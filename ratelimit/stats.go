package ratelimit

import (
	"slices"
	"time"
)

// stats are the running counts behind a Status.
type stats struct {
	admitted, succeeded, failed, throttled, timedOut, cancelled, tooLarge, drifts int

	used         Usage
	lastThrottle time.Time

	waits [256]time.Duration // of the last calls admitted, a ring
	next  int
}

func (s *stats) admit(wait time.Duration) {
	s.waits[s.next%len(s.waits)] = wait
	s.next++
	s.admitted++
}

func (s *stats) done(u Usage) {
	if u == (Usage{}) {
		s.failed++
		return
	}
	s.succeeded++
	s.used.InputTokens += u.InputTokens
	s.used.CachedTokens += u.CachedTokens
	s.used.OutputTokens += u.OutputTokens
}

// percentiles returns the median and the 95th percentile of the last waits.
func (s *stats) percentiles() (p50, p95 time.Duration) {
	waits := s.waits
	n := min(s.next, len(waits))
	if n == 0 {
		return 0, 0
	}
	slices.Sort(waits[:n])
	return waits[(n*50+99)/100-1], waits[(n*95+99)/100-1]
}
