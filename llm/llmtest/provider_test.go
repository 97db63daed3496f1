package llmtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

const (
	openAIPath    = "/v1/chat/completions"
	azurePath     = "/openai/deployments/gpt/chat/completions?api-version=2024-10-21"
	anthropicPath = "/v1/messages"
	chatBody      = `{"model":"m","messages":[{"role":"user","content":"Hi."}]}`
	messagesBody  = `{"model":"m","max_tokens":100,"messages":[{"role":"user","content":[{"type":"text","text":"Hi."}]}]}`
)

// post sends a body in memory, with the headers that each family wants.
func post(ctx context.Context, t *testing.T, p *llmtest.Provider, path, body string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://simulated"+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Anthropic-Version", "2023-06-01")
	reply, err := p.Client().Do(r)
	require.NoError(t, err)
	t.Cleanup(func() { reply.Body.Close() })
	return reply
}

func readAll(t *testing.T, reply *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(reply.Body)
	require.NoError(t, err)
	return string(body)
}

var spoken = llmtest.Always(llmtest.Answer(llm.Response{
	Text: "Good morning.", Usage: llm.Usage{InputTokens: 12, CachedTokens: 8, OutputTokens: 5, ReasoningTokens: 2},
}))

func TestAnswersAreWrittenAsTheFamilyDoes(t *testing.T) {
	t.Parallel()
	const whole = `{"id":"req_1","object":"chat.completion","created":0,"model":"MODEL",
"choices":[{"index":0,"message":{"role":"assistant","content":"Good morning.","refusal":null},"logprobs":null,"finish_reason":"stop"}],
"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":2}}}`
	const message = `{"id":"req_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Good morning."}],
"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":4,"cache_read_input_tokens":8,"cache_creation_input_tokens":0,
"output_tokens":5,"output_tokens_details":{"thinking_tokens":2}}}`
	tool := strings.TrimSuffix(messagesBody, "}") + `,"tools":[{"name":"answer","input_schema":{"type":"object","properties":{"a":{"const":7}},"required":["a"]}}],"tool_choice":{"type":"tool","name":"answer"}}`
	for name, test := range map[string]struct {
		family     ratelimit.Provider
		path, body string
		model      llm.Client
		want       string
	}{
		"openai":    {ratelimit.ProviderOpenAI, openAIPath, chatBody, spoken, strings.Replace(whole, "MODEL", "m", 1)},
		"azure":     {ratelimit.ProviderAzure, azurePath, chatBody, spoken, strings.Replace(whole, "MODEL", "gpt", 1)},
		"anthropic": {ratelimit.ProviderAnthropic, anthropicPath, messagesBody, spoken, message},
		"a tool's input": {
			ratelimit.ProviderAnthropic, anthropicPath, tool, llmtest.Always(llmtest.ToSchema()),
			`{"id":"req_1","type":"message","role":"assistant","model":"m","content":[{"type":"tool_use","id":"toolu_req_1","name":"answer","input":{"a":7}}],
"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":18,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":2,"output_tokens_details":{"thinking_tokens":0}}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := llmtest.NewProvider(ratelimit.Quota{Provider: test.family}, llmtest.WithModel(test.model))
			reply := post(t.Context(), t, p, test.path, test.body)
			require.Equal(t, http.StatusOK, reply.StatusCode)
			var got map[string]any
			require.NoError(t, json.Unmarshal([]byte(readAll(t, reply)), &got))
			if got["created"] != nil {
				got["created"] = 0
			}
			text, err := json.Marshal(got)
			require.NoError(t, err)
			require.JSONEq(t, test.want, string(text))
		})
	}
}

func TestStreamsAreWrittenAsTheFamilyDoes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		family     ratelimit.Provider
		path, body string
		events     []string // parts of them, in order
	}{
		"openai": {ratelimit.ProviderOpenAI, openAIPath, chatBody, []string{
			`"delta":{"content":"","refusal":null,"role":"assistant"}`, `"delta":{"content":"Good"}`, `"delta":{"content":" mor"}`, `"delta":{"content":"ning."}`,
			`"finish_reason":"stop"`, `"choices":[]`, "data: [DONE]",
		}},
		"azure": {ratelimit.ProviderAzure, azurePath, chatBody, []string{
			`"prompt_filter_results":[`, `"role":"assistant"`, `"delta":{"content":"Good"}`, `" mor"`, `"ning."`, `"finish_reason":"stop"`, `"prompt_tokens":12`, "data: [DONE]",
		}},
		"anthropic": {ratelimit.ProviderAnthropic, anthropicPath, messagesBody, []string{
			"event: message_start\n", "event: content_block_start\n", "event: ping\n", `"delta":{"text":"Good","type":"text_delta"}`, `" mor"`, `"ning."`,
			"event: content_block_stop\n", `"stop_reason":"end_turn"`, "event: message_stop\n",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := llmtest.NewProvider(ratelimit.Quota{Provider: test.family}, llmtest.WithModel(spoken), llmtest.WithLatency(0, time.Nanosecond))
			body := strings.TrimSuffix(test.body, "}") + `,"stream":true,"stream_options":{"include_usage":true}}`
			reply := post(t.Context(), t, p, test.path, body)
			require.Equal(t, "text/event-stream; charset=utf-8", reply.Header.Get("Content-Type"))
			events := strings.SplitAfter(strings.TrimSuffix(readAll(t, reply), "\n\n"), "\n\n")
			require.Len(t, events, len(test.events), "%s", events)
			for i, event := range events {
				require.Contains(t, event, test.events[i])
			}
		})
	}
}

func TestWhatIsNotUnderstoodIsRefusedInTheFamilysShape(t *testing.T) {
	t.Parallel()
	chatWith := func(more string) string { return strings.TrimSuffix(chatBody, "}") + "," + more + "}" }
	messagesWith := func(more string) string { return strings.TrimSuffix(messagesBody, "}") + "," + more + "}" }
	format := func(schema string) string {
		return `"response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":` + schema + `}}`
	}
	for name, test := range map[string]struct {
		family     ratelimit.Provider
		path, body string
		status     int
		says       string
	}{
		"no JSON":               {ratelimit.ProviderOpenAI, openAIPath, `{"model":`, 400, "the body cannot be read"},
		"no messages":           {ratelimit.ProviderOpenAI, openAIPath, `{"model":"m"}`, 400, "messages is empty"},
		"no model":              {ratelimit.ProviderOpenAI, openAIPath, `{"messages":[{"role":"user","content":"x"}]}`, 400, "model is empty"},
		"another role":          {ratelimit.ProviderOpenAI, openAIPath, `{"model":"m","messages":[{"role":"bard","content":"x"}]}`, 400, `messages[0].role is \"bard\"`},
		"less than a token":     {ratelimit.ProviderOpenAI, openAIPath, chatWith(`"max_tokens":0`), 400, "want 1 or more"},
		"too hot":               {ratelimit.ProviderOpenAI, openAIPath, chatWith(`"temperature":3`), 400, "temperature is 3"},
		"an open object":        {ratelimit.ProviderOpenAI, openAIPath, chatWith(format(`{"type":"object","properties":{}}`)), 400, "additionalProperties must be false"},
		"an optional property":  {ratelimit.ProviderOpenAI, openAIPath, chatWith(format(`{"type":"object","properties":{"a":{}},"additionalProperties":false}`)), 400, "every property must be required"},
		"an open object within": {ratelimit.ProviderOpenAI, openAIPath, chatWith(format(`{"type":"object","properties":{"properties":{"type":"array","items":{"type":"object","properties":{}}}},"required":["properties"],"additionalProperties":false}`)), 400, "additionalProperties must be false"},
		"elsewhere":             {ratelimit.ProviderOpenAI, "/v1/embeddings", chatBody, 404, "there is nothing at this path"},
		"azure, no version":     {ratelimit.ProviderAzure, "/openai/deployments/gpt/chat/completions", chatBody, 404, "DeploymentNotFound"},
		"azure, a body":         {ratelimit.ProviderAzure, azurePath, `[]`, 400, "BadRequest"},
		"anthropic, no limit":   {ratelimit.ProviderAnthropic, anthropicPath, chatBody, 400, "max_tokens is 0"},
		"anthropic, a system":   {ratelimit.ProviderAnthropic, anthropicPath, `{"model":"m","max_tokens":1,"messages":[{"role":"system","content":"x"}]}`, 400, "invalid_request_error"},
		"anthropic, an empty":   {ratelimit.ProviderAnthropic, anthropicPath, `{"model":"m","max_tokens":1,"messages":[{"role":"user","content":""}]}`, 400, "messages.0.content is empty"},
		"anthropic, a format":   {ratelimit.ProviderAnthropic, anthropicPath, messagesWith(`"output_config":{"format":{"type":"json_schema","schema":[]}}`), 400, "it is no object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := llmtest.NewProvider(ratelimit.Quota{Provider: test.family})
			reply := post(t.Context(), t, p, test.path, test.body)
			body := readAll(t, reply)
			require.Equal(t, test.status, reply.StatusCode, "%s", body)
			require.Contains(t, body, test.says)
			requireErrorShape(t, test.family, body)
			counts := p.Counts()
			require.Equal(t, []int{1, 1, 0}, []int{counts.Calls, counts.Invalid, counts.Admitted})
		})
	}
}

