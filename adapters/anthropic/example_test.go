package anthropic_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
)

// A gateway that speaks Anthropic's protocol can be asked too; this one always says
// the same.
func ExampleNew() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"type":"message","model":"claude-tiny","content":[{"type":"text","text":"Good morning."}],
			"stop_reason":"end_turn","usage":{"input_tokens":12,"output_tokens":3}}`)
	}))
	defer server.Close()

	client, err := anthropic.New(anthropic.WithBaseURL(server.URL), anthropic.WithHTTPClient(server.Client()))
	if err != nil {
		log.Fatal(err)
	}
	resp, err := client.Generate(context.Background(), llm.Request{
		Model: "claude-tiny", Messages: []llm.Message{{Role: llm.User, Text: "Greet me."}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Text, resp.Usage.InputTokens, resp.Usage.OutputTokens)
	// Output: Good morning. 12 3
}
