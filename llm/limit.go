package llm

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/specloom/specloom/ratelimit"
)

// Limit lets a request pass when the limiter does, and tells the limiter what the
// provider says of its limits, as soon as it is said, and what the call cost in the
// end. Of a call that failed that is not known, and nothing is given back; of an
// answer that does not say its usage, the request's own InputTokens and one token
// for four bytes of text are taken.
func Limit(limiter ratelimit.Limiter) Middleware {
	return Around(func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error) {
		start := time.Now()
		permit, err := limiter.Acquire(ctx, ChargeOf(req))
		if err != nil {
			if errors.Is(err, ratelimit.ErrTooLarge) {
				return nil, &Error{Kind: TooLarge, Err: err}
			}
			return nil, err
		}
		defer permit.Done(ratelimit.Usage{}) // whatever happens; once it has ended, this is nothing
		queue := time.Since(start)
		resp, err := next(ctx, req, observing(permit, each))
		switch {
		case err != nil:
			if failure, ok := errors.AsType[*Error](err); ok {
				permit.Observe(failure.Observed)
				if failure.Kind == RateLimited {
					permit.Throttled(failure.RetryAfter)
				}
			}
			return nil, err
		case resp == nil:
			return nil, &Error{Kind: BadAnswer, Err: errors.New("the client gave neither an answer nor an error")}
		}
		answer := *resp // a client may give the same one twice
		answer.Timing.Queue += queue
		permit.Observe(answer.Observed)
		permit.Done(usageOf(req, &answer))
		return &answer, nil
	})
}

// observing tells the permit what the first piece of an answer says of limits,
// long before the answer ends.
func observing(permit ratelimit.Permit, each func(Delta)) func(Delta) {
	if each == nil {
		return nil
	}
	return func(d Delta) {
		if d.Observed != nil {
			permit.Observe(*d.Observed)
		}
		each(d)
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
