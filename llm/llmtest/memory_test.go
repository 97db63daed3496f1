package llmtest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
)

const streamBody = `{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi."}]}`

func slow(opts ...llmtest.Option) *llmtest.Provider {
	opts = append([]llmtest.Option{
		llmtest.WithLatency(2*time.Second, time.Second), llmtest.WithModel(llmtest.Always(llmtest.Text(strings.Repeat("four", 10)))),
	}, opts...)
	return llmtest.NewProvider(ratelimit.OpenAI(0, 0), opts...)
}

func TestAStreamInMemoryComesAsItIsWritten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		reply := post(t.Context(), t, slow(), openAIPath, streamBody)
		require.Equal(t, 2*time.Second, time.Since(start), "headers come with the first byte")
		var times []time.Duration
		buffer := make([]byte, 1<<10)
		for {
			n, err := reply.Body.Read(buffer)
			if strings.Contains(string(buffer[:n]), "four") {
				times = append(times, time.Since(start))
			}
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
		}
		require.Len(t, times, 10)
		require.Equal(t, 3*time.Second, times[0])
		require.Equal(t, 12*time.Second, times[9])
	})
}

func TestAReplyThatIsClosedEndsTheCall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slow()
		reply := post(t.Context(), t, p, openAIPath, streamBody)
		require.NoError(t, reply.Body.Close())
		synctest.Wait()
		counts := p.Counts()
		require.Equal(t, []int{0, 1, 0}, []int{counts.Running, counts.Gone, counts.Answered})
	})
}

func TestTheEndOfAContextEndsTheReply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slow()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5500*time.Millisecond, cancel)
		reply := post(ctx, t, p, openAIPath, streamBody)
		_, err := io.ReadAll(reply.Body)
		require.ErrorIs(t, err, context.Canceled)
		synctest.Wait()
		require.Equal(t, 1, p.Counts().Gone)

		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://simulated"+openAIPath, strings.NewReader(streamBody))
		require.NoError(t, err)
		_, err = p.RoundTrip(r)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		require.Equal(t, 2, p.Counts().Gone)
	})
}

func TestBrokenConnectionsAreThatInMemoryToo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := slow(llmtest.WithScript(llmtest.FaultDrop, llmtest.FaultBreak, llmtest.FaultBreak, llmtest.FaultTruncate))
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://simulated"+openAIPath, strings.NewReader(streamBody))
		require.NoError(t, err)
		_, err = p.RoundTrip(r)
		require.ErrorIs(t, err, io.EOF)
		for _, body := range []string{streamBody, chatBody} {
			got, err := io.ReadAll(post(t.Context(), t, p, openAIPath, body).Body)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.NotEmpty(t, got)
		}
		cut := readAll(t, post(t.Context(), t, p, openAIPath, streamBody))
		require.Contains(t, cut, "four")
		require.NotContains(t, cut, "[DONE]")
	})
}

// TestAModelThatStreamsSetsThePace has a model write pieces, begin anew, and fail.
func TestAModelThatStreamsSetsThePace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		last func(each func(llm.Delta)) (*llm.Response, error)
		says string
	}{
		"to the end": {func(func(llm.Delta)) (*llm.Response, error) { return &llm.Response{Text: "one"}, nil }, "[DONE]"},
		"and fails":  {func(func(llm.Delta)) (*llm.Response, error) { return nil, llm.Overloaded }, "currently overloaded"},
		"and begins anew": {func(each func(llm.Delta)) (*llm.Response, error) {
			each(llm.Delta{Restart: true})
			each(llm.Delta{Text: "two"})
			return &llm.Response{Text: "two"}, nil
		}, "The server had an error"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := llm.StreamFunc(func(_ context.Context, _ llm.Request, each func(llm.Delta)) (*llm.Response, error) {
				each(llm.Delta{Text: "one"})
				return test.last(each)
			})
			p := llmtest.NewProvider(ratelimit.OpenAI(0, 0), llmtest.WithModel(model))
			reply := post(t.Context(), t, p, openAIPath, streamBody)
			require.Equal(t, http.StatusOK, reply.StatusCode)
			body := readAll(t, reply)
			require.Contains(t, body, `"content":"one"`)
			require.Contains(t, body, test.says)
			require.NotContains(t, body, "two")
			require.Equal(t, name != "to the end", strings.Contains(body, `"error"`))
		})
	}
}

func TestOptionsThatMakeNoSensePanic(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func() llmtest.Option{
		"WithModel":     func() llmtest.Option { return llmtest.WithModel(nil) },
		"WithLatency":   func() llmtest.Option { return llmtest.WithLatency(-1, 0) },
		"WithKey":       func() llmtest.Option { return llmtest.WithKey("") },
		"WithCounter":   func() llmtest.Option { return llmtest.WithCounter(nil) },
		"WithTimeScale": func() llmtest.Option { return llmtest.WithTimeScale(0) },
		"WithFaults":    func() llmtest.Option { return llmtest.WithFaults(1.1, llmtest.FaultDrop) },
		"WithScript":    func() llmtest.Option { return llmtest.WithScript("no such") },
	} {
		require.Panics(t, func() { option() }, name)
	}
	require.Panics(t, func() { llmtest.WithFaults(0.1) })
	require.Panics(t, func() { llmtest.NewProvider(ratelimit.Quota{Provider: "acme"}) })
}
