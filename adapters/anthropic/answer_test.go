package anthropic_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

var used = llm.Usage{InputTokens: 120, CachedTokens: 64, OutputTokens: 40, ReasoningTokens: 16}

func TestAnAnswerIsReadWhole(t *testing.T) {
	t.Parallel()
	const text = `[{"type":"thinking","thinking":"Hm.","signature":"s"},{"type":"text","text":"Good "},{"type":"text","text":"morning."}]`
	for reason, stop := range map[string]llm.StopReason{
		"end_turn": llm.StopEnd, "max_tokens": llm.StopLength, "refusal": llm.StopRefusal, "model_context_window_exceeded": llm.StopLength,
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			s := serve(t, whole(text, reason))
			resp, err := s.client(t).Generate(t.Context(), question)
			require.NoError(t, err)
			require.Equal(t, "Good morning.", resp.Text)
			require.Equal(t, used, resp.Usage)
			require.Equal(t, stop, resp.StopReason)
			require.Equal(t, "claude-sonnet-4-5-20250929", resp.Model)
			require.Equal(t, "req_1", resp.RequestID)
			require.Equal(t, ratelimit.ObservedLimit{Limit: 40_000, Remaining: 39_000, HasRemaining: true}, resp.Observed.InputTokens)
			require.Equal(t, 8_000, resp.Observed.OutputTokens.Limit)
			require.Positive(t, resp.Timing.Connect)
			require.Positive(t, resp.Timing.FirstByte)
		})
	}
}

func TestTheInputOfTheToolIsTheAnswer(t *testing.T) {
	t.Parallel()
	s := serve(t, whole(`[{"type":"tool_use","id":"toolu_1","name":"answer","input":{"z":1,"a":"x"}}]`, "tool_use"))
	resp, err := s.client(t).Generate(t.Context(), question)
	require.NoError(t, err)
	require.JSONEq(t, `{"z":1,"a":"x"}`, resp.Text)
	require.Equal(t, llm.StopEnd, resp.StopReason)

	streamed := serve(t, stream(begin, `{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_1","name":"answer","input":{}}}`,
		input(`{"z":`), input(`1}`), shut, end("tool_use"), last))
	resp, err = streamed.client(t).Stream(t.Context(), question, func(llm.Delta) {})
	require.NoError(t, err)
	require.JSONEq(t, `{"z":1}`, resp.Text)
}

// TestIssue7WhatIsSaidBesideTheToolIsNoAnswer: models like to announce what they do.
func TestIssue7WhatIsSaidBesideTheToolIsNoAnswer(t *testing.T) {
	t.Parallel()
	s := serve(t, whole(`[{"type":"text","text":"Here:"},{"type":"tool_use","id":"toolu_1","name":"answer","input":{"z":1}},{"type":"text","text":"Done."}]`, "tool_use"))
	resp, err := s.client(t).Generate(t.Context(), question)
	require.NoError(t, err)
	require.JSONEq(t, `{"z":1}`, resp.Text)

	streamed := serve(t, stream(begin, open, piece("Here:"), shut, input(`{"z":`), input(`1}`), piece("Done."), shut, end("tool_use"), last))
	text := ""
	resp, err = streamed.client(t).Stream(t.Context(), question, func(d llm.Delta) {
		if d.Restart {
			text = ""
		}
		text += d.Text
	})
	require.NoError(t, err)
	require.JSONEq(t, `{"z":1}`, resp.Text)
	require.Equal(t, resp.Text, text)
}

func TestAnAnswerIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	s := serve(t, stream(begin, open, ping, piece("Good "), piece("morning."), shut, end("end_turn"), last))
	var pieces []string
	var observed []ratelimit.Observed
	resp, err := s.client(t).Stream(t.Context(), question, func(d llm.Delta) {
		if d.Observed != nil {
			require.Empty(t, pieces, "limits are told first")
			observed = append(observed, *d.Observed)
			return
		}
		pieces = append(pieces, d.Text)
	})
	require.NoError(t, err)
	require.Equal(t, []string{"Good ", "morning."}, pieces)
	require.Equal(t, "Good morning.", resp.Text)
	require.Equal(t, used, resp.Usage)
	require.Equal(t, llm.StopEnd, resp.StopReason)
	require.Equal(t, "req_1", resp.RequestID)
	require.Len(t, observed, 1)
	require.Equal(t, 40_000, observed[0].InputTokens.Limit)
	require.Equal(t, observed[0], resp.Observed)
}

