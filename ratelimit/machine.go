package ratelimit

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"
)

// Machine makes the decisions of a limiter and nothing else: it is told the time,
// holds no lock and starts nothing. [Local] drives it by the clock; a simulation
// may drive it in virtual time. After every call that changes something, ask for
// decisions with Decide until there are no more, and again at the time that Wake
// names. Times before the latest that it was told count as that one. It is not
// safe for concurrent use.
type Machine struct {
	quota     Quota
	settings  settings
	meters    [dims]*meter
	hold      hold
	now       time.Time
	refreshed time.Time // the limits that were learned
	answered  bool      // a reply has been heard, or a call is over without

	slots []slot
	free  []uint32
	queue []uint32 // those that wait, in the order of before
	seq   uint64

	admitted time.Time // the last admission
	answers  answers

	stats stats
}

// Ticket names a call from Ask to Done. The zero Ticket names none.
type Ticket uint64

// Decision says what became of a call that waited: admitted, or refused with Err.
type Decision struct {
	Ticket Ticket
	Err    error
}

// NewMachine makes a machine whose quota is unused. It takes the options of [New].
func NewMachine(q Quota, opts ...Option) (*Machine, error) {
	s, err := newSettings(opts)
	if err := joinComplaints(q.validate(), err); err != nil {
		return nil, err
	}
	m := &Machine{quota: q, settings: s, hold: newHold(s.backoff, s.seed), answers: answers{part: 1, unset: unsetOutput}}
	for d := range m.meters {
		m.meters[d] = newMeter(q, d, dimensions[d].of(q), s)
	}
	return m, nil
}

// Ask puts a call into the queue; at once refused is only what is too large.
func (m *Machine) Ask(now time.Time, c Charge) (Ticket, error) {
	now = m.advance(now)
	if !c.valid() {
		m.stats.tooLarge++
		return 0, fmt.Errorf("ratelimit: charge %+v: %w, or below 0", c, ErrTooLarge)
	}
	n := m.quota.need(c, m.answers)
	if out := m.meters[output]; out != nil && m.quota.Provider == ProviderAnthropic {
		n[output] = min(n[output], out.most) // an answer may overdraw, so none is too large
	}
	if err := m.tooLarge(n); err != nil {
		m.stats.tooLarge++
		return 0, err
	}
	m.seq++
	i := m.allocate()
	s := &m.slots[i]
	s.state, s.seq, s.charge, s.need, s.asked = waiting, m.seq, c, n, now
	s.bypassed, s.aged, s.remaining = 0, false, need{-1, -1, -1}
	for d, meter := range m.meters {
		if meter != nil {
			meter.needed(now, n[d])
		}
	}
	m.insert(i)
	return s.ticket(i), nil
}

// Decide returns the next decision that can be made at a time; false if there is
// none.
func (m *Machine) Decide(now time.Time) (Decision, bool) {
	now = m.advance(now)
	if len(m.queue) == 0 {
		return Decision{}, false
	}
	first := &m.slots[m.queue[0]]
	if !now.Before(m.hold.until) && !m.alone() {
		room, patience := m.room(now), time.Duration(-1)
		for place, i := range m.queue {
			s := &m.slots[i]
			if s.need.fits(room) && (place == 0 || m.mayPass(now, s, first, &patience)) {
				return Decision{Ticket: m.admit(now, place)}, true
			}
		}
	}
	if err := m.refusal(now, first); err != nil {
		return Decision{Ticket: m.refuse(0), Err: err}, true
	}
	return Decision{}, false
}

// mayPass reports whether s may go before the first of the queue, which does not
// fit: an equal may, and others if that does not make the first wait longer.
// patience is how long it waits as it is; below 0: not computed yet.
func (m *Machine) mayPass(now time.Time, s, first *slot, patience *time.Duration) bool {
	if !first.aged && s.priority() == first.priority() {
		return true
	}
	if *patience < 0 {
		*patience = m.wait(now, first.need)
	}
	return *patience < never && m.wait(now, first.need.plus(s.need)) <= *patience
}

