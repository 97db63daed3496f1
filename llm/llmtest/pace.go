package llmtest

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/specloom/specloom/llm"
)

// mostPieces is into how many pieces a stream is cut at most.
const mostPieces = 64

// ask has the model answer, in its own time or in that of WithLatency.
func (c *call) ask(ctx context.Context, each func(llm.Delta)) (*llm.Response, error) {
	if s, ok := c.model.(llm.Streamer); ok && each != nil && c.first == 0 && c.perToken == 0 {
		return s.Stream(ctx, c.answer.q.Request, each)
	}
	resp, err := c.model.Generate(ctx, c.answer.q.Request)
	if err != nil || resp == nil {
		return nil, err
	}
	answer := *resp // a client may give the same one twice
	c.complete(&answer)
	c.answer.Response, c.answer.known = answer, true
	if !c.pause(ctx, c.first) {
		return nil, ctx.Err()
	}
	total := time.Duration(answer.Usage.OutputTokens) * c.perToken
	if each == nil {
		if !c.pause(ctx, total) {
			return nil, ctx.Err()
		}
		return &answer, nil
	}
	each(llm.Delta{})
	thought := time.Duration(answer.Usage.ReasoningTokens) * c.perToken
	if !c.pause(ctx, thought) {
		return nil, ctx.Err()
	}
	pieces := split(answer.Text, min(mostPieces, answer.Usage.OutputTokens-answer.Usage.ReasoningTokens))
	passed := time.Duration(0)
	for i, piece := range pieces {
		due := (total - thought) * time.Duration(i+1) / time.Duration(len(pieces))
		if !c.pause(ctx, due-passed) {
			return nil, ctx.Err()
		}
		passed = due
		each(llm.Delta{Text: piece})
	}
	return &answer, nil
}

// complete adds to an answer what the model left open, and cuts it to the length
// that was asked for. Done twice, it does nothing more.
func (c *call) complete(resp *llm.Response) {
	u := &resp.Usage
	if *u == (llm.Usage{}) {
		*u = llm.Usage{InputTokens: c.answer.q.InputTokens, OutputTokens: c.count(resp.Text)}
	}
	u.CachedTokens = min(u.CachedTokens, u.InputTokens)
	u.ReasoningTokens = min(u.ReasoningTokens, u.OutputTokens)
	if resp.StopReason == "" {
		resp.StopReason = llm.StopEnd
	}
	if limit := c.answer.q.MaxOutputTokens; limit > 0 && u.OutputTokens > limit && !c.begun {
		keep := int(int64(len(resp.Text)) * int64(limit) / int64(u.OutputTokens))
		resp.Text = strings.ToValidUTF8(resp.Text[:keep], "")
		u.OutputTokens, u.ReasoningTokens = limit, min(u.ReasoningTokens, limit)
		resp.StopReason = llm.StopLength
	}
}

// split cuts a text into about n pieces, between characters.
func split(text string, n int) []string {
	var pieces []string
	n = max(1, n)
	from := 0
	for i := range n {
		to := int(int64(len(text)) * int64(i+1) / int64(n))
		for to < len(text) && !utf8.RuneStart(text[to]) {
			to++
		}
		if to > from {
			pieces = append(pieces, text[from:to])
			from = to
		}
	}
	return pieces
}

// pause lets time pass by the quota's clock, and reports whether the caller is still
// there.
func (p *Provider) pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(p.scaled(d))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
