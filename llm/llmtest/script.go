package llmtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/specloom/specloom/llm"
)

// Step is one answer of a script.
type Step func(ctx context.Context, req llm.Request) (*llm.Response, error)

// Client answers by a script. It is safe for concurrent use; steps are taken in
// the order in which calls arrive.
type Client struct {
	mu       sync.Mutex
	steps    []Step
	always   Step
	requests []llm.Request
}

// New makes a client that takes one step for each call, and fails with the kind
// [llm.Invalid] when the script is over.
func New(steps ...Step) *Client { return &Client{steps: steps} }

// Always makes a client that takes the same step for every call.
func Always(step Step) *Client { return &Client{always: step} }

// Generate takes the next step of the script.
func (c *Client) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	c.mu.Lock()
	call := len(c.requests)
	c.requests = append(c.requests, req)
	step := c.always
	if step == nil && call < len(c.steps) {
		step = c.steps[call]
	}
	c.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if step == nil {
		return nil, &llm.Error{Kind: llm.Invalid, Err: fmt.Errorf("the script has %d steps, and this is call %d", len(c.steps), call+1)}
	}
	return step(ctx, req)
}

// Requests returns what the client was asked so far, in order.
func (c *Client) Requests() []llm.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.requests)
}

// Text answers with a text. Usage is rough: one token for four bytes.
func Text(text string) Step {
	return func(_ context.Context, req llm.Request) (*llm.Response, error) {
		input := req.InputTokens
		if input == 0 {
			input = len(req.System) / 4
			for _, m := range req.Messages {
				input += len(m.Text) / 4
			}
		}
		return &llm.Response{
			Text:       text,
			Usage:      llm.Usage{InputTokens: input, OutputTokens: (len(text) + 3) / 4},
			StopReason: llm.StopEnd,
			Model:      req.Model,
		}, nil
	}
}

// Answer answers with that response.
func Answer(resp llm.Response) Step {
	return func(context.Context, llm.Request) (*llm.Response, error) {
		answer := resp
		return &answer, nil
	}
}

// JSON answers with a value as JSON. It panics if the value has none.
func JSON(value any) Step {
	text, err := json.Marshal(value)
	if err != nil {
		panic("llmtest: " + err.Error())
	}
	return Text(string(text))
}

// Fail fails with an error of that kind.
func Fail(kind llm.Kind) Step { return Error(&llm.Error{Kind: kind, Provider: "llmtest"}) }

// Error fails with that error.
func Error(err error) Step {
	return func(context.Context, llm.Request) (*llm.Response, error) { return nil, err }
}

// Wait takes that long before the step, or until the context ends. In a
// testing/synctest bubble it takes no real time.
func Wait(d time.Duration, step Step) Step {
	return func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
			return step(ctx, req)
		}
	}
}

// Cut answers with the first part of what the step answers, as a model does that
// reaches its limit.
func Cut(keep float64, step Step) Step {
	return func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		resp, err := step(ctx, req)
		if err != nil {
			return nil, err
		}
		cut := *resp
		cut.Text = strings.ToValidUTF8(resp.Text[:int(keep*float64(len(resp.Text)))], "")
		cut.StopReason = llm.StopLength
		return &cut, nil
	}
}
