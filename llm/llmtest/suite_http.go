package llmtest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// Server is where a client under test finds its provider.
type Server struct {
	URL    string       // without a path
	Key    string       // that the server asks for
	Client *http.Client // that reaches it; of no other it is known that it does
}

// RunHTTP checks clients of the providers that [NewProvider] simulates: all that [Run]
// does, over loopback, and what the wire adds to it: limits, ids, times, faults of every
// kind, and keys that nobody must see. It ends with many calls at once through
// retries, a limiter and timeouts, in virtual time, where everything that can go
// wrong does. The clients must keep their hands off failed calls: retries are
// another's business.
func RunHTTP(t *testing.T, family ratelimit.Provider, newClient func(t *testing.T, s Server) llm.Client) {
	t.Helper()
	on := func(t *testing.T) *httpSuite {
		t.Helper()
		return &httpSuite{t, newClient, ratelimit.Quota{Provider: family}}
	}
	t.Run("loopback", func(t *testing.T) {
		t.Parallel()
		Run(t, func(t *testing.T, model llm.Client) llm.Client {
			t.Helper()
			client, _ := on(t).loopback(WithModel(model))
			return client
		})
	})
	for _, check := range []struct {
		name string
		run  func(*httpSuite)
	}{
		{"limits are observed", (*httpSuite).limits},
		{"a spent quota is told", (*httpSuite).spent},
		{"faults are told by their kind", (*httpSuite).faults},
		{"keys are not shown", (*httpSuite).keys},
		{"times are told apart", (*httpSuite).times},
		{"cancellation in mid-stream reaches the server", (*httpSuite).hangUp},
		{"each fault is overcome", (*httpSuite).recovery},
		{"nothing is lost when everything fails", (*httpSuite).chaos},
	} {
		t.Run(check.name, func(t *testing.T) {
			t.Parallel()
			check.run(on(t))
		})
	}
}

// key is one that is found wherever it is shown.
const key = "sk-simulated-0123456789abcdef"

type httpSuite struct {
	*testing.T

	newClient func(t *testing.T, s Server) llm.Client
	quota     ratelimit.Quota // without limits
}

// named runs a check beside others, under a name.
func (h *httpSuite) named(name string, check func(*httpSuite)) {
	h.Run(name, func(t *testing.T) {
		t.Parallel()
		check(&httpSuite{t, h.newClient, h.quota})
	})
}

// bubble runs a check in virtual time.
func (h *httpSuite) bubble(check func(*httpSuite)) {
	synctest.Test(h.T, func(t *testing.T) { check(&httpSuite{t, h.newClient, h.quota}) })
}

// limited is a quota of the family.
func (h *httpSuite) limited(tokens, requests int) ratelimit.Quota {
	switch h.quota.Provider {
	case ratelimit.ProviderAzure:
		return ratelimit.AzureOpenAI(tokens, requests)
	case ratelimit.ProviderAnthropic:
		return ratelimit.Anthropic(tokens, tokens, requests)
	}
	return ratelimit.Quota{Provider: h.quota.Provider, TokensPerMinute: tokens, RequestsPerMinute: requests}
}

// loopback makes a client, and the real server that it asks.
func (h *httpSuite) loopback(opts ...Option) (llm.Client, *Provider) {
	h.Helper()
	return h.serve(h.quota, opts...)
}

func (h *httpSuite) serve(q ratelimit.Quota, opts ...Option) (llm.Client, *Provider) {
	h.Helper()
	p := NewProvider(q, append(opts, WithKey(key))...)
	server := httptest.NewServer(p)
	h.Cleanup(server.Close)
	return h.newClient(h.T, Server{URL: server.URL, Key: key, Client: server.Client()}), p
}

// memory makes a client, and the provider that it asks without a network.
func (h *httpSuite) memory(q ratelimit.Quota, opts ...Option) (llm.Client, *Provider) {
	h.Helper()
	p := NewProvider(q, append(opts, WithKey(key))...)
	return h.newClient(h.T, Server{URL: "http://simulated.invalid", Key: key, Client: p.Client()}), p
}

// tokensOf is the limit that a reply tells of: of tokens or of input tokens.
func tokensOf(o ratelimit.Observed) ratelimit.ObservedLimit {
	if o.InputTokens != (ratelimit.ObservedLimit{}) {
		return o.InputTokens
	}
	return o.Tokens
}

