package llmtest_test

import (
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// A service that asks a model is pointed at the simulated provider, and is told
// afterwards how well it behaved.
func ExampleNewProvider() {
	p := llmtest.NewProvider(ratelimit.OpenAI(1_000, 60),
		llmtest.WithModel(llmtest.Always(llmtest.Text("Good morning."))),
		llmtest.WithScript("", llmtest.FaultCrash), // the second call meets a 500
	)
	server := httptest.NewServer(p)
	defer server.Close()

	service := func(question string) { // what is to be tested: here, one that never waits
		body := fmt.Sprintf(`{"model":"gpt-4o","max_tokens":400,"messages":[{"role":"user","content":%q}]}`, question)
		reply, err := http.Post(server.URL+"/v1/chat/completions", "application/json", strings.NewReader(body)) //nolint:noctx // as services do
		if err != nil {
			log.Fatal(err)
		}
		defer reply.Body.Close()
		text, err := io.ReadAll(reply.Body)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(reply.StatusCode, strings.Contains(string(text), "Good morning."), reply.Header.Get("Retry-After") != "")
	}
	for range 4 {
		service("Greet me.")
	}
	counts := p.Counts()
	fmt.Println(counts.Answered, "answered;", counts.Rejected[ratelimittest.Tokens], "turned away for tokens;", counts.EarlyRetries, "came back too early")
	// Output:
	// 200 true false
	// 500 false false
	// 429 false true
	// 429 false true
	// 1 answered; 2 turned away for tokens; 1 came back too early
}
