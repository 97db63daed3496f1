package llmtest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// chaos makes calls in parallel, whole and streamed, through retries, a limiter and
// timeouts, to a provider of which a part of the calls fails, in every way there is.
func (h *httpSuite) chaos() {
	for name, rate := range map[string]float64{"one call in ten": 0.1, "one call in ten by each fault": 0.1 * float64(len(Faults()))} {
		h.named(name, func(h *httpSuite) {
			h.bubble(func(h *httpSuite) { h.storm(rate) })
		})
	}
}

const stormCalls = 200

func (h *httpSuite) storm(rate float64) {
	seed := rand.Uint64() // another storm in every run
	quota := h.limited(240_000, 720)
	answer := Answer(llm.Response{Text: strings.Repeat("word ", 40), Usage: llm.Usage{InputTokens: 4_000, OutputTokens: 500}})
	client, p := h.memory(quota, WithFaults(rate, Faults()...), WithSeed(seed), WithLatency(time.Second, 16*time.Millisecond), WithModel(Always(answer)))
	limiter, err := ratelimit.New(quota, ratelimit.WithSeed(1), ratelimit.WithAcquireTimeout(time.Hour))
	if err != nil {
		h.Fatal(err)
	}
	client = llm.Chain(client, llm.Retry(llm.RetryPolicy{}), llm.Limit(limiter), llm.WithTimeout(time.Minute))
	var wg sync.WaitGroup
	var mu sync.Mutex
	answered, failed := 0, 0
	for i := range stormCalls {
		wg.Go(func() {
			req := asked()
			req.InputTokens, req.MaxOutputTokens = 4_000, 1_000
			req.Messages = []llm.Message{{Role: llm.User, Text: fmt.Sprint(i, strings.Repeat(" word", 3_190))}}
			ask := ways["whole"]
			if i%2 == 1 {
				ask = ways["stream"]
			}
			resp, err := ask(h.Context(), client, req)
			mu.Lock()
			defer mu.Unlock()
			if err == nil && resp != nil && resp.Usage.OutputTokens == 500 {
				answered++
				return
			}
			failed++
			if _, ok := errors.AsType[*llm.Error](err); !ok {
				h.Errorf("call %d ended with %+v and %v", i, resp, err)
			}
		})
	}
	wg.Wait()
	synctest.Wait()
	h.Logf("seed %d, %d calls: %d answered, %d failed by a typed error\nlimiter: %v\nprovider: %+v", seed, stormCalls, answered, failed, limiter.Status(), p.Counts())
	balance(h.T, limiter.Status(), p.Counts())
	if answered+failed != stormCalls || answered != p.Counts().Answered {
		h.Errorf("of %d calls %d are answered and %d failed", stormCalls, answered, failed)
	}
}

// balance compares the books of a limiter with those of the provider.
func balance(t *testing.T, ours ratelimit.Status, theirs Counts) {
	t.Helper()
	others := 0 // faults that ended a call, but no 429 of those that count as such
	for fault, n := range theirs.Faults {
		if fault != FaultThrottle && fault != FaultStall {
			others += n
		}
	}
	for _, line := range []struct {
		what         string
		ours, theirs int
	}{
		{"running", ours.Running + ours.Waiting, theirs.Running},
		{"left running", ours.Running, 0},
		{"calls", ours.Admitted, theirs.Calls},
		{"calls that passed", ours.Admitted - ours.Throttled, theirs.Admitted - theirs.Faults[FaultThrottle]},
		{"turned away", ours.Throttled, theirs.RejectedCalls() + theirs.Faults[FaultThrottle]},
		{"answered", ours.Succeeded, theirs.Answered},
		{"failed", ours.Failed, theirs.Failed + theirs.Gone + others},
		{"tokens of input", ours.Used.InputTokens, theirs.Used.InputTokens},
		{"tokens of output", ours.Used.OutputTokens, theirs.Used.OutputTokens},
		{"retries earlier than told", 0, theirs.EarlyRetries},
		{"not understood", 0, theirs.Invalid},
	} {
		if line.ours != line.theirs {
			t.Errorf("%s: %d by our books, %d by the provider's", line.what, line.ours, line.theirs)
		}
	}
}
