package llmtest

import (
	"fmt"
	"time"

	"github.com/specloom/specloom/llm"
)

// Option changes how a [Provider] behaves.
type Option func(*settings)

type settings struct {
	model           llm.Client
	count           func(string) int
	first, perToken time.Duration
	key             string
	scale           float64

	seed   uint64
	rates  []faultRate
	script []Fault
}

// WithModel has a client answer what the provider lets in: a script, a function by
// [llm.ClientFunc], the simulated model of generatortest. Its errors reach the caller
// with the status and the body that the family has for their kind. Of a request it
// sees what the wire tells: no Metadata, no Priority. Answers longer than the
// request's MaxOutputTokens are cut. A model that is an [llm.Streamer] writes streams
// piece by piece in its own time, unless WithLatency is given. Default: a small answer
// that is valid by the request's schema, as by [ToSchema].
func WithModel(model llm.Client) Option {
	must(model != nil, "WithModel: the client is nil")
	return func(s *settings) { s.model = model }
}

// WithLatency sets how long answers take: so long to the first byte, and perToken for
// each token. A stream comes in at most 64 pieces. Default: no time at all.
func WithLatency(first, perToken time.Duration) Option {
	must(first >= 0 && perToken >= 0, "WithLatency: want 0 or more, got %v and %v", first, perToken)
	return func(s *settings) { s.first, s.perToken = first, perToken }
}

// WithKey has the provider refuse calls that bring another key than this one: as
// bearer token, or in the family's own header. Default: a key is not asked for.
func WithKey(key string) Option {
	must(key != "", "WithKey: the key is empty")
	return func(s *settings) { s.key = key }
}

// WithCounter sets what counts tokens: of requests for admission, of answers where
// the model does not say its usage. Default: one token for four bytes.
func WithCounter(count func(text string) int) Option {
	must(count != nil, "WithCounter: the function is nil")
	return func(s *settings) { s.count = count }
}

// WithTimeScale has the provider's time pass so many times as fast: with 60, a minute
// of the quota is a second, and so are latencies shorter and what callers are told to
// wait. It is for demonstrations and tests over sockets, where no bubble makes time
// virtual. Limits stay what they are by the quota's own minute, in headers too.
// Default: 1.
func WithTimeScale(factor float64) Option {
	must(factor > 0 && factor <= 1e6, "WithTimeScale: want more than 0 and at most 1,000,000, got %v", factor)
	return func(s *settings) { s.scale = factor }
}

// WithFaults makes that part of the calls that are admitted meet one of these faults,
// each as often as the others. Rates of several options add up. Which calls these
// are depends on what was asked, how often, and on the seed. Default: no faults.
func WithFaults(rate float64, faults ...Fault) Option {
	must(rate >= 0 && rate <= 1, "WithFaults: want 0 to 1, got %v", rate)
	must(len(faults) > 0, "WithFaults: no fault is named")
	known("WithFaults", faults)
	return func(s *settings) {
		for _, f := range faults {
			s.rates = append(s.rates, faultRate{rate / float64(len(faults)), f})
		}
	}
}

// WithScript makes the first calls that are admitted meet these faults, one each, in
// the order in which they arrive; "" is none. Later calls go by WithFaults.
func WithScript(faults ...Fault) Option {
	known("WithScript", faults)
	return func(s *settings) { s.script = append(s.script, faults...) }
}

// WithSeed makes other calls meet the faults of [WithFaults]. Default: 0.
func WithSeed(seed uint64) Option { return func(s *settings) { s.seed = seed } }

func must(ok bool, format string, args ...any) {
	if !ok {
		panic("llmtest: " + fmt.Sprintf(format, args...))
	}
}

func bytesOfFour(text string) int { return (len(text) + 3) / 4 }
