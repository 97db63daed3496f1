package llmtest

import (
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// Provider is a simulated service of language models: it speaks the protocol of one
// family, admits calls by that family's rules, and has a model answer what it lets
// in. As an [http.Handler] it is a real server, as an [http.RoundTripper] it needs no
// network and works in testing/synctest bubbles, streams included. Make one by
// [NewProvider]; it is safe for concurrent use.
type Provider struct {
	settings

	wire  wire
	begun time.Time

	mu     sync.Mutex
	books  *ratelimittest.Provider
	counts Counts
	tries  map[uint64]int // of one and the same request
}

// NewProvider makes a provider that enforces a quota, of which nothing is used yet;
// a limit of 0 is no limit. The quota's Provider says which protocol it speaks:
//
//   - [ratelimit.ProviderOpenAI] and [ratelimit.ProviderPlain]: chat completions, at every
//     path that ends in /chat/completions;
//   - [ratelimit.ProviderAzure]: the same at /openai/deployments/{deployment}/chat/completions
//     with an api-version, and at /openai/v1/chat/completions;
//   - [ratelimit.ProviderAnthropic]: messages, at every path that ends in /messages.
//
// It panics on an option that makes no sense. Make it in the bubble that it is used
// in: its clock begins now.
func NewProvider(q ratelimit.Quota, opts ...Option) *Provider {
	p := &Provider{
		settings: settings{model: Always(ToSchema()), scale: 1, count: bytesOfFour},
		wire:     wireOf(q.Provider), begun: time.Now(), tries: map[uint64]int{},
	}
	for _, opt := range opts {
		opt(&p.settings)
	}
	p.books = ratelimittest.NewProvider(q, p.begun)
	p.counts.Faults = map[Fault]int{}
	return p
}

// Client is an HTTP client that reaches the provider in memory, whatever the host
// that it asks. It has nothing to close.
func (p *Provider) Client() *http.Client { return &http.Client{Transport: p} }

// Counts is what a provider has seen. When no call is under way, Calls is the sum
// of Invalid, Admitted and all of Rejected; and Admitted that of Answered, Failed,
// Gone and all of Faults but [FaultStall], which ends no call by itself.
type Counts struct {
	ratelimittest.Counts // Admitted, Rejected by cause, MostTokens, EarlyRetries

	Calls    int           // that arrived
	Invalid  int           // not to be understood, or with a wrong key: not counted for the quota
	Answered int           // answers given, up to their end
	Failed   int           // errors that the model gave
	Gone     int           // callers that had gone before the answer's end
	Faults   map[Fault]int // calls that met a simulated fault

	Used llm.Usage // of the answers given

	Running     int // calls under way now
	MostRunning int // at any one time
}

// Counts returns what was seen so far.
func (p *Provider) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	counts := p.counts
	counts.Faults = maps.Clone(p.counts.Faults)
	counts.Counts = p.books.Counts()
	return counts
}

func (p *Provider) note(what func(*Counts)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	what(&p.counts)
}

// now is the time by the quota's clock.
func (p *Provider) now() time.Time {
	return p.begun.Add(time.Duration(float64(time.Since(p.begun)) * p.scale))
}

// scaled is a time of the quota's clock as it passes for the caller.
func (p *Provider) scaled(d time.Duration) time.Duration {
	return time.Duration(float64(d) / p.scale)
}

// admit books a call, or says why not; and which fault it shall meet.
func (p *Provider) admit(q question) (ratelimittest.Reply, Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	reply := p.books.Admit(p.now(), q.key(), llm.ChargeOf(q.Request))
	if reply.Cause != "" {
		return reply, ""
	}
	if len(p.script) > 0 {
		fault := p.script[0]
		p.script = p.script[1:]
		return reply, fault
	}
	if len(p.tries) >= remembered {
		clear(p.tries)
	}
	p.tries[q.hash]++
	return reply, p.roll(q.hash, p.tries[q.hash])
}

// remembered is how many requests are known again when they come once more.
const remembered = 1 << 16

// hold notes that a call was told to wait, although it was admitted.
func (p *Provider) hold(q question, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.books.Tell(p.now(), q.key(), wait)
}

// output books tokens as they are written.
func (p *Provider) output(tokens int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.books.Output(p.now(), tokens)
}
