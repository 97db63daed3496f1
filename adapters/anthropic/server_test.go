package anthropic_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
)

var question = llm.Request{
	Model: "claude-sonnet-4-5", System: "Be brief.", MaxOutputTokens: 50, SchemaName: "greeting",
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

// client asks the server.
func (s *server) client(t *testing.T) *anthropic.Client {
	t.Helper()
	c, err := anthropic.New(anthropic.WithBaseURL(s.URL), anthropic.WithKey("sk-ant-topsecret"), anthropic.WithHTTPClient(s.Client()))
	require.NoError(t, err)
	return c
}

func limits(h http.Header) {
	h.Set("Request-Id", "req_1")
	h.Set("Anthropic-Ratelimit-Input-Tokens-Limit", "40000")
	h.Set("Anthropic-Ratelimit-Input-Tokens-Remaining", "39000")
	h.Set("Anthropic-Ratelimit-Output-Tokens-Limit", "8000")
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		limits(w.Header())
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// whole is an answer as Anthropic writes it; content is a list of blocks.
func whole(content, stop string) http.HandlerFunc {
	return reply(http.StatusOK, fmt.Sprintf(`{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":%s,
"stop_reason":%q,"stop_sequence":null,"usage":{"input_tokens":36,"cache_creation_input_tokens":20,"cache_read_input_tokens":64,"output_tokens":40,
"output_tokens_details":{"thinking_tokens":16}}}`, content, stop))
}

// stream writes events as they are, each in a piece of its own.
func stream(events ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		limits(w.Header())
		for _, event := range events {
			_, kind, _ := strings.Cut(event, `"type":"`)
			kind, _, _ = strings.Cut(kind, `"`)
			fmt.Fprintf(w, "event: %s\ndata: %s\n\n", kind, event)
			w.(http.Flusher).Flush() //nolint:forcetypeassert // a server's is one
		}
	}
}

// The events of an answer.
const (
	begin = `{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[],"stop_reason":null,"usage":{"input_tokens":36,"cache_creation_input_tokens":20,"cache_read_input_tokens":64,"output_tokens":1}}}`
	open  = `{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}`
	shut  = `{"type":"content_block_stop","index":0}`
	ping  = `{"type":"ping"}`
	last  = `{"type":"message_stop"}`
)

func piece(text string) string {
	return fmt.Sprintf(`{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":%q}}`, text)
}

func input(text string) string {
	return fmt.Sprintf(`{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":%q}}`, text)
}

func end(stop string) string {
	return fmt.Sprintf(`{"type":"message_delta","delta":{"stop_reason":%q,"stop_sequence":null},"usage":{"output_tokens":40,"output_tokens_details":{"thinking_tokens":16}}}`, stop)
}
