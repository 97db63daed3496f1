package llmtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// anthropic speaks Anthropic's messages. Source: its API reference and its pages of
// errors, streaming and rate limits.
type anthropic struct{}

// messagesRequest is what is understood of a request.
type messagesRequest struct {
	Model    string `json:"model"`
	System   texts  `json:"system"`
	Messages []struct {
		Role    llm.Role `json:"role"`
		Content texts    `json:"content"`
	} `json:"messages"`
	MaxTokens    int      `json:"max_tokens"`
	Temperature  *float64 `json:"temperature"`
	Stream       bool     `json:"stream"`
	OutputConfig struct {
		Format struct {
			Type   string          `json:"type"`
			Schema json.RawMessage `json:"schema"`
		} `json:"format"`
	} `json:"output_config"`
	Tools []struct {
		Name        string          `json:"name"`
		InputSchema json.RawMessage `json:"input_schema"`
	} `json:"tools"`
	ToolChoice struct {
		Name string `json:"name"`
	} `json:"tool_choice"`
}

func (anthropic) read(r *http.Request, body []byte) (question, *llm.Error) {
	switch {
	case !strings.HasSuffix(r.URL.Path, "/messages"):
		return question{}, missing()
	case r.Method != http.MethodPost:
		return question{}, invalid("want POST, got %s", r.Method)
	case r.Header.Get("Anthropic-Version") == "":
		return question{}, invalid("the header anthropic-version is missing")
	}
	var in messagesRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return question{}, invalid("the body cannot be read: %w", err)
	}
	q := question{stream: in.Stream}
	q.Model, q.System, q.MaxOutputTokens, q.Temperature = in.Model, string(in.System), in.MaxTokens, in.Temperature
	for i, m := range in.Messages {
		if m.Role != llm.User && m.Role != llm.Assistant {
			return q, invalid("messages.%d.role is %q", i, string(m.Role))
		}
		if m.Content == "" {
			return q, invalid("messages.%d.content is empty", i)
		}
		q.Messages = append(q.Messages, llm.Message{Role: m.Role, Text: string(m.Content)})
	}
	switch t := in.Temperature; {
	case in.Model == "":
		return q, invalid("model is empty")
	case len(in.Messages) == 0:
		return q, invalid("messages is empty")
	case in.MaxTokens < 1:
		return q, invalid("max_tokens is %d, want 1 or more", in.MaxTokens)
	case t != nil && !(*t >= 0 && *t <= 1):
		return q, invalid("temperature is %v, want 0 to 1", *t)
	}
	if in.OutputConfig.Format.Type == "json_schema" {
		q.Schema = in.OutputConfig.Format.Schema
		if err := schemaFault(q.Schema, true, false); err != nil {
			return q, invalid("output_config.format.schema: %w", err)
		}
	}
	for i, tool := range in.Tools {
		if tool.Name != "" && tool.Name == in.ToolChoice.Name {
			if err := schemaFault(tool.InputSchema, false, false); err != nil {
				return q, invalid("tools.%d.input_schema: %w", i, err)
			}
			q.tool, q.Schema = tool.Name, tool.InputSchema
		}
	}
	return q, nil
}

func (anthropic) tell(h http.Header, id string, o ratelimit.Observed, now time.Time) {
	h.Set("Request-Id", id)
	for name, limit := range map[string]ratelimit.ObservedLimit{
		"Input-Tokens": o.InputTokens, "Output-Tokens": o.OutputTokens, "Requests": o.Requests,
	} {
		name = "Anthropic-Ratelimit-" + name
		if limit.Limit > 0 {
			h.Set(name+"-Limit", strconv.Itoa(limit.Limit))
		}
		if limit.HasRemaining {
			h.Set(name+"-Remaining", strconv.Itoa(limit.Remaining))
		}
		if limit.HasReset {
			at := now.Add(limit.Reset + time.Second - 1).Truncate(time.Second)
			h.Set(name+"-Reset", at.UTC().Format(time.RFC3339))
		}
	}
	retryAfter(h, o.RetryAfter, false)
}

// anthropicFaults are the replies for errors, by kind: status, type and text.
var anthropicFaults = map[llm.Kind]struct {
	status     int
	kind, text string
}{
	llm.RateLimited:  {429, "rate_limit_error", "The request would exceed the rate limit."},
	llm.Overloaded:   {529, "overloaded_error", "Overloaded."},
	llm.Unavailable:  {500, "api_error", "The server had an error."},
	llm.Timeout:      {504, "timeout_error", "The request took too long."},
	llm.Unauthorized: {401, "authentication_error", "invalid x-api-key"},
	llm.UnknownModel: {404, "not_found_error", "There is no such model."},
	llm.QuotaSpent:   {402, "billing_error", "There is no money left."},
	llm.TooLarge:     {413, "request_too_large", "The request is too large."},
	llm.Invalid:      {400, "invalid_request_error", "The request is not valid."},
	llm.Refused:      {400, "invalid_request_error", "Output blocked by content filtering policy"},
}

func (anthropic) failure(e *llm.Error, id string) (int, any) {
	fault, ok := anthropicFaults[e.Kind]
	if !ok {
		fault = anthropicFaults[llm.Unavailable]
	}
	text := message(fault.text, e)
	if e.Code == string(ratelimittest.TooLarge) {
		fault = anthropicFaults[llm.RateLimited]
		text = "Request too large for the limit of input tokens per minute."
	}
	return fault.status, object{"type": "error", "error": object{"type": fault.kind, "message": text}, "request_id": id}
}
