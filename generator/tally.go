package generator

import (
	"context"
	"sync/atomic"

	"github.com/specloom/specloom/llm"
)

// tally counts the calls of one run while they go on. The client chain belongs
// to the Generator, so the run's tally comes to it by the context.
type tally struct {
	asked     atomic.Int64 // questions
	calls     atomic.Int64 // tries to have them answered
	throttled atomic.Int64 // tries that the provider turned away with a 429
}

type tallyKey struct{}

func withTally(ctx context.Context, t *tally) context.Context {
	return context.WithValue(ctx, tallyKey{}, t)
}

// counted is the innermost middleware.
func counted(next llm.Client) llm.Client {
	return llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		resp, err := next.Generate(ctx, req)
		if t, ok := ctx.Value(tallyKey{}).(*tally); ok {
			t.calls.Add(1)
			if llm.KindOf(err) == llm.RateLimited {
				t.throttled.Add(1)
			}
		}
		return resp, err
	})
}
