package llm_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// A call that fails in passing is made again, and each try passes the quota.
func ExampleChain() {
	limiter, err := ratelimit.New(ratelimit.OpenAI(240_000, 720))
	if err != nil {
		log.Fatal(err)
	}
	var client llm.Client = llmtest.New(llmtest.Fail(llm.Unavailable), llmtest.Text("Good morning."))
	client = llm.Chain(client,
		llm.Retry(llm.RetryPolicy{Wait: time.Millisecond}),
		llm.Limit(limiter),
		llm.WithTimeout(3*time.Minute),
	)
	resp, err := client.Generate(context.Background(), llm.Request{
		Model: "gpt-4o", System: "Be brief.", InputTokens: 20, MaxOutputTokens: 50,
		Messages: []llm.Message{{Role: llm.User, Text: "Greet me."}},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Text)
	status := limiter.Status()
	fmt.Println("admitted:", status.Admitted, "failed:", status.Failed, "succeeded:", status.Succeeded)
	// Output:
	// Good morning.
	// admitted: 2 failed: 1 succeeded: 1
}

// Kinds say what to do about a failure, whichever provider it came from.
func ExampleKindOf() {
	client := llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.Unauthorized, Provider: "openai", Status: 401}))
	_, err := client.Generate(context.Background(), llm.Request{Model: "gpt-4o"})
	kind := llm.KindOf(err)
	fmt.Println(kind, kind.Retryable(), kind.Fatal())
	// Output: llm: unauthorized false true
}