// drop ends the connection in the middle of a reply.
func drop(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer(w, r)
		panic(http.ErrAbortHandler)
	}
}

func TestWhatGoesWrongIsToldByItsKind(t *testing.T) {
	t.Parallel()
	const overloaded = `{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}`
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		kind   llm.Kind
		ways   string // whole, stream or both
	}{
		"rate limited":      {reply(429, `{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed the limit"}}`), llm.RateLimited, "both"},
		"overloaded":        {reply(529, overloaded), llm.Overloaded, "both"},
		"key":               {reply(401, `{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key sk-ant-top"}}`), llm.Unauthorized, "both"},
		"money":             {reply(400, `{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}`), llm.QuotaSpent, "both"},
		"too long":          {reply(400, `{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}}`), llm.TooLarge, "both"},
		"server error":      {reply(500, `{"type":"error","error":{"type":"api_error","message":"Internal server error"}}`), llm.Unavailable, "both"},
		"a page":            {reply(502, `<html>Bad gateway</html>`), llm.Unavailable, "both"},
		"dropped at once":   {drop(func(http.ResponseWriter, *http.Request) {}), llm.Unavailable, "both"},
		"dropped":           {drop(stream(begin, open, piece("Good "))), llm.Unavailable, "both"},
		"error with 200":    {reply(200, overloaded), llm.Overloaded, "whole"},
		"not an answer":     {reply(200, `{"type":"message","content":[]}`), llm.Unavailable, "whole"},
		"not JSON":          {reply(200, `{"type":"mess`), llm.Unavailable, "whole"},
		"cut":               {stream(begin, open, piece("Good ")), llm.Unavailable, "stream"},
		"empty":             {stream(), llm.Unavailable, "stream"},
		"error in a stream": {stream(begin, open, piece("Good "), overloaded), llm.Overloaded, "stream"},
		"limit in a stream": {stream(begin, `{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}`), llm.RateLimited, "stream"},
		"noise in a stream": {stream(begin, `{"type":"content_block_delta","delta":`), llm.Unavailable, "stream"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for way, each := range map[string]func(llm.Delta){"whole": nil, "stream": func(llm.Delta) {}} {
				if test.ways != "both" && test.ways != way {
					continue
				}
				s := serve(t, test.answer)
				_, err := llm.Stream(t.Context(), s.client(t), question, each)
				require.Equal(t, test.kind, llm.KindOf(err), "%s: %v", way, err)
				require.NotContains(t, err.Error(), "sk-ant")
				failure, ok := errors.AsType[*llm.Error](err)
				require.True(t, ok)
				if test.kind == llm.RateLimited {
					require.Equal(t, 40_000, failure.Observed.InputTokens.Limit)
					require.Equal(t, "req_1", failure.RequestID)
				}
				require.Len(t, s.requests(), 1, "the SDK tries nothing again")
			}
		})
	}
}

func TestCancellationEndsACallAtOnce(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]bool{"while waiting": false, "in mid-stream": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			enough := errors.New("enough")
			gone := make(chan struct{})
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if each {
					stream(begin, open, piece("Good "))(w, r)
				} else {
					cancel(enough)
				}
				<-r.Context().Done() // it writes no more until the client has gone
				close(gone)
			})
			var deltas func(llm.Delta)
			if each {
				deltas = func(d llm.Delta) {
					if d.Text != "" {
						cancel(enough)
					}
				}
			}
			start := time.Now()
			_, err := llm.Stream(ctx, s.client(t), question, deltas)
			require.ErrorIs(t, err, context.Canceled)
			require.Empty(t, llm.KindOf(err), "the caller's wish is no failure of the provider")
			require.Less(t, time.Since(start), 10*time.Second)
			<-gone
		})
	}
}

func TestALongAnswerNeedNoStream(t *testing.T) {
	t.Parallel()
	s := serve(t, whole(`[{"type":"text","text":"Long."}]`, "end_turn"))
	req := question
	req.MaxOutputTokens = 64_000 // the SDK would refuse it
	resp, err := s.client(t).Generate(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, "Long.", resp.Text)
}
