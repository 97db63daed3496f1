package openai_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ui"
)

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// capture is an HTTP client that keeps the request and answers it.
func capture(got *sent) openai.Option {
	return openai.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		*got = sent{r.Method, r.URL.String(), r.Header, string(body)}
		w := httptest.NewRecorder()
		whole(`"Hello."`, "stop")(w, r)
		return w.Result(), nil
	})})
}

func TestWhatIsSentToWhom(t *testing.T) {
	warm := 0.7
	asked := question
	asked.Temperature = &warm
	reasoning := asked
	reasoning.Model = "o3-mini"
	messages := `"messages":[{"content":"Be brief.","role":"system"},{"content":"Greet me.","role":"user"},{"content":"How?","role":"assistant"},{"content":"Well.","role":"user"}]`
	for name, test := range map[string]struct {
		opts          []openai.Option
		req           llm.Request
		url           string
		authorization string
		apiKey        string
		body          string
	}{
		"openai": {
			nil, asked, "https://api.openai.com/v1/chat/completions", "Bearer sk-env", "",
			`{` + messages + `,"model":"gpt-4o","max_completion_tokens":50,"temperature":0.7}`,
		},
		"a model that reasons": {
			nil, reasoning, "https://api.openai.com/v1/chat/completions", "Bearer sk-env", "",
			`{` + messages + `,"model":"o3-mini","max_completion_tokens":50}`,
		},
		"azure": {
			[]openai.Option{openai.WithAzure("https://shop.openai.azure.com/", "my gpt", "2024-06-01")},
			asked,
			"https://shop.openai.azure.com/openai/deployments/my%20gpt/chat/completions?api-version=2024-06-01", "", "azure-env",
			`{` + messages + `,"model":"gpt-4o","max_tokens":50,"temperature":0.7}`,
		},
		"azure, newer, by the model": {
			[]openai.Option{openai.WithAzure("https://shop.openai.azure.com", "", "2024-12-01-preview"), openai.WithKey("azure-own")},
			asked,
			"https://shop.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-12-01-preview", "", "azure-own",
			`{` + messages + `,"model":"gpt-4o","max_completion_tokens":50,"temperature":0.7}`,
		},
		"azure with tokens": {
			[]openai.Option{
				openai.WithAzure("https://shop.openai.azure.com", "d", "2024-06-01"),
				openai.WithTokenSource(func(context.Context) (string, error) { return "entra", nil }),
			},
			asked,
			"https://shop.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-06-01", "Bearer entra", "",
			`{` + messages + `,"model":"gpt-4o","max_tokens":50,"temperature":0.7}`,
		},
		"compatible, without a key": {
			[]openai.Option{openai.WithBaseURL("http://localhost:11434/v1")},
			asked,
			"http://localhost:11434/v1/chat/completions", "", "",
			`{` + messages + `,"model":"gpt-4o","max_tokens":50,"temperature":0.7}`,
		},
		"compatible, with a key": {
			[]openai.Option{openai.WithBaseURL("https://models.example/api/"), openai.WithKey("mine"), openai.WithOrganization("org-1")},
			asked,
			"https://models.example/api/chat/completions", "Bearer mine", "",
			`{` + messages + `,"model":"gpt-4o","max_tokens":50,"temperature":0.7}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("OPENAI_API_KEY", "sk-env")
			t.Setenv("AZURE_OPENAI_API_KEY", "azure-env")
			t.Setenv("OPENAI_BASE_URL", "https://not.asked.for/v1")
			t.Setenv("OPENAI_ORG_ID", "not-asked-for")
			var got sent
			c, err := openai.New(append(test.opts, capture(&got))...)
			require.NoError(t, err)
			_, err = c.Generate(t.Context(), test.req)
			require.NoError(t, err)
			require.Equal(t, test.url, got.URL)
			require.Equal(t, test.authorization, got.Header.Get("Authorization"))
			require.Equal(t, test.apiKey, got.Header.Get("Api-Key"))
			require.NotContains(t, got.Header, "Openai-Project")
			require.NotEqual(t, "not-asked-for", got.Header.Get("Openai-Organization"))
			require.JSONEq(t, test.body, got.Body)
		})
	}
}

func TestSchemasAreSentInStrictModeAndInTheirOrder(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		schema string
		opts   []openai.Option
		want   string
	}{
		"strict": {
			`{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string","minLength":3}},"required":["z"]}`, nil,
			`{"name":"greeting","strict":true,"schema":{"type":"object","properties":{"z":{"type":"string"},"a":{"type":["string","null"]}},"required":["z","a"],"additionalProperties":false}}`,
		},
		"a map cannot be": {
			`{"type":"object","additionalProperties":{"type":"string"}}`, nil,
			`{"name":"greeting","schema":{"type":"object","additionalProperties":{"type":"string"}}}`,
		},
		"loose": {
			`{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"}}}`,
			[]openai.Option{openai.WithLooseSchemas()},
			`{"name":"greeting","schema":{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"}}}}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got sent
			c, err := openai.New(append(test.opts, openai.WithKey("k-1234"), capture(&got))...)
			require.NoError(t, err)
			req := question
			req.Schema = json.RawMessage(test.schema)
			_, err = c.Generate(t.Context(), req)
			require.NoError(t, err)
			var body struct {
				Format struct {
					Type   string
					Schema json.RawMessage `json:"json_schema"`
				} `json:"response_format"`
			}
			require.NoError(t, json.Unmarshal([]byte(got.Body), &body))
			require.Equal(t, "json_schema", body.Format.Type)
			require.JSONEq(t, test.want, string(body.Format.Schema))
			if at := strings.Index(test.want, `"properties"`); at >= 0 {
				inner := test.want[at:strings.Index(test.want, `}}`)]
				require.Contains(t, got.Body, inner, "in order")
			}
		})
	}
	t.Run("what generator asks for", func(t *testing.T) {
		t.Parallel()
		var got sent
		c, err := openai.New(openai.WithKey("k-1234"), capture(&got))
		require.NoError(t, err)
		req := question
		req.Schema = ui.Schema(ui.ChunkPlanSchema)
		_, err = c.Generate(t.Context(), req)
		require.NoError(t, err)
		require.Contains(t, got.Body, `"strict":true`)
	})
}

func TestARequestThatCannotBeSentIsNot(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*llm.Request){
		"no model":       func(r *llm.Request) { r.Model = "" },
		"another role":   func(r *llm.Request) { r.Messages = []llm.Message{{Role: "tool", Text: "x"}} },
		"a schema's end": func(r *llm.Request) { r.Schema = json.RawMessage(`{"type":`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got sent
			c, err := openai.New(openai.WithKey("k-1234"), capture(&got))
			require.NoError(t, err)
			req := question
			spoil(&req)
			_, err = c.Generate(t.Context(), req)
			require.ErrorIs(t, err, llm.Invalid)
			require.Empty(t, got.Method)
		})
	}
}

func TestOptionsThatMakeNoSenseAreAllTold(t *testing.T) {
	t.Setenv("OPENAI_API_KEY", "")
	_, err := openai.New()
	require.EqualError(t, err, "openai: there is no key: set OPENAI_API_KEY, WithKey or WithTokenSource")
	_, err = openai.New(openai.WithKey(""), nil, openai.WithTokenSource(nil), openai.WithHTTPClient(nil),
		openai.WithAzure("shop.openai.azure.com", "d", "2024-06-01"), openai.WithAzure("https://x", "d", ""), openai.WithBaseURL("https://user:hunter2@x/?key=hunter2"))
	require.Error(t, err)
	for _, complaint := range []string{"WithKey: ", "option 2 is nil", "WithTokenSource: ", "WithHTTPClient: ", "WithAzure: the endpoint", "api-version", "WithBaseURL: the URL"} {
		require.ErrorContains(t, err, complaint)
	}
	require.NotContains(t, err.Error(), "hunter2")
	_, err = openai.New(openai.WithKey("k"), openai.WithTokenSource(func(context.Context) (string, error) { return "", nil }),
		openai.WithBaseURL("http://x"), openai.WithAzure("https://x", "d", "2024-06-01"))
	require.ErrorContains(t, err, "WithBaseURL and WithAzure")
	require.ErrorContains(t, err, "WithKey and WithTokenSource")
}

func TestNothingThatIsPrintedShowsTheKey(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(http.StatusBadRequest, `{"error":{"message":"no such header: Bearer sk-topsecret","code":"x"}}`))
	var log bytes.Buffer
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c := s.client(t)
	_, err := llm.Chain(c, llm.LogTexts(logger)).Generate(t.Context(), question)
	require.ErrorIs(t, err, llm.Invalid)
	logger.Info("client", "client", c, "error", err)
	for _, printed := range []string{
		log.String(), fmt.Sprint(c), fmt.Sprintf("%v %+v %#v %s", c, c, c, c), err.Error(), fmt.Sprintf("%+v %#v", err, err),
	} {
		require.NotContains(t, printed, "topsecret")
	}
	require.Contains(t, fmt.Sprint(c), s.URL)

	gone := s.client(t)
	s.Close()
	_, err = gone.Generate(t.Context(), question)
	require.ErrorIs(t, err, llm.Unavailable)
	require.NotContains(t, fmt.Sprintf("%v %+v", err, err), "topsecret")
}

func TestATokenThatCannotBeHadIsAnError(t *testing.T) {
	t.Parallel()
	var got sent
	c, err := openai.New(openai.WithTokenSource(func(context.Context) (string, error) { return "", errors.New("no login") }), capture(&got))
	require.NoError(t, err)
	_, err = c.Generate(t.Context(), question)
	require.ErrorIs(t, err, llm.Unavailable)
	require.ErrorContains(t, err, "get a token: no login")
	require.Empty(t, got.Method)
}

func TestAProxyIsAskedInPlaceOfTheProvider(t *testing.T) {
	t.Parallel()
	proxy := serve(t, whole(`"By proxy."`, "stop"))
	address, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	own := &http.Transport{Proxy: http.ProxyURL(address)}
	defer own.CloseIdleConnections()
	c, err := openai.New(openai.WithBaseURL("http://models.example/v1"), openai.WithHTTPClient(&http.Client{Transport: own}))
	require.NoError(t, err)
	resp, err := c.Generate(t.Context(), question)
	require.NoError(t, err)
	require.Equal(t, "By proxy.", resp.Text)
	require.Equal(t, "http://models.example/v1/chat/completions", proxy.requests()[0].URL)
}
