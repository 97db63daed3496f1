package llmtest

import (
	"encoding/json"

	"github.com/specloom/specloom/llm"
)

// The answers of messages, whole and in pieces.

func (anthropic) whole(a answer) any {
	block := object{"type": "text", "text": a.Text}
	if a.q.tool != "" && json.Valid([]byte(a.Text)) {
		block = object{"type": "tool_use", "id": "toolu_" + a.id, "name": a.q.tool, "input": json.RawMessage(a.Text)}
	}
	return object{
		"id": a.id, "type": "message", "role": "assistant", "model": a.q.Model, "content": []object{block},
		"stop_reason": stopReason(a), "stop_sequence": nil, "usage": messagesUsage(a.Usage),
	}
}

func (anthropic) begin(s *events, a answer) {
	usage := a.Usage
	usage.OutputTokens = min(1, usage.OutputTokens)
	usage.ReasoningTokens = 0
	s.send("message_start", object{"type": "message_start", "message": object{
		"id": a.id, "type": "message", "role": "assistant", "model": a.q.Model, "content": []object{},
		"stop_reason": nil, "stop_sequence": nil, "usage": messagesUsage(usage),
	}})
	block := object{"type": "text", "text": ""}
	if a.q.tool != "" {
		block = object{"type": "tool_use", "id": "toolu_" + a.id, "name": a.q.tool, "input": object{}}
	}
	s.send("content_block_start", object{"type": "content_block_start", "index": 0, "content_block": block})
	s.send("ping", object{"type": "ping"})
}

func (anthropic) piece(s *events, a answer, text string) {
	delta := object{"type": "text_delta", "text": text}
	if a.q.tool != "" {
		delta = object{"type": "input_json_delta", "partial_json": text}
	}
	s.send("content_block_delta", object{"type": "content_block_delta", "index": 0, "delta": delta})
}

func (anthropic) end(s *events, a answer) {
	s.send("content_block_stop", object{"type": "content_block_stop", "index": 0})
	s.send("message_delta", object{
		"type": "message_delta", "usage": messagesUsage(a.Usage),
		"delta": object{"stop_reason": stopReason(a), "stop_sequence": nil},
	})
	s.send("message_stop", object{"type": "message_stop"})
}

func (anthropic) late(s *events, body any) { s.send("error", body) }

func stopReason(a answer) string {
	switch {
	case a.StopReason == llm.StopLength:
		return "max_tokens"
	case a.StopReason == llm.StopRefusal:
		return "refusal"
	case a.q.tool != "":
		return "tool_use"
	}
	return "end_turn"
}

// messagesUsage tells what was read from the cache apart from the input.
func messagesUsage(u llm.Usage) any {
	return object{
		"input_tokens": u.InputTokens - u.CachedTokens, "cache_read_input_tokens": u.CachedTokens, "cache_creation_input_tokens": 0,
		"output_tokens": u.OutputTokens, "output_tokens_details": object{"thinking_tokens": u.ReasoningTokens},
	}
}
