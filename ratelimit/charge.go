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

// unsetOutput is what Azure OpenAI counts for the answer of a call that does not
// set a maximum: "a few hundred", as observed.
const unsetOutput = 512

// caution is by how much more than what answers have had so far is booked for the
// next, where that is what counts.
const caution = 1.25

// need computes what a call is charged when it is admitted. expected is the part
// of the maximum that answers have had so far.
func (q Quota) need(c Charge, expected float64) need {
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
		// An answer may overdraw its bucket, so none is too large for it.
		n[output] = min(int(float64(c.MaxOutputTokens)*min(1, caution*expected))+1, q.OutputTokensPerMinute)
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

// correction is what is to be booked on top of what was, now that the real usage
// is known; below 0 it is given back.
func (q Quota) correction(booked need, u Usage) need {
	var fix need
	if u == (Usage{}) {
		return fix // unknown: it may have used all that it could
	}
	switch q.Provider {
	case ProviderAzure, ProviderOpenAI:
	case ProviderAnthropic:
		fix[tokens] = u.InputTokens - u.CachedTokens - booked[tokens]
		fix[output] = u.OutputTokens - booked[output]
	default:
		used := u.InputTokens
		if q.OutputTokensPerMinute == 0 {
			used += u.OutputTokens
		} else {
			fix[output] = max(0, u.OutputTokens-booked[output])
		}
		fix[tokens] = max(0, used-booked[tokens])
	}
	return fix
}
