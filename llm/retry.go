package llm

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// RetryPolicy says how often and when a failed call is tried again. The zero
// value of a field means its default.
type RetryPolicy struct {
	Attempts int // calls in all, from 1; 4 by default
	// Throttles is how often a call may be turned away for the quota, which does not
	// count as an attempt: it says nothing of the call, and others may draw on the
	// quota for long. 16 by default; none where it is negative or Attempts is 1.
	Throttles  int
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
	if p.Throttles == 0 {
		p.Throttles = 16
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
	wait := float64(p.Wait)
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
// below it in the chain is passed anew, a limiter too. Who was handed pieces of an
// answer that failed midway is told so by [Delta.Restart].
func Retry(policy RetryPolicy) Middleware {
	policy = policy.withDefaults()
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		each, restart := restarting(each)
		failed, throttled := 0, 0
		for {
			resp, err := next(ctx, req, each)
			kind := KindOf(err)
			if err == nil || ctx.Err() != nil || !kind.Retryable() {
				return resp, tries(err, failed+throttled+1)
			}
			if kind == RateLimited {
				throttled++
			} else {
				failed++
			}
			if !policy.again(failed, throttled) || !policy.pause(ctx, err, failed+throttled) {
				return nil, tries(err, failed+throttled)
			}
			restart()
		}
	})
}

// again reports whether a call that failed and was turned away so many times may
// be made once more.
func (p RetryPolicy) again(failed, throttled int) bool {
	return p.Attempts > 1 && failed < p.Attempts && throttled <= max(0, p.Throttles)
}

// pause waits before the next try, and reports whether there is time for it.
func (p RetryPolicy) pause(ctx context.Context, err error, failed int) bool {
	var retryAfter time.Duration
	if e, ok := errors.AsType[*Error](err); ok {
		retryAfter = e.RetryAfter
	}
	wait := p.wait(failed, retryAfter)
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

func tries(err error, n int) error {
	if err == nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w (after %d tries)", err, n)
}
