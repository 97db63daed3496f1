package llm_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
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

// Pieces of an answer come as they are written, and the whole at the end.
func ExampleStream() {
	client := llmtest.Always(llmtest.Text("Good morning."))
	resp, err := llm.Stream(context.Background(), client, llm.Request{Model: "gpt-4o"}, func(d llm.Delta) {
		fmt.Print(d.Text)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("", resp.StopReason)
	// Output: Good morning. end
}

// A middleware of one's own, for both ways to ask.
func ExampleAround() {
	louder := llm.Around(func(ctx context.Context, req llm.Request, each func(llm.Delta), next llm.StreamFunc) (*llm.Response, error) {
		req.System = strings.ToUpper(req.System)
		return next(ctx, req, each)
	})
	script := llmtest.Always(llmtest.Text("Yes."))
	if _, err := llm.Chain(script, louder).Generate(context.Background(), llm.Request{System: "be brief"}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(script.Requests()[0].System)
	// Output: BE BRIEF
}

// An answer that was recorded once is there without a provider.
func ExampleReplayer() {
	dir, err := os.MkdirTemp("", "recordings")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	provider := llmtest.New(llmtest.Text("Good morning.")) // a provider's client, with a key
	question := llm.Request{Model: "gpt-4o", Messages: []llm.Message{{Role: llm.User, Text: "Greet me."}}}
	if _, err := llm.Chain(provider, llm.Recorder(dir)).Generate(context.Background(), question); err != nil {
		log.Fatal(err)
	}
	resp, err := llm.Replayer(dir).Generate(context.Background(), question)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Text)
	// Output: Good morning.
}
