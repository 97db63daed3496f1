package ratelimittest_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func TestProvidersChargeTheirOwnWay(t *testing.T) {
	t.Parallel()
	call := ratelimit.Charge{InputTokens: 900, InputChars: 4_001, CachedTokens: 300, MaxOutputTokens: 500}
	for _, row := range []struct {
		quota   ratelimit.Quota
		charged int
	}{
		{ratelimit.AzureOpenAI(10_000, 0), 1_501},
		{ratelimit.OpenAI(10_000, 0), 1_001},
		{ratelimit.Anthropic(10_000, 10_000, 0), 600},
		{ratelimit.Quota{TokensPerMinute: 10_000}, 1_400},
	} {
		reply := ratelimittest.NewProvider(row.quota, epoch).Admit(epoch, "", call)
		require.Empty(t, reply.Cause)
		require.Equal(t, row.charged, reply.Charged)
		left := reply.Observed.Tokens
		if row.quota.Provider == ratelimit.ProviderAnthropic {
			left = reply.Observed.InputTokens
		}
		require.Equal(t, 10_000-row.charged, left.Remaining)
		require.Equal(t, row.quota.Provider != ratelimit.ProviderAzure, left.Limit == 10_000)
	}
}

func TestAWindowSlides(t *testing.T) {
	t.Parallel()
	p := ratelimittest.NewProvider(ratelimit.AzureOpenAI(1_000, 60), epoch)
	at := func(seconds float64) time.Time { return epoch.Add(time.Duration(seconds * float64(time.Second))) }
	tokens := func(n int) ratelimit.Charge { return ratelimit.Charge{InputTokens: n - 1, MaxOutputTokens: 1} }
	require.Empty(t, p.Admit(at(0), "a", tokens(600)).Cause)
	require.Empty(t, p.Admit(at(10), "b", tokens(400)).Cause)
	turned := p.Admit(at(20.5), "c", tokens(500))
	require.Equal(t, ratelimittest.Tokens, turned.Cause)
	require.Equal(t, 40*time.Second, turned.Observed.RetryAfter) // 39.5, in whole seconds
	require.Equal(t, ratelimittest.Tokens, p.Admit(at(59.9), "c", tokens(500)).Cause)
	require.Empty(t, p.Admit(at(61), "c", tokens(500)).Cause)
	require.Equal(t, ratelimittest.TooLarge, p.Admit(at(61), "d", tokens(1_001)).Cause)
	counts := p.Counts()
	require.Equal(t, 3, counts.Admitted)
	require.Equal(t, 3, counts.RejectedCalls())
	require.Equal(t, 1, counts.EarlyRetries)
	require.Equal(t, 1_000, counts.MostTokens)

	for i := range 10 {
		require.Empty(t, p.Admit(at(200), "", tokens(1)).Cause, i)
	}
	turned = p.Admit(at(205), "", tokens(1)) // 60 a minute are 10 in 10 s
	require.Equal(t, ratelimittest.Requests, turned.Cause)
	require.Equal(t, 5*time.Second, turned.Observed.RetryAfter)
	require.Empty(t, p.Admit(at(210), "", tokens(1)).Cause)
}

func TestABucketRefillsAndAnswersMayOverdraw(t *testing.T) {
	t.Parallel()
	p := ratelimittest.NewProvider(ratelimit.Anthropic(6_000, 600, 60), epoch)
	call := ratelimit.Charge{InputTokens: 6_000}
	require.Empty(t, p.Admit(epoch, "", call).Cause)
	turned := p.Admit(epoch, "", ratelimit.Charge{InputTokens: 150})
	require.Equal(t, ratelimittest.Tokens, turned.Cause)
	require.Equal(t, 2*time.Second, turned.Observed.RetryAfter)
	require.Empty(t, p.Admit(epoch.Add(1500*time.Millisecond), "", ratelimit.Charge{InputTokens: 150}).Cause)
	p.Output(epoch.Add(time.Minute), 1_200)
	turned = p.Admit(epoch.Add(time.Minute), "", ratelimit.Charge{InputTokens: 1})
	require.Equal(t, ratelimittest.OutputTokens, turned.Cause)
	require.Equal(t, 61*time.Second, turned.Observed.RetryAfter) // 600 owed, 10 a second, and one more
	require.Zero(t, turned.Observed.OutputTokens.Remaining)
	require.Equal(t, 600, turned.Observed.OutputTokens.Limit)
}

// TestMostTokensOfAnyMinute compares with what is found by looking at all minutes.
func TestMostTokensOfAnyMinute(t *testing.T) {
	t.Parallel()
	for _, q := range []ratelimit.Quota{ratelimit.AzureOpenAI(10_000, 100), ratelimit.OpenAI(10_000, 100), {TokensPerMinute: 10_000}} {
		for seed := range uint64(20) {
			rng := rand.New(rand.NewPCG(seed, 0))
			p := ratelimittest.NewProvider(q, epoch)
			type admitted struct {
				at     time.Time
				tokens int
			}
			var log []admitted
			now := epoch
			for range 300 {
				now = now.Add(time.Duration(rng.ExpFloat64() * float64(5*time.Second)))
				reply := p.Admit(now, "", ratelimit.Charge{InputTokens: rng.IntN(4_000), MaxOutputTokens: 1 + rng.IntN(500)})
				if reply.Cause == "" {
					log = append(log, admitted{now, reply.Charged})
				}
			}
			most := 0
			for i := range log {
				sum := 0
				for _, a := range log[i:] {
					if a.at.Sub(log[i].at) < time.Minute {
						sum += a.tokens
					}
				}
				most = max(most, sum)
			}
			require.Equal(t, most, p.Counts().MostTokens)
			if q.Provider != ratelimit.ProviderOpenAI {
				require.LessOrEqual(t, most, 10_000)
			}
		}
	}
}

func TestHostileCharges(t *testing.T) {
	t.Parallel()
	for _, q := range []ratelimit.Quota{ratelimit.AzureOpenAI(10_000, 100), ratelimit.OpenAI(10_000, 100), ratelimit.Anthropic(10_000, 100, 100)} {
		p := ratelimittest.NewProvider(q, epoch)
		least, most := -int(^uint(0)>>1)-1, int(^uint(0)>>1)
		require.Empty(t, p.Admit(epoch, "", ratelimit.Charge{InputTokens: least, InputChars: least, CachedTokens: most, MaxOutputTokens: least}).Cause)
		require.Equal(t, ratelimittest.TooLarge, p.Admit(epoch, "", ratelimit.Charge{InputTokens: most, InputChars: most, MaxOutputTokens: most}).Cause)
		p.Output(epoch, least)
		require.Equal(t, 1, p.Counts().Admitted)
	}
}
