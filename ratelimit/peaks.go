package ratelimit

import (
	"slices"
	"time"
)

// peaks remembers how full a bucket was, so that what is given back long after it
// was taken is not given twice: a bucket that was full in the meantime would
// not have held any more. They fall: a peak that was passed by a later one says
// nothing more.
type peaks struct {
	seen   []peak
	before time.Time // of what was until then, nothing is known any more
}

type peak struct {
	at    time.Time
	level float64
}

// maxPeaks bounds the memory; what is older is taken to have been full.
const maxPeaks = 128

// add keeps that the bucket had reached a level, before something is taken.
func (p *peaks) add(now time.Time, level float64) {
	for len(p.seen) > 0 && p.seen[len(p.seen)-1].level <= level {
		p.seen = p.seen[:len(p.seen)-1]
	}
	if len(p.seen) == maxPeaks {
		p.before = p.seen[maxPeaks/2-1].at
		p.seen = slices.Delete(p.seen, 0, maxPeaks/2)
	}
	p.seen = append(p.seen, peak{now, level})
}

// since returns the highest level after a time, of which now is the last; false if
// it is not known.
func (p *peaks) since(at time.Time, now float64) (float64, bool) {
	for _, seen := range p.seen {
		if seen.at.After(at) {
			now = max(now, seen.level)
			break
		}
	}
	return now, p.before.Before(at)
}

// raise has the bucket have held n more from a time on: what was taken then has
// been given back. Without it the next that is given back would find room that
// this has filled.
func (p *peaks) raise(at time.Time, n float64) {
	first := len(p.seen)
	for first > 0 && p.seen[first-1].at.After(at) {
		first--
		p.seen[first].level += n
	}
	if first == len(p.seen) {
		return
	}
	overtaken := first
	for overtaken > 0 && p.seen[overtaken-1].level <= p.seen[first].level {
		overtaken--
	}
	p.seen = slices.Delete(p.seen, overtaken, first)
}
