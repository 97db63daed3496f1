package llm

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// Client asks a language model. Implementations are safe for concurrent use,
// return soon after ctx ends, and give an [*Error] where the provider refused or
// could not be reached.
type Client interface {
	Generate(ctx context.Context, req Request) (*Response, error)
}

// ClientFunc is a function as a [Client].
type ClientFunc func(ctx context.Context, req Request) (*Response, error)

// Generate calls f.
func (f ClientFunc) Generate(ctx context.Context, req Request) (*Response, error) {
	return f(ctx, req)
}

// Middleware wraps a Client.
type Middleware func(Client) Client

// Chain wraps client so that the first middleware sees a request first.
func Chain(client Client, middleware ...Middleware) Client {
	for _, m := range slices.Backward(middleware) {
		client = m(client)
	}
	return client
}

// Request is one question. It is a value: nobody changes it once it is sent, nor
// what its slices and maps hold.
type Request struct {
	Model    string
	System   string
	Messages []Message

	// Schema is the JSON Schema that the answer must follow, and SchemaName its
	// name for providers that want one; nil asks for plain text.
	Schema     json.RawMessage
	SchemaName string

	MaxOutputTokens int      // 0: the provider's default
	Temperature     *float64 // nil: the provider's default

	// InputTokens is the number of tokens of System, Messages and Schema as the
	// caller counted them; limits are charged with it.
	InputTokens int
	Priority    int // higher goes first where requests wait for a quota

	// Metadata is for the caller's own logs and middleware. It is not sent.
	Metadata map[string]string
}

// Message is one turn of the conversation.
type Message struct {
	Role Role
	Text string
}

// Role says who speaks.
type Role string

// The roles of a conversation. The system's text is Request.System.
const (
	User      Role = "user"
	Assistant Role = "assistant"
)

// Response is an answer.
type Response struct {
	Text       string
	Usage      Usage
	StopReason StopReason
	Model      string // as the provider names it
	RequestID  string // of the provider, for its support
	Timing     Timing
	Observed   ratelimit.Observed // what the reply said of the provider's limits
	FromCache  bool               // nobody was asked: Usage, Timing and Observed are zero
}

// Usage is what a call cost, in tokens, as the provider says.
type Usage struct {
	InputTokens     int // cached ones included
	CachedTokens    int // of InputTokens
	OutputTokens    int // reasoning included
	ReasoningTokens int // of OutputTokens
}

// Timing tells apart where a call's time went. The parts follow one another and
// add up to the whole. Parts that a client cannot see are 0, and belong to the
// next one.
type Timing struct {
	Queue      time.Duration // waiting for the quota
	Connect    time.Duration // until there was a connection; next to nothing on one that was open
	FirstByte  time.Duration // from there to the first byte of the answer or, in a stream, of its text
	Generation time.Duration // from there to the end
}

// StopReason says why an answer ended.
type StopReason string

// The reasons to stop.
const (
	StopEnd     StopReason = "end"     // the model had finished
	StopLength  StopReason = "length"  // MaxOutputTokens or the context was reached: the text is cut
	StopRefusal StopReason = "refusal" // the model or a filter declined
)
