package anthropic_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/adapters/anthropic"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

// services are what speaks the protocol.
var services = map[string]struct {
	quota ratelimit.Quota
	at    func(address string) []anthropic.Option
}{
	"anthropic": {ratelimit.Anthropic(240_000, 48_000, 720), func(address string) []anthropic.Option {
		return []anthropic.Option{anthropic.WithBaseURL(address), anthropic.WithKey("sk-topsecret")}
	}},
	"a gateway, with tokens": {ratelimit.Anthropic(240_000, 48_000, 720), func(address string) []anthropic.Option {
		return []anthropic.Option{
			anthropic.WithBaseURL(address + "/anthropic"),
			anthropic.WithTokenSource(func(context.Context) (string, error) { return "sk-topsecret", nil }),
		}
	}},
}

// ways are how an answer is asked for.
var ways = map[string]func(llm.Delta){"whole": nil, "stream": func(llm.Delta) {}}

// everywhere runs a test against each simulated service, in either way, over loopback.
func everywhere(t *testing.T, opts []llmtest.Option, test func(t *testing.T, p *llmtest.Provider, c llm.Client, each func(llm.Delta))) {
	t.Helper()
	for name, service := range services {
		for way, each := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				p := llmtest.NewProvider(service.quota, opts...)
				server := httptest.NewServer(p)
				defer server.Close()
				c, err := anthropic.New(append(service.at(server.URL), anthropic.WithHTTPClient(server.Client()))...)
				require.NoError(t, err)
				test(t, p, c, each)
			})
		}
	}
}

func planned() llm.Request {
	req := question
	req.Schema, req.SchemaName = ui.Schema(ui.ChunkPlanSchema), "chunk_plan"
	return req
}

func TestASimulatedServiceUnderstandsAndIsUnderstood(t *testing.T) {
	t.Parallel()
	everywhere(t, []llmtest.Option{llmtest.WithKey("sk-topsecret")}, func(t *testing.T, p *llmtest.Provider, c llm.Client, each func(llm.Delta)) {
		resp, err := llm.Stream(t.Context(), c, planned(), each)
		require.NoError(t, err)
		require.JSONEq(t, `{"views":[]}`, resp.Text, "the least that the schema allows")
		require.Equal(t, llm.StopEnd, resp.StopReason)
		require.Positive(t, resp.Usage.InputTokens)
		require.NotEmpty(t, resp.RequestID)
		require.True(t, resp.Observed.Requests.HasRemaining)
		require.Equal(t, p.Counts().Used, resp.Usage)
		require.Equal(t, 1, p.Counts().Answered)
	})
}

func TestASimulatedServicesErrorsKeepTheirKind(t *testing.T) {
	t.Parallel()
	for _, kind := range []llm.Kind{
		llm.RateLimited, llm.Overloaded, llm.Unavailable, llm.Timeout, llm.Unauthorized, llm.UnknownModel,
		llm.QuotaSpent, llm.TooLarge, llm.Invalid, llm.Refused,
	} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			model := llmtest.WithModel(llmtest.Always(llmtest.Error(&llm.Error{Kind: kind, RetryAfter: 3 * time.Second})))
			everywhere(t, []llmtest.Option{model}, func(t *testing.T, p *llmtest.Provider, c llm.Client, each func(llm.Delta)) {
				_, err := llm.Stream(t.Context(), c, question, each)
				require.ErrorIs(t, err, kind, "%v", err)
				failure, ok := errors.AsType[*llm.Error](err)
				require.True(t, ok)
				require.NotEmpty(t, failure.RequestID)
				if kind == llm.RateLimited {
					require.Equal(t, 3*time.Second, failure.RetryAfter)
				}
				require.Equal(t, 1, p.Counts().Calls)
			})
		})
	}
}

func TestAWrongKeyIsRefusedAndNotRepeated(t *testing.T) {
	t.Parallel()
	everywhere(t, []llmtest.Option{llmtest.WithKey("another")}, func(t *testing.T, _ *llmtest.Provider, c llm.Client, each func(llm.Delta)) {
		_, err := llm.Stream(t.Context(), c, question, each)
		require.ErrorIs(t, err, llm.Unauthorized)
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), "topsecret")
	})
}

func TestCancellationReachesASimulatedServiceInMidStream(t *testing.T) {
	t.Parallel()
	slow := []llmtest.Option{llmtest.WithLatency(0, time.Hour), llmtest.WithModel(llmtest.Always(llmtest.Text("A long answer, of many words.")))}
	everywhere(t, slow, func(t *testing.T, p *llmtest.Provider, c llm.Client, each func(llm.Delta)) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if each != nil {
			each = func(llm.Delta) { cancel() } // the first thing that comes
		} else {
			go func() {
				look := time.NewTicker(time.Millisecond)
				defer look.Stop()
				for p.Counts().Admitted == 0 && ctx.Err() == nil {
					<-look.C
				}
				cancel()
			}()
		}
		_, err := llm.Stream(ctx, c, question, each)
		require.ErrorIs(t, err, context.Canceled)
		require.Eventually(t, func() bool { return p.Counts().Gone == 1 && p.Counts().Running == 0 }, 10*time.Second, 5*time.Millisecond)
	})
}

// Each fault comes once, one after the other, and the chain overcomes it.
func TestTheChainOvercomesEveryFault(t *testing.T) {
	t.Parallel()
	for name, service := range services {
		for way, each := range ways {
			for _, fault := range llmtest.Faults() {
				t.Run(fmt.Sprintf("%s/%s/%s", name, way, fault), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) {
						p := llmtest.NewProvider(service.quota, llmtest.WithScript(fault), llmtest.WithLatency(time.Second, 50*time.Millisecond))
						c, err := anthropic.New(append(service.at("http://models.example"), anthropic.WithHTTPClient(p.Client()))...)
						require.NoError(t, err)
						limiter, err := ratelimit.New(service.quota)
						require.NoError(t, err)
						client := llm.Chain(c, llm.Retry(llm.RetryPolicy{}), llm.Limit(limiter), llm.WithTimeout(3*time.Minute))
						resp, err := llm.Stream(t.Context(), client, planned(), each)
						require.NoError(t, err)
						require.JSONEq(t, `{"views":[]}`, resp.Text)
						synctest.Wait()
						counts := p.Counts()
						require.Equal(t, 2, counts.Admitted)
						require.Equal(t, 1, counts.Answered)
						require.Zero(t, counts.EarlyRetries)
						require.Zero(t, counts.Running)
						require.Zero(t, limiter.Status().Running)
						require.Equal(t, 1, limiter.Status().Succeeded)
					})
				})
			}
		}
	}
}
