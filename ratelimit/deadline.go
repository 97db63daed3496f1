package ratelimit

import (
	"context"
	"time"
)

// inTime refuses a call that waits if the context's deadline comes before it could
// be admitted at best. It has left the queue then.
func (m *Machine) inTime(ctx context.Context, now time.Time, t Ticket) error {
	_, s := m.find(t)
	deadline, ok := ctx.Deadline()
	if s == nil || !ok || !deadline.Before(m.soonest(now, s)) {
		return nil
	}
	err := m.waitError(now, s, context.DeadlineExceeded)
	m.stats.timedOut++
	m.refuse(m.place(uint32(t)))
	return err
}

// leaveError says what a call waited for that leaves because of cause.
func (m *Machine) leaveError(now time.Time, t Ticket, cause error) error {
	if _, s := m.find(t); s != nil {
		return m.waitError(m.advance(now), s, cause)
	}
	return &WaitError{For: "its turn", Err: cause}
}
