package openai_test

import (
	"context"
	"errors"
	"fmt"
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
	for finish, stop := range map[string]llm.StopReason{"stop": llm.StopEnd, "length": llm.StopLength, "content_filter": llm.StopRefusal} {
		t.Run(finish, func(t *testing.T) {
			t.Parallel()
			s := serve(t, whole(`"Good morning."`, finish))
			resp, err := s.client(t).Generate(t.Context(), question)
			require.NoError(t, err)
			require.Equal(t, "Good morning.", resp.Text)
			require.Equal(t, used, resp.Usage)
			require.Equal(t, stop, resp.StopReason)
			require.Equal(t, "gpt-4o-2024-08-06", resp.Model)
			require.Equal(t, "req_1", resp.RequestID)
			require.Equal(t, ratelimit.ObservedLimit{Limit: 30_000, Remaining: 29_800, HasRemaining: true, Reset: 6 * time.Minute, HasReset: true}, resp.Observed.Tokens)
			require.Positive(t, resp.Timing.Connect)
			require.Positive(t, resp.Timing.FirstByte)
		})
	}
}

func TestAnAnswerIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	s := serve(t, stream(chunk("", ""), chunk("Good ", ""), chunk("morning.", ""), chunk("", "stop"), oneLine(lastChunk), "[DONE]"))
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
	require.Equal(t, 30_000, observed[0].Tokens.Limit)
	require.Equal(t, observed[0], resp.Observed)
	require.Contains(t, s.requests()[0].Body, `"stream_options":{"include_usage":true}`)
}

func TestARefusalIsToldApart(t *testing.T) {
	t.Parallel()
	s := serve(t, reply(200, `{"model":"gpt-4o","choices":[{"index":0,"message":{"content":null,"refusal":"I would rather not."},"finish_reason":"stop"}]}`))
	resp, err := s.client(t).Generate(t.Context(), question)
	require.NoError(t, err)
	require.Equal(t, llm.StopRefusal, resp.StopReason)
	require.Equal(t, "I would rather not.", resp.Text)
	require.Zero(t, resp.Usage, "what a server does not say is not made up")

	streamed := serve(t, stream(`{"choices":[{"index":0,"delta":{"refusal":"No."}}]}`, chunk("", "stop"), "[DONE]"))
	resp, err = streamed.client(t).Stream(t.Context(), question, func(llm.Delta) {})
	require.NoError(t, err)
	require.Equal(t, llm.StopRefusal, resp.StopReason)
	require.Equal(t, "No.", resp.Text)
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
	const limited = `{"error":{"message":"Rate limit reached. Please try again in 1.2s.","type":"tokens","param":null,"code":"rate_limit_exceeded"}}`
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		kind   llm.Kind
		stream bool // asked for as a stream alone
	}{
		"rate limited":        {reply(429, limited), llm.RateLimited, false},
		"quota spent":         {reply(429, `{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}`), llm.QuotaSpent, false},
		"key":                 {reply(401, `{"error":{"message":"Incorrect API key provided: sk-top*****cret","code":"invalid_api_key"}}`), llm.Unauthorized, false},
		"server error":        {reply(500, `{"error":{"message":"oh","type":"server_error"}}`), llm.Unavailable, false},
		"a page":              {reply(502, `<html>Bad gateway</html>`), llm.Unavailable, false},
		"azure's filter":      {reply(400, `{"error":{"message":"filtered","code":"content_filter","status":400}}`), llm.Refused, false},
		"error with 200":      {reply(200, limited), llm.RateLimited, false},
		"not an answer":       {reply(200, `{"choices":[]}`), llm.Unavailable, false},
		"not JSON":            {reply(200, `{"choices":[{"in`), llm.Unavailable, false},
		"dropped":             {drop(stream(chunk("Good ", ""))), llm.Unavailable, false},
		"dropped at once":     {drop(func(http.ResponseWriter, *http.Request) {}), llm.Unavailable, false},
		"cut":                 {stream(chunk("Good ", "")), llm.Unavailable, true},
		"cut, but done":       {stream(chunk("Good ", ""), "[DONE]"), llm.Unavailable, true},
		"error in a stream":   {stream(chunk("Good ", ""), limited), llm.RateLimited, true},
		"azure's in a stream": {stream(chunk("Good ", ""), `{"error":{"code":"429","message":"retry after 3 seconds"}}`), llm.RateLimited, true},
		"noise in a stream":   {stream(chunk("Good ", ""), `{"choices":[`), llm.Unavailable, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, each := range []func(llm.Delta){nil, func(llm.Delta) {}} {
				if each == nil && test.stream {
					continue
				}
				if each != nil && name == "error with 200" || each != nil && name == "not JSON" {
					continue // no stream at all
				}
				s := serve(t, test.answer)
				_, err := llm.Stream(t.Context(), s.client(t), question, each)
				require.Equal(t, test.kind, llm.KindOf(err), "%v", err)
				failure, ok := errors.AsType[*llm.Error](err)
				require.True(t, ok)
				if test.kind == llm.RateLimited {
					require.Positive(t, failure.RetryAfter)
					require.Equal(t, 30_000, failure.Observed.Tokens.Limit)
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
					stream(chunk("Good ", ""))(w, r)
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

func TestManyCallsAtOnceDoNotMix(t *testing.T) {
	t.Parallel()
	s := serve(t, stream(chunk("a", ""), chunk("b", ""), chunk("c", "stop"), "[DONE]"))
	c := s.client(t)
	errs := make(chan error)
	const calls = 16
	for range calls {
		go func() {
			text := ""
			resp, err := c.Stream(t.Context(), question, func(d llm.Delta) { text += d.Text })
			if err == nil && (text != "abc" || resp.Text != "abc") {
				err = fmt.Errorf("got %q and %q", text, resp.Text)
			}
			errs <- err
		}()
	}
	for range calls {
		require.NoError(t, <-errs)
	}
}
