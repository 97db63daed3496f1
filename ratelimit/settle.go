package ratelimit

import "time"

// Done ends a call that was admitted, with what it used; see [Permit.Done].
func (m *Machine) Done(now time.Time, t Ticket, u Usage) {
	now = m.advance(now)
	i, s := m.find(t)
	if s == nil || s.state != running {
		return
	}
	fix := m.quota.correction(s.need, u)
	for d, meter := range m.meters {
		switch {
		case meter == nil:
		case fix[d] > 0:
			meter.take(now, fix[d])
		case fix[d] < 0:
			meter.giveBack(now, s.booked, -fix[d])
		}
	}
	m.learn(s, u)
	m.stats.done(u)
	if u != (Usage{}) {
		m.hold.succeeded()
	}
	m.end(i, s)
}

// Throttled ends a call that the provider turned away; see [Permit.Throttled].
// What it booked stays booked: some providers charge for such calls, and a limiter
// that gave it back would only send the next one into the same wall.
func (m *Machine) Throttled(now time.Time, t Ticket, retryAfter time.Duration) {
	now = m.advance(now)
	i, s := m.find(t)
	if s == nil || s.state != running {
		return
	}
	if m.hold.throttled(now, s.booked, retryAfter) {
		for _, meter := range m.meters {
			if meter != nil {
				meter.drain(now)
			}
		}
	}
	m.stats.throttled++
	m.stats.lastThrottle = now
	m.end(i, s)
}

// Leave takes a call out, waiting or admitted, as if it had never asked: it has
// not been sent and never will be.
func (m *Machine) Leave(now time.Time, t Ticket) {
	now = m.advance(now)
	i, s := m.find(t)
	if s == nil {
		return
	}
	m.stats.cancelled++
	if s.state == waiting {
		m.refuse(m.place(i))
		return
	}
	for d, meter := range m.meters {
		if meter != nil {
			meter.giveBack(now, s.booked, s.need[d])
		}
	}
	m.end(i, s)
}

func (m *Machine) end(i uint32, s *slot) {
	m.outstanding -= s.refundable(m.quota)
	m.release(i)
}

// learn keeps what part of their maximum answers have: it is what a call books
// where output counts as it is produced.
func (m *Machine) learn(s *slot, u Usage) {
	if u.OutputTokens <= 0 || s.charge.MaxOutputTokens <= 0 {
		return
	}
	const memory = 16 // calls
	part := min(1, float64(u.OutputTokens)/float64(s.charge.MaxOutputTokens))
	m.expected += (part - m.expected) / memory
}

// waitError says what a call has waited for, and how long it would still take.
func (m *Machine) waitError(now time.Time, s *slot, cause error) *WaitError {
	e := &WaitError{Waited: now.Sub(s.asked), For: "its turn", Err: cause}
	ready := later(m.hold.until, now.Add(m.wait(now, s.need)))
	switch {
	case now.Before(m.hold.until):
		e.For = "the provider, which asked for a pause"
	case ready.After(now):
		var longest time.Duration
		for d, meter := range m.meters {
			if meter == nil {
				continue
			}
			if wait := meter.wait(now, s.need[d]); wait > longest {
				longest, e.For = wait, dimensions[d].name
			}
		}
	}
	e.Ready = ready.Sub(now)
	return e
}
