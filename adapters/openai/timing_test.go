package openai_test

import (
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/openai"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

func TestTheTimesOfACallAreToldApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		// The headers come after 2 s, the first text 3 s later, the end 4 s after that.
		slow := transport(func(r *http.Request) (*http.Response, error) {
			time.Sleep(2 * time.Second) //nolint:forbidigo // a synctest bubble
			body, write := io.Pipe()
			go func() {
				say := func(wait time.Duration, event string) {
					time.Sleep(wait) //nolint:forbidigo // a synctest bubble
					_, _ = io.WriteString(write, "data: "+event+"\n\n")
				}
				say(0, chunk("", ""))
				say(3*time.Second, chunk("Good ", ""))
				say(4*time.Second, chunk("morning.", "stop"))
				say(0, "[DONE]")
				_ = write.Close()
			}()
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/event-stream"}}, Body: body, Request: r}, nil
		})
		client, err := openai.New(openai.WithBaseURL("http://models.example"), openai.WithHTTPClient(&http.Client{Transport: slow}))
		require.NoError(t, err)
		limiter, err := ratelimit.New(ratelimit.Quota{RequestsPerMinute: 1}, ratelimit.WithMargins(1, 1), ratelimit.WithGuard(0))
		require.NoError(t, err)
		chained := llm.Chain(client, llm.Limit(limiter))
		for _, queue := range []time.Duration{0, 51 * time.Second} {
			resp, err := llm.Stream(t.Context(), chained, question, func(llm.Delta) {})
			require.NoError(t, err)
			require.Equal(t, llm.Timing{Queue: queue, FirstByte: 5 * time.Second, Generation: 4 * time.Second}, resp.Timing)
		}
	})
}
