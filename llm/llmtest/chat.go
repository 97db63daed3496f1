package llmtest

import "github.com/specloom/specloom/llm"

// The answers of chat completions, whole and in pieces.

func (openAI) whole(a answer) any {
	said := object{"role": "assistant", "content": a.Text, "refusal": nil}
	if a.StopReason == llm.StopRefusal && a.known {
		said["content"], said["refusal"] = nil, a.Text
	}
	return object{
		"id": a.id, "object": "chat.completion", "created": a.created, "model": a.q.Model,
		"choices": []object{{"index": 0, "message": said, "logprobs": nil, "finish_reason": finish(a)}},
		"usage":   chatUsage(a.Usage),
	}
}

func (o openAI) begin(s *events, a answer) {
	s.send("", o.chunk(a, object{"role": "assistant", "content": "", "refusal": nil}, nil))
}

func (o openAI) piece(s *events, a answer, text string) {
	name := "content"
	if a.StopReason == llm.StopRefusal && a.known {
		name = "refusal"
	}
	s.send("", o.chunk(a, object{name: text}, nil))
}

func (o openAI) end(s *events, a answer) {
	s.send("", o.chunk(a, object{}, finish(a)))
	if a.q.usage {
		last := o.chunk(a, nil, nil)
		last["choices"], last["usage"] = []object{}, chatUsage(a.Usage)
		s.send("", last)
	}
	s.send("", "[DONE]")
}

func (openAI) late(s *events, body any) { s.send("", body) }

func (openAI) chunk(a answer, delta object, finish any) object {
	chunk := object{
		"id": a.id, "object": "chat.completion.chunk", "created": a.created, "model": a.q.Model,
		"choices": []object{{"index": 0, "delta": delta, "logprobs": nil, "finish_reason": finish}},
	}
	if a.q.usage {
		chunk["usage"] = nil
	}
	return chunk
}

// finish says why an answer ended. A model that refuses says so in its own place;
// where it was too late for that, its words were filtered.
func finish(a answer) any {
	switch {
	case a.StopReason == llm.StopLength:
		return "length"
	case a.StopReason == llm.StopRefusal && !a.known:
		return "content_filter"
	}
	return "stop"
}

func chatUsage(u llm.Usage) any {
	return object{
		"prompt_tokens": u.InputTokens, "completion_tokens": u.OutputTokens, "total_tokens": u.InputTokens + u.OutputTokens,
		"prompt_tokens_details":     object{"cached_tokens": u.CachedTokens},
		"completion_tokens_details": object{"reasoning_tokens": u.ReasoningTokens},
	}
}
