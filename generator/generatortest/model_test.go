package generatortest_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func shop(t *testing.T) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	return doc
}

func TestASimulatedModelPlansTheWholeBookshopAtEveryLevel(t *testing.T) {
	t.Parallel()
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			model := generatortest.New(generatortest.WithMarkers())
			g, err := generator.New(generator.WithClient(model), generator.WithLevel(level))
			require.NoError(t, err)
			result, err := g.Generate(t.Context(), shop(t))
			require.NoError(t, err)
			require.NoError(t, result.Err())
			require.NoError(t, result.Plan.Validate())
			require.Equal(t, result.Report.Operations, result.Report.ByModel)
			require.Empty(t, result.Repairs)

			text, err := json.Marshal(result.Plan.App)
			require.NoError(t, err)
			missing := 0
			for _, m := range model.Markers() {
				if !strings.Contains(string(text), m.Word) {
					missing++
					t.Log("missing", m)
				}
			}
			require.Zero(t, missing)
		})
	}
}

const twoOperations = "GET /books listBooks //List books\n200:[@Book]\n\nPOST /books addBook\nbody*:@Book\n\n@Book={title*,price:number,createdAt:date-time,id ro}"

func TestTheModelIsDeterministicAndASeedChangesItsWords(t *testing.T) {
	t.Parallel()
	one := plan(t, generatortest.New(), chunkRequest(twoOperations))
	require.Equal(t, one, plan(t, generatortest.New(), chunkRequest(twoOperations)))
	words := map[string]bool{}
	for seed := range uint64(30) {
		words[plan(t, generatortest.New(generatortest.WithSeed(seed)), chunkRequest(twoOperations)).Views[0].Title] = true
	}
	require.Contains(t, words, "List books")
	require.Greater(t, len(words), 2, "as inconsistent as real models: %v", words)
}

func TestObedienceIsHowOftenSharedNamesAreKeptTo(t *testing.T) {
	t.Parallel()
	const shared = `{"resources":["Books"],"labels":{"title":"Name of the book","price":"Costs","createdAt":"Since","id":"Number"}}`
	labels := func(obedience float64) (own int) {
		for seed := range uint64(100) {
			for _, v := range plan(t, generatortest.New(generatortest.WithObedience(obedience), generatortest.WithSeed(seed)), chunkRequest(shared, twoOperations)).Views {
				own += len(v.Labels)
				for _, f := range v.Fields {
					if f.Label != "" {
						own++
					}
				}
			}
		}
		return own
	}
	require.Zero(t, labels(1))
	free, usual := labels(0), labels(0.9)
	require.InDelta(t, 0.1, float64(usual)/float64(free), 0.05)
}

func TestObedienceIsOfSharedVerbsToo(t *testing.T) {
	t.Parallel()
	const shared = `{"resources":["Books"],"verbs":{"list":"Peruse","create":"Enter","delete":"Burn"},"labels":{}}`
	keeps := func(obedience float64, messages ...string) (kept, submits float64) {
		for seed := range uint64(200) {
			model := generatortest.New(generatortest.WithObedience(obedience), generatortest.WithSeed(seed))
			views := plan(t, model, chunkRequest(messages...)).Views
			require.Len(t, views, 2)
			for i, verb := range []string{"Peruse", "Enter"} {
				if !strings.HasPrefix(views[i].Title, verb+" ") {
					continue
				}
				kept++
				if views[i].Submit != "" {
					require.Equal(t, verb, views[i].Submit, "one view speaks with one voice")
					submits++
				}
			}
		}
		return kept / 400, submits
	}
	always, submits := keeps(1, shared, twoOperations)
	require.InDelta(t, 1, always, 0)
	require.Positive(t, submits)
	usual, _ := keeps(0.9, shared, twoOperations)
	require.InDelta(t, 0.9, usual, 0.05)
	never, _ := keeps(0, shared, twoOperations)
	require.Zero(t, never)
	unknown, _ := keeps(1, twoOperations)
	require.Zero(t, unknown)
}

