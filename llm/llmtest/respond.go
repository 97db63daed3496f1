package llmtest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/specloom/specloom/llm"
)

// respond has the model answer, and passes on what it says.
func (c *call) respond(ctx context.Context) {
	asking, stop := context.WithCancel(ctx)
	defer stop()
	c.stop = stop
	var each func(llm.Delta)
	if c.answer.q.stream {
		each = c.piece
	}
	resp, err := c.ask(asking, each)
	switch {
	case ctx.Err() != nil || c.stream.err != nil:
		c.note(func(n *Counts) { n.Gone++ })
	case c.fault.midway() && (c.over || err == nil):
		c.note(func(n *Counts) { n.Faults[c.fault]++ })
		c.strike()
	case err != nil || resp == nil || c.over:
		c.note(func(n *Counts) { n.Failed++ })
		c.fail(asError(err))
	default:
		c.finish(*resp)
	}
}

// asError is an error of the model as the wire can tell it.
func asError(err error) *llm.Error {
	if e, ok := errors.AsType[*llm.Error](err); ok {
		return &llm.Error{Kind: e.Kind, RetryAfter: e.RetryAfter, Err: e.Err}
	}
	return &llm.Error{Kind: llm.KindOf(err), Err: err}
}

// piece passes on a piece of the answer.
func (c *call) piece(d llm.Delta) {
	if c.over {
		return
	}
	c.begin()
	if d.Text != "" {
		c.wire.piece(&c.stream, c.answer, d.Text)
		tokens := c.count(d.Text)
		c.written += tokens
		c.output(tokens)
	}
	// What was sent cannot be taken back: a model that begins anew has failed.
	if d.Restart || c.stream.err != nil || c.fault.midway() && d.Text != "" {
		c.over = true
		c.stop()
	}
}

// begin begins a stream, once.
func (c *call) begin() {
	if c.begun {
		return
	}
	c.begun = true
	c.wire.tell(c.w.Header(), c.answer.id, c.observed, time.Now())
	c.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	c.w.Header().Set("Cache-Control", "no-cache")
	c.wire.begin(&c.stream, c.answer)
}

// finish gives the answer, or what is left of it. It is counted before its last byte
// is sent, so that who has it finds it counted.
func (c *call) finish(resp llm.Response) {
	c.complete(&resp)
	c.answer.Response = resp
	c.output(max(0, resp.Usage.OutputTokens-c.written))
	if c.answer.q.stream {
		c.begin()
	}
	c.note(func(n *Counts) {
		n.Answered++
		n.Used.InputTokens += resp.Usage.InputTokens
		n.Used.CachedTokens += resp.Usage.CachedTokens
		n.Used.OutputTokens += resp.Usage.OutputTokens
		n.Used.ReasoningTokens += resp.Usage.ReasoningTokens
	})
	if c.answer.q.stream {
		c.wire.end(&c.stream, c.answer)
		return
	}
	c.reply(http.StatusOK, c.wire.whole(c.answer))
}

// strike ends an answer by the fault that it meets.
func (c *call) strike() {
	body := c.wire.whole(c.answer)
	if c.fault == FaultLate {
		_, body = c.wire.failure(refusals[FaultCrash], c.answer.id)
	}
	switch {
	case c.answer.q.stream:
		c.begin()
		if c.fault == FaultLate {
			c.wire.late(&c.stream, body)
		}
	case c.fault == FaultLate:
		c.reply(http.StatusOK, body)
	default:
		data, _ := json.Marshal(body)
		if c.fault == FaultBreak {
			c.w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		}
		c.send(http.StatusOK, data[:len(data)/2])
		_ = http.NewResponseController(c.w).Flush()
	}
	if c.fault == FaultBreak {
		panic(http.ErrAbortHandler)
	}
}

// fail replies with an error: as a status or, where a stream has begun, in it.
func (c *call) fail(e *llm.Error) {
	status, body := c.wire.failure(e, c.answer.id)
	if c.begun {
		c.wire.late(&c.stream, body)
		return
	}
	c.observed.RetryAfter = e.RetryAfter
	c.reply(status, body)
}

func (c *call) reply(status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		status, data = http.StatusInternalServerError, nil
	}
	c.send(status, data)
}

func (c *call) send(status int, data []byte) {
	c.wire.tell(c.w.Header(), c.answer.id, c.observed, time.Now())
	c.w.Header().Set("Content-Type", "application/json")
	c.w.WriteHeader(status)
	_, _ = c.w.Write(data)
}
