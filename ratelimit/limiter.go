package ratelimit

import (
	"context"
	"time"
)

// Limiter admits calls. Implementations are safe for concurrent use; package
// ratelimittest checks what else is expected of them.
type Limiter interface {
	// Acquire waits until a call may be made. Its error answers errors.Is for
	// [ErrTooLarge], or is a [*WaitError]; a call that is not admitted takes nothing.
	Acquire(ctx context.Context, c Charge) (Permit, error)

	// Status says how things stand. It is cheap enough to poll.
	Status() Status
}

// Permit is the leave to make one call. It is a value, free to copy; only the first
// word about a call counts, so that a deferred Done after a Throttled is right.
// The zero Permit belongs to no limiter and ignores all.
type Permit struct {
	settler Settler
	id      uint64
}

// Settler is what a [Permit] reports to: the inner side of a Limiter. After Settle or
// Throttle, further words about the same id are ignored, as are unknown ids.
type Settler interface {
	Settle(id uint64, u Usage)
	Throttle(id uint64, retryAfter time.Duration)
	Observe(id uint64, o Observed)
}

// NewPermit makes a permit, for limiters outside of this package.
func NewPermit(s Settler, id uint64) Permit { return Permit{s, id} }

// Done says that the call is over and what it used; the zero Usage that this is
// not known, and nothing is given back. Calls that failed are Done too.
func (p Permit) Done(u Usage) {
	if p.settler != nil {
		p.settler.Settle(p.id, u)
	}
}

// Throttled says that the provider turned the call away for its quota, and asked to
// wait for retryAfter; 0 if it did not say. Nobody is admitted until then, or for
// longer where the backoff is longer.
func (p Permit) Throttled(retryAfter time.Duration) {
	if p.settler != nil {
		p.settler.Throttle(p.id, retryAfter)
	}
}
