package ratelimit

import (
	"errors"
	"fmt"
	"time"
)

// Option changes how a limiter works; see [New].
type Option func(*settings) error

type settings struct {
	tokenMargin    float64
	requestMargin  float64
	guard          time.Duration
	acquireTimeout time.Duration
	backoff        Backoff
	seed           *uint64
	firstAlone     bool
	drift          func(Drift)
}

func newSettings(opts []Option) (settings, error) {
	s := settings{
		tokenMargin: 0.85, requestMargin: 0.9,
		guard:          500 * time.Millisecond,
		acquireTimeout: 300 * time.Second,
		backoff:        Backoff{Initial: time.Second, Max: time.Minute, Multiplier: 2, Jitter: 0.1},
	}
	var errs []error
	for _, opt := range opts {
		if opt == nil {
			errs = append(errs, errors.New("a nil option"))
			continue
		}
		errs = append(errs, opt(&s))
	}
	return s, errors.Join(errs...)
}

// WithMargins sets the parts of the token limits and of the request limit that are
// used, above 0 and up to 1. They are what protects against estimates that are too
// low, and against others who draw on the same quota. Default: 0.85 and 0.9.
func WithMargins(tokens, requests float64) Option {
	return func(s *settings) error {
		if !(tokens > 0 && tokens <= 1) || !(requests > 0 && requests <= 1) {
			return fmt.Errorf("margins %v and %v are not above 0 and up to 1", tokens, requests)
		}
		s.tokenMargin, s.requestMargin = tokens, requests
		return nil
	}
}

// WithGuard sets by how much our windows are longer than the provider's: the most
// by which the delays of two calls on their way may differ. Default: 500 ms.
func WithGuard(guard time.Duration) Option {
	return func(s *settings) error {
		if guard < 0 || guard > time.Minute {
			return fmt.Errorf("a guard of %v is not within a minute", guard)
		}
		s.guard = guard
		return nil
	}
}

// WithAcquireTimeout sets how long a call may wait at the head of the queue while
// nobody else is let through: where only time, and no other call, is in its way.
// Waiting for one's turn does not count. Where it is plain before that time is
// over that it will not do, as when the provider asks for a longer wait, the call
// is refused without waiting. Default: 300 s.
func WithAcquireTimeout(timeout time.Duration) Option {
	return func(s *settings) error {
		if timeout <= 0 {
			return fmt.Errorf("an acquire timeout of %v", timeout)
		}
		s.acquireTimeout = timeout
		return nil
	}
}

// Backoff is how long to wait after a call was turned away: the time that the
// provider asks for or the current backoff, whichever is longer. The backoff grows
// by Multiplier with each such event up to Max, and shrinks by it with each success
// down to Initial. Calls turned away in one burst are one event. Jitter is the part
// of the wait, from 0 to 1, by which it is lengthened at random, so that several
// processes do not come back at once.
type Backoff struct {
	Initial, Max       time.Duration
	Multiplier, Jitter float64
}

// WithBackoff sets the [Backoff]. Default: 1 s to 60 s, doubling, with a jitter of
// a tenth.
func WithBackoff(b Backoff) Option {
	return func(s *settings) error {
		if b.Initial < 0 || b.Max < b.Initial || !(b.Multiplier >= 1) || !(b.Jitter >= 0 && b.Jitter <= 1) {
			return fmt.Errorf("backoff %+v: the times or factors make no sense", b)
		}
		s.backoff = b
		return nil
	}
}

// WithSeed makes the backoff's jitter the same in every run. Default: a seed drawn
// at random, for the jitter is there to tell processes apart.
func WithSeed(seed uint64) Option {
	return func(s *settings) error {
		s.seed = &seed
		return nil
	}
}

// WithFirstAlone has the first call go alone, until its reply has told the limits
// or it is over: if they are lower than configured, no call is turned away to learn
// it. Default: off, for it costs the time of that call, which is that of all calls
// where a minute's quota has room for them; a limiter that is surprised by lower
// limits has the part of its first burst turned away that is above them.
func WithFirstAlone() Option {
	return func(s *settings) error {
		s.firstAlone = true
		return nil
	}
}
