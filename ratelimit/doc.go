// Package ratelimit keeps calls of a language model within the provider's quota
// and wastes as little of that quota as can be.
//
// Make one limiter for each quota and share it between everything that draws on
// it:
//
//	limiter, err := ratelimit.New(ratelimit.AzureOpenAI(240_000, 720))
//	…
//	permit, err := limiter.Acquire(ctx, ratelimit.Charge{
//		InputTokens: 4_000, InputChars: 16_000, MaxOutputTokens: 800,
//	})
//	if err != nil {
//		return err // cancelled, out of patience, or ErrTooLarge
//	}
//	answer, err := call(ctx)
//	permit.Done(ratelimit.Usage{InputTokens: …, OutputTokens: …})
//
// A call that the provider turned away with a 429 ends in [Permit.Throttled]
// instead of Done. Every permit ends in one of the two; a second word about the
// same permit does nothing.
//
// # How calls are admitted
//
// A call takes all that it needs, tokens and requests together, or nothing. What
// it needs, and what it gets back afterwards, is computed as its provider does it:
// see [ProviderAzure], [ProviderOpenAI] and [ProviderAnthropic]. A plain [Quota]
// knows nothing of the provider and takes the stricter reading of everything: a
// token bucket and a sliding window of a minute must both have room, and nothing is
// given back.
//
// Windows are longer than the provider's by a guard of half a second, because the
// provider sees a call later than we book it, and not always by the same delay: a
// burst that we booked exactly a minute after another may arrive less than a
// minute after it. A margin does not help against that; it helps against
// estimates that are too low.
//
// Of those that wait, the highest priority goes first, and among equals the
// largest that fits. Smaller ones may pass one that does not fit yet, lower
// priorities only where they do not delay it. Who was passed by 64 that asked later
// goes before all others, so that nobody starves.
//
// # One mind, two clocks
//
// All decisions are made by a [Machine], which is told the time and starts
// nothing. [Local] is the machine with a clock, a lock and channels to wait on. A
// simulation drives the same machine in virtual time, so that what is estimated is
// what will happen.
package ratelimit
