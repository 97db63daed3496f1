package quotasim

import (
	"fmt"
	"slices"

	"github.com/specloom/specloom/ratelimit"
)

// Named is a strategy with its name.
type Named struct {
	Name string
	New  func(q ratelimit.Quota, calls []Call, seed uint64) (*Process, error)
}

// Ours is the name of this library's own strategy, with margins of 1.
const Ours = "ours"

// Strategies returns what people do about quotas, and what this library does. All
// charge a call as its provider does: where people get that wrong too, they fare
// worse than here.
func Strategies() []Named {
	gated := func(workers int, g func(ratelimit.Quota, []Call) gate) func(ratelimit.Quota, []Call, uint64) (*Process, error) {
		return func(q ratelimit.Quota, calls []Call, _ uint64) (*Process, error) {
			return newNaive(q, calls, workers, g(q, calls)), nil
		}
	}
	noGate := func(ratelimit.Quota, []Call) gate { return open{} }
	bucket := func(part float64) func(ratelimit.Quota, []Call) gate {
		return func(q ratelimit.Quota, calls []Call) gate {
			largest := 0
			for _, c := range calls {
				largest = max(largest, c.Charge.InputTokens+c.Charge.MaxOutputTokens)
			}
			return newBucketGate(q, part, largest)
		}
	}
	window := func(q ratelimit.Quota, _ []Call) gate { return &windowGate{quota: q} }
	return []Named{
		{"sequential", gated(1, noGate)},
		{"3 workers", gated(3, noGate)},
		{"retries only", gated(workers, noGate)},
		{"full bucket", gated(workers, bucket(1))},
		{"sixth bucket", gated(workers, bucket(1.0/6))},
		{"window", gated(workers, window)},
		{Ours, func(q ratelimit.Quota, calls []Call, seed uint64) (*Process, error) {
			return Limited{Quota: q, Calls: calls, Order: OrderOf(q), Seed: seed, Options: full}.Process()
		}},
	}
}

var full = []ratelimit.Option{ratelimit.WithMargins(1, 1)}

// OrderOf is the order that suits a provider; see Roughly.
func OrderOf(q ratelimit.Quota) Order {
	if q.Provider == ratelimit.ProviderAnthropic {
		return Roughly
	}
	return Predicted
}

// Result is what a strategy made of each of the workloads.
type Result struct {
	Strategy string
	Outcomes []Outcome // in the order of Workloads
}

// Compare runs all strategies on all workloads of a provider.
func Compare(q ratelimit.Quota, first uint64, seeds int) ([]Result, error) {
	var results []Result
	for _, strategy := range Strategies() {
		r := Result{Strategy: strategy.Name}
		for _, load := range Workloads() {
			c := Case{Name: strategy.Name + ", " + load.Name, run: func(seed uint64) (Outcome, error) {
				p, err := strategy.New(q, load.Make(seed), seed)
				if err != nil {
					return Outcome{}, err
				}
				return outcome(New(q, seed), q, p), nil
			}}
			o, err := c.Run(first, seeds)
			if err != nil {
				return nil, err
			}
			r.Outcomes = append(r.Outcomes, o)
		}
		results = append(results, r)
	}
	return results, nil
}

// Better names the strategies that had no more calls turned away than ours and were
// more than 2 % faster.
func Better(results []Result) []string {
	ours := results[slices.IndexFunc(results, func(r Result) bool { return r.Strategy == Ours })]
	var better []string
	for _, r := range results {
		for i, o := range r.Outcomes {
			if own := ours.Outcomes[i]; o.RejectedPart() <= own.RejectedPart() && o.Times*1.02 < own.Times {
				better = append(better, fmt.Sprintf("%s on %s: x%.3f, and ours x%.3f", r.Strategy, Workloads()[i].Name, o.Times, own.Times))
			}
		}
	}
	return better
}
