package llm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/llm/provider"
	"github.com/specloom/specloom/ratelimit"
)

// wired is a client of a simulated service, whose calls arrive up to 300 ms late.
func wired(p *llmtest.Provider, family ratelimit.Provider, seed uint64) llm.Client {
	address := map[ratelimit.Provider]string{
		ratelimit.ProviderAzure:     "http://models.example/openai/deployments/m/chat/completions?api-version=2024-10-21",
		ratelimit.ProviderOpenAI:    "http://models.example/v1/chat/completions",
		ratelimit.ProviderAnthropic: "http://models.example/v1/messages",
	}[family]
	var mu sync.Mutex
	rng := rand.New(rand.NewPCG(seed, 1))
	return llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		mu.Lock()
		late := time.Duration(rng.Int64N(int64(300 * time.Millisecond)))
		mu.Unlock()
		time.Sleep(late) //nolint:forbidigo // in a bubble
		body, err := json.Marshal(map[string]any{
			"model": req.Model, "max_tokens": req.MaxOutputTokens,
			"messages": []any{map[string]any{"role": "user", "content": req.Messages[0].Text}},
		})
		if err != nil {
			return nil, err
		}
		ask, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		ask.Header.Set("Content-Type", "application/json")
		ask.Header.Set("Anthropic-Version", "2023-06-01") // which others ignore
		ex := provider.Begin(ctx, string(family))
		reply, err := ex.RoundTrip(ask, p.Client().Do)
		if err != nil {
			return nil, ex.Error(err)
		}
		defer reply.Body.Close()
		answer, err := io.ReadAll(reply.Body)
		if err != nil || reply.StatusCode != http.StatusOK {
			return nil, ex.Error(err)
		}
		var said struct {
			Usage struct {
				PromptTokens     int `json:"prompt_tokens"`
				CompletionTokens int `json:"completion_tokens"`
				InputTokens      int `json:"input_tokens"`
				OutputTokens     int `json:"output_tokens"`
			}
		}
		if err := json.Unmarshal(answer, &said); err != nil {
			return nil, ex.Error(err)
		}
		u := said.Usage
		return ex.Answer(&llm.Response{Text: "yes", Usage: llm.Usage{InputTokens: u.PromptTokens + u.InputTokens, OutputTokens: u.CompletionTokens + u.OutputTokens}}), nil
	})
}

// TestIssue7EveryCallFinishesThroughTheChain has three processes that do not know of
// each other make 200 heavy calls each, as services do: by retries, a limiter and a
// timeout; of the quota that they were told, and of half of that.
func TestIssue7EveryCallFinishesThroughTheChain(t *testing.T) {
	t.Parallel()
	for _, quota := range []ratelimit.Quota{
		ratelimit.AzureOpenAI(240_000, 720), ratelimit.OpenAI(240_000, 720), ratelimit.Anthropic(240_000, 48_000, 720),
	} {
		for name, provided := range map[string]ratelimit.Quota{"all": quota, "half": quota.Share(1, 2)} {
			t.Run(string(quota.Provider)+"/"+name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) { threeProcesses(t, quota, provided) })
			})
		}
	}
}

func threeProcesses(t *testing.T, told, provided ratelimit.Quota) {
	const processes, each, workers = 3, 200, 64
	p := llmtest.NewProvider(provided, llmtest.WithLatency(time.Second, time.Second/60),
		llmtest.WithModel(llm.ClientFunc(func(_ context.Context, req llm.Request) (*llm.Response, error) {
			output := 500 + len(req.Messages[0].Text)%3_500
			return &llm.Response{Text: "yes", StopReason: llm.StopEnd, Usage: llm.Usage{InputTokens: req.InputTokens, OutputTokens: output}}, nil
		})))
	start := time.Now()
	var all sync.WaitGroup
	var limiters []*ratelimit.Local
	for process := range uint64(processes) {
		limiter, err := ratelimit.New(told, ratelimit.WithSeed(process))
		require.NoError(t, err)
		limiters = append(limiters, limiter)
		client := llm.Chain(wired(p, told.Provider, process), llm.Retry(llm.RetryPolicy{}), llm.Limit(limiter), llm.WithTimeout(3*time.Minute))
		rng := rand.New(rand.NewPCG(process, 2))
		tasks := make(chan llm.Request, each)
		for i := range each {
			input := 4_000 + rng.IntN(11_001)
			tasks <- llm.Request{
				Model: "m", InputTokens: input, MaxOutputTokens: 4_000,
				Messages: []llm.Message{{Role: llm.User, Text: fmt.Sprintf("%d %3d ", process, i) + strings.Repeat("word", input-2)}},
			}
		}
		close(tasks)
		for range workers {
			all.Go(func() {
				for req := range tasks {
					_, err := client.Generate(t.Context(), req)
					assert.NoError(t, err)
				}
			})
		}
	}
	all.Wait()
	counts := p.Counts()
	rejected := float64(counts.RejectedCalls()) / float64(counts.Calls)
	t.Logf("%d calls in %v, %.1f %% rejected", counts.Calls, time.Since(start).Round(time.Second), 100*rejected)
	require.Equal(t, processes*each, counts.Answered)
	require.Zero(t, counts.EarlyRetries)
	require.LessOrEqual(t, rejected, 0.25)
	for _, l := range limiters {
		require.Zero(t, l.Status().Running)
	}
}
