package llm

import (
	"context"
	"encoding/json"
)

// Store keeps answers for [Cache]. It is safe for concurrent use. What goes wrong
// in it is its own matter: a Get that fails has not found anything, and a Put may
// keep nothing.
type Store interface {
	Get(ctx context.Context, key string) (answer []byte, found bool)
	Put(ctx context.Context, key string, answer []byte)
}

// Cache answers a request that was answered before, by [Request.Key], from the
// store. It is the outermost middleware: what it answers passes no limiter and
// costs nothing, and Response.FromCache says so. Only complete answers are kept.
func Cache(store Store) Middleware {
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		key := req.Key()
		if value, found := store.Get(ctx, key); found {
			var kept kept
			if json.Unmarshal(value, &kept) == nil {
				if each != nil {
					each(Delta{Text: string(kept.Text)})
				}
				return &Response{Text: string(kept.Text), StopReason: kept.StopReason, Model: kept.Model, FromCache: true}, nil
			}
		}
		resp, err := next(ctx, req, each)
		if err == nil && resp != nil && resp.StopReason == StopEnd {
			if value, err := json.Marshal(keep(resp)); err == nil {
				store.Put(ctx, key, value)
			}
		}
		return resp, err
	})
}
