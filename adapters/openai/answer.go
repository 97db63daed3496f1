package openai

import (
	"context"
	"errors"
	"strings"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/ssestream"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/ratelimit"
)

// whole asks for an answer in one piece.
func (c *Client) whole(ctx context.Context, ex *provider.Exchange, params sdk.ChatCompletionNewParams, options []option.RequestOption) (*llm.Response, error) {
	completion, err := c.chat.New(ctx, params, options...)
	if err != nil {
		return nil, err
	}
	if len(completion.Choices) == 0 {
		if fault := []byte(completion.RawJSON()); provider.ParseFault(fault) != (provider.Fault{}) {
			return nil, ex.Fault(fault) // servers exist that send errors as 200
		}
		return nil, ex.Cut("the answer holds no choice")
	}
	choice := completion.Choices[0]
	resp := &llm.Response{
		Text: choice.Message.Content, Model: completion.Model,
		Usage: usage(completion.Usage), StopReason: stopReason(choice.FinishReason),
	}
	if choice.Message.Refusal != "" {
		resp.Text, resp.StopReason = choice.Message.Refusal, llm.StopRefusal
	}
	return resp, nil
}

// pieces asks for an answer as it is written.
func (c *Client) pieces(ctx context.Context, ex *provider.Exchange, params sdk.ChatCompletionNewParams, options []option.RequestOption, each func(llm.Delta)) (*llm.Response, error) {
	if c.plain || c.since("2024-09-01") {
		params.StreamOptions.IncludeUsage = sdk.Bool(true)
	}
	stream := c.chat.NewStreaming(ctx, params, options...)
	defer stream.Close()
	if o := ex.Observed(); o != (ratelimit.Observed{}) && stream.Err() == nil {
		each(llm.Delta{Observed: &o})
	}
	resp := &llm.Response{}
	var text, refusal strings.Builder
	finish := ""
	for stream.Next() {
		chunk := stream.Current()
		if chunk.Model != "" {
			resp.Model = chunk.Model
		}
		if chunk.Usage.TotalTokens > 0 || chunk.Usage.PromptTokens > 0 {
			resp.Usage = usage(chunk.Usage)
		}
		for _, choice := range chunk.Choices {
			if choice.Index != 0 {
				continue
			}
			if piece := choice.Delta.Content; piece != "" {
				ex.Text()
				text.WriteString(piece)
				each(llm.Delta{Text: piece})
			}
			if piece := choice.Delta.Refusal; piece != "" {
				ex.Text()
				refusal.WriteString(piece)
				each(llm.Delta{Text: piece})
			}
			if choice.FinishReason != "" {
				finish = choice.FinishReason
			}
		}
	}
	if err := stream.Err(); err != nil {
		if said, ok := errors.AsType[*ssestream.StreamError](err); ok {
			return nil, ex.Fault(said.Event.Data)
		}
		return nil, err
	}
	if finish == "" {
		return nil, ex.Cut("the stream ended before the answer")
	}
	resp.Text, resp.StopReason = text.String(), stopReason(finish)
	if refusal.Len() > 0 {
		resp.Text, resp.StopReason = refusal.String(), llm.StopRefusal
	}
	return resp, nil
}

func stopReason(finish string) llm.StopReason {
	switch finish {
	case "length":
		return llm.StopLength
	case "content_filter":
		return llm.StopRefusal
	}
	return llm.StopEnd
}

func usage(u sdk.CompletionUsage) llm.Usage {
	return llm.Usage{
		InputTokens:     provider.Count(u.PromptTokens),
		CachedTokens:    min(provider.Count(u.PromptTokensDetails.CachedTokens), provider.Count(u.PromptTokens)),
		OutputTokens:    provider.Count(u.CompletionTokens),
		ReasoningTokens: min(provider.Count(u.CompletionTokensDetails.ReasoningTokens), provider.Count(u.CompletionTokens)),
	}
}
