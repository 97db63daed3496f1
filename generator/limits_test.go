package generator_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/models"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/tokens"
)

var plenty = generator.WithQuota(ratelimit.Quota{TokensPerMinute: 1e8, RequestsPerMinute: 1e6})

// wide has operations of very different sizes.
func wide(tb testing.TB) *openapi.Document {
	tb.Helper()
	for _, file := range corpus.Shipped(tb) {
		if strings.HasSuffix(file, "/asana.yaml") {
			doc, err := openapi.ReadFile(file)
			require.NoError(tb, err)
			return doc
		}
	}
	tb.Fatal("libopenapi ships no asana.yaml any more; take another large one")
	return nil
}

func TestNoCallIsEverOverTheModelsContext(t *testing.T) {
	t.Parallel()
	shop, asana := bookshopSpec(t), wide(t)
	for _, model := range []models.Info{
		info(t, "gpt-4o"), info(t, "gpt-4"), info(t, "gpt-3.5-turbo"), info(t, "claude-sonnet-4-5"), info(t, "who-knows"),
		{Name: "small", ContextTokens: 6_000, MaxOutputTokens: 6_000, Encoding: "cl100k_base"},
		{Name: "small and vague", ContextTokens: 8_192, MaxOutputTokens: 4_096, Encoding: "o200k_base", Estimated: true, Margin: 1.35},
	} {
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			t.Run(fmt.Sprintf("%s at %s", model.Name, level), func(t *testing.T) {
				t.Parallel()
				counter, err := tokens.ForInfo(model)
				require.NoError(t, err)
				// An answer in two is broken, so that the calls after it are seen too.
				simulated := generatortest.New(generatortest.WithMistakes(0.5, generatortest.Broken), generatortest.WithCounter(counter.Count))
				client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
					sum := counter.Count(req.System) + counter.Count(string(req.Schema))
					for _, m := range req.Messages {
						sum += counter.Count(m.Text)
					}
					if sum > req.InputTokens || req.InputTokens+req.MaxOutputTokens > model.ContextTokens {
						t.Errorf("%d tokens sent, %d said to be, with %d for the answer: over %d", sum, req.InputTokens, req.MaxOutputTokens, model.ContextTokens)
					}
					if req.MaxOutputTokens > model.MaxOutputTokens || req.MaxOutputTokens < 1 {
						t.Errorf("%d tokens for the answer, of at most %d", req.MaxOutputTokens, model.MaxOutputTokens)
					}
					return simulated.Generate(ctx, req)
				})
				g, err := generator.New(generator.WithClient(client), generator.WithModelInfo(model), generator.WithLevel(level), plenty)
				require.NoError(t, err)
				for _, doc := range []*openapi.Document{shop, asana} {
					result, err := g.Generate(t.Context(), doc)
					require.NoError(t, err)
					require.NotErrorIs(t, result.Err(), llm.TooLarge)
					require.NoError(t, result.Plan.Validate())
				}
			})
		}
	}
}

func info(tb testing.TB, name string) models.Info {
	tb.Helper()
	found, _ := models.Lookup(name)
	found.Name = name
	return found
}

func TestAModelWithoutRoomForAChunkIsRefusedByNew(t *testing.T) {
	t.Parallel()
	_, err := generator.New(generator.WithClient(generatortest.New()), generator.WithModelInfo(
		models.Info{Name: "tiny", ContextTokens: 2_000, MaxOutputTokens: 500, Encoding: "o200k_base"}))
	require.ErrorContains(t, err, "the context of tiny, 2000 tokens, has no room for a chunk")
}

func TestChunksThatAUserMakesTooLargeAreRefusedNotSent(t *testing.T) {
	t.Parallel()
	model := models.Info{Name: "small", ContextTokens: 8_000, MaxOutputTokens: 2_000, Encoding: "o200k_base"}
	simulated := generatortest.New()
	client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		if req.InputTokens+req.MaxOutputTokens > model.ContextTokens {
			t.Errorf("%d and %d tokens", req.InputTokens, req.MaxOutputTokens)
		}
		return simulated.Generate(ctx, req)
	})
	g, err := generator.New(generator.WithClient(client), generator.WithModelInfo(model), plenty, generator.WithLevel(optimizer.None),
		generator.WithChunks(chunker.WithTargetTokens(50_000), chunker.WithMaxTokens(50_000)))
	if err != nil {
		require.ErrorContains(t, err, "context")
		return
	}
	result, err := g.Generate(t.Context(), wide(t))
	require.NoError(t, err)
	require.NoError(t, result.Plan.Validate())
	require.ErrorIs(t, result.Err(), llm.TooLarge)
}

