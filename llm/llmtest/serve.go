package llmtest

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// maxRequest is the longest body that is read, in bytes.
const maxRequest = 32 << 20

// ServeHTTP answers one call.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c := p.arrive(w)
	defer p.note(func(n *Counts) { n.Running-- })
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	q, refused := p.wire.read(r, body)
	if tooLong, ok := errors.AsType[*http.MaxBytesError](err); ok {
		refused = &llm.Error{Kind: llm.TooLarge, Err: tooLong}
	} else if err != nil {
		refused = invalid("the body cannot be read: %w", err)
	}
	if key := keyOf(r); p.key != "" && key != p.key {
		// Gateways exist that repeat keys in full; services repeat a part of them.
		refused = &llm.Error{Kind: llm.Unauthorized, Err: fmt.Errorf("the key %q", key)}
	}
	if refused != nil {
		p.note(func(n *Counts) { n.Invalid++ })
		c.fail(refused)
		return
	}
	hash := fnv.New64a()
	_, _ = hash.Write(body)
	q.hash = hash.Sum64()
	q.InputTokens = p.count(q.System) + p.count(string(q.Schema))
	for _, m := range q.Messages {
		q.InputTokens += p.count(m.Text)
	}
	c.answer.q = q
	c.serve(r.Context())
}

// keyOf is the key that a request brings.
func keyOf(r *http.Request) string {
	for _, name := range []string{"Api-Key", "X-Api-Key"} {
		if key := r.Header.Get(name); key != "" {
			return key
		}
	}
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

// call is one call under way.
type call struct {
	*Provider

	answer   answer
	w        http.ResponseWriter
	stream   events
	observed ratelimit.Observed
	fault    Fault

	begun   bool               // the stream is
	written int                // tokens of the answer
	over    bool               // no more pieces are passed on
	stop    context.CancelFunc // of the model
}

func (p *Provider) arrive(w http.ResponseWriter) *call {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts.Calls++
	p.counts.Running++
	p.counts.MostRunning = max(p.counts.MostRunning, p.counts.Running)
	return &call{
		Provider: p, w: w, stream: events{w: w}, observed: p.scaleObserved(p.books.Observed(p.now())),
		answer: answer{id: "req_" + strconv.Itoa(p.counts.Calls), created: p.now().Unix()},
	}
}

func (p *Provider) scaleObserved(o ratelimit.Observed) ratelimit.Observed {
	for _, l := range []*ratelimit.ObservedLimit{&o.Tokens, &o.InputTokens, &o.OutputTokens, &o.Requests} {
		l.Reset = p.scaled(l.Reset)
	}
	o.RetryAfter = p.scaled(o.RetryAfter)
	return o
}

func (c *call) serve(ctx context.Context) {
	reply, fault := c.admit(c.answer.q)
	c.observed, c.fault = c.scaleObserved(reply.Observed), fault
	if reply.Cause != "" {
		kind := llm.RateLimited
		if reply.Cause == ratelimittest.TooLarge {
			kind = llm.TooLarge
		}
		c.fail(&llm.Error{Kind: kind, Code: string(reply.Cause), RetryAfter: c.observed.RetryAfter})
		return
	}
	if fault != "" && !fault.midway() {
		c.note(func(n *Counts) { n.Faults[fault]++ })
	}
	if refusal := refusals[fault]; refusal != nil {
		c.hold(c.answer.q, refusal.RetryAfter)
		scaled := *refusal
		scaled.RetryAfter = c.scaled(refusal.RetryAfter)
		c.fail(&scaled)
		return
	}
	if fault == FaultDrop {
		panic(http.ErrAbortHandler)
	}
	if fault == FaultStall && !c.pause(ctx, stall) {
		c.note(func(n *Counts) { n.Gone++ })
		return
	}
	c.respond(ctx)
}
