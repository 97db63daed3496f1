package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/llm/llmtest"
)

// main publishes the bookshop with the script of the test in the model's place;
// a real service would hand NewDocs a client of its provider.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	docs, err := NewDocs(llmtest.Always(llmtest.Text(titles)))
	if err != nil {
		fmt.Fprintln(os.Stderr, "mockclient:", err)
		return
	}
	warning, err := docs.Publish(ctx, bookshop.Description, os.Stdout)
	if err != nil || warning != nil {
		fmt.Fprintln(os.Stderr, "mockclient:", err, warning)
	}
}

// titles answers every question with one and the same plan. What a question did
// not ask about is not taken over.
const titles = `{"views":[{"operation":"listBooks","title":"Browse the shelves"},{"operation":"createBook","title":"Put a book on the shelf"}]}`
