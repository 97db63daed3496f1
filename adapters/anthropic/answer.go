package anthropic

import (
	"context"
	"errors"
	"strings"

	sdk "github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/ratelimit"
)

// whole asks for an answer in one piece.
func (c *Client) whole(ctx context.Context, ex *provider.Exchange, params sdk.MessageNewParams, options []option.RequestOption) (*llm.Response, error) {
	message, err := c.messages.New(ctx, params, options...)
	if err != nil {
		return nil, err
	}
	text, input := &strings.Builder{}, &strings.Builder{}
	for _, block := range message.Content {
		switch block.Type {
		case "text":
			text.WriteString(block.Text)
		case "tool_use":
			input.Write(block.Input)
		}
	}
	if input.Len() > 0 {
		text = input // what is said beside a tool that was asked for is no answer
	}
	if message.StopReason == "" {
		if fault := []byte(message.RawJSON()); message.Type != "message" && provider.ParseFault(fault) != (provider.Fault{}) {
			return nil, ex.Fault(fault) // gateways exist that send errors as 200
		}
		return nil, ex.Cut("the answer does not say why it ended")
	}
	return &llm.Response{
		Text: text.String(), Model: message.Model, StopReason: stopReason(message.StopReason),
		Usage: usage(message.Usage.InputTokens, message.Usage.CacheCreationInputTokens, message.Usage.CacheReadInputTokens,
			message.Usage.OutputTokens, message.Usage.OutputTokensDetails.ThinkingTokens),
	}, nil
}

// pieces asks for an answer as it is written.
func (c *Client) pieces(ctx context.Context, ex *provider.Exchange, params sdk.MessageNewParams, options []option.RequestOption, each func(llm.Delta)) (*llm.Response, error) {
	stream := c.messages.NewStreaming(ctx, params, options...)
	if err := stream.Err(); err != nil {
		return nil, err
	}
	defer stream.Close()
	if o := ex.Observed(); o != (ratelimit.Observed{}) {
		each(llm.Delta{Observed: &o})
	}
	resp := &llm.Response{}
	var text strings.Builder
	tool := false                  // the answer goes to it
	var used sdk.MessageDeltaUsage // as told so far: the start tells the input, the end all
	for stream.Next() {
		event := stream.Current()
		switch event.Type {
		case "message_start":
			u := event.Message.Usage
			resp.Model = event.Message.Model
			used.InputTokens, used.OutputTokens = u.InputTokens, u.OutputTokens
			used.CacheCreationInputTokens, used.CacheReadInputTokens = u.CacheCreationInputTokens, u.CacheReadInputTokens
		case "content_block_delta":
			piece := event.Delta.Text
			if part := event.Delta.PartialJSON; part != "" && !tool {
				tool = true // and what was said before it is no answer
				if text.Len() > 0 {
					text.Reset()
					each(llm.Delta{Restart: true})
				}
			}
			if tool {
				piece = event.Delta.PartialJSON
			}
			if piece != "" {
				ex.Text()
				text.WriteString(piece)
				each(llm.Delta{Text: piece})
			}
		case "message_delta":
			if event.Delta.StopReason != "" {
				resp.StopReason = stopReason(event.Delta.StopReason)
			}
			used.InputTokens = max(used.InputTokens, event.Usage.InputTokens)
			used.CacheCreationInputTokens = max(used.CacheCreationInputTokens, event.Usage.CacheCreationInputTokens)
			used.CacheReadInputTokens = max(used.CacheReadInputTokens, event.Usage.CacheReadInputTokens)
			used.OutputTokens = max(used.OutputTokens, event.Usage.OutputTokens)
			used.OutputTokensDetails.ThinkingTokens = max(used.OutputTokensDetails.ThinkingTokens, event.Usage.OutputTokensDetails.ThinkingTokens)
		}
	}
	if err := stream.Err(); err != nil {
		if said, ok := errors.AsType[*sdk.Error](err); ok {
			return nil, ex.Fault([]byte(said.RawJSON()))
		}
		return nil, err
	}
	if resp.StopReason == "" {
		return nil, ex.Cut("the stream ended before the answer")
	}
	resp.Text = text.String()
	resp.Usage = usage(used.InputTokens, used.CacheCreationInputTokens, used.CacheReadInputTokens,
		used.OutputTokens, used.OutputTokensDetails.ThinkingTokens)
	return resp, nil
}

func stopReason(reason sdk.StopReason) llm.StopReason {
	switch reason {
	case sdk.StopReasonMaxTokens, sdk.StopReasonModelContextWindowExceeded:
		return llm.StopLength
	case sdk.StopReasonRefusal:
		return llm.StopRefusal
	}
	return llm.StopEnd
}

// usage adds up what Anthropic tells apart: its input tokens are those that were
// neither read from the cache nor written to it.
func usage(input, written, read, output, thinking int64) llm.Usage {
	return llm.Usage{
		InputTokens:     provider.Count(input) + provider.Count(written) + provider.Count(read),
		CachedTokens:    provider.Count(read),
		OutputTokens:    provider.Count(output),
		ReasoningTokens: min(provider.Count(thinking), provider.Count(output)),
	}
}
