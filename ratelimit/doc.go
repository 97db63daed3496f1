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
// same permit does nothing. Before that, [Permit.Observe] may tell what the reply's
// headers said; see [ParseHeaders].
//
// # How calls are admitted
//
// A call takes all that it needs, tokens and requests together, or nothing. What
// it needs, and what it gets back afterwards, is computed as its provider does it:
// see [ProviderAzure], [ProviderOpenAI] and [ProviderAnthropic]. A plain [Quota]
// knows nothing of the provider and takes the stricter reading of everything: a
// token bucket and a sliding window of a minute must both have room, and one of
// 10 s for requests; nothing is given back. That costs a little where the provider
// is not so strict, and much of a limit of a few requests a minute, of which no
// sixth is whole: set [NoRequestSlice] where you know better.
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
// # What replies teach
//
// Limits that a reply announces and that are lower than the configured ones are
// kept to from then on. What a reply says to be left shows how much of the quota is
// ours, where others draw on it too. And a burst that is turned away shows it without
// any headers: what was admitted fitted, and the first call that was not did not. What
// was inferred so is tried again after two minutes, by little and little. Whatever is
// learned is less than what is configured, never more; [Status] shows it, and
// [WithDrift] tells of it.
//
// After a 429 nobody is admitted for as long as the provider asks, or as the
// [Backoff] says, whichever is longer. Where little of the quota is in use, or the
// reply says that enough is left, the provider's own load is taken to be the cause,
// and no limit is learned.
//
// Without headers, a limiter for Anthropic does not know which of its buckets was
// empty, and may take up to 1.7 times as long for a few hundred calls where half of
// the quota is gone. With those of OpenAI, several processes fare no better than without.
//
// None of that replaces [Quota.Share]: processes that share a quota and do not know
// of each other find out by being turned away, in 3 to 15 % of their calls; with
// shares they are not.
//
// What to expect is printed by
//
//	go run github.com/specloom/specloom/internal/quotatable
//
// for simulated providers; nobody has measured it with the real ones.
//
// # One mind, two clocks
//
// All decisions are made by a [Machine], which is told the time and starts
// nothing. [Local] is the machine with a clock, a lock and channels to wait on. A
// simulation drives the same machine in virtual time, so that what is estimated is
// what will happen.
package ratelimit