func TestAQuotaThatNoChunkPassesIsRefusedByNew(t *testing.T) {
	t.Parallel()
	_, err := generator.New(generator.WithClient(generatortest.New()), generator.WithQuota(ratelimit.Quota{TokensPerMinute: 2_000}))
	require.ErrorContains(t, err, "quota")
}

func TestEveryOperationIsInExactlyOneChunkAndNoTextIsTooLong(t *testing.T) {
	t.Parallel()
	doc := wide(t)
	counter, err := tokens.ForModel("gpt-4o")
	require.NoError(t, err)
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		for _, most := range []int{2_000, 15_000} {
			simulated := generatortest.New()
			g, err := generator.New(generator.WithClient(simulated), generator.WithLevel(level), plenty,
				generator.WithChunks(chunker.WithTargetTokens(most/2), chunker.WithMaxTokens(most)))
			require.NoError(t, err)
			result, err := g.Generate(t.Context(), doc)
			require.NoError(t, err)
			for _, req := range simulated.Requests() {
				if req.SchemaName == "chunk_plan" {
					require.LessOrEqual(t, counter.Count(req.Messages[1].Text), most)
				}
			}
			var chunked, described []string
			for _, c := range result.Chunks {
				require.LessOrEqual(t, c.Tokens, most)
				chunked = append(chunked, c.Operations...)
			}
			for _, op := range doc.Operations {
				described = append(described, op.ID)
			}
			require.ElementsMatch(t, described, chunked)
		}
	}
}

func TestASmallerMaximumBringsItsTarget(t *testing.T) {
	t.Parallel()
	model := generatortest.New()
	g, err := generator.New(generator.WithClient(model), generator.WithChunks(chunker.WithMaxTokens(5_000)))
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.NoError(t, result.Err())
	for _, chunk := range result.Chunks {
		require.LessOrEqual(t, chunk.Tokens, 5_000)
	}
}

func TestChunksThatCannotFitTheContextAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		model string
		most  int
		quota int
		want  string // of the error; empty: none
	}{
		"fits":               {"gpt-4o", 40_000, 1e8, ""},
		"over the context":   {"gpt-4o", 128_000, 1e8, "the context of gpt-4o, 128000 tokens, has room for"},
		"beside the rest":    {"gpt-4o", 115_000, 1e8, "chunks of up to 115000 tokens"},
		"a small model":      {"gpt-4", 8_000, 1e8, "the context of gpt-4, 8192 tokens"},
		"over a minute's":    {"gpt-4o", 40_000, 30_000, "the quota of a minute, 25500 tokens"},
		"less than there is": {"gpt-4", 2_000, 1e8, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := generator.New(generator.WithClient(generatortest.New()), generator.WithModel(test.model),
				generator.WithQuota(ratelimit.Quota{TokensPerMinute: test.quota}),
				generator.WithChunks(chunker.WithMaxTokens(test.most), chunker.WithTargetTokens(1_000)))
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorContains(t, err, "generator: WithChunks: ")
			require.ErrorContains(t, err, test.want)
		})
	}
}

func TestObservedLimitsReachTheLimiterAndTheReport(t *testing.T) {
	t.Parallel()
	simulated := generatortest.New()
	client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		resp, err := simulated.Generate(ctx, req)
		if err == nil {
			resp.Observed.Tokens.Limit = 120_000
		}
		return resp, err
	})
	g, err := generator.New(generator.WithClient(client), generator.WithQuota(ratelimit.OpenAI(240_000, 720)))
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.NoError(t, result.Err())
	level := result.Report.Quota.Tokens
	require.Equal(t, 120_000, level.Announced)
	require.Equal(t, 240_000, level.Configured)
	require.True(t, level.Drifted)
	require.Contains(t, result.Report.String(), "quota: kept to 102000 tokens a minute, for the provider shows less than the 240000 that are configured")
}