// refusal says why the first of the queue need not wait any longer, or nil.
func (m *Machine) refusal(now time.Time, first *slot) error {
	if err := m.tooLarge(first.need); err != nil {
		return err // the limits have become lower since it asked
	}
	limit := m.patience(first)
	if soonest := m.soonest(now, first); now.Before(limit) && !soonest.After(limit) {
		return nil
	}
	m.stats.timedOut++
	return m.waitError(now, first, context.DeadlineExceeded)
}

// patience is how long the first of the queue waits: from the last admission on, for
// all those that wait alike. One that is refused leaves no more time to the next.
func (m *Machine) patience(first *slot) time.Time {
	return later(first.asked, m.admitted).Add(m.settings.acquireTimeout)
}

// Wake returns when to ask for decisions again if nothing happens before; false if
// nobody waits. It is after now if Decide has no more for now.
func (m *Machine) Wake(now time.Time) (time.Time, bool) {
	now = m.advance(now)
	if len(m.queue) == 0 {
		return time.Time{}, false
	}
	first := &m.slots[m.queue[0]]
	wake := m.patience(first)
	if now.Before(m.hold.until) {
		return earlier(wake, m.hold.until), true
	}
	if m.alone() {
		return wake, true
	}
	least := math.MaxInt
	for place, i := range slices.Backward(m.queue) {
		s := &m.slots[i]
		// From the smallest on: one that needs no less of anything than another
		// before it has nothing new to say.
		if place > 0 && (first.aged || s.priority() != first.priority() || s.need[output] >= least) {
			continue
		}
		least = s.need[output]
		if wait := m.wait(now, s.need); wait > 0 && wait < never {
			wake = earlier(wake, now.Add(wait))
		}
	}
	return wake, true
}

// admit books the call at a place in the queue and lets it go.
func (m *Machine) admit(now time.Time, place int) Ticket {
	i := m.queue[place]
	m.remove(place)
	s := &m.slots[i]
	s.state, s.booked = running, now
	for d, meter := range m.meters {
		if meter != nil {
			meter.take(now, s.need[d])
			s.before[d] = meter.minute.earlier()
		}
	}
	m.admitted = now
	m.passed(s.seq)
	m.stats.admit(now.Sub(s.asked))
	return s.ticket(i)
}

// refuse takes the call at a place out of the queue for good.
func (m *Machine) refuse(place int) Ticket {
	i := m.queue[place]
	m.remove(place)
	return m.release(i)
}

func (m *Machine) room(now time.Time) need {
	var room need
	for d, meter := range m.meters {
		room[d] = math.MaxInt
		if meter != nil {
			room[d] = meter.room(now)
		}
	}
	return room
}

// wait returns how long it takes until there is room for n, the hold left aside.
func (m *Machine) wait(now time.Time, n need) time.Duration {
	var wait time.Duration
	for d, meter := range m.meters {
		if meter != nil {
			wait = max(wait, meter.wait(now, n[d]))
		}
	}
	return wait
}

// soonest returns when a call could be admitted at best, if it were alone and all
// that may be given back were given back.
func (m *Machine) soonest(now time.Time, s *slot) time.Time {
	n := s.need
	if out := m.meters[output]; out != nil {
		n[output] -= 2 * out.promised // and as much was taken; see meter.late
	}
	return later(m.hold.until, now.Add(min(m.wait(now, n), maxWait)))
}

// advance keeps time from going backwards.
func (m *Machine) advance(now time.Time) time.Time {
	m.now = later(m.now, now)
	if m.now.Sub(m.refreshed) >= time.Second {
		m.refresh()
	}
	return m.now
}

// refresh has limits that were learned be tried again as time goes by.
func (m *Machine) refresh() {
	m.refreshed = m.now
	for _, meter := range m.meters {
		if meter != nil && meter.shown > 0 {
			meter.refresh(m.now)
		}
	}
	m.report(m.now)
}

// maxWait stands for any wait that is longer than anybody's patience, and can be
// added to a time.
const maxWait = 100 * 365 * 24 * time.Hour

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
