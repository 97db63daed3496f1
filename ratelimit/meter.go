package ratelimit

import (
	"cmp"
	"math"
	"time"
)

// meter is the books of one limit: tokens, output tokens, or requests. It admits
// what its bucket and all its windows have room for.
type meter struct {
	configured int     // a minute
	share      float64 // of what the provider announces
	margin     float64
	guard      time.Duration
	sliding    bool // the provider counts over a sliding minute
	lessons

	limit     int // a minute, as it stands
	most      int // that one call may need
	bucket    *TokenBucket
	peaks     peaks     // of the bucket
	full      time.Time // when the bucket was seen to be full last
	withdrawn int       // from the bucket, when it became smaller
	minute    *window   // what was booked in the last minute
	slice     *window   // nil: there is none

	// Where output counts as it is written, half of what a call books is taken at
	// once and the rest promised until it is settled: in the middle of the call that
	// is what it has written. Were all of it taken, our bucket would refill in its
	// place while the provider's is still full, and what flows into that is lost.
	late     bool
	promised int
}

// newMeter makes the books of one limit of quota, of which only the margin is used.
func newMeter(quota Quota, dim int, limit int, s settings) *meter {
	if limit == 0 {
		return nil
	}
	m := &meter{configured: limit, share: cmp.Or(quota.share, 1), margin: s.tokenMargin, guard: s.guard, sliding: true}
	if dim == requests {
		m.margin = s.requestMargin
		if slice := quota.slice(); slice > 0 {
			m.slice = newWindow(slice+s.guard, 1)
		}
	}
	if quota.Provider == ProviderOpenAI || quota.Provider == ProviderAnthropic {
		m.sliding = false
	}
	m.minute = newWindow(time.Minute+s.guard, unlimited)
	m.late = dim == output && quota.Provider == ProviderAnthropic
	limit, capacity := m.size(m.configured)
	m.bucket = NewTokenBucket(capacity, float64(limit))
	m.resize(time.Time{}, limit, capacity)
	m.most, m.reported = capacity, limit
	return m
}

// unlimited is the limit of a window that only remembers.
const unlimited = math.MaxInt / 2

// size is how much of a limit is used in a minute, and at once.
func (m *meter) size(limit int) (perMinute, capacity int) {
	perMinute = max(1, int(float64(limit)*m.margin+tokenDust))
	if m.sliding {
		return perMinute, perMinute
	}
	// A call that arrives late finds the bucket less refilled by the delay than we
	// think. So ours holds less than the provider's by what flows in that time.
	spare := int(float64(limit) * m.guard.Minutes())
	return perMinute, max(1, min(perMinute, limit-spare))
}

// resize has the books hold another limit from now on.
func (m *meter) resize(now time.Time, limit, capacity int) {
	if limit == m.limit && capacity == m.bucket.capacity {
		return
	}
	m.limit = limit
	// What was taken stays taken, but no bucket of the provider ever owes any.
	less := m.bucket.capacity - capacity
	withdrawn := min(max(0, less), max(0, int(m.bucket.TokensAt(now))))
	if less > 0 {
		m.peaks.before = now // what is withdrawn counts; nothing is given back beside it
	}
	m.bucket.Charge(now, withdrawn)
	m.bucket.resize(now, capacity, float64(limit))
	if m.sliding {
		// The window is what counts: a bucket beside it that has been smaller in between
		// is no stricter for it.
		m.minute.limit = limit
		m.withdrawn += withdrawn
		back := min(max(0, -less), m.withdrawn)
		m.withdrawn -= back
		m.bucket.Charge(now, -back)
	}
	if m.slice != nil {
		slice := m.slice.span - m.guard
		m.slice.limit = max(1, int(float64(limit)*slice.Minutes()+tokenDust))
	}
}

// room returns what may be taken now.
func (m *meter) room(now time.Time) int {
	room := min(int(m.bucket.TokensAt(now)+tokenDust)-m.promised, m.minute.room(now))
	if m.slice != nil {
		room = min(room, m.slice.room(now))
	}
	return room
}

// wait returns how long it takes until there is room for n, if nothing is taken.
func (m *meter) wait(now time.Time, n int) time.Duration {
	if n <= 0 {
		return 0
	}
	wait, ok := m.bucket.Wait(now, n+m.promised)
	if !ok {
		return never
	}
	wait = max(wait, m.minute.wait(now, n))
	if m.slice != nil {
		wait = max(wait, m.slice.wait(now, n))
	}
	return wait
}

// take books n.
func (m *meter) take(now time.Time, n int) {
	if m.late {
		m.promised += n - n/2
		n /= 2
	}
	m.draw(now, n)
	m.minute.take(now, n)
	if m.slice != nil {
		m.slice.take(now, n)
	}
}

// draw takes n out of the bucket.
func (m *meter) draw(now time.Time, n int) {
	if !m.sliding {
		level := m.bucket.TokensAt(now)
		m.peaks.add(now, level)
		if level >= float64(m.bucket.capacity)-tokenDust {
			m.full = now
		}
	}
	m.bucket.Charge(now, n)
}

// giveBack undoes n of what was booked at a time.
func (m *meter) giveBack(now, at time.Time, n int) {
	if m.late {
		m.promised -= n - n/2
		n /= 2
	}
	m.refund(now, at, n)
	m.forget(now, at, n)
}

// refund gives n back to the bucket that were taken at a time, but for what has
// flowed in since and would not have had room.
func (m *meter) refund(now, at time.Time, n int) {
	if !m.sliding {
		peak, known := m.peaks.since(at, m.bucket.TokensAt(now))
		if !known {
			return
		}
		n = min(n, max(0, m.bucket.capacity-int(math.Ceil(peak))))
		m.peaks.raise(at, float64(n))
	}
	m.bucket.Charge(now, -n)
}

// forget takes n of what was booked at a time out of the windows.
func (m *meter) forget(now, at time.Time, n int) {
	m.minute.giveBack(now, at, n)
	if m.slice != nil {
		m.slice.giveBack(now, at, n)
	}
}

// settle replaces what was booked at a time by what is charged in the end.
func (m *meter) settle(now, at time.Time, booked, charged int) {
	switch {
	case m.late:
		m.promised -= booked - booked/2
		more := charged - booked/2
		if more > 0 {
			m.draw(now, more)
		}
		m.refund(now, at, max(0, -more))
		m.minute.take(now, max(0, more))
		m.minute.giveBack(now, at, max(0, -more))
	case charged > booked:
		m.take(now, charged-booked)
	case charged < booked:
		m.giveBack(now, at, booked-charged)
	}
}

// used returns what is booked at present.
func (m *meter) used(now time.Time) int {
	if m.sliding {
		return m.limit - m.minute.room(now)
	}
	return max(0, m.bucket.capacity-m.room(now))
}
