package provider_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
)

// bodies are errors as providers write them; texts and names are our own.
var bodies = []struct {
	name   string
	status int
	body   string
	kind   llm.Kind
	code   string
	retry  time.Duration
	cause  string
}{
	{
		"openai rate limit", 429, `{"error":{"message":"Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 29500, Requested 900. Please try again in 1.2s.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`,
		llm.RateLimited, "rate_limit_exceeded", 1200 * time.Millisecond, "Rate limit reached",
	},
	{
		"openai quota spent", 429, `{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}`,
		llm.QuotaSpent, "insufficient_quota", 0, "plan and billing",
	},
	{
		"openai too large for the quota", 429, `{"error":{"message":"Request too large for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Requested 45000.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`,
		llm.TooLarge, "rate_limit_exceeded", 0, "Requested 45000",
	},
	{
		"openai key", 401, `{"error":{"message":"Incorrect API key provided: sk-abcde*******wxyz. You can find your API key at the site.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}`,
		llm.Unauthorized, "invalid_api_key", 0, "",
	},
	{
		"openai model", 404, `{"error":{"message":"The model 'gpt-9' does not exist or you do not have access to it.","type":"invalid_request_error","param":null,"code":"model_not_found"}}`,
		llm.UnknownModel, "model_not_found", 0, "gpt-9",
	},
	{
		"openai context", 400, `{"error":{"message":"This model's maximum context length is 128000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}`,
		llm.TooLarge, "context_length_exceeded", 0, "128000",
	},
	{
		"openai schema", 400, `{"error":{"message":"Invalid schema for response_format 'x'","type":"invalid_request_error","param":"response_format","code":null}}`,
		llm.Invalid, "invalid_request_error", 0, "Invalid schema",
	},
	{
		"openai down", 503, `{"error":{"message":"The engine is currently overloaded, please try again later","type":"server_error","param":null,"code":null}}`,
		llm.Overloaded, "server_error", 0, "overloaded",
	},
	{
		"openai error", 500, `{"error":{"message":"The server had an error while processing your request.","type":"server_error","param":null,"code":null}}`,
		llm.Unavailable, "server_error", 0, "server had an error",
	},
	{
		"azure rate limit", 429, `{"error":{"code":"429","message":"Requests to the ChatCompletions Operation have exceeded token rate limit of your current pricing tier. Please retry after 26 seconds."}}`,
		llm.RateLimited, "429", 26 * time.Second, "retry after 26",
	},
	{
		"azure high demand", 429, `{"error":{"code":"NoCapacity","message":"The system is currently experiencing high demand and cannot process your request."}}`,
		llm.Overloaded, "NoCapacity", 0, "high demand",
	},
	{
		"azure filter", 400, `{"error":{"message":"The response was filtered due to the prompt triggering content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation"}}}`,
		llm.Refused, "content_filter", 0, "filtered",
	},
	{
		"azure deployment", 404, `{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}`,
		llm.UnknownModel, "DeploymentNotFound", 0, "deployment",
	},
	{"azure key", 401, `{"error":{"code":"401","message":"Access denied due to invalid subscription key."}}`, llm.Unauthorized, "401", 0, ""},
	{
		"anthropic rate limit", 429, `{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the rate limit of 40,000 input tokens per minute."},"request_id":"req_7"}`,
		llm.RateLimited, "rate_limit_error", 0, "40,000 input tokens",
	},
	{
		"anthropic overloaded", 529, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_7"}`,
		llm.Overloaded, "overloaded_error", 0, "Overloaded",
	},
	{
		"anthropic too long", 400, `{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}`,
		llm.TooLarge, "invalid_request_error", 0, "210000",
	},
	{
		"anthropic too many bytes", 413, `{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}`,
		llm.TooLarge, "request_too_large", 0, "maximum size",
	},
	{
		"anthropic money", 400, `{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}`,
		llm.QuotaSpent, "invalid_request_error", 0, "credit balance",
	},
	{"anthropic key", 401, `{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}`, llm.Unauthorized, "authentication_error", 0, ""},
	{"anthropic model", 404, `{"type":"error","error":{"type":"not_found_error","message":"model: claude-9"}}`, llm.UnknownModel, "not_found_error", 0, "claude-9"},
	{
		"anthropic filter", 400, `{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}`,
		llm.Refused, "invalid_request_error", 0, "filtering policy",
	},
	{"fault in a stream", 200, `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`, llm.Overloaded, "overloaded_error", 0, "Overloaded"},
	{"status in a stream", 200, `{"error":{"code":429,"message":"Slow down, retry after 3 seconds"}}`, llm.RateLimited, "429", 3 * time.Second, "Slow down"},
	{"anything in a stream", 200, `{"error":{"message":"odd"}}`, llm.Unavailable, "", 0, "odd"},
	{"refused in a stream", 200, `{"error":{"message":"no","type":"invalid_request_error"}}`, llm.Invalid, "invalid_request_error", 0, "no"},
	{"fastapi", 422, `{"detail":[{"loc":["body","messages"],"msg":"field required","input":"a secret prompt"}]}`, llm.Invalid, "", 0, "field required"},
	{"vllm", 400, `{"object":"error","message":"max_tokens must be at least 1","type":"BadRequestError","param":null,"code":400}`, llm.Invalid, "400", 0, "at least 1"},
	{"ollama", 404, `{"error":"model \"llama9\" not found"}`, llm.UnknownModel, "", 0, "llama9"},
	{"google", 429, `[{"error":{"code":429,"message":"Resource has been exhausted","status":"RESOURCE_EXHAUSTED"}}]`, llm.RateLimited, "429", 0, "exhausted"},
	{"gateway page", 502, "<html><body>Bad gateway</body></html>", llm.Unavailable, "", 0, ""},
	{"gateway text", 504, "upstream request timeout", llm.Timeout, "", 0, "upstream request timeout"},
	{"nothing", 500, "", llm.Unavailable, "", 0, ""},
	{"cut", 500, `{"error":{"message":"The ser`, llm.Unavailable, "", 0, ""},
	{"payment", 402, "", llm.QuotaSpent, "", 0, ""},
	{"forbidden", 403, "", llm.Unauthorized, "", 0, ""},
	{"conflict", 409, "", llm.Unavailable, "", 0, ""},
	{"teapot", 418, "", llm.Invalid, "", 0, ""},
}

