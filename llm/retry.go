package llm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// RetryPolicy says how often and when a failed call is tried again. The zero
// value of a field means its default.
type RetryPolicy struct {
	Attempts int // calls in all, from 1; 4 by default
	// Patience is how long after it was turned away for the quota first a call may be
	// made again for that. It does not count as an attempt: it says nothing of the call,
	// and others may draw on the quota for long. An hour by default; a call that is
	// turned away is never made again where it is negative or Attempts is 1.
	Patience   time.Duration
	Wait       time.Duration // before the second call; 1 s by default
	Multiplier float64       // of the wait from try to try, from 1; 2 by default
	MaxWait    time.Duration // 60 s by default; a provider's own RetryAfter may be longer
	// Jitter is the part of the wait that is random, from 0 to 1, so that
	// processes that failed together do not come back together; 0.2 by default,
	// and none where it is negative.
	Jitter float64
}

func (p RetryPolicy) withDefaults() RetryPolicy {
	if p.Attempts == 0 {
		p.Attempts = 4
	}
	if p.Patience == 0 {
		p.Patience = time.Hour
	}
	if p.Wait == 0 {
		p.Wait = time.Second
	}
	if p.Multiplier == 0 {
		p.Multiplier = 2
	}
	if p.MaxWait == 0 {
		p.MaxWait = time.Minute
	}
	if p.Jitter == 0 {
		p.Jitter = 0.2
	}
	return p
}

// wait is the pause after the given number of failed tries.
func (p RetryPolicy) wait(failed int, retryAfter time.Duration) time.Duration {
	wait := float64(min(p.Wait, p.MaxWait))
	for range failed - 1 {
		wait = min(wait*p.Multiplier, float64(p.MaxWait))
	}
	if p.Jitter > 0 {
		wait += wait * p.Jitter * rand.Float64()
	}
	return max(time.Duration(wait), retryAfter)
}

// Retry calls again where an error's [Kind] is Retryable, waiting at least as
// long as the provider asked, but not beyond the context's deadline. Everything
// below it in the chain is passed anew, a limiter too: of a call that was turned
// away for the quota, [Limit] tells the limiter, and that alone makes it wait. Who
// was handed pieces of an answer that failed midway is told so by [Delta.Restart].
func Retry(policy RetryPolicy) Middleware {
	policy = policy.withDefaults()
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		each, restart := restarting(each)
		t := trial{RetryPolicy: policy}
		for {
			resp, err := next(ctx, req, each)
			t.made++
			if err == nil {
				return resp, nil
			}
			if !t.again(ctx, err) {
				return nil, t.error(err)
			}
			restart()
		}
	})
}

// trial is what became of a call so far.
type trial struct {
	RetryPolicy

	made     int       // calls in all
	failed   int       // those that failed for other reasons than the quota
	paused   int       // the pauses so far
	first    time.Time // when it was turned away first
	throttle error     // how it was turned away last
}

// again waits until it is time for the next call, and reports whether there is to
// be one.
func (t *trial) again(ctx context.Context, err error) bool {
	kind := KindOf(err)
	if ctx.Err() != nil || !kind.Retryable() || t.Attempts <= 1 {
		return false
	}
	if kind != RateLimited {
		t.failed++
		return t.failed < t.Attempts && t.pause(ctx, t.next(err))
	}
	now := time.Now()
	if t.throttle == nil {
		t.first = now
	}
	t.throttle = err
	var wait time.Duration
	if _, ok := errors.AsType[*held](err); !ok {
		wait = t.next(err)
	}
	return now.Sub(t.first)+wait <= t.Patience && t.pause(ctx, wait)
}

// next is the pause after an error.
func (t *trial) next(err error) time.Duration {
	t.paused++
	var retryAfter time.Duration
	if e, ok := errors.AsType[*Error](err); ok {
		retryAfter = e.RetryAfter
	}
	return t.wait(t.paused, retryAfter)
}

// pause waits, and reports whether there was time for it.
func (t *trial) pause(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false // it would be too late
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// error is what the caller is told in the end. Where a limiter refused to wait any
// longer, that is because the call was turned away before.
func (t *trial) error(err error) error {
	if refused, ok := errors.AsType[*ratelimit.WaitError](err); ok && t.throttle != nil {
		err = fmt.Errorf("%w: %w", t.throttle, refused)
	}
	if t.made == 1 {
		return err
	}
	return fmt.Errorf("%w (after %d tries)", err, t.made)
}

// restarting returns an each that knows whether it has handed over text, and what
// to call before it is handed the same again.
func restarting(each func(Delta)) (func(Delta), func()) {
	if each == nil {
		return nil, func() {}
	}
	begun := false
	return func(d Delta) {
			begun = begun || d.Text != ""
			each(d)
		}, func() {
			if begun {
				begun = false
				each(Delta{Restart: true})
			}
		}
}
