package ratelimit

// Charge says how large a call is, before it is made.
type Charge struct {
	InputTokens     int // the prompt, as counted
	InputChars      int // the prompt's characters, which some providers charge by; 0: unknown
	CachedTokens    int // of InputTokens, expected to be read from the provider's prompt cache
	MaxOutputTokens int // the most that the answer may have; 0: not set in the request

	Priority int // higher goes first among those that wait
}

// Usage is what a call really used, as the provider reports it. The zero Usage
// means that this is not known, for example because the call failed.
type Usage struct {
	InputTokens  int // cached ones included
	CachedTokens int // of InputTokens
	OutputTokens int
}

// sane is u with figures that can be added up: they come from strangers.
func (u Usage) sane() Usage {
	u.InputTokens = min(max(0, u.InputTokens), largest)
	u.CachedTokens = min(max(0, u.CachedTokens), u.InputTokens)
	u.OutputTokens = min(max(0, u.OutputTokens), largest)
	return u
}

// The things that are limited, and what a call needs of each.
const (
	tokens = iota
	output
	requests
	dims
)

type need [dims]int

var dimensions = [dims]struct {
	name string
	of   func(Quota) int
}{
	tokens:   {"tokens", func(q Quota) int { return q.TokensPerMinute }},
	output:   {"output tokens", func(q Quota) int { return q.OutputTokensPerMinute }},
	requests: {"requests", func(q Quota) int { return q.RequestsPerMinute }},
}

// largest is the most that a limit or a part of a charge may be; sums of them do
// not overflow, and no provider is near.
const largest = 1 << 29

func (c Charge) valid() bool {
	for _, n := range []int{c.InputTokens, c.InputChars, c.CachedTokens, c.MaxOutputTokens} {
		if n < 0 || n > largest {
			return false
		}
	}
	return true
}

// unsetOutput is what Azure OpenAI counts for the answer of a call that does not
// set a maximum: "a few hundred", as observed. It is also the first guess of how long
// such answers are.
const unsetOutput = 512

// answers are what is expected of answers where output counts as it is written.
type answers struct {
	part  float64 // of their maximum that they have had so far
	unset float64 // tokens that they have had where no maximum was set
}

// learn takes one more answer into account.
func (a *answers) learn(c Charge, u Usage) {
	const memory = 16 // calls
	switch {
	case u.OutputTokens <= 0:
	case c.MaxOutputTokens > 0:
		part := min(1, float64(u.OutputTokens)/float64(c.MaxOutputTokens))
		a.part += (part - a.part) / memory
	default:
		a.unset += (float64(u.OutputTokens) - a.unset) / memory
	}
}

// need computes what a call is charged when it is admitted.
func (q Quota) need(c Charge, a answers) need {
	estimate := c.InputTokens
	if c.InputChars > 0 {
		estimate = (c.InputChars + 3) / 4
	}
	n := need{requests: 1}
	switch q.Provider {
	case ProviderAzure:
		n[tokens] = estimate + c.MaxOutputTokens
		if c.MaxOutputTokens == 0 {
			n[tokens] += unsetOutput
		}
	case ProviderOpenAI:
		n[tokens] = max(estimate, c.MaxOutputTokens)
	case ProviderAnthropic:
		n[tokens] = max(0, c.InputTokens-c.CachedTokens)
		n[output] = int(float64(c.MaxOutputTokens)*a.part) + 1
		if c.MaxOutputTokens == 0 {
			n[output] = int(a.unset) + 1
		}
	default:
		n[tokens] = c.InputTokens
		if q.OutputTokensPerMinute == 0 {
			n[tokens] += c.MaxOutputTokens
		}
	}
	if q.Provider != ProviderAnthropic && q.OutputTokensPerMinute > 0 {
		n[output] = c.MaxOutputTokens
	}
	return n
}

// charged is what a call is charged in the end, now that its usage is known.
func (q Quota) charged(booked need, u Usage) need {
	if u == (Usage{}) {
		return booked // unknown: it may have used all that it could
	}
	switch q.Provider {
	case ProviderAzure, ProviderOpenAI:
	case ProviderAnthropic:
		booked[tokens] = u.InputTokens - u.CachedTokens
		booked[output] = u.OutputTokens
	default:
		used := u.InputTokens
		if q.OutputTokensPerMinute == 0 {
			used += u.OutputTokens
		}
		booked[tokens] = max(booked[tokens], used)
		booked[output] = max(booked[output], u.OutputTokens)
	}
	return booked
}
