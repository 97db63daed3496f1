package ratelimit

import "time"

// meter is the books of one limit: tokens, output tokens, or requests. It admits
// what its bucket and all its windows have room for.
type meter struct {
	limit   int // a minute
	most    int // that one call may need
	bucket  *TokenBucket
	windows []*window

	// Where output counts as it is written, half of what a call books is taken at
	// once and the rest promised until it is settled: in the middle of the call that
	// is what it has written. Were all of it taken, our bucket would refill in its
	// place while the provider's is still full, and what flows into that is lost.
	late     bool
	promised int
}

// newMeter makes the books of one limit of quota, of which only the margin is used.
func newMeter(quota Quota, dim int, limit int, margin float64, guard time.Duration) *meter {
	if limit == 0 {
		return nil
	}
	m := &meter{limit: max(1, int(float64(limit)*margin+tokenDust))}
	capacity := m.limit
	switch quota.Provider {
	case ProviderOpenAI, ProviderAnthropic:
		// A call that arrives late finds the bucket less refilled by the delay than we
		// think. So ours holds less than the provider's by what flows in that time.
		spare := int(float64(limit) * guard.Minutes())
		capacity = max(1, min(m.limit, limit-spare))
	default:
		m.windows = append(m.windows, newWindow(time.Minute+guard, m.limit))
	}
	if slice := quota.RequestSlice; dim == requests && slice > 0 {
		most := int(float64(m.limit)*slice.Minutes() + tokenDust)
		m.windows = append(m.windows, newWindow(slice+guard, max(1, most)))
	}
	m.bucket = NewTokenBucket(capacity, float64(m.limit))
	m.most = capacity
	m.late = dim == output && quota.Provider == ProviderAnthropic
	return m
}

// room returns what may be taken now.
func (m *meter) room(now time.Time) int {
	room := int(m.bucket.TokensAt(now)+tokenDust) - m.promised
	for _, w := range m.windows {
		room = min(room, w.room(now))
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
	for _, w := range m.windows {
		wait = max(wait, w.wait(now, n))
	}
	return wait
}

// take books n.
func (m *meter) take(now time.Time, n int) {
	if m.late {
		m.promised += n - n/2
		n /= 2
	}
	m.bucket.Charge(now, n)
	for _, w := range m.windows {
		w.take(now, n)
	}
}

// giveBack undoes n of what was booked at a time.
func (m *meter) giveBack(now, at time.Time, n int) {
	if m.late {
		m.promised -= n - n/2
		n /= 2
	}
	m.bucket.Charge(now, -n)
	for _, w := range m.windows {
		w.giveBack(now, at, n)
	}
}

// settle replaces what was booked at a time by what is charged in the end.
func (m *meter) settle(now, at time.Time, booked, charged int) {
	switch {
	case m.late:
		m.promised -= booked - booked/2
		m.bucket.Charge(now, charged-booked/2)
	case charged > booked:
		m.take(now, charged-booked)
	case charged < booked:
		m.giveBack(now, at, booked-charged)
	}
}

// drain empties the bucket: the provider has just shown that it holds less than
// we thought, and a full one would let all go at once when the wait is over.
func (m *meter) drain(now time.Time) {
	if left := int(m.bucket.TokensAt(now)); left > 0 {
		m.bucket.Charge(now, left)
	}
}

// used returns what is booked at present.
func (m *meter) used(now time.Time) int {
	if len(m.windows) > 0 && m.windows[0].span >= time.Minute {
		return m.limit - m.windows[0].room(now)
	}
	return max(0, m.most-m.room(now))
}
