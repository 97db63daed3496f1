package llmtest_test

import (
	"context"
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
)

func TestAScriptIsTakenStepByStepAndThenIsOver(t *testing.T) {
	t.Parallel()
	client := llmtest.New(llmtest.Text("one"), llmtest.Fail(llm.Overloaded), llmtest.JSON(map[string]int{"three": 3}))
	ask := func(text string) (*llm.Response, error) {
		return client.Generate(t.Context(), llm.Request{Model: "m", Messages: []llm.Message{{Role: llm.User, Text: text}}})
	}
	resp, err := ask("a question")
	require.NoError(t, err)
	require.Equal(t, &llm.Response{Text: "one", StopReason: llm.StopEnd, Model: "m", Usage: llm.Usage{InputTokens: 2, OutputTokens: 1}}, resp)
	_, err = ask("b")
	require.ErrorIs(t, err, llm.Overloaded)
	resp, err = ask("c")
	require.NoError(t, err)
	require.JSONEq(t, `{"three":3}`, resp.Text)
	_, err = ask("d")
	require.ErrorIs(t, err, llm.Invalid)
	require.ErrorContains(t, err, "the script has 3 steps, and this is call 4")

	asked := client.Requests()
	require.Len(t, asked, 4)
	asked[0].Messages = nil
	require.Equal(t, "a question", client.Requests()[0].Messages[0].Text, "what is handed out is a copy")
}

func TestAlwaysAnswersEverything(t *testing.T) {
	t.Parallel()
	client := llmtest.Always(llmtest.Text("yes"))
	for range 3 {
		resp, err := client.Generate(t.Context(), llm.Request{InputTokens: 7})
		require.NoError(t, err)
		require.Equal(t, "yes", resp.Text)
		require.Equal(t, 7, resp.Usage.InputTokens)
	}
}

func TestWaitTakesTimeAndHeedsTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := llmtest.Always(llmtest.Wait(time.Hour, llmtest.Text("late")))
		start := time.Now()
		_, err := client.Generate(t.Context(), llm.Request{})
		require.NoError(t, err)
		require.Equal(t, time.Hour, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err = client.Generate(ctx, llm.Request{})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, time.Hour+time.Minute, time.Since(start))

		_, err = client.Generate(ctx, llm.Request{})
		require.ErrorIs(t, err, context.DeadlineExceeded, "an ended context asks nothing")
	})
}

func TestCutKeepsValidTextAndSaysSo(t *testing.T) {
	t.Parallel()
	whole := llmtest.Text(`{"a":"ééééé"}`)
	for _, keep := range []float64{0, 0.3, 0.47, 0.5, 0.9} {
		resp, err := llmtest.New(llmtest.Cut(keep, whole)).Generate(t.Context(), llm.Request{})
		require.NoError(t, err)
		require.Equal(t, llm.StopLength, resp.StopReason)
		require.False(t, json.Valid([]byte(resp.Text)))
		require.NotContains(t, resp.Text, "\ufffd")
	}
	_, err := llmtest.New(llmtest.Cut(0.5, llmtest.Fail(llm.Refused))).Generate(t.Context(), llm.Request{})
	require.ErrorIs(t, err, llm.Refused)
}