func TestAnAnswerTakesTimeByItsTokens(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		model := generatortest.New(generatortest.WithLatency(time.Second, 10*time.Millisecond), generatortest.WithCounter(func(text string) int { return len(strings.Fields(text)) + 100 }))
		start := time.Now()
		resp, err := model.Generate(t.Context(), chunkRequest(twoOperations))
		require.NoError(t, err)
		require.Equal(t, time.Second+time.Duration(resp.Usage.OutputTokens)*10*time.Millisecond, time.Since(start))
		require.Equal(t, resp.Timing.FirstByte+resp.Timing.Generation, time.Since(start))
		require.Equal(t, resp.Usage, model.Used())
		require.Equal(t, "simulated", resp.Model)

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = model.Generate(ctx, chunkRequest(twoOperations))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, resp.Usage, model.Used(), "an answer that nobody waited for counts nothing")
		require.Equal(t, 2, model.Calls())
	})
}

func TestTheQuotaIsASlidingMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		req := chunkRequest(twoOperations)
		req.InputTokens, req.MaxOutputTokens = 400, 500
		model := generatortest.New(generatortest.WithQuota(2_000, 3))
		ask := func() error { _, err := model.Generate(t.Context(), req); return err }
		require.NoError(t, ask())
		time.Sleep(20 * time.Second) //nolint:forbidigo // in a bubble
		require.NoError(t, ask())
		time.Sleep(10 * time.Second) //nolint:forbidigo // in a bubble
		var err *llm.Error
		require.ErrorAs(t, ask(), &err)
		require.Equal(t, llm.RateLimited, err.Kind)
		require.Equal(t, 429, err.Status)
		require.Equal(t, 30*time.Second, err.RetryAfter)
		time.Sleep(err.RetryAfter) //nolint:forbidigo // in a bubble
		require.NoError(t, ask())
		req.InputTokens, req.MaxOutputTokens = 1, 1
		require.NoError(t, ask())
		require.ErrorIs(t, ask(), llm.RateLimited, "three calls a minute")
	})
}

func TestFailuresComeAtTheirRateAndOfTheirKind(t *testing.T) {
	t.Parallel()
	model := generatortest.New(generatortest.WithFailures(0.2, llm.RateLimited), generatortest.WithFailures(0.3, llm.Refused), generatortest.WithRetryAfter(time.Minute))
	count := map[llm.Kind]int{}
	for range 1_000 { // one request after the other has luck of its own
		_, err := model.Generate(t.Context(), chunkRequest(twoOperations))
		kind := llm.KindOf(err)
		count[kind]++
		if kind == llm.RateLimited {
			var e *llm.Error
			require.ErrorAs(t, err, &e)
			require.Equal(t, time.Minute, e.RetryAfter)
		}
	}
	require.InDelta(t, 200, count[llm.RateLimited], 50)
	require.InDelta(t, 300, count[llm.Refused], 50)
	require.InDelta(t, 500, count[""], 60)

	withdrawn := generatortest.New(generatortest.WithFailureAfter(1, llm.Unauthorized))
	_, err := withdrawn.Generate(t.Context(), chunkRequest(twoOperations))
	require.NoError(t, err)
	_, err = withdrawn.Generate(t.Context(), chunkRequest(twoOperations))
	require.ErrorIs(t, err, llm.Unauthorized)
}

func TestAnAnswerIsCutAtTheOutputLimit(t *testing.T) {
	t.Parallel()
	req := chunkRequest(twoOperations)
	req.MaxOutputTokens = 10
	resp, err := generatortest.New().Generate(t.Context(), req)
	require.NoError(t, err)
	require.Equal(t, llm.StopLength, resp.StopReason)
	require.Equal(t, 10, resp.Usage.OutputTokens)
	require.False(t, json.Valid([]byte(resp.Text)))
}

func TestOtherRequestsAreNotAnswered(t *testing.T) {
	t.Parallel()
	_, err := generatortest.New().Generate(t.Context(), llm.Request{System: "Write a poem."})
	require.ErrorIs(t, err, llm.Invalid)
	require.Panics(t, func() { generatortest.WithObedience(1.1) })
}

func TestClientsWithoutNamesForSchemasAreUnderstoodToo(t *testing.T) {
	t.Parallel()
	req := chunkRequest(twoOperations)
	req.SchemaName = ""
	require.Len(t, plan(t, generatortest.New(), req).Views, 2)
}
