package llmtest_test

import (
	"context"
	"fmt"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
)

// A script answers call by call, and remembers what it was asked.
func ExampleNew() {
	client := llmtest.New(
		llmtest.JSON(map[string]string{"title": "Bookshop"}),
		llmtest.Fail(llm.RateLimited),
	)
	for _, text := range []string{"Name the shop.", "Name its shelves.", "And the rest."} {
		resp, err := client.Generate(context.Background(), llm.Request{
			Messages: []llm.Message{{Role: llm.User, Text: text}},
		})
		if err != nil {
			fmt.Println(llm.KindOf(err))
			continue
		}
		fmt.Println(resp.Text)
	}
	fmt.Println(client.Requests()[1].Messages[0].Text)
	// Output:
	// {"title":"Bookshop"}
	// llm: rate limited
	// llm: invalid request
	// Name its shelves.
}
