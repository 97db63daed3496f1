package llm

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/specloom/specloom/ratelimit"
)

// Limit lets a request pass when the limiter does, and tells the limiter what
// it cost in the end. Of a call that failed that is not known, and nothing is
// given back; of an answer that does not say its usage, the request's own
// InputTokens and one token for four bytes of text are taken.
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
			defer permit.Done(ratelimit.Usage{}) // whatever happens; once it has ended, this is nothing
			queue := time.Since(start)
			resp, err := next.Generate(ctx, req)
			switch failure, ok := errors.AsType[*Error](err); {
			case ok && failure.Kind == RateLimited:
				permit.Throttled(failure.RetryAfter)
				return nil, err
			case err != nil:
				return nil, err
			case resp == nil:
				return nil, &Error{Kind: BadAnswer, Err: errors.New("the client gave neither an answer nor an error")}
			}
			answer := *resp // a client may give the same one twice
			answer.Timing.Queue += queue
			permit.Done(usageOf(req, &answer))
			return &answer, nil
		})
	}
}

func usageOf(req Request, resp *Response) ratelimit.Usage {
	u := ratelimit.Usage{
		InputTokens:  resp.Usage.InputTokens,
		CachedTokens: resp.Usage.CachedTokens,
		OutputTokens: resp.Usage.OutputTokens,
	}
	if u == (ratelimit.Usage{}) {
		u = ratelimit.Usage{InputTokens: req.InputTokens, OutputTokens: len(resp.Text)/4 + 1}
	}
	return u
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
