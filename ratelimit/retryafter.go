package ratelimit

import (
	"bytes"
	"strings"
	"time"
)

// ParseRetryAfter reads how long the text of an error asks to wait, as providers
// write it where they send no header, or an odd one: "Please retry after 26
// seconds", "Please try again in 1.2s", "… in 6m0s", "… in 20ms". It returns
// false if the text does not say. Only the first 64 KiB are read.
func ParseRetryAfter(body []byte) (time.Duration, bool) {
	const most = 64 << 10
	text := bytes.ToLower(body[:min(len(body), most)])
	for _, lead := range []string{"retry after ", "try again in ", "retry in "} {
		for rest := text; ; {
			_, after, found := bytes.Cut(rest, []byte(lead))
			if !found {
				break
			}
			if d, ok := leadingSpan(string(after[:min(len(after), 64)])); ok {
				return d, true
			}
			rest = after
		}
	}
	return 0, false
}

// leadingSpan reads the time that a text begins with.
func leadingSpan(s string) (time.Duration, bool) {
	digits := func(s string) int {
		n := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if n < 0 {
			n = len(s)
		}
		return n
	}
	letters := func(s string) int {
		n := strings.IndexFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
		if n < 0 {
			n = len(s)
		}
		return n
	}
	var sum time.Duration
	found := false
	for {
		// A full stop that ends the sentence is none of the number's.
		n := digits(s)
		value, ok := number(strings.TrimSuffix(s[:n], "."))
		if !ok {
			return sum, found
		}
		s = strings.TrimPrefix(s[n:], " ")
		n = letters(s)
		unit, ok := units[s[:n]]
		if !ok {
			return sum, found
		}
		d, ok := lasting(value, unit)
		if sum += d; !ok || sum > longest {
			return 0, false
		}
		found = true
		s = strings.TrimLeft(s[n:], " ,")
	}
}

var units = map[string]time.Duration{
	"ms": time.Millisecond, "millisecond": time.Millisecond, "milliseconds": time.Millisecond,
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour,
}
