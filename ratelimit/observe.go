package ratelimit

import "time"

// Observe learns from what a reply said of the limits; see [Permit.Observe].
func (m *Machine) Observe(now time.Time, t Ticket, o Observed) {
	now = m.advance(now)
	_, s := m.find(t)
	if s == nil || s.state != running {
		return
	}
	admitted := o.RetryAfter == 0
	for d, meter := range m.meters {
		if meter == nil {
			continue
		}
		said := m.said(o, d)
		// A limit that is too small for a call that it has just let through is none.
		if said.Limit > 0 && (said.Limit >= s.need[d] || !admitted) {
			m.answered = true
			meter.announced = min(said.Limit, largest)
			meter.refresh(now)
		}
		if said.HasRemaining && said.Remaining >= 0 {
			m.answered = true
			s.remaining[d] = min(said.Remaining, largest)
			if admitted {
				meter.remains(now, s.booked, s.before[d], s.need[d], s.remaining[d])
			}
		}
	}
	m.report(now)
}

// alone reports whether others must wait for the reply to the first call.
func (m *Machine) alone() bool {
	return m.settings.firstAlone && !m.answered && len(m.slots)-len(m.free) > len(m.queue)
}

// said is what a reply said of one of our limits.
func (m *Machine) said(o Observed, d int) ObservedLimit {
	switch {
	case d == requests:
		return o.Requests
	case d == output:
		return o.OutputTokens
	case m.meters[output] != nil || m.quota.Provider == ProviderAnthropic:
		return o.InputTokens
	default:
		return o.Tokens
	}
}

// blame returns the limit for which a call was turned away: the one of which less
// is left than it needs, if the provider said what is left, and otherwise the one of
// which most is in use; -1 if enough is left of all, or so little in use of all,
// that the provider's own load must be the cause.
func (m *Machine) blame(now time.Time, s *slot) int {
	worst, most, told := -1, leastBlamed, false
	for d, meter := range m.meters {
		if meter == nil {
			continue
		}
		if left := s.remaining[d]; left >= 0 {
			if told = true; left < s.need[d] {
				return d
			}
		}
		meter.minute.expire(now)
		if use := float64(meter.minute.sum) / float64(meter.limit); use >= most {
			worst, most = d, use
		}
	}
	if told {
		return -1
	}
	return worst
}

// leastBlamed is the part of a limit that must be in use for it to be blamed.
const leastBlamed = 0.1
