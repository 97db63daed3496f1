package generator_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

const victim = "createOrder"

func TestAFailedChunkIsTheBaselineForItsOperationsAndForNoOthers(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context, _ llm.Request) (*llm.Response, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	declined := func(context.Context, llm.Request) (*llm.Response, error) {
		return &llm.Response{Text: "I would rather not.", StopReason: llm.StopRefusal}, nil
	}
	for name, test := range map[string]struct {
		step  llmtest.Step
		kind  llm.Kind
		calls int // for the chunk
	}{
		"timeout":          {hang, llm.Timeout, 4},
		"refusal":          {declined, llm.Refused, 1},
		"refused":          {llmtest.Fail(llm.Refused), llm.Refused, 1},
		"too large":        {llmtest.Fail(llm.TooLarge), llm.TooLarge, 1},
		"invalid request":  {llmtest.Fail(llm.Invalid), llm.Invalid, 1},
		"server down":      {llmtest.Fail(llm.Unavailable), llm.Unavailable, 4},
		"no JSON":          {llmtest.Text("Sure, here you are."), llm.BadAnswer, 2},
		"broken JSON":      {llmtest.Text(`{"views":[{"operation":"createOrder","title":"mine",}]}`), llm.BadAnswer, 2},
		"wrong types":      {llmtest.Text(`{"views":[{"operation":"createOrder","title":7}]}`), llm.BadAnswer, 2},
		"two answers":      {llmtest.Text(`{"views":[]} {"views":[]}`), llm.BadAnswer, 2},
		"nothing planned":  {llmtest.Text(`{"views":[]}`), llm.BadAnswer, 2},
		"others' planned":  {llmtest.Text(`{"views":[{"operation":"listBooks","title":"mine"}]}`), llm.BadAnswer, 2},
		"always cut":       {llmtest.Cut(0.5, llmtest.Text(`{"views":[{"operation":"createOrder","title":"mine"}]}`)), llm.BadAnswer, 2},
		"client's mistake": {llmtest.Error(errors.New("boom")), "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := bookshopSpec(t)
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				client := instead(generatortest.New(), holdsVictim, func(ctx context.Context, req llm.Request) (*llm.Response, error) {
					calls++
					return test.step(ctx, req)
				})
				result, err := newGenerator(t, client).Generate(t.Context(), doc)
				require.NoError(t, err, "one bad chunk costs one chunk")
				require.NoError(t, result.Plan.Validate())
				require.Equal(t, test.calls, calls)

				chunk := chunkOf(t, result, victim)
				baseline := ui.Baseline(doc)
				for operation, who := range by(result.Plan) {
					failed := false
					for _, id := range chunk.Operations {
						failed = failed || id == operation
					}
					if !failed {
						require.Equal(t, ui.ByModel, who, operation)
						continue
					}
					require.Empty(t, who, operation)
					require.Equal(t, viewOf(t, baseline, operation), viewOf(t, result.Plan, operation))
				}
				require.Error(t, chunk.Err)
				var failure *generator.ChunkError
				require.ErrorAs(t, result.Err(), &failure)
				require.Equal(t, chunk.Operations, failure.Operations)
				if test.kind != "" {
					require.ErrorIs(t, result.Err(), test.kind)
				} else {
					require.ErrorContains(t, result.Err(), "boom")
				}
				all := len(doc.Operations)
				require.Regexp(t, fmt.Sprintf(`^%d of %d operations by the model`, all-len(chunk.Operations), all), result.Report.String())
				require.Equal(t, 1, result.Report.Failed)
			})
		})
	}
}

func TestWhatTheModelLeavesOutIsListed(t *testing.T) {
	t.Parallel()
	client := instead(generatortest.New(), holdsVictim, llmtest.Text(`{"views":[{"operation":"createOrder","title":"Buy"}]}`))
	result, err := newGenerator(t, client).Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	chunk := chunkOf(t, result, victim)
	require.NoError(t, chunk.Err)
	require.Len(t, chunk.Missing, len(chunk.Operations)-1)
	require.Equal(t, "Buy", viewOf(t, result.Plan, victim).Title)
	require.ErrorIs(t, result.Err(), llm.BadAnswer)
	require.ErrorContains(t, result.Err(), "does not speak of them")
	require.Equal(t, result.Report.Operations-len(chunk.Missing), result.Report.ByModel)
}

func TestABadAnswerIsAskedForOnceMoreSayingWhy(t *testing.T) {
	t.Parallel()
	model := generatortest.New()
	var asked []llm.Request
	client := instead(model, holdsVictim, func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		asked = append(asked, req)
		if len(asked) == 1 {
			return llmtest.Text(`{"views":[{"operation":"createOrder",}]}`)(ctx, req)
		}
		return model.Generate(ctx, req)
	})
	result, err := newGenerator(t, client).Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.NoError(t, result.Err())
	require.Len(t, asked, 2)
	require.Equal(t, llm.Assistant, asked[1].Messages[2].Role)
	require.Contains(t, asked[1].Messages[3].Text, "invalid character")
	require.Greater(t, asked[1].InputTokens, asked[0].InputTokens, "what is sent more is counted")
}

