package ratelimit_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

func header(lines ...string) http.Header {
	h := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		h.Set(name, value)
	}
	return h
}

func TestParseHeaders(t *testing.T) {
	t.Parallel()
	full := func(limit, left int, reset time.Duration) ratelimit.ObservedLimit {
		return ratelimit.ObservedLimit{Limit: limit, Remaining: left, Reset: reset, HasRemaining: true, HasReset: true}
	}
	for name, row := range map[string]struct {
		header http.Header
		want   ratelimit.Observed
	}{
		"nothing": {http.Header{}, ratelimit.Observed{}},
		"openai: durations": {
			header("x-ratelimit-limit-requests: 500", "x-ratelimit-remaining-requests: 499", "x-ratelimit-reset-requests: 120ms",
				"x-ratelimit-limit-tokens: 30000", "x-ratelimit-remaining-tokens: 0", "x-ratelimit-reset-tokens: 6m0s"),
			ratelimit.Observed{Requests: full(500, 499, 120*time.Millisecond), Tokens: full(30_000, 0, 6*time.Minute)},
		},
		"azure: whole seconds, and no limits": {
			header("x-ratelimit-remaining-requests: 7", "x-ratelimit-remaining-tokens: 12345", "x-ratelimit-reset-tokens: 46", "Retry-After: 26"),
			ratelimit.Observed{
				Requests:   ratelimit.ObservedLimit{Remaining: 7, HasRemaining: true},
				Tokens:     ratelimit.ObservedLimit{Remaining: 12_345, Reset: 46 * time.Second, HasRemaining: true, HasReset: true},
				RetryAfter: 26 * time.Second,
			},
		},
		"azure: odd values": {
			header("x-ratelimit-limit-tokens: 0", "x-ratelimit-remaining-tokens: -1", "x-ratelimit-reset-tokens: -1",
				"x-ratelimit-remaining-requests: 0", "x-ratelimit-reset-requests: 0", "Retry-After: 86400"),
			ratelimit.Observed{
				Requests:   ratelimit.ObservedLimit{HasRemaining: true, HasReset: true},
				RetryAfter: 24 * time.Hour,
			},
		},
		"anthropic: times": {
			header("anthropic-ratelimit-requests-limit: 50", "anthropic-ratelimit-requests-remaining: 49", "anthropic-ratelimit-requests-reset: 2026-01-01T00:00:12Z",
				"anthropic-ratelimit-tokens-limit: 100000", "anthropic-ratelimit-tokens-remaining: 90000", "anthropic-ratelimit-tokens-reset: 2026-01-01T01:00:30+01:00",
				"anthropic-ratelimit-input-tokens-limit: 80000", "anthropic-ratelimit-input-tokens-remaining: 79000", "anthropic-ratelimit-input-tokens-reset: 2025-12-31T23:59:59Z",
				"anthropic-ratelimit-output-tokens-limit: 16000", "anthropic-ratelimit-output-tokens-remaining: 16000", "anthropic-ratelimit-output-tokens-reset: 2026-01-01T00:00:00.5Z"),
			ratelimit.Observed{
				Requests: full(50, 49, 12*time.Second), Tokens: full(100_000, 90_000, 30*time.Second),
				InputTokens: full(80_000, 79_000, 0), OutputTokens: full(16_000, 16_000, 500*time.Millisecond),
			},
		},
		"a date":                     {header("Retry-After: Thu, 01 Jan 2026 00:02:00 GMT"), ratelimit.Observed{RetryAfter: 2 * time.Minute}},
		"a date that is past":        {header("Retry-After: Thu, 01 Jan 2015 00:02:00 GMT"), ratelimit.Observed{}},
		"milliseconds go first":      {header("Retry-After: 2", "retry-after-ms: 1500.5"), ratelimit.Observed{RetryAfter: 1500500 * time.Microsecond}},
		"milliseconds without sense": {header("Retry-After: 2", "retry-after-ms: soon"), ratelimit.Observed{RetryAfter: 2 * time.Second}},
		"a part of a second":         {header("Retry-After: 0.25"), ratelimit.Observed{RetryAfter: 250 * time.Millisecond}},
		"no sense at all": {
			header("Retry-After: -5", "retry-after-ms: NaN", "x-ratelimit-limit-tokens: 1e9", "x-ratelimit-remaining-tokens: many",
				"x-ratelimit-reset-tokens: -3s", "x-ratelimit-reset-requests: 9999999999999", "anthropic-ratelimit-requests-reset: 2999-01-01T00:00:00Z"),
			ratelimit.Observed{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, ratelimit.ParseHeaders(row.header, epoch))
		})
	}
}

