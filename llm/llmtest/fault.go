package llmtest

import (
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/specloom/specloom/llm"
)

// Fault is a way in which a call that was admitted goes wrong. It counts for the
// quota all the same, which is the stricter of what services may do.
type Fault string

// The faults.
const (
	FaultThrottle Fault = "throttle"   // a 429 that is not for the quota, with a Retry-After of 2 s
	FaultCrash    Fault = "crash"      // a 500
	FaultOverload Fault = "overload"   // Anthropic's 529, OpenAI's 503, Azure OpenAI's 429 for high demand
	FaultDrop     Fault = "drop"       // the connection ends without a reply
	FaultBreak    Fault = "break"      // the connection ends in the middle of the answer
	FaultTruncate Fault = "truncate"   // the answer ends in its middle, as if that were its end
	FaultStall    Fault = "stall"      // the answer begins five minutes later
	FaultLate     Fault = "late error" // a 200, and then an error: in a stream after a piece of the answer
)

// stall is longer than most callers wait.
const stall = 5 * time.Minute

// Faults are all faults that there are.
func Faults() []Fault {
	return []Fault{
		FaultThrottle, FaultCrash, FaultOverload, FaultDrop, FaultBreak, FaultTruncate, FaultStall, FaultLate,
	}
}

// refusals are the faults that are replies of another status than 200.
var refusals = map[Fault]*llm.Error{
	FaultThrottle: {Kind: llm.RateLimited, RetryAfter: 2 * time.Second, Err: errors.New("a simulated fault")},
	FaultCrash:    {Kind: llm.Unavailable, Err: errors.New("a simulated fault")},
	FaultOverload: {Kind: llm.Overloaded, Err: errors.New("a simulated fault")},
}

// midway reports whether a fault comes in the middle of an answer.
func (f Fault) midway() bool { return f == FaultBreak || f == FaultTruncate || f == FaultLate }

func known(option string, faults []Fault) {
	for _, f := range faults {
		must(f == "" && option == "WithScript" || slices.Contains(Faults(), f), "%s: there is no fault %q", option, string(f))
	}
}

type faultRate struct {
	rate  float64
	fault Fault
}

// roll decides which fault a request meets, when it comes for the try-th time.
func (s *settings) roll(request uint64, try int) Fault {
	if len(s.rates) == 0 {
		return ""
	}
	at := rand.New(rand.NewPCG(s.seed+uint64(try), request)).Float64()
	for _, r := range s.rates {
		if at < r.rate {
			return r.fault
		}
		at -= r.rate
	}
	return ""
}
