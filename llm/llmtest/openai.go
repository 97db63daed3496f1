package llmtest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// openAI speaks OpenAI's chat completions. Source: its API reference and guide to
// rate limits, and what its SDKs read.
type openAI struct{}

func (openAI) read(r *http.Request, body []byte) (question, *llm.Error) {
	if !strings.HasSuffix(r.URL.Path, "/chat/completions") {
		return question{}, missing()
	}
	return readChat(r, body, "")
}

// chatRequest is what is understood of a request; everything else is passed over.
type chatRequest struct {
	Model    string `json:"model"`
	Messages []struct {
		Role    string `json:"role"`
		Content texts  `json:"content"`
	} `json:"messages"`
	MaxTokens           *int     `json:"max_tokens"`
	MaxCompletionTokens *int     `json:"max_completion_tokens"`
	Temperature         *float64 `json:"temperature"`
	Stream              bool     `json:"stream"`
	StreamOptions       struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	ResponseFormat struct {
		Type       string `json:"type"`
		JSONSchema struct {
			Name   string          `json:"name"`
			Strict bool            `json:"strict"`
			Schema json.RawMessage `json:"schema"`
		} `json:"json_schema"`
	} `json:"response_format"`
}

// readChat understands a request. A deployment that the path names is the model.
func readChat(r *http.Request, body []byte, deployment string) (question, *llm.Error) {
	if r.Method != http.MethodPost {
		return question{}, invalid("want POST, got %s", r.Method)
	}
	var in chatRequest
	if err := json.Unmarshal(body, &in); err != nil {
		return question{}, invalid("the body cannot be read: %w", err)
	}
	q := question{stream: in.Stream, usage: in.StreamOptions.IncludeUsage}
	q.Model, q.Temperature = cmp.Or(deployment, in.Model), in.Temperature
	if q.Model == "" {
		return q, invalid("model is empty")
	}
	for i, m := range in.Messages {
		switch m.Role {
		case "system", "developer":
			q.System = strings.TrimPrefix(q.System+"\n"+string(m.Content), "\n")
		case "user", "tool", "function":
			q.Messages = append(q.Messages, llm.Message{Role: llm.User, Text: string(m.Content)})
		case "assistant":
			q.Messages = append(q.Messages, llm.Message{Role: llm.Assistant, Text: string(m.Content)})
		default:
			return q, invalid("messages[%d].role is %q", i, m.Role)
		}
	}
	if len(in.Messages) == 0 {
		return q, invalid("messages is empty")
	}
	for _, limit := range []*int{in.MaxTokens, in.MaxCompletionTokens} {
		if limit != nil && *limit < 1 {
			return q, invalid("the most tokens of the answer are %d, want 1 or more", *limit)
		}
		if limit != nil {
			q.MaxOutputTokens = *limit
		}
	}
	if t := in.Temperature; t != nil && !(*t >= 0 && *t <= 2) {
		return q, invalid("temperature is %v, want 0 to 2", *t)
	}
	if in.ResponseFormat.Type != "json_schema" {
		return q, nil
	}
	format := in.ResponseFormat.JSONSchema
	if format.Name == "" {
		return q, invalid("response_format.json_schema.name is empty")
	}
	if err := schemaFault(format.Schema, format.Strict, format.Strict); err != nil {
		return q, invalid("response_format.json_schema.schema: %w", err)
	}
	q.Schema, q.SchemaName = format.Schema, format.Name
	return q, nil
}

func (openAI) tell(h http.Header, id string, o ratelimit.Observed, _ time.Time) {
	h.Set("X-Request-Id", id)
	for name, limit := range map[string]ratelimit.ObservedLimit{"Tokens": o.Tokens, "Requests": o.Requests} {
		if limit.Limit > 0 {
			h.Set("X-Ratelimit-Limit-"+name, strconv.Itoa(limit.Limit))
		}
		if limit.HasRemaining {
			h.Set("X-Ratelimit-Remaining-"+name, strconv.Itoa(limit.Remaining))
		}
		if limit.HasReset {
			h.Set("X-Ratelimit-Reset-"+name, limit.Reset.String())
		}
	}
	retryAfter(h, o.RetryAfter, true)
}

// openAIFaults are the replies for errors, by kind: status, type, code and text.
var openAIFaults = map[llm.Kind]struct {
	status           int
	kind, code, text string
}{
	llm.RateLimited:  {429, "tokens", "rate_limit_exceeded", "Rate limit reached. Please try again in "},
	llm.Overloaded:   {503, "server_error", "", "The engine is currently overloaded."},
	llm.Unavailable:  {500, "server_error", "", "The server had an error."},
	llm.Timeout:      {408, "", "", "The request took too long."},
	llm.Unauthorized: {401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."},
	llm.UnknownModel: {404, "invalid_request_error", "model_not_found", "There is no such model."},
	llm.QuotaSpent:   {429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."},
	llm.TooLarge:     {400, "invalid_request_error", "context_length_exceeded", "The maximum context length is exceeded."},
	llm.Invalid:      {400, "invalid_request_error", "", "The request is not valid."},
	llm.Refused:      {400, "invalid_request_error", "content_policy_violation", "The request was declined."},
}

func (openAI) failure(e *llm.Error, _ string) (int, any) {
	fault, ok := openAIFaults[e.Kind]
	if !ok {
		fault = openAIFaults[llm.Unavailable]
	}
	text := fault.text
	switch {
	case e.Kind == llm.RateLimited:
		text += e.RetryAfter.String() + "."
		if e.Code == string(ratelimittest.Requests) {
			fault.kind = e.Code
		}
	case e.Code == string(ratelimittest.TooLarge):
		return http.StatusTooManyRequests, openAIError("Request too large for the limit of tokens per minute.", "tokens", "rate_limit_exceeded")
	}
	return fault.status, openAIError(message(text, e), fault.kind, fault.code)
}

func openAIError(text, kind, code string) any {
	inner := object{"message": text, "type": kind, "param": nil, "code": nil}
	if code != "" {
		inner["code"] = code
	}
	return object{"error": inner}
}