func TestACutAnswerGetsTwiceTheRoom(t *testing.T) {
	t.Parallel()
	model := generatortest.New()
	var rooms []int
	client := instead(model, holdsVictim, func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		rooms = append(rooms, req.MaxOutputTokens)
		if len(rooms) == 1 {
			return llmtest.Cut(0.5, model.Generate)(ctx, req)
		}
		return model.Generate(ctx, req)
	})
	result, err := newGenerator(t, client).Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.NoError(t, result.Err())
	require.Equal(t, 2*rooms[0], rooms[1])
}

func TestWithoutABlueprintTheRestGoesOn(t *testing.T) {
	t.Parallel()
	client := instead(generatortest.New(), isBlueprint, llmtest.Fail(llm.Refused))
	result, err := newGenerator(t, client).Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.ErrorIs(t, result.Report.Blueprint, llm.Refused)
	require.Contains(t, result.Report.String(), "blueprint: none: llm: llmtest: refused")
	require.Equal(t, result.Report.Operations, result.Report.ByModel)
}

func TestARefusalForGoodStopsFurtherCalls(t *testing.T) {
	t.Parallel()
	for _, kind := range []llm.Kind{llm.Unauthorized, llm.UnknownModel, llm.QuotaSpent} {
		for _, passed := range []int{0, 1, 4} {
			t.Run(fmt.Sprintf("%s after %d", string(kind), passed), func(t *testing.T) {
				t.Parallel()
				model := generatortest.New(generatortest.WithFailureAfter(passed, kind))
				g := newGenerator(t, model, generator.WithSequential())
				result, err := g.Generate(t.Context(), bookshopSpec(t))
				require.ErrorIs(t, err, kind)
				require.Equal(t, passed+1, model.Calls(), "no call after the one that was refused")
				require.NoError(t, result.Plan.Validate())
				require.ErrorIs(t, result.Err(), kind)
				require.Equal(t, result.Report.Chunks-max(0, passed-1), result.Report.Failed)
				require.NotRegexp(t, `^0 of 0`, result.Report.String())
				for _, c := range result.Chunks {
					require.True(t, c.Err != nil || len(c.Missing) == 0)
				}
			})
		}
	}
}

func TestARefusalForGoodStopsWhatRunsBesideIt(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		model := generatortest.New(generatortest.WithLatency(time.Hour, 0))
		client := instead(instead(model, isBlueprint, llmtest.Text("{}")), holdsVictim, llmtest.Wait(time.Second, llmtest.Fail(llm.Unauthorized)))
		start := time.Now()
		result, err := newGenerator(t, client, generator.WithWorkers(100), generator.WithChunkTimeout(2*time.Hour)).Generate(t.Context(), doc)
		require.ErrorIs(t, err, llm.Unauthorized)
		require.Less(t, time.Since(start), time.Minute)
		require.Zero(t, result.Report.ByModel)
		require.Equal(t, result.Report.Chunks, result.Report.Failed)
	})
}

func TestCancellationGivesResultAndErrorTogether(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		model := generatortest.New(generatortest.WithLatency(10*time.Second, 0))
		ctx, cancel := context.WithCancelCause(t.Context())
		why := errors.New("the user left")
		time.AfterFunc(25*time.Second, func() { cancel(why) })
		start := time.Now()
		result, err := newGenerator(t, model, generator.WithWorkers(2)).Generate(ctx, doc)
		require.Equal(t, 25*time.Second, time.Since(start), "everything stops at once")
		require.ErrorIs(t, err, why)
		require.NoError(t, result.Plan.Validate())
		require.Equal(t, 2, result.Report.Chunks-result.Report.Failed, "what was planned by then stays")
		require.Positive(t, result.Report.ByModel)
		require.Error(t, result.Err())
	})
}

func TestAfterTheDeadlineTheDescriptionSpeaksForTheRest(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		model := generatortest.New(generatortest.WithLatency(10*time.Second, 0))
		start := time.Now()
		result, err := newGenerator(t, model, generator.WithDeadline(35*time.Second), generator.WithSequential()).Generate(t.Context(), doc)
		require.Equal(t, 35*time.Second, time.Since(start))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "the deadline of 35s is over")
		require.Equal(t, 2, result.Report.Chunks-result.Report.Failed)
		require.NoError(t, result.Plan.Validate())
	})
}

func TestPassingTroublesAreRetriedAndCounted(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		model := generatortest.New(
			generatortest.WithFailures(0.2, llm.RateLimited), generatortest.WithRetryAfter(20*time.Second),
			generatortest.WithFailures(0.2, llm.Unavailable), generatortest.WithFailures(0.1, llm.Overloaded))
		result, err := newGenerator(t, model, generator.WithRetry(llm.RetryPolicy{Attempts: 30})).Generate(t.Context(), doc)
		require.NoError(t, err)
		require.NoError(t, result.Err())
		require.Equal(t, model.Calls(), result.Report.Calls)
		require.Equal(t, model.Calls()-result.Report.Chunks-1, result.Report.Retries)
		require.Positive(t, result.Report.Throttled)
		require.Less(t, result.Report.Throttled, result.Report.Retries)
	})
}

