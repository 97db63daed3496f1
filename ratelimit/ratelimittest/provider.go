package ratelimittest

import (
	"maps"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// Provider admits calls as a provider's service does: a state machine that is told
// the time, with books of its own that share nothing with those of the limiter.
// Simulations drive it in virtual time, HTTP handlers by the clock. Times must not
// go backwards. It is not safe for concurrent use.
//
// What it knows of the services is what package ratelimit documents at
// [ratelimit.ProviderAzure], [ratelimit.ProviderOpenAI] and
// [ratelimit.ProviderAnthropic]: documents and measurements by others, never the
// services themselves. A plain quota is counted over a sliding minute.
type Provider struct {
	quota  ratelimit.Quota
	counts Counts

	tokens, requests, slice *sliding // where it counts over sliding windows
	input, output, calls    *level   // where it keeps buckets
	minute                  *sliding // for Counts alone
	told                    map[string]time.Time
}

// Cause says why a call was turned away; "" if it was not.
type Cause string

// The causes. A call that is too large never passes, however long it waits.
const (
	Tokens       Cause = "tokens"
	OutputTokens Cause = "output tokens"
	Requests     Cause = "requests"
	TooLarge     Cause = "too large"
)

// Reply is what a provider says to a call.
type Reply struct {
	Cause    Cause // "" if the call is admitted
	Charged  int   // tokens, as admission counts them
	Observed ratelimit.Observed
}

// Counts is what a provider has seen so far.
type Counts struct {
	Admitted int
	Rejected map[Cause]int

	// MostTokens is the most that was admitted in any 60 s, as charged at admission.
	MostTokens int
	// EarlyRetries counts the calls that came again before the time they were told.
	EarlyRetries int
}

// RejectedCalls is the sum of Rejected.
func (c Counts) RejectedCalls() int {
	sum := 0
	for _, n := range c.Rejected {
		sum += n
	}
	return sum
}

// NewProvider makes a provider whose quota is unused at a time. A limit of 0 is no
// limit.
func NewProvider(q ratelimit.Quota, now time.Time) *Provider {
	p := &Provider{quota: q, minute: newSliding(time.Minute, 0), told: map[string]time.Time{}, counts: Counts{Rejected: map[Cause]int{}}}
	switch q.Provider {
	case ratelimit.ProviderOpenAI, ratelimit.ProviderAnthropic:
		p.input = newLevel(q.TokensPerMinute, now)
		p.output = newLevel(q.OutputTokensPerMinute, now)
		p.calls = newLevel(q.RequestsPerMinute, now)
	default:
		p.tokens = newSliding(time.Minute, q.TokensPerMinute)
		p.requests = newSliding(time.Minute, q.RequestsPerMinute)
	}
	if q.RequestSlice > 0 && q.RequestsPerMinute > 0 {
		p.slice = newSliding(q.RequestSlice, max(1, int(float64(q.RequestsPerMinute)*q.RequestSlice.Minutes())))
	}
	return p
}

// Admit books a call that arrives at a time, or turns it away and books nothing. The
// key names the call, so that a retry is known as such; "": unknown. Of the
// charge, InputChars count for Azure OpenAI and OpenAI (four for a token;
// InputTokens where they are 0), InputTokens less CachedTokens for Anthropic.
func (p *Provider) Admit(now time.Time, key string, c ratelimit.Charge) Reply {
	if until, ok := p.told[key]; ok && key != "" {
		if now.Before(until) {
			p.counts.EarlyRetries++
		}
		delete(p.told, key)
	}
	cost := p.cost(c)
	cause, wait := p.refusal(now, cost)
	if cause != "" {
		p.counts.Rejected[cause]++
		p.Tell(now, key, wait)
		observed := p.Observed(now)
		observed.RetryAfter = wait
		return Reply{Cause: cause, Charged: cost, Observed: observed}
	}
	for _, w := range []*sliding{p.tokens, p.minute} {
		w.take(now, cost)
	}
	for _, w := range []*sliding{p.requests, p.slice} {
		w.take(now, 1)
	}
	p.input.take(now, cost)
	p.calls.take(now, 1)
	p.counts.Admitted++
	p.counts.MostTokens = max(p.counts.MostTokens, p.minute.sum)
	return Reply{Charged: cost, Observed: p.Observed(now)}
}

// remembered is how many calls that were turned away are known by their keys.
const remembered = 10_000

// Tell notes that a call was told to wait for another reason than its quota, such as
// the provider's load. Admit does so by itself for those that it turns away.
func (p *Provider) Tell(now time.Time, key string, wait time.Duration) {
	if wait <= 0 || key == "" {
		return
	}
	if len(p.told) >= remembered {
		maps.DeleteFunc(p.told, func(_ string, until time.Time) bool { return !now.Before(until) })
	}
	if len(p.told) < remembered {
		p.told[key] = now.Add(wait)
	}
}

// Output books tokens of answers as they are written. It matters where output has a
// quota of its own: the bucket may be overdrawn, and admits nothing then.
func (p *Provider) Output(now time.Time, tokens int) { p.output.take(now, max(0, tokens)) }

// Counts returns what was seen so far.
func (p *Provider) Counts() Counts {
	counts := p.counts
	counts.Rejected = maps.Clone(p.counts.Rejected)
	return counts
}

// cost is what a call is charged when it is admitted.
func (p *Provider) cost(c ratelimit.Charge) int {
	for _, n := range []*int{&c.InputTokens, &c.InputChars, &c.CachedTokens, &c.MaxOutputTokens} {
		*n = min(max(0, *n), 1<<40) // of strangers' requests
	}
	estimate := c.InputTokens
	if c.InputChars > 0 {
		estimate = (c.InputChars + 3) / 4
	}
	switch p.quota.Provider {
	case ratelimit.ProviderAzure:
		if c.MaxOutputTokens == 0 {
			return estimate + 512
		}
		return estimate + c.MaxOutputTokens
	case ratelimit.ProviderOpenAI:
		return max(estimate, c.MaxOutputTokens)
	case ratelimit.ProviderAnthropic:
		return max(0, c.InputTokens-c.CachedTokens)
	default:
		return c.InputTokens + c.MaxOutputTokens
	}
}

// refusal says why a call of a cost is turned away, and when to come again. Azure
// OpenAI and OpenAI, Anthropic alike write whole seconds into Retry-After.
func (p *Provider) refusal(now time.Time, cost int) (Cause, time.Duration) {
	if !p.tokens.everFits(cost) || !p.input.everFits(cost) {
		return TooLarge, 0
	}
	var cause Cause
	var wait time.Duration
	for _, limit := range []struct {
		cause Cause
		wait  time.Duration
	}{
		{Tokens, max(p.tokens.wait(now, cost), p.input.wait(now, cost))},
		{OutputTokens, p.output.wait(now, 1)},
		{Requests, max(p.requests.wait(now, 1), p.calls.wait(now, 1), p.slice.wait(now, 1))},
	} {
		if limit.wait > wait {
			cause, wait = limit.cause, limit.wait
		}
	}
	return cause, (wait + time.Second - 1).Truncate(time.Second)
}
