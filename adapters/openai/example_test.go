package openai_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
)

// Any server that speaks OpenAI's protocol can be asked; this one always says the
// same.
func ExampleNew() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"model":"tiny","choices":[{"index":0,"message":{"content":"Good morning."},"finish_reason":"stop"}],
			"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}`)
	}))
	defer server.Close()

	client, err := openai.New(openai.WithBaseURL(server.URL+"/v1"), openai.WithHTTPClient(server.Client()))
	if err != nil {
		log.Fatal(err)
	}
	resp, err := client.Generate(context.Background(), llm.Request{
		Model: "tiny", Messages: []llm.Message{{Role: llm.User, Text: "Greet me."}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Text, resp.Usage.InputTokens, resp.Usage.OutputTokens)
	// Output: Good morning. 12 3
}

// Azure OpenAI is asked by endpoint, deployment and api-version; with Microsoft
// Entra ID, tokens take the place of a key.
func ExampleWithAzure() {
	entra := func(context.Context) (string, error) { return "a token of azidentity, say", nil }
	client, err := openai.New(
		openai.WithAzure("https://shop.openai.azure.com", "gpt-4o-eu", "2024-12-01-preview"),
		openai.WithTokenSource(entra),
	)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(client)
	// Output: openai.Client(https://shop.openai.azure.com)
}
