package ratelimit

import (
	"math"
	"time"
)

// lessons are what the provider's replies taught about one limit.
type lessons struct {
	announced int // what the last reply that told the limit told; 0: none did

	// shown is how much of the limit could be seen to be ours, when a call was turned
	// away or from what the provider said to be left; 0: all that is configured.
	shown    float64
	since    time.Time     // when it was seen
	patience time.Duration // how long from then on no more is tried

	before   int // the limit when the last burst was turned away
	smallest int // what the smallest call of that burst needed
	largest  int // what the largest call of all has needed
	reported int // the limit that was reported last; see Drift
}

// How a limit that was learned from a call that was turned away is tried again: not
// at all for a time that doubles with each further event, and then by two in a
// hundred more after a minute, six after two, fourteen after three, and so on,
// until it is the configured limit again. Shorter times find sooner what others
// have left and are turned away more often; these are a compromise over the rows of
// unaware processes and of half the quota in internal/quotatable.
const (
	minPatience = 2 * time.Minute
	maxPatience = 8 * time.Minute
	probe       = 0.02
)

// probing is how much of what was shown may be tried at a time.
func (l *lessons) probing(now time.Time) float64 {
	longer := (now.Sub(l.since) - l.patience).Minutes()
	if longer <= 0 {
		return l.shown
	}
	return l.shown * (1 + probe*(math.Exp2(min(longer, 30))-1))
}

// refresh brings the books to what is known of the limit now.
func (m *meter) refresh(now time.Time) {
	base := m.configured
	if m.announced > 0 {
		base = min(base, max(1, int(float64(m.announced)*m.share)))
	}
	limit, capacity := m.size(base)
	m.most = capacity
	if m.shown > 0 {
		if p := m.probing(now); p >= float64(limit) {
			m.shown, m.patience = 0, 0
		} else {
			// What is only inferred makes no call too large: it must pass when it is alone.
			limit = max(int(p), min(limit, m.largest), 1)
			capacity = min(capacity, limit)
		}
	}
	m.resize(now, limit, capacity)
}

// needed keeps what the largest call needs.
func (m *meter) needed(now time.Time, n int) {
	if n > m.largest {
		m.largest = n
		m.refresh(now)
	}
}

// see keeps that no more than n could be seen to be ours.
func (m *meter) see(now time.Time, n float64) {
	if n < float64(m.limit) || n <= m.shown {
		m.shown, m.since, m.patience = max(1, n), now, max(m.patience, minPatience)
		m.refresh(now)
	}
}

// turnedAway learns from a call that was booked at a time and turned away, of which
// n was needed here. left is what the provider says to have left; below 0: it does
// not say. first: no other call of its burst was turned away before.
//
// What the provider admitted of ours fitted, and this call did not: so our part of
// the limit is more than the one and less than both. Where nothing else is known,
// it is taken to be in the middle; but never for less than half of what it was
// before, for one burst does not prove more.
func (m *meter) turnedAway(now, booked time.Time, n, left int, first bool) {
	level := m.bucket.TokensAt(now)
	if !m.late {
		m.minute.giveBack(now, booked, n)
	}
	if m.sliding {
		m.bucket.Charge(now, -n)
	}
	if first {
		m.before, m.smallest = m.limit, n
		if m.shown > 0 {
			m.patience = min(2*m.patience, maxPatience)
		}
	}
	m.smallest = min(m.smallest, n)
	m.minute.expire(now)
	ours := float64(m.minute.sum) + float64(m.smallest)/2
	switch since := now.Sub(m.full); {
	case left >= 0 && m.sliding:
		ours = float64(m.minute.sum + left)
	case !m.sliding && since < time.Minute:
		ours /= 1 + since.Minutes() // it was full, and refilled since
	}
	m.see(now, max(ours, float64(m.before)/2))
	if !m.sliding {
		// The provider's bucket is as good as empty. A fuller one of ours would let all
		// go at once when the wait is over; and what is no longer ours was not taken.
		m.bucket.Charge(now, int(m.bucket.TokensAt(now)-min(0, level)))
		m.peaks.before = now
	}
}

// remains learns from what the provider said to be left after a call that it
// admitted, of which n was needed here; before is what our minute held when it was
// booked. Calls that we booked within the guard may have come there before it or
// not: all is taken so that more is ours rather than less.
func (m *meter) remains(now, booked time.Time, before, n, left int) {
	switch sure := booked.Add(m.guard); {
	case left == 0 || m.late:
		// Azure OpenAI is known to send 0 at odd times; if it is true, a call will be turned away.
		// An output bucket is not charged before the answer is written.
	case !m.sliding:
		most := float64(left) + now.Sub(booked).Minutes()*float64(m.limit) - float64(m.minute.between(sure.Add(1), now))
		if over := int(m.bucket.TokensAt(now) - max(0, most)); over > 0 {
			m.bucket.Charge(now, over)
			m.peaks.before = now
		}
	case now.Sub(booked) < memory*time.Minute: // later, the window has forgotten
		m.see(now, float64(before+m.minute.between(booked, sure)+left))
		// Of what is left, others may be about to take as much as we.
		if more := float64(n) + float64(left)/2; m.shown > 0 && more > m.probing(now) {
			m.shown, m.since = more, now
			m.refresh(now)
		}
	}
}
