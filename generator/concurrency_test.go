package generator_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// TestOneGeneratorServesManyUnderOneQuota runs many Generates at once, some of
// which are cancelled on the way.
func TestOneGeneratorServesManyUnderOneQuota(t *testing.T) {
	t.Parallel()
	const runs = 50
	doc := bookshopSpec(t)
	limiter, err := ratelimit.New(ratelimit.Quota{TokensPerMinute: 1e8, RequestsPerMinute: 1e6})
	require.NoError(t, err)
	model := generatortest.New()
	g := newGenerator(t, model, generator.WithLimiter(limiter))
	results := make([]*generator.Result, runs)
	var wg sync.WaitGroup
	for i := range runs {
		wg.Go(func() {
			var err error
			results[i], err = g.Generate(t.Context(), doc)
			assert.NoError(t, err)
		})
	}
	wg.Wait()

	var calls int
	var used llm.Usage
	want := planJSON(t, results[0].Plan)
	for _, result := range results {
		require.NoError(t, result.Err())
		require.Equal(t, want, planJSON(t, result.Plan), "the same plan in every run")
		require.Equal(t, results[0].Report.Calls, result.Report.Calls, "no run counts another's calls")
		require.Zero(t, result.Report.Retries)
		calls += result.Report.Calls
		used.InputTokens += result.Report.Usage.InputTokens
		used.OutputTokens += result.Report.Usage.OutputTokens
	}
	require.Equal(t, model.Calls(), calls)
	require.Equal(t, model.Used(), used)
	status := limiter.Status()
	require.Equal(t, calls, status.Admitted)
	require.Equal(t, calls, status.Succeeded)
	require.Equal(t, ratelimit.Usage{InputTokens: used.InputTokens, OutputTokens: used.OutputTokens}, status.Used)
	require.Zero(t, status.Running)
	require.Zero(t, status.Waiting)
}

func TestCancelledRunsGiveBackWhatTheyHeld(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	limiter, err := ratelimit.New(ratelimit.Quota{TokensPerMinute: 1e8, RequestsPerMinute: 1e6})
	require.NoError(t, err)
	var calls atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	model := generatortest.New()
	client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		if calls.Add(1) == 60 {
			cancel()
		}
		return model.Generate(ctx, req)
	})
	g := newGenerator(t, client, generator.WithLimiter(limiter))
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			result, err := g.Generate(ctx, doc)
			assert.NoError(t, result.Plan.Validate())
			if err == nil { // it was over before
				assert.NoError(t, result.Err())
			} else {
				assert.ErrorIs(t, err, context.Canceled)
			}
		})
	}
	wg.Wait()
	status := limiter.Status()
	require.Zero(t, status.Running)
	require.Zero(t, status.Waiting)
	require.GreaterOrEqual(t, int64(status.Admitted), calls.Load())
}

func TestTheSameAnswersGiveTheSamePlan(t *testing.T) {
	t.Parallel()
	doc := wide(t)
	plan := func(workers int, seed uint64) (string, []generator.ChunkResult) {
		result, err := newGenerator(t, generatortest.New(generatortest.WithSeed(seed)), plenty, generator.WithWorkers(workers)).Generate(t.Context(), doc)
		require.NoError(t, err)
		return planJSON(t, result.Plan), result.Chunks
	}
	one, chunks := plan(1, 1)
	many, _ := plan(16, 1)
	require.Equal(t, one, many, "workers do not matter")
	other, otherChunks := plan(1, 2)
	require.NotEqual(t, one, other, "answers do")
	for i := range chunks {
		require.Equal(t, chunks[i].Operations, otherChunks[i].Operations)
	}
}
