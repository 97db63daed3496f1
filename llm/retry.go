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
	Attempts   int           // calls in all, from 1; 4 by default
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
// long as the provider asked, but not beyond the context's deadline. Everything below it in the chain is passed anew,
// a limiter too.
func Retry(policy RetryPolicy) Middleware {
	policy = policy.withDefaults()
	return func(next Client) Client {
		return ClientFunc(func(ctx context.Context, req Request) (*Response, error) {
			for failed := 1; ; failed++ {
				resp, err := next.Generate(ctx, req)
				if err == nil || ctx.Err() != nil || !KindOf(err).Retryable() || failed >= policy.Attempts {
					return resp, tries(err, failed)
				}
				var retryAfter time.Duration
				if e, ok := errors.AsType[*Error](err); ok {
					retryAfter = e.RetryAfter
				}
				wait := policy.wait(failed, retryAfter)
				if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
					return nil, tries(err, failed) // it would be too late
				}
				select {
				case <-ctx.Done():
					return nil, tries(err, failed)
				case <-time.After(wait):
				}
			}
		})
	}
}

func tries(err error, n int) error {
	if err == nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w (after %d tries)", err, n)
}
