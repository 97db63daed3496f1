// Package llm is the narrow waist between Specloom and language models: a
// [Client] takes a [Request] and gives a [Response] or an [*Error].
//
// The modules adapters/openai and adapters/anthropic have clients of providers;
// package llm/provider is what they stand on. [Middleware] adds what every provider
// needs. [Chain] joins them, in this order for a client under a quota:
//
//	client = llm.Chain(client,
//		llm.Cache(store),                 // what was answered before costs nothing
//		llm.Retry(llm.RetryPolicy{}),     // asks again after passing troubles
//		llm.Limit(limiter),               // waits for the quota, before each try
//		llm.WithTimeout(3*time.Minute),   // counts from the permit on
//	)
//
// [Log] has a place wherever it is wanted: outside of Retry it tells of questions,
// inside of it of tries. Package generator makes this chain by itself, but for
// Cache and Log.
//
// # Streams
//
// A [Streamer] also hands over an answer while it is written, and every middleware
// of this package passes the pieces on as they come. [Stream] asks any client that
// way. A middleware of one's own is best made by [Around], which treats both ways
// alike.
//
// # Tests
//
// Package llmtest has clients for tests. A [Recorder] keeps what a real provider
// answered in files, and a [Replayer] answers from them.
package llm