// reply is a transport that always answers so.
func reply(status int, body string, header http.Header) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		if header == nil {
			header = http.Header{}
		}
		return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

func request(t *testing.T) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://models.example/v1?code=querysecret", nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", "Bearer sk-verysecret")
	return req
}

func TestErrorsAreToldApartAsProvidersWriteThem(t *testing.T) {
	t.Parallel()
	for _, test := range bodies {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ex := provider.Begin(t.Context(), "acme")
			resp, err := ex.RoundTrip(request(t), reply(test.status, test.body, http.Header{"X-Request-Id": {"req_9"}}))
			require.NoError(t, err)
			again, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Equal(t, test.body, string(again), "the SDK reads it too")
			if test.status < 400 {
				err = ex.Fault([]byte(test.body))
			} else {
				err = ex.Error(errors.New("what the SDK makes of it"))
			}
			failure, ok := errors.AsType[*llm.Error](err)
			require.True(t, ok)
			require.Equal(t, test.kind, failure.Kind)
			require.Equal(t, test.code, failure.Code)
			require.Equal(t, test.status, failure.Status)
			require.Equal(t, test.retry, failure.RetryAfter)
			require.Equal(t, "req_9", failure.RequestID)
			require.Equal(t, "acme", failure.Provider)
			if test.cause == "" {
				require.NoError(t, failure.Err)
			} else {
				require.ErrorContains(t, failure.Err, test.cause)
			}
			require.NotContains(t, err.Error(), "a secret prompt")
			require.NotContains(t, err.Error(), "sk-")
		})
	}
}

func TestHeadersOfAnErrorAreKept(t *testing.T) {
	t.Parallel()
	ex := provider.Begin(t.Context(), "acme")
	_, err := ex.RoundTrip(request(t), reply(429, `{"error":{"message":"retry after 3 seconds"}}`, http.Header{
		"Retry-After": {"7"}, "X-Ratelimit-Limit-Tokens": {"30000"}, "X-Ratelimit-Remaining-Tokens": {"12"},
	}))
	require.NoError(t, err)
	failure, ok := errors.AsType[*llm.Error](ex.Error(io.EOF))
	require.True(t, ok)
	require.Equal(t, 7*time.Second, failure.RetryAfter, "the header has the first word")
	require.Equal(t, 30_000, failure.Observed.Tokens.Limit)
	require.Equal(t, 12, failure.Observed.Tokens.Remaining)
}

