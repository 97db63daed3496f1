// Package llmtest has clients and providers for tests of code that asks language
// models. None of them needs a key.
//
//   - [New] makes a client that answers by a script, and remembers what it was asked;
//     [Always] one that gives the same answer to everything. They need no network and
//     no time.
//   - [NewProvider] simulates a provider: OpenAI, Azure OpenAI or Anthropic, over HTTP.
//   - [Run] and [RunHTTP] check that a client of one's own keeps its promises.
//
// # Test your own service with the simulator
//
// A [Provider] stands where the real one would, whatever client or SDK the service
// under test uses, in whatever language:
//
//	p := llmtest.NewProvider(ratelimit.AzureOpenAI(240_000, 720),
//		llmtest.WithLatency(time.Second, 15*time.Millisecond),
//		llmtest.WithFaults(0.1, llmtest.Faults()...))
//	server := httptest.NewServer(p) // the service's base URL is server.URL
//	defer server.Close()
//	… // let the service work
//	fmt.Printf("%+v\n", p.Counts())
//
// It enforces the quota by the provider's own rules, with its error bodies and headers,
// and counts what a service does wrong: calls that are turned away, and by which limit;
// retries that come earlier than they were told; the most tokens in any minute; calls
// that were given up. Faults come by rate ([WithFaults]) or in a fixed order
// ([WithScript]): errors of all kinds, connections that end at once or in the middle,
// answers that end halfway or begin too late, errors within a stream that had begun
// well. What it answers, any [llm.Client] says ([WithModel]): a script, a function, the
// simulated model of package generatortest. By default it is as little as the
// request's schema allows.
//
// Waiting out a quota takes minutes. A Go service need not: in a bubble of
// testing/synctest time is virtual, and [Provider.Client] reaches the provider in
// memory, streams included. Where sockets must be real, [WithTimeScale] makes a minute
// shorter.
//
// # What is simulated, and what is known
//
// Admission is that of ratelimittest.Provider, and is as certain as package ratelimit
// says at each provider. Paths, bodies, events and headers follow the providers' own
// references; the words of messages are the simulator's, but for those by which
// clients tell errors apart. Not known, and so assumed: that schemas count as part of
// the prompt; that a call which fails later counts for the quota all the same; and how
// Azure OpenAI and Anthropic refuse a call that is larger than the quota, for which
// OpenAI's "Request too large" stands here.
package llmtest
