package openai_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
)

var question = llm.Request{
	Model: "gpt-4o", System: "Be brief.", MaxOutputTokens: 50, SchemaName: "greeting",
	Messages: []llm.Message{{Role: llm.User, Text: "Greet me."}, {Role: llm.Assistant, Text: "How?"}, {Role: llm.User, Text: "Well."}},
	Metadata: map[string]string{"chunk": "7"},
}

// sent is a request as it arrived.
type sent struct {
	Method, URL string
	Header      http.Header
	Body        string
}

// server answers all requests alike, over loopback, and keeps them.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	sent []sent
}

func serve(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.sent = append(s.sent, sent{r.Method, r.URL.String(), r.Header, string(body)})
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) requests() []sent {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sent
}

// client asks the server as a compatible one.
func (s *server) client(t *testing.T) *openai.Client {
	t.Helper()
	c, err := openai.New(openai.WithBaseURL(s.URL+"/v1"), openai.WithKey("sk-topsecret"), openai.WithHTTPClient(s.Client()))
	require.NoError(t, err)
	return c
}

// whole is an answer as OpenAI writes it; text is JSON.
func whole(text, finish string) http.HandlerFunc {
	return reply(http.StatusOK, fmt.Sprintf(`{"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-4o-2024-08-06",
"choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},"logprobs":null,"finish_reason":%q}],
"usage":{"prompt_tokens":120,"completion_tokens":40,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":64,"audio_tokens":0},
"completion_tokens_details":{"reasoning_tokens":16,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}`, text, finish))
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", "req_1")
		w.Header().Set("X-Ratelimit-Limit-Tokens", "30000")
		w.Header().Set("X-Ratelimit-Remaining-Tokens", "29800")
		w.Header().Set("X-Ratelimit-Reset-Tokens", "6m0s")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// stream writes events as they are, each in a piece of its own.
func stream(events ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set("X-Request-Id", "req_1")
		w.Header().Set("X-Ratelimit-Limit-Tokens", "30000")
		for _, event := range events {
			fmt.Fprintf(w, "data: %s\n\n", event)
			w.(http.Flusher).Flush() //nolint:forcetypeassert // a server's is one
		}
	}
}

// chunk is one event of an answer; what is not there is null.
func chunk(text, finish string) string {
	delta, reason := `{}`, "null"
	if text != "" {
		delta = fmt.Sprintf(`{"content":%q}`, text)
	}
	if finish != "" {
		reason = fmt.Sprintf("%q", finish)
	}
	return `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":` +
		delta + `,"logprobs":null,"finish_reason":` + reason + `}],"usage":null}`
}

const lastChunk = `{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-2024-08-06","choices":[],
 "usage":{"prompt_tokens":120,"completion_tokens":40,"total_tokens":160,"prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":16}}}`

// oneLine is an event as the wire needs it.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", "") }