func TestNoErrorShowsASecretOfTheRequest(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func(*http.Request) (*http.Response, error){
		"said":  reply(400, `{"error":{"message":"bad header Bearer sk-verysecret","code":"sk-verysecret"}}`, nil),
		"query": reply(500, `no route for ?code=querysecret`, nil),
		"broken": func(req *http.Request) (*http.Response, error) {
			return nil, &url.Error{Op: "Post", URL: req.URL.String(), Err: errors.New("proxy says sk-verysecret")}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ex := provider.Begin(t.Context(), "acme")
			resp, err := ex.RoundTrip(request(t), fail)
			if err == nil {
				require.NoError(t, resp.Body.Close())
			}
			err = ex.Error(err)
			require.Error(t, err)
			require.NotContains(t, err.Error(), "verysecret")
			require.NotContains(t, err.Error(), "querysecret")
		})
	}
}

type slow struct{ error }

func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

func TestABrokenConnectionIsTriedAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  error
		kind llm.Kind
	}{
		"reset":   {&url.Error{Op: "Post", URL: "https://models.example", Err: io.ErrUnexpectedEOF}, llm.Unavailable},
		"timeout": {&url.Error{Op: "Post", URL: "https://models.example", Err: slow{errors.New("slow")}}, llm.Timeout},
		"own":     {&llm.Error{Kind: llm.Refused}, llm.Refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := provider.Begin(t.Context(), "acme").Error(test.err)
			require.Equal(t, test.kind, llm.KindOf(err))
			require.NotContains(t, err.Error(), "models.example")
		})
	}
	require.ErrorIs(t, provider.Begin(t.Context(), "acme").Cut("the stream ended"), io.ErrUnexpectedEOF)
	require.ErrorIs(t, provider.Begin(t.Context(), "acme").Cut("the stream ended"), llm.Unavailable)
}

func TestTheEndOfTheContextStaysWhatItIs(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ex := provider.Begin(ctx, "acme")
	for _, err := range []error{ex.Error(io.ErrUnexpectedEOF), ex.Cut("the stream ended")} {
		require.ErrorIs(t, err, context.Canceled)
		require.Empty(t, llm.KindOf(err))
	}
}

func FuzzParseFault(f *testing.F) {
	for _, b := range bodies {
		f.Add(b.status, []byte(b.body))
	}
	f.Add(200, []byte(strings.Repeat(`[`, 100_000)))
	f.Add(400, []byte("{\"error\":{\"message\":\"\\ud800\x00\xff\",\"code\":[1],\"type\":{}}}"))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		fault := provider.ParseFault(body)
		for _, s := range []string{fault.Code, fault.Type, fault.Message, fault.RequestID} {
			require.LessOrEqual(t, len(s), 400+len("…"))
			require.True(t, utf8.ValidString(s))
			require.NotContains(t, s, "\n")
		}
		ex := provider.Begin(t.Context(), "acme")
		_, err := ex.RoundTrip(request(t), reply(status, string(body), nil))
		require.NoError(t, err)
		failure, ok := errors.AsType[*llm.Error](ex.Fault(body))
		require.True(t, ok)
		require.NotEmpty(t, failure.Kind)
		require.GreaterOrEqual(t, failure.RetryAfter, time.Duration(0))
		if status == http.StatusUnauthorized && failure.Kind == llm.Unauthorized {
			require.NoError(t, failure.Err)
		}
	})
}

// TestIssue7AnAPIVersionIsNoSecret: an error that names it must be readable.
func TestIssue7AnAPIVersionIsNoSecret(t *testing.T) {
	t.Parallel()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://models.example/?api-version=2019-01-01&sig=topsecret", http.NoBody)
	require.NoError(t, err)
	ex := provider.Begin(t.Context(), "azure")
	reply, err := ex.RoundTrip(ask, func(*http.Request) (*http.Response, error) {
		body := io.NopCloser(strings.NewReader(`{"error":{"message":"no api-version 2019-01-01 with topsecret"}}`))
		return &http.Response{StatusCode: http.StatusBadRequest, Body: body}, nil
	})
	require.NoError(t, err)
	defer reply.Body.Close()
	require.ErrorContains(t, ex.Error(nil), "2019-01-01")
	require.NotContains(t, ex.Error(nil).Error(), "topsecret")
}
