package ratelimit

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Observed is what one reply said of the provider's limits. The zero Observed is a
// reply that said nothing. See [ParseHeaders] and [Permit.Observe].
type Observed struct {
	Tokens       ObservedLimit // input and output together
	InputTokens  ObservedLimit
	OutputTokens ObservedLimit
	Requests     ObservedLimit

	RetryAfter time.Duration // how long the provider asks to wait; 0: it does not ask
}

// ObservedLimit is what a reply said of one limit. Its zero value says nothing.
type ObservedLimit struct {
	Limit     int           // in the provider's own period, most often a minute; 0: not said
	Remaining int           // if HasRemaining; what is left after this call
	Reset     time.Duration // if HasReset; until all of it is there again; for people, no decision is made by it

	HasRemaining bool
	HasReset     bool
}

// ParseHeaders reads what a reply's headers say of limits: those of OpenAI and
// Azure OpenAI (x-ratelimit-…, resets as Go-like durations or as whole seconds), of
// Anthropic (anthropic-ratelimit-…, resets as RFC 3339 times), and
// retry-after-ms and Retry-After in seconds or as an HTTP date (RFC 9110, section
// 10.2.3). Times are counted from now. What is missing, negative (Azure
// OpenAI sends −1 for "unknown") or makes no sense counts as not said; so does a
// limit of 0. It never fails, whatever the headers hold.
func ParseHeaders(h http.Header, now time.Time) Observed {
	var o Observed
	for _, family := range []struct {
		name  string
		limit *ObservedLimit
	}{
		{"Tokens", &o.Tokens},
		{"Requests", &o.Requests},
		{"Input-Tokens", &o.InputTokens},
		{"Output-Tokens", &o.OutputTokens},
	} {
		family.limit.read(h.Get("X-Ratelimit-Limit-"+family.name), h.Get("X-Ratelimit-Remaining-"+family.name),
			h.Get("X-Ratelimit-Reset-"+family.name), now)
		anthropic := "Anthropic-Ratelimit-" + family.name
		family.limit.read(h.Get(anthropic+"-Limit"), h.Get(anthropic+"-Remaining"), h.Get(anthropic+"-Reset"), now)
	}
	o.RetryAfter = retryAfter(h, now)
	return o
}

func (l *ObservedLimit) read(limit, remaining, reset string, now time.Time) {
	if n, ok := count(limit); ok && n > 0 {
		l.Limit = n
	}
	if n, ok := count(remaining); ok {
		l.Remaining, l.HasRemaining = n, true
	}
	if d, ok := span(reset, now); ok {
		l.Reset, l.HasReset = d, true
	}
}

func retryAfter(h http.Header, now time.Time) time.Duration {
	if ms, ok := number(h.Get("Retry-After-Ms")); ok {
		if d, ok := lasting(ms, time.Millisecond); ok {
			return d
		}
	}
	if d, ok := span(h.Get("Retry-After"), now); ok {
		return d
	}
	return 0
}

// count reads a number of tokens or requests.
func count(s string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	return min(n, largest), err == nil && n >= 0
}

// span reads a time in any of the forms that providers write: seconds, a Go-like
// duration, an RFC 3339 time or an HTTP date. What is past is 0.
func span(s string, now time.Time) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	if seconds, ok := number(s); ok {
		return lasting(seconds, time.Second)
	}
	if d, err := time.ParseDuration(s); err == nil {
		return d, d >= 0 && d <= longest
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		at, err = http.ParseTime(s)
	}
	d := max(0, at.Sub(now))
	return d, err == nil && d <= longest
}

// longest is the longest time that is believed: quotas by the month exist, and
// none for longer.
const longest = 31 * 24 * time.Hour

// number reads a decimal number, not negative and finite.
func number(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return f, err == nil && f >= 0 && !math.IsInf(f, 0)
}

func lasting(n float64, unit time.Duration) (time.Duration, bool) {
	if n > float64(longest/unit) {
		return 0, false
	}
	return time.Duration(math.Ceil(n * float64(unit))), true
}

// Observe says what the provider's reply told of its limits, whether it was an
// answer or a 429. Tell it as soon as the headers are there, before Done or
// Throttled; after these it does nothing.
func (p Permit) Observe(o Observed) {
	if p.settler != nil && o != (Observed{}) {
		p.settler.Observe(p.id, o)
	}
}
