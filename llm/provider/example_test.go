package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
)

// A client for a provider of one's own, in a few lines: the exchange tells kinds of
// errors, limits and times.
func ExampleExchange() {
	send := func(req *http.Request) (*http.Response, error) { // http.Client.Do, elsewhere
		return &http.Response{
			StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"12"}}, Request: req,
			Body: io.NopCloser(strings.NewReader(`{"error":{"message":"Slow down."}}`)),
		}, nil
	}
	client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		ex := provider.Begin(ctx, "acme")
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://acme.example/ask", strings.NewReader(req.System))
		if err != nil {
			return nil, err
		}
		reply, err := ex.RoundTrip(request, send)
		if err != nil {
			return nil, ex.Error(err)
		}
		defer reply.Body.Close()
		var answer llm.Response
		if err := json.NewDecoder(reply.Body).Decode(&answer); err != nil || reply.StatusCode != http.StatusOK {
			return nil, ex.Error(err)
		}
		return ex.Answer(&answer), nil
	})
	_, err := client.Generate(context.Background(), llm.Request{System: "Be brief."})
	fmt.Println(err)
	fmt.Println(llm.KindOf(err).Retryable())
	// Output:
	// llm: acme: rate limited (status 429): Slow down.
	// true
}

// What is optional becomes null where a provider wants every property.
func ExampleStrict() {
	schema := json.RawMessage(`{"type":"object","properties":{"title":{"type":"string"},"help":{"type":"string","maxLength":80}},"required":["title"]}`)
	fitted, ok := provider.Strict(schema, provider.Subset{AllRequired: true})
	if !ok {
		log.Fatal("it does not fit")
	}
	fmt.Println(string(fitted))
	// Output: {"type":"object","properties":{"title":{"type":"string"},"help":{"type":["string","null"]}},"required":["title","help"],"additionalProperties":false}
}
