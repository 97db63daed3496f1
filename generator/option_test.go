package generator_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/models"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
)

// outcome is what options show in.
type outcome struct {
	result   *generator.Result
	err      error
	requests []llm.Request
	took     time.Duration
}

// TestEveryOptionChangesTheRequestsOrTheResult plans the bookshop without and
// with each option, in fake time.
func TestEveryOptionChangesTheRequestsOrTheResult(t *testing.T) {
	t.Parallel()
	const slow = 10 * time.Second // an answer
	chunkTexts := func(o outcome) string {
		var out strings.Builder
		for _, req := range o.requests {
			if req.SchemaName == "chunk_plan" {
				out.WriteString(req.Messages[1].Text)
			}
		}
		return out.String()
	}
	for name, test := range map[string]struct {
		option generator.Option
		model  []generatortest.Option
		check  func(t *testing.T, without, with outcome)
	}{
		"WithModel": {option: generator.WithModel("gpt-4.1-mini"), check: func(t *testing.T, without, with outcome) {
			require.Equal(t, "gpt-4o", without.requests[0].Model)
			require.Equal(t, "gpt-4.1-mini", with.requests[0].Model)
			require.Less(t, with.result.Report.Cost, without.result.Report.Cost)
			require.Contains(t, with.result.Report.String(), "by the model (gpt-4.1-mini)")
		}},
		"WithModel, unknown": {option: generator.WithModel("my-deployment"), check: func(t *testing.T, without, with outcome) {
			require.Equal(t, "my-deployment", with.requests[0].Model)
			require.False(t, with.result.Report.Model.Known)
			require.Greater(t, with.requests[0].InputTokens, without.requests[0].InputTokens, "counted with a margin")
			require.Zero(t, with.result.Report.Cost)
		}},
		"WithModelInfo": {option: generator.WithModelInfo(models.Info{Name: "own", ContextTokens: 64_000, MaxOutputTokens: 300, Encoding: "cl100k_base"}), check: func(t *testing.T, without, with outcome) {
			for _, req := range with.requests {
				require.Equal(t, "own", req.Model)
				require.LessOrEqual(t, req.MaxOutputTokens, 300)
			}
			require.NotEqual(t, without.requests[0].InputTokens, with.requests[0].InputTokens, "counted by its encoding")
		}},
		"WithDomain": {option: generator.WithDomain("rare books"), check: func(t *testing.T, without, with outcome) {
			require.NotContains(t, without.requests[0].Messages[0].Text, "domain")
			require.Contains(t, with.requests[0].Messages[0].Text, `{"domain":"rare books",`)
		}},
		"WithLevel": {option: generator.WithLevel(optimizer.Aggressive), check: func(t *testing.T, without, with outcome) {
			require.Less(t, len(chunkTexts(with)), len(chunkTexts(without)))
			require.NotEqual(t, without.requests[1].System, with.requests[1].System, "each level has its legend")
		}},
		"WithChunks": {option: generator.WithChunks(chunker.WithOperations(1, 1)), check: func(t *testing.T, without, with outcome) {
			require.Less(t, without.result.Report.Chunks, with.result.Report.Chunks)
			require.Equal(t, with.result.Report.Operations, with.result.Report.Chunks)
		}},
		"WithQuota": {option: generator.WithQuota(ratelimit.Quota{TokensPerMinute: 20_000}), check: func(t *testing.T, without, with outcome) {
			require.Greater(t, with.took, without.took)
		}},
		"WithRetry": {
			option: generator.WithRetry(llm.RetryPolicy{Attempts: 1}),
			model:  []generatortest.Option{generatortest.WithFailures(0.5, llm.Unavailable)},
			check: func(t *testing.T, without, with outcome) {
				require.Positive(t, without.result.Report.Retries)
				require.Zero(t, with.result.Report.Retries)
				require.Greater(t, with.result.Report.Failed, without.result.Report.Failed)
			},
		},
		"WithWorkers": {option: generator.WithWorkers(20), check: func(t *testing.T, without, with outcome) {
			require.Equal(t, 2*slow, with.took, "the blueprint, and then all chunks at once")
			require.Equal(t, slow*time.Duration(1+(without.result.Report.Chunks+2)/3), without.took, "three at a time")
		}},
		"WithSequential": {option: generator.WithSequential(), check: func(t *testing.T, _, with outcome) {
			require.Equal(t, slow*time.Duration(len(with.requests)), with.took)
		}},
		"WithChunkTimeout": {option: generator.WithChunkTimeout(slow / 2), check: func(t *testing.T, without, with outcome) {
			require.Zero(t, without.result.Report.Failed)
			require.Equal(t, with.result.Report.Chunks, with.result.Report.Failed)
			require.ErrorIs(t, with.result.Err(), llm.Timeout)
		}},
		"WithDeadline": {option: generator.WithDeadline(slow + slow/2), check: func(t *testing.T, _, with outcome) {
			require.Error(t, with.err)
			require.Equal(t, slow+slow/2, with.took)
		}},
		"WithTemperature": {option: generator.WithTemperature(0.25), check: func(t *testing.T, without, with outcome) {
			require.Nil(t, without.requests[0].Temperature)
			for _, req := range with.requests {
				require.InDelta(t, 0.25, *req.Temperature, 0)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := bookshopSpec(t)
			plan := func(t *testing.T, opts ...generator.Option) (o outcome) {
				model := generatortest.New(append([]generatortest.Option{generatortest.WithLatency(slow, 0)}, test.model...)...)
				start := time.Now()
				o.result, o.err = newGenerator(t, model, opts...).Generate(t.Context(), doc)
				o.took, o.requests = time.Since(start), model.Requests()
				require.NoError(t, o.result.Plan.Validate())
				return o
			}
			synctest.Test(t, func(t *testing.T) { test.check(t, plan(t), plan(t, test.option)) })
		})
	}
}

func TestGeneratorsShareALimiter(t *testing.T) {
	t.Parallel()
	limiter, err := ratelimit.New(ratelimit.Quota{TokensPerMinute: 1_000_000})
	require.NoError(t, err)
	calls := 0
	for range 2 {
		model := generatortest.New()
		_, err := newGenerator(t, model, generator.WithLimiter(limiter)).Generate(t.Context(), bookshopSpec(t))
		require.NoError(t, err)
		calls += model.Calls()
	}
	require.Equal(t, calls, limiter.Status().Admitted)
}

func TestOptionsAreCheckedTogether(t *testing.T) {
	t.Parallel()
	_, err := generator.New(
		generator.WithClient(nil), generator.WithModel(""), generator.WithModelInfo(models.Info{Name: "x"}), generator.WithModelInfo(models.Info{}),
		generator.WithLevel(99), generator.WithChunks(chunker.WithMaxTokens(1)), generator.WithQuota(ratelimit.Quota{TokensPerMinute: -1}),
		generator.WithLimiter(nil), generator.WithRetry(llm.RetryPolicy{Attempts: -1}), generator.WithWorkers(0),
		generator.WithChunkTimeout(0), generator.WithDeadline(-1), generator.WithTemperature(3),
	)
	for _, want := range []string{
		"WithClient: ", "WithModel: ", "WithModelInfo: x", "WithModelInfo: the name", "WithLevel: ", "WithChunks: ", "WithQuota: ", "WithLimiter: ",
		"WithRetry: ", "WithWorkers: ", "WithChunkTimeout: ", "WithDeadline: ", "WithTemperature: ",
	} {
		require.ErrorContains(t, err, want)
	}
}

func TestSequentialIsOneByOne(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int32
		model := generatortest.New(generatortest.WithLatency(time.Second, 0))
		client := watch(model, &running, &most)
		result, err := newGenerator(t, client, generator.WithSequential()).Generate(t.Context(), doc)
		require.NoError(t, err)
		require.NoError(t, result.Err())
		require.EqualValues(t, 1, most.Load())

		_, err = newGenerator(t, client, generator.WithWorkers(5)).Generate(t.Context(), doc)
		require.NoError(t, err)
		require.EqualValues(t, 5, most.Load())
	})
}
