package generator

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/specloom/specloom/llm"
)

// tally counts the calls of one run while they go on. The client chain belongs
// to the Generator, so the run's tally comes to it by the context.
type tally struct {
	calls     atomic.Int64 // tries to have questions answered
	retries   atomic.Int64 // of them those that were not the first
	throttled atomic.Int64 // of them those that the provider turned away with a 429
	repeated  atomic.Int64 // questions whose answer could not be read, and that were asked again
}

type tallyKey struct{}

// question is what one question adds to a tally.
type question struct {
	*tally
	tries atomic.Int64
}

func withTally(ctx context.Context, t *tally) context.Context {
	return context.WithValue(ctx, tallyKey{}, &question{tally: t})
}

// counted is the innermost middleware. It also takes a client's panic for an
// error: one call must not take the service down.
var counted = llm.Around(func(ctx context.Context, req llm.Request, each func(llm.Delta), next llm.StreamFunc) (resp *llm.Response, err error) {
	defer func() {
		if p := recover(); p != nil {
			resp, err = nil, &llm.Error{Kind: llm.Invalid, Err: fmt.Errorf("the client panicked: %v", p)}
		}
	}()
	resp, err = next(ctx, req, each)
	if q, ok := ctx.Value(tallyKey{}).(*question); ok {
		q.calls.Add(1)
		if q.tries.Add(1) > 1 {
			q.retries.Add(1)
		}
		if llm.KindOf(err) == llm.RateLimited {
			q.throttled.Add(1)
		}
	}
	return resp, err
})