// requireErrorShape checks that a body is an error as the family writes it.
func requireErrorShape(t *testing.T, family ratelimit.Provider, body string) {
	t.Helper()
	var envelope struct {
		Type  string
		Error map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(body), &envelope), "%s", body)
	require.NotEmpty(t, envelope.Error["message"], "%s", body)
	switch family {
	case ratelimit.ProviderAnthropic:
		require.Equal(t, "error", envelope.Type)
		require.NotEmpty(t, envelope.Error["type"])
	case ratelimit.ProviderAzure:
		require.NotEmpty(t, envelope.Error["code"])
	default:
		require.Contains(t, envelope.Error, "code")
		require.Contains(t, envelope.Error, "param")
	}
}

func TestTheQuotaIsKeptAndTold(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("word ", 2_400) // 3,000 tokens, 12,000 characters
	for name, test := range map[string]struct {
		quota      ratelimit.Quota
		path, body string
		headers    http.Header // of the answer
		wait       string      // until the next
		says       string
	}{
		"openai": {
			ratelimit.OpenAI(5_000, 60), openAIPath, `{"model":"m","messages":[{"role":"user","content":"` + big + `"}]}`,
			http.Header{
				"X-Ratelimit-Limit-Tokens": {"5000"}, "X-Ratelimit-Remaining-Tokens": {"2000"}, "X-Ratelimit-Reset-Tokens": {"36s"},
				"X-Ratelimit-Limit-Requests": {"60"}, "X-Ratelimit-Remaining-Requests": {"59"}, "X-Ratelimit-Reset-Requests": {"1s"},
			},
			"12", "Please try again in 12s.",
		},
		"azure": {
			ratelimit.AzureOpenAI(5_000, 60), azurePath, `{"max_tokens":100,"messages":[{"role":"user","content":"` + big + `"}]}`,
			http.Header{
				"X-Ratelimit-Limit-Tokens": nil, "X-Ratelimit-Remaining-Tokens": {"1900"}, "X-Ratelimit-Reset-Tokens": {"60"},
				"X-Ratelimit-Remaining-Requests": {"59"}, "X-Ratelimit-Reset-Requests": {"60"},
			},
			"60", "have exceeded token rate limit of the pricing tier. Please retry after 60 seconds.",
		},
		"anthropic": {
			ratelimit.Anthropic(5_000, 600, 60), anthropicPath, `{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"` + big + `"}]}`,
			http.Header{
				"Anthropic-Ratelimit-Input-Tokens-Limit": {"5000"}, "Anthropic-Ratelimit-Input-Tokens-Remaining": {"2000"},
				"Anthropic-Ratelimit-Input-Tokens-Reset": {"2000-01-01T00:00:36Z"}, "Anthropic-Ratelimit-Output-Tokens-Limit": {"600"},
				"Anthropic-Ratelimit-Requests-Remaining": {"59"},
			},
			"12", "rate_limit_error",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := llmtest.NewProvider(test.quota)
				reply := post(t.Context(), t, p, test.path, test.body)
				require.Equal(t, http.StatusOK, reply.StatusCode)
				for header, value := range test.headers {
					require.Equal(t, value, reply.Header[header], header)
				}
				readAll(t, reply)
				turned := post(t.Context(), t, p, test.path, test.body)
				require.Equal(t, http.StatusTooManyRequests, turned.StatusCode)
				require.Equal(t, test.wait, turned.Header.Get("Retry-After"))
				body := readAll(t, turned)
				require.Contains(t, body, test.says)
				requireErrorShape(t, test.quota.Provider, body)

				wait, err := strconv.Atoi(test.wait)
				require.NoError(t, err)
				time.Sleep(time.Duration(wait)*time.Second - time.Millisecond) //nolint:forbidigo // in a bubble
				early := post(t.Context(), t, p, test.path, test.body)
				require.Equal(t, http.StatusTooManyRequests, early.StatusCode)
				readAll(t, early)
				time.Sleep(time.Second) //nolint:forbidigo // in a bubble
				late := post(t.Context(), t, p, test.path, test.body)
				require.Equal(t, http.StatusOK, late.StatusCode)
				readAll(t, late)
				counts := p.Counts()
				require.Equal(t, []int{4, 2, 2, 1, 2}, []int{counts.Calls, counts.Admitted, counts.Rejected[ratelimittest.Tokens], counts.EarlyRetries, counts.Answered})
			})
		})
	}
}

func TestWrittenTokensCountAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := llmtest.NewProvider(ratelimit.Anthropic(100_000, 60, 0), llmtest.WithLatency(0, 100*time.Millisecond),
			llmtest.WithModel(llmtest.Always(llmtest.Text(strings.Repeat("four", 50)))))
		body := strings.TrimSuffix(messagesBody, "}") + `,"stream":true}`
		ask := func() string {
			reply := post(t.Context(), t, p, anthropicPath, body)
			readAll(t, reply)
			return reply.Header.Get("Anthropic-Ratelimit-Output-Tokens-Remaining")
		}
		start := time.Now()
		require.Equal(t, "60", ask())
		require.Equal(t, 5*time.Second, time.Since(start))
		require.Contains(t, []string{"14", "15"}, ask(), "50 were written, and 5, rounded down, have come back")
		require.Equal(t, "0", ask(), "30 too many were written")
		counts := p.Counts()
		require.Equal(t, []int{2, 1}, []int{counts.Answered, counts.Rejected[ratelimittest.OutputTokens]})
	})
}

func TestTimePassesFasterByScale(t *testing.T) {
	t.Parallel()
	p := llmtest.NewProvider(ratelimit.OpenAI(60, 0), llmtest.WithTimeScale(1_000), llmtest.WithLatency(10*time.Second, 0))
	server := httptest.NewServer(p)
	defer server.Close()
	body := []byte(`{"model":"m","max_tokens":60,"messages":[{"role":"user","content":"Hi."}]}`)
	send := func() *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+openAIPath, bytes.NewReader(body))
		require.NoError(t, err)
		reply, err := server.Client().Do(r)
		require.NoError(t, err)
		t.Cleanup(func() { reply.Body.Close() })
		return reply
	}
	require.Equal(t, http.StatusOK, send().StatusCode)
	deadline := time.Now().Add(20 * time.Second)
	for turned := send(); turned.StatusCode != http.StatusOK; turned = send() {
		require.True(t, time.Now().Before(deadline), "a minute must pass in 60 ms")
		ms, err := strconv.Atoi(turned.Header.Get("Retry-After-Ms"))
		require.NoError(t, err)
		require.LessOrEqual(t, ms, 60)
	}
}