func TestRetriesAreCountedWhereCallsWereNeverMade(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		// Answers come second; the quota lets only some ask before the deadline.
		var first sync.Map
		var failed atomic.Int64
		model := generatortest.New()
		client := llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
			if _, again := first.LoadOrStore(req.SchemaName+req.Metadata["chunk"], true); !again {
				failed.Add(1)
				return nil, &llm.Error{Kind: llm.Unavailable}
			}
			return model.Generate(ctx, req)
		})
		g := newGenerator(t, client, generator.WithQuota(ratelimit.Quota{TokensPerMinute: 20_000}), generator.WithDeadline(90*time.Second), generator.WithWorkers(100))
		result, err := g.Generate(t.Context(), doc)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Positive(t, model.Calls())
		require.Equal(t, int(failed.Load())+model.Calls(), result.Report.Calls)
		require.Equal(t, model.Calls(), result.Report.Retries)
	})
}

func TestADocumentThatCannotBeChunkedIsSaidToBeUnplanned(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	doc.Operations[1] = doc.Operations[0]
	model := generatortest.New()
	result, err := newGenerator(t, model).Generate(t.Context(), doc)
	require.ErrorContains(t, err, `have the ID "listBooks"`)
	require.Regexp(t, `^0 of 25 operations by the model`, result.Report.String())
	require.Zero(t, model.Calls())
}

func TestNoErrorShowsAKeyOrWhatWasSent(t *testing.T) {
	t.Parallel()
	const secret = "sk-verysecret"
	doc := bookshopSpec(t)
	synctest.Test(t, func(t *testing.T) {
		for _, kind := range []llm.Kind{llm.Unauthorized, llm.Invalid, llm.RateLimited, llm.TooLarge} {
			model := generatortest.New(generatortest.WithFailures(1, kind))
			g := newGenerator(t, model, generator.WithDomain(secret), generator.WithRetry(llm.RetryPolicy{Attempts: 1}))
			result, err := g.Generate(t.Context(), doc)
			text := fmt.Sprint(err, result.Err(), result.Report, result.Report.Blueprint)
			require.Contains(t, text, string(kind))
			require.NotContains(t, text, secret)
			require.NotContains(t, text, "You word and order")
		}
	})
}

func TestTheReportOpensWithTheCountAndItsCauses(t *testing.T) {
	t.Parallel()
	doc := bookshopSpec(t)
	client := instead(generatortest.New(), holdsVictim, llmtest.Text("no JSON"))
	result, err := newGenerator(t, client).Generate(t.Context(), doc)
	require.NoError(t, err)
	lines := strings.Split(result.Report.String(), "\n")
	require.Regexp(t, `^\d+ of 25 operations by the model \(gpt-4o\): Corner Bookshop$`, lines[0])
	require.Regexp(t, `^from the description alone: \d+ operations?: llm: unreadable answer: there is no JSON object in it$`, lines[1])
	require.Equal(t, 1, result.Report.Repeated)
	require.Len(t, result.Report.Causes, 1)
	require.Equal(t, 25-result.Report.ByModel, result.Report.Causes[0].Operations)
}

func TestAClientThatPanicsCostsItsChunks(t *testing.T) {
	t.Parallel()
	client := llm.ClientFunc(func(context.Context, llm.Request) (*llm.Response, error) { panic("oh no") })
	result, err := newGenerator(t, client).Generate(t.Context(), bookshopSpec(t))
	require.NoError(t, err)
	require.ErrorContains(t, result.Err(), "the client panicked: oh no")
	require.Zero(t, result.Report.ByModel)
	require.NoError(t, result.Plan.Validate())
}

func TestAModelThatReasonsIsGivenRoom(t *testing.T) {
	t.Parallel()
	room := func(model string) int {
		client := llmtest.Always(llmtest.Text("{}"))
		g, err := generator.New(generator.WithClient(client), generator.WithModel(model), generator.WithSequential())
		require.NoError(t, err)
		_, err = g.Generate(t.Context(), bookshopSpec(t))
		require.NoError(t, err)
		return client.Requests()[1].MaxOutputTokens
	}
	require.GreaterOrEqual(t, room("o3"), room("gpt-4o")+8_000)
}

func TestAnEndedContextIsTheCauseOfEveryOperation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	model := generatortest.New()
	result, err := newGenerator(t, model).Generate(ctx, bookshopSpec(t))
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, result.Err(), context.Canceled)
	require.Equal(t, []generator.Cause{{Operations: 25, Text: "context canceled"}}, result.Report.Causes)
	require.Zero(t, model.Calls())
}
