package llmtest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/ratelimit"
)

// chat is a client of chat completions in as few lines as may be. The real ones are
// modules of their own, and are checked by the same suite.
type chat struct {
	llmtest.Server

	path string
}

func (c chat) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	return c.Stream(ctx, req, nil)
}

func (chat) String() string     { return "chat" }
func (c chat) GoString() string { return c.String() }

func (c chat) Stream(ctx context.Context, req llm.Request, each func(llm.Delta)) (*llm.Response, error) {
	messages := []map[string]any{{"role": "system", "content": req.System}}
	for _, m := range req.Messages {
		messages = append(messages, map[string]any{"role": m.Role, "content": m.Text})
	}
	body := map[string]any{
		"model": req.Model, "messages": messages, "max_completion_tokens": req.MaxOutputTokens, "temperature": req.Temperature,
		"stream": each != nil, "stream_options": map[string]any{"include_usage": true},
	}
	if req.Schema != nil {
		body["response_format"] = map[string]any{
			"type": "json_schema", "json_schema": map[string]any{"name": req.SchemaName, "strict": true, "schema": req.Schema},
		}
	}
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	ex := provider.Begin(ctx, "chat")
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL+c.path, bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+c.Key)
	reply, err := ex.RoundTrip(request, c.Client.Do)
	if err != nil {
		return nil, ex.Error(err)
	}
	defer reply.Body.Close()
	if reply.StatusCode != http.StatusOK {
		return nil, ex.Error(errors.New(reply.Status))
	}
	if each == nil {
		data, err := io.ReadAll(reply.Body)
		if err != nil {
			return nil, ex.Error(err)
		}
		resp := &llm.Response{}
		if said, err := readChunk(ex, data, resp, nil); err != nil || !said {
			return nil, errors.Join(err, ex.Cut("no answer"))
		}
		return ex.Answer(resp), nil
	}
	if o := ex.Observed(); o != (ratelimit.Observed{}) {
		each(llm.Delta{Observed: &o})
	}
	resp, done := &llm.Response{}, false
	lines := bufio.NewReader(reply.Body)
	for {
		line, err := lines.ReadString('\n')
		if data, ok := strings.CutPrefix(strings.TrimSpace(line), "data: "); ok && data != "[DONE]" {
			end, err := readChunk(ex, []byte(data), resp, each)
			if err != nil {
				return nil, err
			}
			done = done || end
		}
		if errors.Is(err, io.EOF) && done {
			return ex.Answer(resp), nil
		}
		if err != nil {
			return nil, ex.Error(err)
		}
	}
}

// readChunk adds what an answer or a chunk of it says, and reports whether it ends.
func readChunk(ex *provider.Exchange, data []byte, resp *llm.Response, each func(llm.Delta)) (bool, error) {
	type said struct{ Content, Refusal string }
	var chunk struct {
		Model   string
		Error   json.RawMessage
		Choices []struct {
			Message, Delta said
			FinishReason   string `json:"finish_reason"`
		}
		Usage struct {
			Prompt  int `json:"prompt_tokens"`
			Output  int `json:"completion_tokens"`
			Details struct {
				Cached int `json:"cached_tokens"`
			} `json:"prompt_tokens_details"`
			More struct {
				Reasoning int `json:"reasoning_tokens"`
			} `json:"completion_tokens_details"`
		}
	}
	if err := json.Unmarshal(data, &chunk); err != nil {
		return false, ex.Error(err)
	}
	if chunk.Error != nil {
		return false, ex.Fault(data)
	}
	resp.Model = chunk.Model
	if u := chunk.Usage; u.Prompt > 0 {
		resp.Usage = llm.Usage{InputTokens: u.Prompt, CachedTokens: u.Details.Cached, OutputTokens: u.Output, ReasoningTokens: u.More.Reasoning}
	}
	end := false
	for _, choice := range chunk.Choices {
		refusal := choice.Message.Refusal + choice.Delta.Refusal
		text := choice.Message.Content + choice.Delta.Content + refusal
		resp.Text += text
		if text != "" && each != nil {
			ex.Text()
			each(llm.Delta{Text: text})
		}
		switch choice.FinishReason {
		case "length":
			resp.StopReason = llm.StopLength
		case "content_filter":
			resp.StopReason = llm.StopRefusal
		case "stop":
			if resp.StopReason == "" {
				resp.StopReason = llm.StopEnd
			}
		}
		if refusal != "" {
			resp.StopReason = llm.StopRefusal
		}
		end = end || choice.FinishReason != ""
	}
	return end, nil
}

func TestAClientOverTheWire(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		family ratelimit.Provider
		path   string
	}{
		"openai": {ratelimit.ProviderOpenAI, "/v1/chat/completions"},
		"plain":  {ratelimit.ProviderPlain, "/chat/completions"},
		"azure":  {ratelimit.ProviderAzure, "/openai/deployments/model-1/chat/completions?api-version=2024-12-01-preview"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			llmtest.RunHTTP(t, test.family, func(_ *testing.T, s llmtest.Server) llm.Client { return chat{s, test.path} })
		})
	}
}

func TestClientsInProcess(t *testing.T) {
	t.Parallel()
	for name, wrap := range map[string]func(t *testing.T, model llm.Client) llm.Client{
		"the model itself": func(_ *testing.T, model llm.Client) llm.Client { return model },
		"a whole chain": func(t *testing.T, model llm.Client) llm.Client {
			t.Helper()
			limiter, err := ratelimit.New(ratelimit.OpenAI(10_000_000, 100_000))
			require.NoError(t, err)
			return llm.Chain(model, llm.Retry(llm.RetryPolicy{Attempts: 1}), llm.Limit(limiter), llm.WithTimeout(time.Minute))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			llmtest.Run(t, wrap)
		})
	}
}
