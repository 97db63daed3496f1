package quotasim

import (
	"math/rand/v2"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// The quota of all workloads, and how calls behave: they arrive up to Jitter late,
// and take a second and 1/60 s for each token of the answer.
const (
	TPM    = 240_000
	OTPM   = 48_000 // where output has a quota of its own
	RPM    = 720
	Jitter = 300 * time.Millisecond

	firstByte       = time.Second
	tokensPerSecond = 60
)

// Epoch is when all simulations begin.
var Epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Call is one call of a workload: what the limiter is told, and what it is.
type Call struct {
	Charge ratelimit.Charge
	Output int
	Off    float64 // what the provider charges, times what was told; 0: 1
}

// Latency is how long the call takes, from being sent to the end of the answer.
func (c Call) Latency() time.Duration {
	return firstByte + time.Duration(c.Output)*time.Second/tokensPerSecond
}

// arriving is the call as the provider sees it.
func (c Call) arriving() ratelimit.Charge {
	charge := c.Charge
	if c.Off > 0 {
		for _, part := range []*int{&charge.InputTokens, &charge.InputChars, &charge.MaxOutputTokens} {
			*part = int(float64(*part) * c.Off)
		}
	}
	return charge
}

// Fixed is n equal calls of 4 s.
func Fixed(n int) []Call {
	calls := make([]Call, n)
	for i := range calls {
		calls[i] = Call{Charge: ratelimit.Charge{InputTokens: 4_000, InputChars: 16_000, MaxOutputTokens: 180}, Output: 180}
	}
	return calls
}

// Heavy is n calls with large prompts and answers of which nobody knows the length.
func Heavy(n int, seed uint64) []Call {
	rng := rand.New(rand.NewPCG(seed, 2))
	calls := make([]Call, n)
	for i := range calls {
		input := 4_000 + rng.IntN(11_001)
		calls[i] = Call{
			Charge: ratelimit.Charge{InputTokens: input, InputChars: 4 * input, MaxOutputTokens: 4_000},
			Output: 500 + rng.IntN(3_501),
		}
	}
	return calls
}

// Small is n calls of 100 tokens and 100 more: requests are what bounds them.
func Small(n int) []Call {
	calls := make([]Call, n)
	for i := range calls {
		calls[i] = Call{Charge: ratelimit.Charge{InputTokens: 100, InputChars: 400, MaxOutputTokens: 100}, Output: 100}
	}
	return calls
}

// Mixed is n calls of which 70 % are small and the others heavy.
func Mixed(n int, seed uint64) []Call {
	calls := Heavy(n, seed)
	rng := rand.New(rand.NewPCG(seed, 3))
	for i := range calls {
		if rng.Float64() < 0.7 {
			calls[i] = Small(1)[0]
		}
	}
	return calls
}

// Misjudged has the provider charge each call up to part more or less than told.
func Misjudged(calls []Call, part float64, seed uint64) []Call {
	rng := rand.New(rand.NewPCG(seed, 9))
	for i := range calls {
		calls[i].Off = 1 - part + 2*part*rng.Float64()
	}
	return calls
}
