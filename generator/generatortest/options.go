package generatortest

import (
	"fmt"
	"time"

	"github.com/specloom/specloom/llm"
)

// Option changes how a [Model] answers.
type Option func(*settings)

type settings struct {
	seed      uint64
	obedience float64
	base      time.Duration
	perToken  time.Duration

	failures   []failureRate
	retryAfter time.Duration
	after      int      // calls that may pass
	afterwards llm.Kind // what the others fail with

	tokensPerMinute, requestsPerMinute int // 0: no limit

	mistakes []mistakeRate
	foreign  []string

	counter func(string) int
	marking bool
}

type failureRate struct {
	rate float64
	kind llm.Kind
}

type mistakeRate struct {
	rate float64
	kind Mistake
}

func newSettings(opts []Option) settings {
	s := settings{obedience: 0.9, retryAfter: time.Second}
	for _, opt := range opts {
		opt(&s)
	}
	return s
}

// WithSeed makes the model word things in another way. Default: 0.
func WithSeed(seed uint64) Option { return func(s *settings) { s.seed = seed } }

// WithObedience sets how often the model keeps to the names that all parts share,
// from 0 to 1. Default: 0.9.
func WithObedience(p float64) Option {
	share("WithObedience", p)
	return func(s *settings) { s.obedience = p }
}

// WithLatency sets how long an answer takes: base, and perToken for each token of
// it. A call whose context ends earlier ends with it. Default: no time at all.
func WithLatency(base, perToken time.Duration) Option {
	return func(s *settings) { s.base, s.perToken = base, perToken }
}

// WithFailures makes that part of all calls fail with an error of that kind. Kinds
// add up. A call that fails with [llm.Timeout] hangs until its context ends.
// Default: no failures.
func WithFailures(rate float64, kind llm.Kind) Option {
	share("WithFailures", rate)
	return func(s *settings) { s.failures = append(s.failures, failureRate{rate, kind}) }
}

// WithRetryAfter sets how long a rate limited call is told to wait. Default: 1 s.
func WithRetryAfter(d time.Duration) Option { return func(s *settings) { s.retryAfter = d } }

// WithFailureAfter lets so many calls pass and makes all others fail, as when a
// key is withdrawn ([llm.Unauthorized]) or money is spent ([llm.QuotaSpent]).
func WithFailureAfter(calls int, kind llm.Kind) Option {
	return func(s *settings) { s.after, s.afterwards = calls, kind }
}

// WithQuota makes the model turn calls away with a 429 as a provider does: when
// more tokens, input and MaxOutputTokens together, or more calls than these came
// within the last minute. 0 is no limit. Default: no quota.
func WithQuota(tokensPerMinute, requestsPerMinute int) Option {
	return func(s *settings) { s.tokensPerMinute, s.requestsPerMinute = tokensPerMinute, requestsPerMinute }
}

// WithMistakes makes that part of all answers wrong in that way. Kinds add up.
// Default: no mistakes.
func WithMistakes(rate float64, kind Mistake) Option {
	share("WithMistakes", rate)
	return func(s *settings) { s.mistakes = append(s.mistakes, mistakeRate{rate, kind}) }
}

// WithForeign makes every plan of a chunk speak of these operations too, whether
// the chunk holds them or not.
func WithForeign(operations ...string) Option {
	return func(s *settings) { s.foreign = append(s.foreign, operations...) }
}

// WithCounter sets what counts tokens, for usage and latency. Default: the
// request's own InputTokens, and one token for four bytes of answers.
func WithCounter(count func(text string) int) Option {
	return func(s *settings) { s.counter = count }
}

// WithMarkers puts a word of its own into everything that is worded, so that a
// test can tell what of an answer has reached a page; see [Model.Markers].
func WithMarkers() Option { return func(s *settings) { s.marking = true } }

func share(option string, p float64) {
	if !(p >= 0 && p <= 1) {
		panic(fmt.Sprintf("generatortest: %s: want 0 to 1, got %v", option, p))
	}
}
