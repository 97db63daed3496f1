// Package llm is the narrow waist between Specloom and language models: a
// [Client] takes a [Request] and gives a [Response] or an [*Error].
//
// Providers implement Client; [Middleware] adds what every provider needs.
// [Chain] joins them, in this order for a client under a quota:
//
//	client = llm.Chain(client,
//		llm.Retry(llm.RetryPolicy{}),     // asks again after passing troubles
//		llm.Limit(limiter),               // waits for the quota, before each try
//		llm.WithTimeout(3*time.Minute),   // counts from the permit on
//	)
//
// Package llmtest has clients for tests.
package llm
