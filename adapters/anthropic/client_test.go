package anthropic_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ui"
)

type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// capture is an HTTP client that keeps the request and answers it.
func capture(got *sent) anthropic.Option {
	return anthropic.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		*got = sent{r.Method, r.URL.String(), r.Header, string(body)}
		w := httptest.NewRecorder()
		whole(`[{"type":"text","text":"Hello."}]`, "end_turn")(w, r)
		return w.Result(), nil
	})})
}

const messages = `"system":[{"text":"Be brief.","type":"text"}],"messages":[{"role":"user","content":[{"text":"Greet me.","type":"text"}]},` +
	`{"role":"assistant","content":[{"text":"How?","type":"text"}]},{"role":"user","content":[{"text":"Well.","type":"text"}]}]`

func TestWhatIsSentToWhom(t *testing.T) {
	hot := 1.4
	warm := question
	warm.Temperature = &hot
	open := question
	open.MaxOutputTokens = 0
	open.Messages = append([]llm.Message{{Role: llm.User}}, open.Messages...)
	unknown := open
	unknown.Model = "claude-next"
	for name, test := range map[string]struct {
		opts          []anthropic.Option
		req           llm.Request
		url           string
		key           string
		authorization string
		body          string
	}{
		"anthropic": {
			nil, warm, "https://api.anthropic.com/v1/messages", "sk-env", "",
			`{` + messages + `,"model":"claude-sonnet-4-5","max_tokens":50,"temperature":1}`,
		},
		"without a limit, and an empty message": {
			nil, open, "https://api.anthropic.com/v1/messages", "sk-env", "",
			`{` + messages + `,"model":"claude-sonnet-4-5","max_tokens":64000}`,
		},
		"without a limit, unknown": {
			nil, unknown, "https://api.anthropic.com/v1/messages", "sk-env", "",
			`{` + messages + `,"model":"claude-next","max_tokens":4096}`,
		},
		"a gateway with tokens": {
			[]anthropic.Option{
				anthropic.WithBaseURL("https://gate.example/anthropic/"),
				anthropic.WithTokenSource(func(context.Context) (string, error) { return "entra", nil }),
			},
			question,
			"https://gate.example/anthropic/v1/messages", "", "Bearer entra",
			`{` + messages + `,"model":"claude-sonnet-4-5","max_tokens":50}`,
		},
		"a gateway without a key": {
			[]anthropic.Option{anthropic.WithBaseURL("http://localhost:8000")},
			question,
			"http://localhost:8000/v1/messages", "", "",
			`{` + messages + `,"model":"claude-sonnet-4-5","max_tokens":50}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("ANTHROPIC_API_KEY", "sk-env")
			t.Setenv("ANTHROPIC_AUTH_TOKEN", "not-asked-for")
			t.Setenv("ANTHROPIC_BASE_URL", "https://not.asked.for")
			var got sent
			c, err := anthropic.New(append(test.opts, capture(&got))...)
			require.NoError(t, err)
			_, err = c.Generate(t.Context(), test.req)
			require.NoError(t, err)
			require.Equal(t, test.url, got.URL)
			require.Equal(t, test.key, got.Header.Get("X-Api-Key"))
			require.Equal(t, test.authorization, got.Header.Get("Authorization"))
			require.Equal(t, "2023-06-01", got.Header.Get("Anthropic-Version"))
			require.JSONEq(t, test.body, got.Body)
		})
	}
}

func TestSchemasAreEnforcedWhereTheyCanBe(t *testing.T) {
	t.Parallel()
	const flat = `{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string","minLength":3}},"required":["z"]}`
	const fitted = `{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"string"}},"required":["z"],"additionalProperties":false}`
	const loops = `{"type":"object","properties":{"n":{"$ref":"#/$defs/N"}},"$defs":{"N":{"type":"object","properties":{"k":{"$ref":"#/$defs/N"}}}}}`
	tool := func(schema string) string {
		return `"tools":[{"name":"answer","description":"Takes the answer, in full.","input_schema":` + schema + `}],` +
			`"tool_choice":{"type":"tool","name":"answer","disable_parallel_tool_use":true}`
	}
	for name, test := range map[string]struct{ model, schema, want string }{
		"a format":             {"claude-sonnet-4-5", flat, `"output_config":{"format":{"type":"json_schema","schema":` + fitted + `}}`},
		"an unknown model":     {"gate/claude-next", flat, `"output_config":{"format":{"type":"json_schema","schema":` + fitted + `}}`},
		"an older model":       {"claude-3-5-haiku-20241022", flat, tool(flat)},
		"an older model, 4":    {"claude-sonnet-4-20250514", flat, tool(flat)},
		"what contains itself": {"claude-sonnet-4-5", loops, tool(loops)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got sent
			c, err := anthropic.New(anthropic.WithKey("k-1234"), capture(&got))
			require.NoError(t, err)
			req := question
			req.Model, req.Schema = test.model, json.RawMessage(test.schema)
			_, err = c.Generate(t.Context(), req)
			require.NoError(t, err)
			require.JSONEq(t, `{`+messages+`,"model":"`+test.model+`","max_tokens":50,`+test.want+`}`, got.Body)
			if at := strings.Index(test.want, `{"z"`); at >= 0 {
				require.Contains(t, got.Body, test.want[at:strings.Index(test.want, `}}`)], "in order")
			}
		})
	}
	t.Run("what generator asks for", func(t *testing.T) {
		t.Parallel()
		for _, kind := range []ui.SchemaKind{ui.BlueprintSchema, ui.ChunkPlanSchema} {
			var got sent
			c, err := anthropic.New(anthropic.WithKey("k-1234"), capture(&got))
			require.NoError(t, err)
			req := question
			req.Schema = ui.Schema(kind)
			_, err = c.Generate(t.Context(), req)
			require.NoError(t, err)
			require.Contains(t, got.Body, `"output_config":{"format":`)
		}
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
			c, err := anthropic.New(anthropic.WithKey("k-1234"), capture(&got))
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
	t.Setenv("ANTHROPIC_API_KEY", "")
	_, err := anthropic.New()
	require.EqualError(t, err, "anthropic: there is no key: set ANTHROPIC_API_KEY, WithKey or WithTokenSource")
	_, err = anthropic.New(anthropic.WithKey(""), nil, anthropic.WithTokenSource(nil), anthropic.WithHTTPClient(nil), anthropic.WithBaseURL("https://user:hunter2@x"))
	require.Error(t, err)
	for _, complaint := range []string{"WithKey: ", "option 2 is nil", "WithTokenSource: ", "WithHTTPClient: ", "WithBaseURL: the URL"} {
		require.ErrorContains(t, err, complaint)
	}
	require.NotContains(t, err.Error(), "hunter2")
	_, err = anthropic.New(anthropic.WithKey("k"), anthropic.WithTokenSource(func(context.Context) (string, error) { return "", nil }))
	require.ErrorContains(t, err, "exclude one another")
}

func TestNothingThatIsPrintedShowsTheKey(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(http.StatusBadRequest, `{"type":"error","error":{"type":"invalid_request_error","message":"no such header: sk-ant-topsecret"}}`))
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
}

func TestAProxyIsAskedInPlaceOfTheProvider(t *testing.T) {
	t.Parallel()
	proxy := serve(t, whole(`[{"type":"text","text":"By proxy."}]`, "end_turn"))
	address, err := url.Parse(proxy.URL)
	require.NoError(t, err)
	own := &http.Transport{Proxy: http.ProxyURL(address)}
	defer own.CloseIdleConnections()
	c, err := anthropic.New(anthropic.WithBaseURL("http://models.example"), anthropic.WithHTTPClient(&http.Client{Transport: own}))
	require.NoError(t, err)
	resp, err := c.Generate(t.Context(), question)
	require.NoError(t, err)
	require.Equal(t, "By proxy.", resp.Text)
	require.Equal(t, "http://models.example/v1/messages", proxy.requests()[0].URL)
}
