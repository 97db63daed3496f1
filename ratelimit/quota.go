package ratelimit

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// Provider says whose rules a quota follows: how a call is charged, whether
// anything is given back, and whether the quota is a window or a bucket.
type Provider string

// The providers whose rules are known.
const (
	// ProviderPlain is any provider. A call is charged InputTokens + MaxOutputTokens, never
	// given back, and more if it used more. Bucket and window must both have room, and
	// a slice of 10 s for requests unless RequestSlice says otherwise.
	ProviderPlain Provider = ""

	// ProviderAzure is Azure OpenAI. A call is charged InputChars/4 + MaxOutputTokens when
	// it is admitted, and nothing is given back, whatever it really used; tokens and
	// requests are counted over a sliding minute, requests in short slices too.
	//
	// Source: measurements published in 2024, and the open aoai-api-simulator. Not
	// certain: the documents speak of a reset every minute, and what was observed fits a
	// sliding one, which is also the stricter; whether slices are of 1 s or 10 s; and
	// what is counted for a call without a maximum, of which "a few hundred" is known.
	ProviderAzure Provider = "azure-openai"

	// ProviderOpenAI is OpenAI's own service. A call is charged the larger of
	// MaxOutputTokens and its input as estimated from its characters, and nothing is
	// given back. The quota is a bucket that refills continuously.
	//
	// Source: OpenAI's guide to rate limits. Not certain: how the estimate is made,
	// of which a quarter of the characters is what others observe; and how much the
	// bucket holds, which is taken to be a minute's worth.
	ProviderOpenAI Provider = "openai"

	// ProviderAnthropic is Anthropic. Input and output have buckets of their own, which
	// refill continuously. What was read from the prompt cache is free, input is
	// corrected after the call, and output counts as it is really produced: calls
	// book what such calls have used so far, not the most they may use; calls that set
	// no maximum are told apart from those that do.
	//
	// Source: Anthropic's documentation of rate limits. Not certain: that a call which
	// has begun may overdraw the output bucket follows from it, and is not said there;
	// and bursts may be held to less than a minute's worth.
	ProviderAnthropic Provider = "anthropic"
)

// Quota is what a provider allows. A limit of 0 is no limit, but a Quota must
// have one. The zero Provider is [ProviderPlain].
type Quota struct {
	Provider              Provider
	TokensPerMinute       int // input tokens alone where there is an output limit
	RequestsPerMinute     int
	OutputTokensPerMinute int

	// RequestSlice is the short time over which the provider checks requests too: of
	// 10 s, say, in which it lets no more pass than a sixth of RequestsPerMinute. 0 is
	// 10 s for a plain quota, whose provider may be one that does so, and otherwise
	// none; [NoRequestSlice] is none for all.
	RequestSlice time.Duration

	share   float64 // the part of what the provider allows that this is; 0: all
	invalid string  // why Share could not make sense of its arguments
}

// NoRequestSlice is the RequestSlice of a provider that looks at requests over whole
// minutes alone.
const NoRequestSlice time.Duration = -1

// defaultSlice is what Azure OpenAI documents beside 1 s.
const defaultSlice = 10 * time.Second

// slice is the short time that counts; 0: none.
func (q Quota) slice() time.Duration {
	if q.RequestSlice == 0 && q.Provider == ProviderPlain {
		return defaultSlice
	}
	return max(0, q.RequestSlice)
}

// AzureOpenAI is the quota of an Azure OpenAI deployment, which checks requests
// in slices of 10 s. Some deployments are known to check each second: set
// RequestSlice for these.
func AzureOpenAI(tokensPerMinute, requestsPerMinute int) Quota {
	return Quota{
		Provider: ProviderAzure, TokensPerMinute: tokensPerMinute, RequestsPerMinute: requestsPerMinute,
		RequestSlice: defaultSlice,
	}
}

// OpenAI is the quota of a model at OpenAI.
func OpenAI(tokensPerMinute, requestsPerMinute int) Quota {
	return Quota{Provider: ProviderOpenAI, TokensPerMinute: tokensPerMinute, RequestsPerMinute: requestsPerMinute}
}

// Anthropic is the quota of a model at Anthropic.
func Anthropic(inputTokensPerMinute, outputTokensPerMinute, requestsPerMinute int) Quota {
	return Quota{
		Provider: ProviderAnthropic, TokensPerMinute: inputTokensPerMinute,
		OutputTokensPerMinute: outputTokensPerMinute, RequestsPerMinute: requestsPerMinute,
	}
}

// Share is the part of q that one of several processes may use without talking to
// the others: Share(1, 3) is a third, Share(2, 3) two thirds. [New] refuses a share
// of nothing or of more than all. Of a limit that a reply announces, the same part is
// taken to be ours.
func (q Quota) Share(part, of int) Quota {
	if part < 1 || part > of {
		q.invalid = fmt.Sprintf("a share of %d in %d", part, of)
		return q
	}
	for _, limit := range []*int{&q.TokensPerMinute, &q.OutputTokensPerMinute, &q.RequestsPerMinute} {
		if *limit > 0 {
			*limit = max(1, int(float64(*limit)/float64(of)*float64(part)))
		}
	}
	if part < of {
		q.share = cmp.Or(q.share, 1) * float64(part) / float64(of)
	}
	return q
}

// validate says all that is wrong with q.
func (q Quota) validate() error {
	var errs []error
	complain := func(format string, args ...any) { errs = append(errs, fmt.Errorf("quota: "+format, args...)) }
	switch q.Provider {
	case ProviderPlain, ProviderAzure, ProviderOpenAI, ProviderAnthropic:
	default:
		complain("unknown provider %q", string(q.Provider))
	}
	if q.invalid != "" {
		complain("%s", q.invalid)
	}
	for _, d := range dimensions {
		if limit := d.of(q); limit < 0 || limit > largest {
			complain("%s per minute: %d", d.name, limit)
		}
	}
	if q.TokensPerMinute == 0 && q.OutputTokensPerMinute == 0 && q.RequestsPerMinute == 0 {
		complain("no limit is given")
	}
	if q.RequestSlice < NoRequestSlice || q.RequestSlice >= time.Minute {
		complain("a request slice of %v is not within a minute", q.RequestSlice)
	}
	return errors.Join(errs...)
}
