package ratelimit

import (
	"fmt"
	"strings"
	"time"
)

// Status says how a limiter stands at one moment.
type Status struct {
	Tokens       Level // input tokens alone where output has a limit of its own
	OutputTokens Level
	Requests     Level

	Waiting int // calls in the queue
	Running int // calls admitted and not yet done

	// How long the last 256 calls that were admitted had waited.
	WaitP50, WaitP95 time.Duration

	Admitted  int
	Succeeded int // done with a usage
	Failed    int // done without one
	Throttled int // turned away by the provider
	TimedOut  int // refused because they would wait too long
	Cancelled int // gone before they were sent
	TooLarge  int // refused at once

	Drifts int // how often a limit turned out to be another; see [WithDrift]

	Used         Usage         // of all calls together
	LastThrottle time.Time     // zero: never
	HeldUntil    time.Time     // nobody is admitted before; in the past: no hold
	Backoff      time.Duration // the least wait after the next throttle
}

// Level is how much of one limit is in use. Limit 0: there is none.
type Level struct {
	Limit int // that is kept to, a minute: margin taken off, and what was learned
	Used  int // booked in the present minute

	Configured int  // a minute, in the Quota
	Announced  int  // what the last reply that told the limit told; 0: none did
	Drifted    bool // Limit is another than the Quota and the margin make it
}

// Utilisation is the part of the limit that is in use.
func (l Level) Utilisation() float64 {
	if l.Limit == 0 {
		return 0
	}
	return float64(l.Used) / float64(l.Limit)
}

// SuccessRate is the part of the calls over that succeeded; 1 if none is over.
func (s Status) SuccessRate() float64 {
	over := s.Succeeded + s.Failed + s.Throttled
	if over == 0 {
		return 1
	}
	return float64(s.Succeeded) / float64(over)
}

// Average is the mean usage of the calls that succeeded.
func (s Status) Average() Usage {
	n := max(1, s.Succeeded)
	return Usage{s.Used.InputTokens / n, s.Used.CachedTokens / n, s.Used.OutputTokens / n}
}

// String writes the status on one line, for people.
func (s Status) String() string {
	var b strings.Builder
	for _, part := range []struct {
		name  string
		level Level
	}{{"tokens", s.Tokens}, {"output tokens", s.OutputTokens}, {"requests", s.Requests}} {
		if part.level.Limit > 0 {
			fmt.Fprintf(&b, "%s %d of %d (%.0f %%), ", part.name, part.level.Used, part.level.Limit, 100*part.level.Utilisation())
			if part.level.Drifted {
				fmt.Fprintf(&b, "where %d are configured, ", part.level.Configured)
			}
		}
	}
	fmt.Fprintf(&b, "%d running, %d waiting (p50 %v, p95 %v), %.0f %% of %d succeeded",
		s.Running, s.Waiting, s.WaitP50.Round(time.Millisecond), s.WaitP95.Round(time.Millisecond),
		100*s.SuccessRate(), s.Succeeded+s.Failed+s.Throttled)
	for _, part := range []struct {
		n    int
		what string
	}{{s.Throttled, "throttled"}, {s.TimedOut, "timed out"}, {s.Cancelled, "cancelled"}, {s.TooLarge, "too large"}} {
		if part.n > 0 {
			fmt.Fprintf(&b, ", %d %s", part.n, part.what)
		}
	}
	return b.String()
}

// Status says how the machine stands at a time.
func (m *Machine) Status(now time.Time) Status {
	now = m.advance(now)
	s := Status{
		Waiting: len(m.queue), Running: len(m.slots) - len(m.free) - len(m.queue),
		Admitted: m.stats.admitted, Succeeded: m.stats.succeeded, Failed: m.stats.failed,
		Throttled: m.stats.throttled, TimedOut: m.stats.timedOut, Cancelled: m.stats.cancelled, TooLarge: m.stats.tooLarge, Drifts: m.stats.drifts,
		Used: m.stats.used, LastThrottle: m.stats.lastThrottle, HeldUntil: m.hold.until, Backoff: m.hold.current,
	}
	s.WaitP50, s.WaitP95 = m.stats.percentiles()
	for d, level := range [dims]*Level{tokens: &s.Tokens, output: &s.OutputTokens, requests: &s.Requests} {
		if meter := m.meters[d]; meter != nil {
			full, _ := meter.size(meter.configured)
			*level = Level{meter.limit, meter.used(now), meter.configured, meter.announced, meter.limit != full}
		}
	}
	return s
}
