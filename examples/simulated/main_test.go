package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/tokens"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSimulatedSaysAllThatItTook(t *testing.T) {
	t.Parallel()
	page := filepath.Join(t.TempDir(), "ui.html")
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-o", page, "-level", "aggressive", "-workers", "8"}, &out, io.Discard))
	for _, want := range []string{
		"Everything below is simulated", "25 of 25 operations by the model (simulated)", "turned away by the quota (429): 0",
		"coherence: ", "of the description alone: ", "simulated model", "simulated time: ", "one by one", "(simulated)\n",
	} {
		require.Contains(t, out.String(), want)
	}
	html, err := os.ReadFile(page)
	require.NoError(t, err)
	require.Contains(t, string(html), "<title>Corner Bookshop</title>")
}

func TestSimulatedSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"no such file":        {"-spec", "nowhere.yaml"},
		"an obedience from":   {"-obedience", "NaN"},
		"no further":          {"api.yaml"},
		"none of":             {"-level", "most"},
		"want at least 1":     {"-workers", "0"},
		"no such file or dir": {"-o", "/nowhere/at/all/ui.html"},
	} {
		require.ErrorContains(t, run(t.Context(), args, io.Discard, io.Discard), want)
	}
}

func TestSimulatedEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, nil, io.Discard, io.Discard), context.Canceled)
}

// TestAWholeRunUnderAQuota plans descriptions in virtual time, against a provider
// that turns away what is over its quota. It logs what the README may quote; all
// of it is simulated.
func TestAWholeRunUnderAQuota(t *testing.T) {
	t.Parallel()
	specs := map[string]*openapi.Document{}
	var err error
	specs["bookshop"], err = openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	if os.Getenv("SPECLOOM_MEASURE") != "" { // takes a minute
		for file := range strings.FieldsSeq(os.Getenv("SPECLOOM_MEASURE")) {
			specs[filepath.Base(file)], err = openapi.ReadFile(file)
			require.NoError(t, err)
		}
	} else {
		for _, file := range corpus.Shipped(t) {
			if strings.HasSuffix(file, "asana.yaml") {
				specs[filepath.Base(file)], err = openapi.ReadFile(file)
				require.NoError(t, err)
			}
		}
	}
	for name, doc := range specs {
		t.Run(name, func(t *testing.T) { measure(t, doc) })
	}
}

func measure(t *testing.T, doc *openapi.Document) {
	counter, err := tokens.ForInfo(simulated)
	require.NoError(t, err)
	var recorded *recorder
	plan := func(named bool, obedience float64, opts ...generator.Option) (result *generator.Result, took time.Duration) {
		synctest.Test(t, func(t *testing.T) {
			var client llm.Client = generatortest.New(generatortest.WithObedience(obedience), generatortest.WithCounter(counter.Count),
				generatortest.WithLatency(baseLatency, tokenLatency), generatortest.WithQuota(quota.TokensPerMinute, quota.RequestsPerMinute))
			if !named {
				model := client
				client = llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
					if req.SchemaName == "blueprint" {
						return llmtest.Fail(llm.Refused)(ctx, req)
					}
					return model.Generate(ctx, req)
				})
			}
			recorded = &recorder{Client: client}
			g, err := generator.New(append([]generator.Option{
				generator.WithClient(recorded), generator.WithModelInfo(simulated), generator.WithDeadline(24 * time.Hour),
				generator.WithQuota(quota),
			}, opts...)...)
			require.NoError(t, err)
			start := time.Now()
			result, err = g.Generate(t.Context(), doc)
			took = time.Since(start)
			require.NoError(t, err)
			require.NoError(t, result.Err())
		})
		return result, took
	}
	result, parallel := plan(true, 0.9)
	_, sequential := plan(true, 0.9, generator.WithSequential())
	_, many := plan(true, 0.9, generator.WithWorkers(16))
	weigh(recorded.calls, result.Chunks)
	for workers, real := range map[int]time.Duration{1: sequential, 3: parallel, 16: many} {
		replayed, err := replay(recorded.calls, quota, workers)
		require.NoError(t, err)
		require.Zero(t, replayed.turnedAway)
		require.InEpsilon(t, real.Seconds(), replayed.time.Seconds(), 0.02, "%d at once: what the example says of a run is what the run takes", workers)
	}
	apart, _ := plan(false, 0)
	r := result.Report
	require.Equal(t, len(doc.Operations), r.ByModel)
	require.Zero(t, r.Throttled)
	require.Zero(t, r.Retries)
	require.Less(t, parallel, sequential)
	t.Logf("simulated: %d operations, %d chunks, %d tokens in, %d out, %d calls, %d retries, %d 429s, %d repairs",
		r.Operations, r.Chunks, r.Usage.InputTokens, r.Usage.OutputTokens, r.Calls, r.Retries, r.Throttled, r.Repairs)
	t.Logf("simulated time: %v one by one, %v with 3 at once, %v with 16", sequential, parallel, many)
	t.Logf("coherence of the description alone: %v", r.Baseline)
	t.Logf("coherence without shared names:     %v", apart.Report.Coherence)
	t.Logf("coherence with shared names:        %v", r.Coherence)
}
