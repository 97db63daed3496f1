package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
)

const description = `openapi: 3.1.0
info: {title: Shop, version: "1"}
paths:
  /books:
    get: {operationId: listBooks, responses: {"200": {description: All}}}
    post: {operationId: createBook, responses: {"201": {description: Added}}}
`

// The model is asked twice: for the names that the whole application shares, and
// for the plan of the one chunk that two operations make.
func TestPublishUsesWhatTheModelSays(t *testing.T) {
	t.Parallel()
	model := llmtest.New(
		llmtest.JSON(map[string]any{"title": "The Corner Shop"}),
		llmtest.Text(titles),
	)
	docs, err := NewDocs(model)
	require.NoError(t, err)
	var page bytes.Buffer
	warning, err := docs.Publish(t.Context(), []byte(description), &page)
	require.NoError(t, err)
	require.NoError(t, warning)
	require.Contains(t, page.String(), "<title>The Corner Shop</title>")

	asked := model.Requests()
	require.Len(t, asked, 2)
	require.Contains(t, asked[0].Messages[0].Text, "a book shop")
	require.Contains(t, asked[1].Messages[1].Text, "listBooks")
}

// Publish tells what the model left to the description.
func TestPublishWarnsOfWhatTheModelDidNotPlan(t *testing.T) {
	t.Parallel()
	docs, err := NewDocs(llmtest.New(
		llmtest.Fail(llm.Refused), // the shared names are not needed
		llmtest.Text(`{"views":[{"operation":"listBooks","title":"Books"}]}`),
	))
	require.NoError(t, err)
	var page bytes.Buffer
	warning, err := docs.Publish(t.Context(), []byte(description), &page)
	require.NoError(t, err)
	var missing *generator.ChunkError
	require.ErrorAs(t, warning, &missing)
	require.Equal(t, []string{"createBook"}, missing.Operations)
	require.Contains(t, page.String(), "<title>Shop</title>")
}

// A rejected key fails at the first call, and no other is made.
func TestPublishFailsWithARejectedKey(t *testing.T) {
	t.Parallel()
	model := llmtest.Always(llmtest.Fail(llm.Unauthorized))
	docs, err := NewDocs(model)
	require.NoError(t, err)
	_, err = docs.Publish(t.Context(), []byte(description), &bytes.Buffer{})
	require.ErrorIs(t, err, llm.Unauthorized)
	require.Len(t, model.Requests(), 1)
}

// Any function can be the model.
func TestPublishSendsNoMoreThanItMust(t *testing.T) {
	t.Parallel()
	model := llm.ClientFunc(func(_ context.Context, req llm.Request) (*llm.Response, error) {
		for _, m := range req.Messages {
			if strings.Contains(m.Text, "internal use only") {
				t.Error("an example value was sent")
			}
		}
		return &llm.Response{Text: titles}, nil
	})
	docs, err := NewDocs(model)
	require.NoError(t, err)
	text := strings.Replace(description, "{description: All}", `{description: All, content: {application/json: {example: "internal use only"}}}`, 1)
	_, err = docs.Publish(t.Context(), []byte(text), &bytes.Buffer{})
	require.NoError(t, err)
}
