package llm_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

// written is what somebody who was handed pieces has in the end.
type written struct {
	strings.Builder
	restarts int
	observed []ratelimit.Observed
}

func (w *written) each(d llm.Delta) {
	if d.Restart {
		w.restarts++
		w.Reset()
	}
	if d.Observed != nil {
		w.observed = append(w.observed, *d.Observed)
	}
	w.WriteString(d.Text)
}

// writer is a streamer that takes a second for each piece, and fails in the end if
// fail says so.
func writer(fail func(call int) error, pieces ...string) llm.StreamFunc {
	call := 0
	return func(ctx context.Context, _ llm.Request, each func(llm.Delta)) (*llm.Response, error) {
		call++
		if each != nil {
			each(llm.Delta{Observed: &ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 1_000}}})
		}
		for _, piece := range pieces {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Second):
			}
			if each != nil {
				each(llm.Delta{Text: piece})
			}
		}
		if err := fail(call); err != nil {
			return nil, err
		}
		return &llm.Response{Text: strings.Join(pieces, ""), StopReason: llm.StopEnd, Usage: llm.Usage{InputTokens: 100, OutputTokens: 3}}, nil
	}
}

func never(int) error { return nil }

func TestAnyClientCanBeAskedForPieces(t *testing.T) {
	t.Parallel()
	var w written
	resp, err := llm.Stream(t.Context(), llmtest.Always(llmtest.Text("yes")), ask, w.each)
	require.NoError(t, err)
	require.Equal(t, "yes", resp.Text)
	require.Equal(t, "yes", w.String())
	_, err = llm.Stream(t.Context(), llmtest.Always(llmtest.Fail(llm.Refused)), ask, w.each)
	require.ErrorIs(t, err, llm.Refused)
	require.Equal(t, "yes", w.String())
	resp, err = llm.Stream(t.Context(), llmtest.Always(llmtest.Text("yes")), ask, nil)
	require.NoError(t, err)
	require.Equal(t, "yes", resp.Text)
}

// all wraps a client in every middleware there is.
func everything(t *testing.T, client llm.Client, l ratelimit.Limiter) llm.Client {
	t.Helper()
	return llm.Chain(client, llm.Recorder(t.TempDir()), llm.Cache(&shelf{}), llm.Log(discard), llm.Retry(llm.RetryPolicy{Jitter: -1}),
		llm.Limit(l), llm.WithTimeout(time.Minute))
}

func TestPiecesPassEveryMiddlewareAsTheyCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var w written
		start := time.Now()
		var times []time.Duration
		client := everything(t, writer(never, "a", "b", "c"), limiter(t, ratelimit.Quota{TokensPerMinute: 1_000}))
		resp, err := llm.Stream(t.Context(), client, ask, func(d llm.Delta) {
			w.each(d)
			times = append(times, time.Since(start))
		})
		require.NoError(t, err)
		require.Equal(t, "abc", resp.Text)
		require.Equal(t, "abc", w.String())
		require.Equal(t, []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}, times)
		require.Len(t, w.observed, 1)

		w.Reset()
		resp, err = llm.Stream(t.Context(), client, ask, w.each)
		require.NoError(t, err)
		require.True(t, resp.FromCache)
		require.Equal(t, "abc", w.String())
	})
}

func TestAStreamThatFailsMidwayBeginsAnewAndSaysSo(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{
		"cut":              &llm.Error{Kind: llm.Unavailable, Status: 200},
		"turned away":      &llm.Error{Kind: llm.RateLimited, Status: 200, RetryAfter: 7 * time.Second},
		"overloaded in it": &llm.Error{Kind: llm.Overloaded, Status: 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var w written
				l := limiter(t, ratelimit.Quota{TokensPerMinute: 10_000})
				once := func(call int) error {
					if call == 1 {
						return failure
					}
					return nil
				}
				resp, err := llm.Stream(t.Context(), everything(t, writer(once, "a", "b"), l), ask, w.each)
				require.NoError(t, err)
				require.Equal(t, "ab", resp.Text)
				require.Equal(t, "ab", w.String())
				require.Equal(t, 1, w.restarts)
				s := l.Status()
				require.Equal(t, 2, s.Admitted)
				require.Equal(t, 1, s.Succeeded)
				require.Zero(t, s.Running)
			})
		})
	}
}

func TestNothingIsRestartedOfWhichNothingWasSeen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var w written
		client := llm.Chain(llmtest.New(llmtest.Fail(llm.Unavailable), llmtest.Text("yes")), llm.Retry(llm.RetryPolicy{}))
		_, err := llm.Stream(t.Context(), client, ask, w.each)
		require.NoError(t, err)
		require.Zero(t, w.restarts)
	})
}

func TestATimeoutEndsAStreamInTheMiddle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var w written
		client := llm.Chain(writer(never, "a", "b", "c"), llm.WithTimeout(2500*time.Millisecond))
		_, err := llm.Stream(t.Context(), client, ask, w.each)
		require.ErrorIs(t, err, llm.Timeout)
		require.Equal(t, "ab", w.String())
	})
}

// listener is a limiter that keeps what its permits are told, until they end.
type listener struct {
	told  []string
	ended bool
}

func (l *listener) Acquire(context.Context, ratelimit.Charge) (ratelimit.Permit, error) {
	return ratelimit.NewPermit(l, 1), nil
}

func (l *listener) Status() ratelimit.Status { return ratelimit.Status{} }

func (l *listener) Settle(uint64, ratelimit.Usage) { l.tell("done", true) }

func (l *listener) Throttle(uint64, time.Duration) { l.tell("throttled", true) }

func (l *listener) Observe(uint64, ratelimit.Observed) { l.tell("observed", false) }

func (l *listener) tell(what string, end bool) {
	if !l.ended {
		l.told = append(l.told, what)
	}
	l.ended = l.ended || end
}

func TestALimiterIsToldOfLimitsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	seen := ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 500}}
	for name, test := range map[string]struct {
		client llm.Client
		each   func(llm.Delta)
		told   []string
	}{
		"an answer": {llm.ClientFunc(func(context.Context, llm.Request) (*llm.Response, error) {
			return &llm.Response{Text: "yes", Observed: seen}, nil
		}), nil, []string{"observed", "done"}},
		"turned away":  {llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.RateLimited, Observed: seen})), nil, []string{"observed", "throttled"}},
		"failed":       {llmtest.Always(llmtest.Error(&llm.Error{Kind: llm.Unavailable, Observed: seen})), nil, []string{"observed", "done"}},
		"nothing said": {llmtest.Always(llmtest.Error(errors.New("line broke"))), nil, []string{"done"}},
		"a stream, at once": {llm.StreamFunc(func(_ context.Context, _ llm.Request, each func(llm.Delta)) (*llm.Response, error) {
			each(llm.Delta{Observed: &seen})
			return nil, errors.New("line broke")
		}), func(llm.Delta) {}, []string{"observed", "done"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var l listener
			_, _ = llm.Stream(t.Context(), llm.Chain(test.client, llm.Limit(&l)), ask, test.each)
			require.Equal(t, test.told, l.told)
		})
	}
}
