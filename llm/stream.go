package llm

import (
	"context"

	"github.com/specloom/specloom/ratelimit"
)

// Streamer is a Client that can also hand over an answer while it is written.
// [Stream] asks any Client that way; middleware passes it on.
type Streamer interface {
	Client

	// Stream is Generate, and calls each for every piece of the answer as it comes:
	// one after the other, and never after it has returned. The Response, with the
	// whole text, is the same as that of Generate. An answer that ends before it is
	// complete is an error, as it is there. Cancel ctx to stop early.
	Stream(ctx context.Context, req Request, each func(Delta)) (*Response, error)
}

// Delta is a piece of an answer.
type Delta struct {
	Text string // may be empty, where there is something else to say

	// Restart says that the answer begins anew, because the call failed midway and
	// is made again, or what came before was no part of it: the text so far is void.
	Restart bool

	// Observed is what the reply's headers said of the provider's limits, as soon as
	// they were there; nil in all other pieces.
	Observed *ratelimit.Observed
}

// Stream asks client for an answer piece by piece. The answer of one that is no
// [Streamer] comes in one piece. Where each is nil, this is Generate.
func Stream(ctx context.Context, client Client, req Request, each func(Delta)) (*Response, error) {
	if each == nil {
		return client.Generate(ctx, req)
	}
	if s, ok := client.(Streamer); ok {
		return s.Stream(ctx, req, each)
	}
	resp, err := client.Generate(ctx, req)
	if err == nil && resp != nil && resp.Text != "" {
		each(Delta{Text: resp.Text})
	}
	return resp, err
}

// StreamFunc is a function as a [Streamer]. Its each is nil for a Generate.
type StreamFunc func(ctx context.Context, req Request, each func(Delta)) (*Response, error)

// Generate calls f, with nobody to hand pieces to.
func (f StreamFunc) Generate(ctx context.Context, req Request) (*Response, error) {
	return f(ctx, req, nil)
}

// Stream calls f.
func (f StreamFunc) Stream(ctx context.Context, req Request, each func(Delta)) (*Response, error) {
	return f(ctx, req, each)
}

// Around makes a middleware that treats Generate and Stream alike: it is given
// what was asked, with a nil each for Generate, and hands that on to next.
func Around(around func(ctx context.Context, req Request, each func(Delta), next StreamFunc) (*Response, error)) Middleware {
	return func(client Client) Client {
		next := StreamFunc(func(ctx context.Context, req Request, each func(Delta)) (*Response, error) {
			return Stream(ctx, client, req, each)
		})
		return StreamFunc(func(ctx context.Context, req Request, each func(Delta)) (*Response, error) {
			return around(ctx, req, each, next)
		})
	}
}
