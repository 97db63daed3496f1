package quotasim

import (
	"math"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// LowerBound is how long a workload takes at least, by the books of its provider:
// where a window slides, the minutes that must have begun before the last call
// may; where buckets refill, the time until the last of what is charged has flowed
// in; and the longest call in any case. The bound on Anthropic's output takes it as a
// fluid, and is no proof: the service lets an answer overdraw.
func LowerBound(q ratelimit.Quota, calls []Call) time.Duration {
	var total, outputs float64
	shortest, longest := time.Duration(math.MaxInt64), time.Duration(0)
	for _, c := range calls {
		charge := c.arriving()
		estimate := float64(charge.InputChars / 4)
		switch q.Provider {
		case ratelimit.ProviderOpenAI:
			total += max(estimate, float64(charge.MaxOutputTokens))
		case ratelimit.ProviderAnthropic:
			total += float64(charge.InputTokens)
			outputs += float64(c.Output)
		default:
			total += estimate + float64(charge.MaxOutputTokens)
		}
		shortest, longest = min(shortest, c.Latency()), max(longest, c.Latency())
	}
	n, tpm, otpm, rpm := float64(len(calls)), float64(q.TokensPerMinute), float64(q.OutputTokensPerMinute), float64(q.RequestsPerMinute)
	minutes := func(m float64) time.Duration { return time.Duration(m*float64(time.Minute)) + shortest }
	switch q.Provider {
	case ratelimit.ProviderOpenAI, ratelimit.ProviderAnthropic:
		bound := max(longest, minutes((total-tpm)/tpm), minutes((n-rpm)/rpm))
		if otpm > 0 {
			bound = max(bound, minutes((outputs-otpm)/otpm))
		}
		return bound
	default:
		bound := max(longest, minutes(math.Ceil(total/tpm)-1), minutes(math.Ceil(n/rpm)-1))
		if slice := q.RequestSlice.Minutes(); slice > 0 {
			bound = max(bound, minutes((math.Ceil(n/(rpm*slice))-1)*slice))
		}
		return bound
	}
}
