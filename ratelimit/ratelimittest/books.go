package ratelimittest

import (
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// sliding counts what was admitted in the last span. A nil one has no limit.
type sliding struct {
	span  time.Duration
	limit int // 0: none
	log   []admitted
	sum   int
}

type admitted struct {
	at time.Time
	n  int
}

func newSliding(span time.Duration, limit int) *sliding {
	return &sliding{span: span, limit: limit}
}

func (w *sliding) expire(now time.Time) {
	for len(w.log) > 0 && now.Sub(w.log[0].at) >= w.span {
		w.sum -= w.log[0].n
		w.log = w.log[1:]
	}
}

func (w *sliding) everFits(n int) bool { return w == nil || w.limit == 0 || n <= w.limit }

// wait is 0 if n fits, and otherwise how long it takes until the oldest leaves the
// window: what the services say, although it may not be enough.
func (w *sliding) wait(now time.Time, n int) time.Duration {
	if w == nil || w.limit == 0 {
		return 0
	}
	if w.expire(now); w.sum+n <= w.limit {
		return 0
	}
	return w.span - now.Sub(w.log[0].at)
}

func (w *sliding) take(now time.Time, n int) {
	if w == nil {
		return
	}
	w.expire(now)
	w.log = append(w.log, admitted{now, n})
	w.sum += n
}

// level is a bucket that holds a minute's worth and refills continuously. A nil
// one has no limit.
type level struct {
	perMinute, left float64
	last            time.Time
}

func newLevel(perMinute int, now time.Time) *level {
	if perMinute == 0 {
		return nil
	}
	return &level{float64(perMinute), float64(perMinute), now}
}

func (l *level) at(now time.Time) float64 {
	l.left = min(l.perMinute, l.left+now.Sub(l.last).Minutes()*l.perMinute)
	l.last = now
	return l.left
}

func (l *level) everFits(n int) bool { return l == nil || float64(n) <= l.perMinute }

// wait is how long it takes until n are there; what floating point loses on the
// way counts as there.
func (l *level) wait(now time.Time, n int) time.Duration {
	if l == nil {
		return 0
	}
	const dust = 1e-6
	return time.Duration(max(0, float64(n)-l.at(now)-dust) / l.perMinute * float64(time.Minute))
}

func (l *level) take(now time.Time, n int) {
	if l != nil {
		l.at(now)
		l.left -= float64(n)
	}
}

// Observed is what a reply says of the limits at a time. Azure OpenAI tells what
// remains and no limit: newer versions of its API do, older ones do not.
func (p *Provider) Observed(now time.Time) ratelimit.Observed {
	var o ratelimit.Observed
	switch p.quota.Provider {
	case ratelimit.ProviderAnthropic:
		o.InputTokens, o.OutputTokens, o.Requests = p.input.observed(now), p.output.observed(now), p.calls.observed(now)
	case ratelimit.ProviderOpenAI:
		o.Tokens, o.Requests = p.input.observed(now), p.calls.observed(now)
	case ratelimit.ProviderAzure:
		o.Tokens, o.Requests = p.tokens.observed(now), p.requests.observed(now)
		o.Tokens.Limit, o.Requests.Limit = 0, 0
	default:
		o.Tokens, o.Requests = p.tokens.observed(now), p.requests.observed(now)
	}
	return o
}

func (w *sliding) observed(now time.Time) ratelimit.ObservedLimit {
	if w == nil || w.limit == 0 {
		return ratelimit.ObservedLimit{}
	}
	w.expire(now)
	o := ratelimit.ObservedLimit{Limit: w.limit, Remaining: w.limit - w.sum, HasRemaining: true, HasReset: true}
	if n := len(w.log); n > 0 {
		o.Reset = (w.span - now.Sub(w.log[n-1].at)).Round(time.Second)
	}
	return o
}

func (l *level) observed(now time.Time) ratelimit.ObservedLimit {
	if l == nil {
		return ratelimit.ObservedLimit{}
	}
	left := l.at(now)
	return ratelimit.ObservedLimit{
		Limit: int(l.perMinute), Remaining: max(0, int(left)), HasRemaining: true,
		Reset: time.Duration((l.perMinute - left) / l.perMinute * float64(time.Minute)).Round(time.Millisecond), HasReset: true,
	}
}
