package provider

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// Most bytes of a reply that are read: far above the longest answer that a model
// gives, and of an error.
const (
	maxReply = 64 << 20
	maxFault = 64 << 10
)

// Exchange watches one call of a provider. Make one by [Begin] for each call; only
// RoundTrip may run beside its other methods.
type Exchange struct {
	ctx      context.Context //nolint:containedctx // it lives as long as the call, and judges how that ended
	provider string
	start    time.Time
	text     time.Time // when the first piece of a streamed answer came

	mu        sync.Mutex // below: the transport's goroutines write there
	connected time.Time
	answered  time.Time
	observed  ratelimit.Observed
	requestID string
	status    int
	failure   *llm.Error
	secrets   []string
}

// Begin starts to watch a call. The name of the provider is for errors.
func Begin(ctx context.Context, name string) *Exchange {
	return &Exchange{ctx: ctx, provider: name, start: time.Now()}
}

// RoundTrip sends a request by next and notes what can be known of the reply. The
// body of a reply that is an error is read, and is there to be read again.
func (e *Exchange) RoundTrip(req *http.Request, next func(*http.Request) (*http.Response, error)) (*http.Response, error) {
	e.secrets = secretsOf(req)
	req = req.WithContext(httptrace.WithClientTrace(req.Context(), &httptrace.ClientTrace{
		GotConn:              func(httptrace.GotConnInfo) { e.note(&e.connected) },
		GotFirstResponseByte: func() { e.note(&e.answered) },
	}))
	resp, err := next(req)
	if err != nil {
		return resp, err
	}
	now := time.Now()
	var body []byte
	if resp.StatusCode >= http.StatusBadRequest {
		body, _ = io.ReadAll(io.LimitReader(resp.Body, maxFault))
		_ = resp.Body.Close()
		resp.Body = io.NopCloser(bytes.NewReader(body))
	} else {
		resp.Body = &bounded{ReadCloser: resp.Body, left: maxReply}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.answered.IsZero() { // a transport that knows no traces
		e.answered = now
	}
	e.status = resp.StatusCode
	e.observed = ratelimit.ParseHeaders(resp.Header, now)
	for _, name := range []string{"X-Request-Id", "Request-Id", "Apim-Request-Id"} {
		if id := resp.Header.Get(name); id != "" {
			e.requestID = clean(id, maxCode)
			break
		}
	}
	if resp.StatusCode >= http.StatusBadRequest {
		e.failure = e.fail(resp.StatusCode, body)
	}
	return resp, nil
}

func (e *Exchange) note(at *time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if at.IsZero() {
		*at = time.Now()
	}
}

// Observed is what the reply's headers said of limits.
func (e *Exchange) Observed() ratelimit.Observed {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.observed
}

// Text notes that a piece of a streamed answer has come. The first one ends
// Timing.FirstByte: headers come before a model has begun to write.
func (e *Exchange) Text() {
	if e.text.IsZero() {
		e.text = time.Now()
	}
}

// Answer completes an answer that is there as a whole: with times, limits and,
// where it has none, the request's id.
func (e *Exchange) Answer(resp *llm.Response) *llm.Response {
	end := time.Now()
	e.mu.Lock()
	defer e.mu.Unlock()
	first := e.answered
	if !e.text.IsZero() {
		first = e.text
	}
	sent := e.start
	if !e.connected.IsZero() {
		sent = e.connected
		resp.Timing.Connect = sent.Sub(e.start)
	}
	if first.Before(sent) {
		first = sent
	}
	resp.Timing.FirstByte = first.Sub(sent)
	resp.Timing.Generation = end.Sub(first)
	resp.Observed = e.observed
	if resp.RequestID == "" {
		resp.RequestID = e.requestID
	}
	return resp
}

// Error tells what went wrong: as the reply said, or as err where there was none.
// The end of the context stays what it is, and no [*llm.Error]; a reply that began
// well and could not be read to its end is [llm.Unavailable].
func (e *Exchange) Error(err error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.failure != nil {
		return e.failure
	}
	if failure, ok := errors.AsType[*llm.Error](err); ok {
		return failure
	}
	if ended := e.ctx.Err(); ended != nil {
		return fmt.Errorf("llm: %s: %w", e.provider, ended)
	}
	return e.broken(err)
}

// Fault makes the error that a provider sends within an answer that had begun well:
// {"error": …} as an event of a stream. One that says nothing known is
// [llm.Unavailable], for the call may be made again.
func (e *Exchange) Fault(body []byte) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.fail(e.status, body)
}

// Cut is the error of an answer that ended before it was complete.
func (e *Exchange) Cut(what string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.ctx.Err(); err != nil {
		return fmt.Errorf("llm: %s: %w", e.provider, err)
	}
	return e.error(llm.Unavailable, fmt.Errorf("%s: %w", what, io.ErrUnexpectedEOF))
}

func (e *Exchange) error(kind llm.Kind, cause error) *llm.Error {
	return &llm.Error{
		Kind: kind, Provider: e.provider, Status: e.status, RequestID: e.requestID,
		RetryAfter: e.observed.RetryAfter, Observed: e.observed, Err: cause,
	}
}

// bounded is a body of which no more is read than it may have.
type bounded struct {
	io.ReadCloser

	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("the reply is longer than %d bytes", maxReply)
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
