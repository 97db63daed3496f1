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
			return nil, failed(limiter, permit, err)
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

// failed tells the permit how a call failed.
func failed(limiter ratelimit.Limiter, permit ratelimit.Permit, err error) error {
	var retryAfter time.Duration
	if failure, ok := errors.AsType[*Error](err); ok {
		permit.Observe(failure.Observed)
		retryAfter = failure.RetryAfter
	}
	if KindOf(err) != RateLimited {
		return err
	}
	permit.Throttled(retryAfter)
	if limiter.Status().HeldUntil.After(time.Now()) {
		return &held{err}
	}
	return err
}

// held is how a call was turned away whose limiter admits nobody for as long as is
// needed now: who makes it again need not wait as well. A limiter that takes no
// notice must not be asked again at once.
type held struct{ error }

func (h *held) Unwrap() error { return h.error }

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
