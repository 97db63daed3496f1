package llmtest

import (
	"context"
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
	answer := Answer(llm.Response{Text: strings.Repeat("word ", 40), Usage: llm.Usage{InputTokens: 4_000, OutputTokens: 500}})
	client, limiter, p := h.chain(WithFaults(rate, Faults()...), WithSeed(seed), WithLatency(time.Second, 16*time.Millisecond), WithModel(Always(answer)))
	dice := rand.New(rand.NewPCG(seed, 0))
	var wg sync.WaitGroup
	var mu sync.Mutex
	answered, failed, givenUp := 0, 0, 0
	for i := range stormCalls {
		ctx, cancel := h.Context(), context.CancelFunc(func() {})
		if i%8 == 7 { // one in eight is given up, at any time
			ctx, cancel = context.WithTimeout(ctx, time.Duration(dice.Int64N(int64(5*time.Minute))))
		}
		wg.Go(func() {
			defer cancel()
			resp, err := ways[[]string{"whole", "stream"}[i%2]](ctx, client, heavy(i))
			mu.Lock()
			defer mu.Unlock()
			_, typed := errors.AsType[*llm.Error](err)
			switch {
			case err == nil && resp != nil && resp.Usage == (llm.Usage{InputTokens: 4_000, OutputTokens: 500}):
				answered++
			case typed:
				failed++
			case i%8 == 7 && errors.Is(err, context.DeadlineExceeded): // or the limiter saw that it will be too late
				givenUp++
			default:
				h.Errorf("call %d ended with %+v and %v", i, resp, err)
			}
		})
	}
	wg.Wait()
	synctest.Wait()
	h.Logf("seed %d, %d calls: %d answered, %d failed by a typed error, %d given up by the caller\nlimiter: %v\nprovider: %+v",
		seed, stormCalls, answered, failed, givenUp, limiter.Status(), p.Counts())
	balance(h.T, limiter.Status(), p.Counts())
	if answered != p.Counts().Answered || givenUp == 0 {
		h.Errorf("of %d calls %d are answered, %d failed, and %d were given up", stormCalls, answered, failed, givenUp)
	}
}

// heavy is one of many different calls of some 4,000 tokens.
func heavy(i int) llm.Request {
	req := asked()
	req.InputTokens, req.MaxOutputTokens = 4_000, 1_000
	req.Messages = []llm.Message{{Role: llm.User, Text: fmt.Sprint(i, strings.Repeat(" word", 3_190))}}
	return req
}

// chain joins a client with what a service puts around it.
func (h *httpSuite) chain(opts ...Option) (llm.Client, *ratelimit.Local, *Provider) {
	h.Helper()
	quota := h.limited(240_000, 720)
	client, p := h.memory(quota, opts...)
	limiter, err := ratelimit.New(quota, ratelimit.WithSeed(1), ratelimit.WithAcquireTimeout(time.Hour))
	if err != nil {
		h.Fatal(err)
	}
	return llm.Chain(client, llm.Retry(llm.RetryPolicy{}), llm.Limit(limiter), llm.WithTimeout(time.Minute)), limiter, p
}

// recovery has each fault come once, and the chain ask again.
func (h *httpSuite) recovery() {
	for _, fault := range Faults() {
		h.named(string(fault), func(h *httpSuite) {
			h.bubble(func(h *httpSuite) {
				for name, ask := range ways {
					client, limiter, p := h.chain(WithScript(fault), WithLatency(time.Second, 50*time.Millisecond))
					if resp, err := ask(h.Context(), client, heavy(0)); err != nil || resp.Text == "" {
						h.Errorf("%s: got %+v, %v", name, resp, err)
					}
					synctest.Wait()
					if counts := p.Counts(); counts.Calls != 2 || counts.Answered != 1 {
						h.Errorf("%s: the server saw %+v", name, counts)
					}
					balance(h.T, limiter.Status(), p.Counts())
				}
			})
		})
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
