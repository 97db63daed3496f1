package llm

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/specloom/specloom/ratelimit"
)

// Limit lets a request pass when the limiter does, and tells the limiter what
// it cost in the end.
func Limit(limiter ratelimit.Limiter) Middleware {
	return func(next Client) Client {
		return ClientFunc(func(ctx context.Context, req Request) (*Response, error) {
			start := time.Now()
			charge := ChargeOf(req)
			permit, err := limiter.Acquire(ctx, charge)
			if err != nil {
				if errors.Is(err, ratelimit.ErrTooLarge) {
					return nil, &Error{Kind: TooLarge, Err: err}
				}
				return nil, err
			}
			queue := time.Since(start)
			resp, err := next.Generate(ctx, req)
			var failure *Error
			switch {
			case err == nil:
				resp.Timing.Queue += queue
				permit.Done(ratelimit.Usage{
					InputTokens:  resp.Usage.InputTokens,
					CachedTokens: resp.Usage.CachedTokens,
					OutputTokens: resp.Usage.OutputTokens,
				})
			case errors.As(err, &failure) && failure.Kind == RateLimited:
				permit.Throttled(failure.RetryAfter)
			case errors.As(err, &failure) && failure.Status >= 400 && failure.Status < 500:
				permit.Done(ratelimit.Usage{}) // refused before any work
			default: // it may have cost everything
				permit.Done(ratelimit.Usage{InputTokens: charge.InputTokens, OutputTokens: charge.MaxOutputTokens})
			}
			return resp, err
		})
	}
}

// ChargeOf is what a request counts for a limiter. InputTokens must have been
// counted; characters are counted here.
func ChargeOf(req Request) ratelimit.Charge {
	chars := utf8.RuneCountInString(req.System) + len(req.Schema)
	for _, m := range req.Messages {
		chars += utf8.RuneCountInString(m.Text)
	}
	return ratelimit.Charge{
		InputTokens:     req.InputTokens,
		InputChars:      chars,
		MaxOutputTokens: req.MaxOutputTokens,
		Priority:        req.Priority,
	}
}
