package ratelimit

import "time"

// Done ends a call that was admitted, with what it used; see [Permit.Done].
func (m *Machine) Done(now time.Time, t Ticket, u Usage) {
	now = m.advance(now)
	i, s := m.find(t)
	if s == nil || s.state != running {
		return
	}
	u = u.sane()
	m.settle(now, s, m.believed(s, m.quota.charged(s.need, u)))
	m.answers.learn(s.charge, u)
	m.stats.done(u)
	m.answered = true
	if u != (Usage{}) {
		m.hold.succeeded()
	}
	m.release(i)
}

// Throttled ends a call that the provider turned away; see [Permit.Throttled].
// What it booked stays booked, but of the limit that is to blame: that one is
// learned to be lower by as much.
func (m *Machine) Throttled(now time.Time, t Ticket, retryAfter time.Duration) {
	now = m.advance(now)
	i, s := m.find(t)
	if s == nil || s.state != running {
		return
	}
	first := m.hold.throttled(now, s.booked, retryAfter)
	blamed := m.blame(now, s)
	charged := s.need
	charged[output] = 0 // it has written nothing
	m.settle(now, s, charged)
	if blamed >= 0 {
		m.meters[blamed].turnedAway(now, s.booked, s.need[blamed], s.remaining[blamed], first)
	}
	m.report(now)
	m.answered = true
	m.stats.throttled++
	m.stats.lastThrottle = now
	m.release(i)
}

// Leave takes a call out that has not been sent and never will be, as if it had
// never asked: one that waits, or one that was admitted in this moment. Long after
// that, a bucket would have refilled in place of what it gives back.
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
	m.release(i)
}

// believed is what a call was charged as far as that can be: no provider admits a
// call that is larger than its limit, and no answer is longer than was asked for.
// Books that took an absurd figure at its word would admit nobody for days.
func (m *Machine) believed(s *slot, charged need) need {
	for d, meter := range m.meters {
		if meter == nil {
			continue
		}
		most := max(s.need[d], int(float64(meter.configured)/meter.share))
		if d == output {
			most = max(most, s.charge.MaxOutputTokens)
		}
		charged[d] = min(charged[d], most)
	}
	return charged
}

func (m *Machine) settle(now time.Time, s *slot, charged need) {
	for d, meter := range m.meters {
		if meter != nil {
			meter.settle(now, s.booked, s.need[d], charged[d])
		}
	}
}

// waitError says what a call has waited for, and how long it would still take.
func (m *Machine) waitError(now time.Time, s *slot, cause error) *WaitError {
	e := &WaitError{Waited: now.Sub(s.asked), For: "its turn", Err: cause}
	var wait time.Duration
	for d, meter := range m.meters {
		if meter == nil {
			continue
		}
		if w := meter.wait(now, s.need[d]); w > wait {
			wait, e.For = w, dimensions[d].name
		}
	}
	if held := m.hold.until.Sub(now); held > 0 && held > wait {
		wait, e.For = held, "the end of a pause that the provider asked for"
	}
	if wait < never {
		e.Ready = wait
	}
	return e
}