func TestParseRetryAfter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		`{"error":{"code":"429","message":"Requests have exceeded token rate limit of your current tier. Please retry after 26 seconds. Please contact support."}}`: 26 * time.Second,
		`Please retry after 1 second.`: time.Second,
		`Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 1.2s. Visit …`: 1200 * time.Millisecond,
		`Please try again in 20ms.`:                                     20 * time.Millisecond,
		`Please try again in 6m0s.`:                                     6 * time.Minute,
		`Please try again in 7m12.5s.`:                                  7*time.Minute + 12500*time.Millisecond,
		`TRY AGAIN IN 1H2M3S`:                                           time.Hour + 2*time.Minute + 3*time.Second,
		`please try again in 1 minute, 30 seconds`:                      90 * time.Second,
		`retry after 86400 seconds`:                                     24 * time.Hour,
		`Do not retry after a while. Please retry after 3 seconds`:      3 * time.Second,
		`"retryDelay": "soon", "message": "Please retry in 8.25 secs."`: 8250 * time.Millisecond,
		`retry after 0 seconds`:                                         0,
	} {
		got, ok := ratelimit.ParseRetryAfter([]byte(text))
		require.True(t, ok, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{
		"", "Please retry after", "Please try again in ", "try again in 5 apples", "retry after seconds", "try again in -3s", "try again in 12",
		"try again in 99999999999999999999s", "try again in 1e300h", "try again in ..s", "You exceeded your current quota, please check your plan and billing details.",
		strings.Repeat(" ", 64<<10) + "retry after 3 seconds",
	} {
		_, ok := ratelimit.ParseRetryAfter([]byte(text))
		require.False(t, ok, "%.60q", text)
	}
}

// FuzzParseHeaders: what is read is never negative nor absurd, and the same for the
// same headers.
func FuzzParseHeaders(f *testing.F) {
	for _, seed := range []string{
		"500", "-1", "0", "86400", "1s", "6m0s", "20ms", "1.5", "2026-01-01T00:00:12Z", "Thu, 01 Jan 2026 00:02:00 GMT", "NaN", "1e300", "0x1p10", "9223372036854775807", "-9223372036854775808ns", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", " 7 ", "٣",
	} {
		f.Add(seed, seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, limit, remaining, reset, after string) {
		h := http.Header{}
		for _, name := range []string{"Requests", "Tokens"} {
			h.Set("X-Ratelimit-Limit-"+name, limit)
			h.Set("X-Ratelimit-Remaining-"+name, remaining)
			h.Set("X-Ratelimit-Reset-"+name, reset)
		}
		for _, name := range []string{"Requests", "Tokens", "Input-Tokens", "Output-Tokens"} {
			h.Set("Anthropic-Ratelimit-"+name+"-Limit", limit)
			h.Set("Anthropic-Ratelimit-"+name+"-Remaining", remaining)
			h.Set("Anthropic-Ratelimit-"+name+"-Reset", reset)
		}
		h.Set("Retry-After", after)
		h.Set("Retry-After-Ms", reset)
		o := ratelimit.ParseHeaders(h, epoch)
		require.Equal(t, o, ratelimit.ParseHeaders(h, epoch))
		const month = 31 * 24 * time.Hour
		require.GreaterOrEqual(t, o.RetryAfter, time.Duration(0))
		require.LessOrEqual(t, o.RetryAfter, month)
		for _, l := range []ratelimit.ObservedLimit{o.Tokens, o.Requests, o.InputTokens, o.OutputTokens} {
			require.GreaterOrEqual(t, l.Limit, 0)
			require.GreaterOrEqual(t, l.Remaining, 0)
			require.GreaterOrEqual(t, l.Reset, time.Duration(0))
			require.LessOrEqual(t, l.Reset, month)
			require.True(t, l.HasRemaining || l.Remaining == 0)
			require.True(t, l.HasReset || l.Reset == 0)
		}
	})
}

// FuzzParseRetryAfter: what is read is within reason, and is read again where
// the same time is written after any text.
func FuzzParseRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"Please retry after 26 seconds.", "try again in 1.2s", "try again in 6m0s", "retry in 3h2m1s5ms", "retry after 1e9 seconds", "retry after ", "try again in 1,2,3", "try again in 1.1.1s", "RETRY AFTER 1 MINUTE",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		d, ok := ratelimit.ParseRetryAfter(body)
		require.GreaterOrEqual(t, d, time.Duration(0))
		require.LessOrEqual(t, d, 31*24*time.Hour)
		require.True(t, ok || d == 0)
		again, ok := ratelimit.ParseRetryAfter([]byte("Please try again in " + d.String() + "."))
		require.True(t, ok)
		require.Equal(t, d.Truncate(time.Microsecond), again.Truncate(time.Microsecond), d)
	})
}
