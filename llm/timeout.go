package llm

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// WithTimeout gives each call that much time, up to the end of its answer. A call that takes longer fails with
// the kind [Timeout]; one that is cut short by its own context fails as the
// client says.
func WithTimeout(limit time.Duration) Middleware {
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		bounded, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		resp, err := next(bounded, req, each)
		if err != nil && ctx.Err() == nil && errors.Is(bounded.Err(), context.DeadlineExceeded) {
			return nil, &Error{Kind: Timeout, Err: fmt.Errorf("no answer within %v: %w", limit, err)}
		}
		return resp, err
	})
}
