// Package anthropic asks Anthropic's models, through the official SDK.
//
//	client, err := anthropic.New() // key from ANTHROPIC_API_KEY
//
// The SDK's own retries are off, so that a limiter sees every call that is turned
// away: join the [Client] with llm.Retry and llm.Limit, as generator does by itself.
// Nothing but the key is taken from the environment: no profile, no address.
//
// # Structured outputs
//
// A request's Schema is sent as the format of the output, which holds the model to
// it. That takes a part of JSON Schema only: objects are closed, nothing may contain
// itself, at most 24 properties may be absent, and what narrows values (lengths,
// ranges, patterns) is not heeded. Models before Claude Opus 4.1 do not know it, and
// some schemas do not fit (see provider.Strict): for these the model is made to call
// a tool whose input has the schema, which it then follows by habit and not by force.
// An answer must be checked in any case.
//
// # What is sent
//
// Anthropic wants a limit for every answer: where MaxOutputTokens is 0 it is the
// model's own, as package models knows it, or 4,096. Temperature ends at 1 there;
// more is sent as 1.
package anthropic