func (h *httpSuite) limits() {
	client, _ := h.serve(h.limited(1_000_000, 6_000), WithModel(Always(Text("Good morning."))))
	whole, err := client.Generate(h.Context(), asked())
	if err != nil {
		h.Fatal(err)
	}
	check := func(what string, o ratelimit.Observed) {
		h.Helper()
		tokens := tokensOf(o)
		if !tokens.HasRemaining || tokens.Remaining <= 0 || !o.Requests.HasRemaining || o.Requests.Remaining > 6_000 {
			h.Errorf("%s: observed was %+v", what, o)
		}
		if h.quota.Provider != ratelimit.ProviderAzure && (tokens.Limit != 1_000_000 || o.Requests.Limit != 6_000) {
			h.Errorf("%s: limits of 1,000,000 tokens and 6,000 requests were observed as %+v", what, o)
		}
	}
	check("whole", whole.Observed)
	if whole.RequestID == "" || whole.Model == "" {
		h.Errorf("the answer has the id %q and the model %q", whole.RequestID, whole.Model)
	}
	if _, ok := client.(llm.Streamer); !ok {
		return
	}
	told, text := 0, ""
	streamed, err := llm.Stream(h.Context(), client, asked(), func(d llm.Delta) {
		if text += d.Text; d.Observed != nil {
			told++
			check("stream, first piece", *d.Observed)
			if text != "" {
				h.Errorf("limits came after %q", text)
			}
		}
	})
	if err != nil {
		h.Fatal(err)
	}
	check("stream", streamed.Observed)
	if told != 1 || streamed.RequestID == "" || streamed.RequestID == whole.RequestID {
		h.Errorf("limits were told %d times, and the ids are %q and %q", told, whole.RequestID, streamed.RequestID)
	}
}

func (h *httpSuite) spent() {
	req := asked()
	req.MaxOutputTokens = 500
	req.Messages = []llm.Message{{Role: llm.User, Text: strings.Repeat("word ", 1_600)}} // some 2,000 tokens
	client, p := h.serve(h.limited(3_000, 600))
	if _, err := client.Generate(h.Context(), req); err != nil {
		h.Fatal(err)
	}
	for name, ask := range ways {
		req.Messages[0].Text += name // another question
		_, err := ask(h.Context(), client, req)
		failure, ok := errors.AsType[*llm.Error](err)
		switch {
		case !ok || failure.Kind != llm.RateLimited || failure.Status != http.StatusTooManyRequests:
			h.Errorf("%s: what was turned away is told as %v", name, err)
		case failure.RetryAfter <= 0 || failure.RetryAfter > time.Minute || failure.RequestID == "":
			h.Errorf("%s: it says to wait for %v, and has the id %q", name, failure.RetryAfter, failure.RequestID)
		case !tokensOf(failure.Observed).HasRemaining:
			h.Errorf("%s: observed was %+v", name, failure.Observed)
		}
	}
	req.Messages[0].Text = strings.Repeat("word ", 16_000)
	if _, err := client.Generate(h.Context(), req); !errors.Is(err, llm.TooLarge) {
		h.Errorf("what can never pass is told as %v", err)
	}
	if counts := p.Counts(); counts.Calls != 4 || counts.RejectedCalls() != 3 {
		h.Errorf("of 4 calls the server saw %+v", counts)
	}
}

func (h *httpSuite) faults() {
	for fault, kind := range map[Fault]llm.Kind{
		FaultThrottle: llm.RateLimited, FaultCrash: llm.Unavailable, FaultOverload: llm.Overloaded,
		FaultDrop: llm.Unavailable, FaultBreak: llm.Unavailable, FaultTruncate: llm.Unavailable, FaultLate: llm.Unavailable,
	} {
		for name, ask := range ways {
			h.named(string(fault)+", "+name, func(h *httpSuite) {
				client, p := h.loopback(WithScript(fault), WithModel(Always(Text("A few words in some pieces."))))
				_, err := ask(h.Context(), client, asked())
				if failure, ok := errors.AsType[*llm.Error](err); !ok || failure.Kind != kind {
					h.Errorf("it is told as %v, want %q", err, kind)
				} else if fault == FaultThrottle && failure.RetryAfter != 2*time.Second {
					h.Errorf("told to wait for 2 s, it says %v", failure.RetryAfter)
				}
				if counts := p.Counts(); counts.Calls != 1 || counts.Faults[fault] != 1 {
					h.Errorf("the server saw %+v", counts)
				}
				if _, err := ask(h.Context(), client, asked()); err != nil {
					h.Errorf("the next call fails with %v", err)
				}
			})
		}
	}
	h.named(string(FaultStall), func(h *httpSuite) {
		h.bubble(func(h *httpSuite) {
			for name, ask := range ways {
				client, p := h.memory(h.quota, WithScript(FaultStall))
				_, err := ask(h.Context(), llm.Chain(client, llm.WithTimeout(time.Minute)), asked())
				if !errors.Is(err, llm.Timeout) {
					h.Errorf("%s: it is told as %v", name, err)
				}
				synctest.Wait()
				if counts := p.Counts(); counts.Gone != 1 || counts.Running != 0 {
					h.Errorf("%s: the server saw %+v", name, counts)
				}
			}
		})
	})
}

