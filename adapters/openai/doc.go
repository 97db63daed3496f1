// Package openai asks the models of OpenAI, of Azure OpenAI, and of every server
// that speaks OpenAI's protocol for chat completions, through the official SDK.
//
//	client, err := openai.New()                              // key from OPENAI_API_KEY
//	client, err := openai.New(openai.WithAzure(              // key from AZURE_OPENAI_API_KEY
//		"https://shop.openai.azure.com", "gpt-4o", "2024-12-01-preview"))
//	client, err := openai.New(openai.WithBaseURL("http://localhost:8000/v1"))
//
// The SDK's own retries are off, so that a limiter sees every call that is turned
// away: join the [Client] with llm.Retry and llm.Limit, as generator does by itself.
//
// # Structured outputs
//
// A request's Schema is sent in strict mode, which holds the model to it. That mode
// takes a part of JSON Schema only: every property is required, objects are closed,
// there are no maps, and what narrows values (lengths, ranges, patterns) is not
// heeded. The adapter fits the schema to that: properties that may be absent may be
// null instead, and readers must take null for absent, as encoding/json does. A
// schema that cannot be fitted (see provider.Strict) is sent as a wish, without
// strict mode; [WithLooseSchemas] does so with all, for servers that know no strict
// mode, or to save the tokens of nulls. An answer must be checked in any case.
//
// # What is sent
//
// MaxOutputTokens goes as max_completion_tokens to OpenAI, to Azure OpenAI from
// api-version 2024-12-01 on, and for models that are known to reason; and as
// max_tokens elsewhere. Temperature is left out for models that are known to
// reason, since these refuse it.
package openai
