// Package provider has what clients of language models over HTTP share: an
// [Exchange] watches one call and tells its times, the limits that the reply named
// and, where it failed, what went wrong as an [llm.Error]; [Strict] fits a JSON
// Schema to what providers can enforce.
//
// The adapters stand on it, and so can a client for any other provider; see the
// example of Exchange. Both official SDKs take RoundTrip as a middleware.
package provider