func (h *httpSuite) keys() {
	said := &llm.Error{Kind: llm.Invalid, Err: errors.New("no such header: Authorization: Bearer " + key)}
	client, _ := h.loopback(WithModel(Always(Error(said))))
	wrong := NewProvider(h.quota, WithKey("another"))
	refused := h.newClient(h.T, Server{URL: "http://simulated.invalid", Key: key, Client: wrong.Client()})
	closed := httptest.NewServer(wrong)
	closed.Close()
	unreachable := h.newClient(h.T, Server{URL: closed.URL, Key: key, Client: http.DefaultClient}) //nolint:forbidigo // it reaches nobody
	for name, ask := range ways {
		for _, test := range []struct {
			client llm.Client
			kind   llm.Kind
		}{{client, llm.Invalid}, {refused, llm.Unauthorized}, {unreachable, llm.Unavailable}} {
			_, err := ask(h.Context(), test.client, asked())
			if llm.KindOf(err) != test.kind {
				h.Errorf("%s: told as %v, want %q", name, err, test.kind)
			}
			printed := fmt.Sprintf("%v %+v %#v ", err, err, err) + fmt.Sprintf("%v %+v %#v %s", test.client, test.client, test.client, test.client)
			if failure, ok := errors.AsType[*llm.Error](err); ok {
				printed += fmt.Sprintf("%+v %#v", *failure, failure.Err)
			}
			if strings.Contains(printed, key) {
				h.Errorf("%s: the key is in %s", name, printed)
			}
		}
	}
}

func (h *httpSuite) times() {
	h.bubble(func(h *httpSuite) {
		answer := Answer(llm.Response{Text: strings.Repeat("word ", 100), Usage: llm.Usage{InputTokens: 10, OutputTokens: 100}})
		client, _ := h.memory(h.quota, WithLatency(2*time.Second, 50*time.Millisecond), WithModel(Always(answer)))
		for name, ask := range ways {
			start := time.Now()
			resp, err := ask(h.Context(), client, asked())
			if err != nil {
				h.Fatal(name, err)
			}
			took := time.Since(start)
			sum := resp.Timing.Queue + resp.Timing.Connect + resp.Timing.FirstByte + resp.Timing.Generation
			if took != 7*time.Second || sum != took {
				h.Errorf("%s: it took %v, of 7 s, and %+v are told", name, took, resp.Timing)
			}
			if _, ok := client.(llm.Streamer); ok && name == "stream" && (resp.Timing.FirstByte <= 2*time.Second || resp.Timing.FirstByte > 3*time.Second) {
				h.Errorf("the first piece came after %v", resp.Timing.FirstByte)
			}
		}
	})
}

func (h *httpSuite) hangUp() {
	h.bubble(func(h *httpSuite) {
		client, p := h.memory(h.quota, WithLatency(time.Second, time.Second), WithModel(Always(Text(strings.Repeat("word ", 40)))))
		if _, ok := client.(llm.Streamer); !ok {
			h.Skip("the client is no llm.Streamer")
		}
		ctx, cancel := context.WithCancel(h.Context())
		defer cancel()
		start, pieces := time.Now(), 0
		_, err := llm.Stream(ctx, client, asked(), func(d llm.Delta) {
			if d.Text != "" {
				if pieces++; pieces == 3 {
					cancel()
				}
			}
		})
		cancelled(h.T, err)
		if took := time.Since(start); took != 4*time.Second || pieces != 3 {
			h.Errorf("it took %v and gave %d pieces", took, pieces)
		}
		synctest.Wait()
		if counts := p.Counts(); counts.Gone != 1 || counts.Answered != 0 || counts.Running != 0 {
			h.Errorf("the server saw %+v", counts)
		}
	})
}
