package ratelimit

import (
	"math"
	"sort"
	"time"
)

// never is the wait for what will never be.
const never = time.Duration(math.MaxInt64)

// window remembers what was booked over a sliding time and allows no more than
// its limit in it. Times that it is told do not go backwards.
type window struct {
	span  time.Duration
	limit int

	// A ring of bookings, oldest at head. Its length is a power of two. The first
	// gone have left the window and are remembered for a while; see between.
	ring []booking
	head int
	size int
	gone int
	sum  int // of those in the window
}

type booking struct {
	at time.Time
	n  int
}

// grain is the time within which bookings are kept as one, so that no load makes
// a window hold more than 60,000 of them in a minute. The later time counts for all.
const grain = time.Millisecond

func newWindow(span time.Duration, limit int) *window {
	return &window{span: span, limit: limit, ring: make([]booking, 16)}
}

func (w *window) entry(i int) *booking { return &w.ring[(w.head+i)&(len(w.ring)-1)] }

// memory is for how many spans of time a window remembers its bookings.
const memory = 2

// expire lets go what has left the window.
func (w *window) expire(now time.Time) {
	for w.gone < w.size {
		oldest := w.entry(w.gone)
		if now.Sub(oldest.at) < w.span {
			break
		}
		w.sum -= oldest.n
		w.gone++
	}
	for w.gone > 0 && now.Sub(w.entry(0).at) >= memory*w.span {
		w.head = (w.head + 1) & (len(w.ring) - 1)
		w.size--
		w.gone--
	}
}

// room returns how much more the window has room for.
func (w *window) room(now time.Time) int {
	w.expire(now)
	return w.limit - w.sum
}

// wait returns how long it takes until n fits, if nobody books anything.
func (w *window) wait(now time.Time, n int) time.Duration {
	missing := n - w.room(now)
	if missing <= 0 {
		return 0
	}
	if n > w.limit {
		return never
	}
	for i := w.gone; i < w.size; i++ {
		oldest := w.entry(i)
		if missing -= oldest.n; missing <= 0 {
			return w.span - now.Sub(oldest.at)
		}
	}
	return never // not reached: without bookings there is room for the limit
}

// take books n, whether there is room or not.
func (w *window) take(now time.Time, n int) {
	if n == 0 {
		return
	}
	w.sum += n
	if w.size > w.gone {
		// Counted from the first of them, a stream of bookings each just within a
		// grain of the last would be one booking for ever. So the grain is a raster.
		if last := w.entry(w.size - 1); last.at.Truncate(grain).Equal(now.Truncate(grain)) {
			last.at, last.n = now, last.n+n
			return
		}
	}
	if w.size == len(w.ring) {
		ring := make([]booking, 2*len(w.ring))
		for i := range w.size {
			ring[i] = *w.entry(i)
		}
		w.ring, w.head = ring, 0
	}
	w.size++
	*w.entry(w.size - 1) = booking{now, n}
}

// giveBack takes n out of what was booked at a time, unless that has left the
// window already.
func (w *window) giveBack(now, at time.Time, n int) {
	w.expire(now)
	i := sort.Search(w.size, func(i int) bool { return !w.entry(i).at.Before(at) })
	if i == w.size || now.Sub(at) >= w.span {
		return
	}
	b := w.entry(i)
	n = min(n, b.n)
	b.n -= n
	w.sum -= n
}

// earlier returns what is in the window and not booked within the same grain as the
// latest.
func (w *window) earlier() int {
	if w.size == w.gone {
		return 0
	}
	return w.sum - w.entry(w.size-1).n
}

// between returns what was booked from one time on and up to another, as far as it
// is remembered.
func (w *window) between(from, until time.Time) int {
	sum := 0
	for i := w.size - 1; i >= 0; i-- {
		b := w.entry(i)
		if b.at.Before(from) {
			break
		}
		if !b.at.After(until) {
			sum += b.n
		}
	}
	return sum
}
