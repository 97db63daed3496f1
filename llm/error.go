package llm

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// Kind says what went wrong, in the terms that callers act on. A Kind is itself
// an error, so that errors.Is(err, llm.RateLimited) asks for it.
type Kind string

// The kinds of errors.
const (
	RateLimited  Kind = "rate limited"      // try again after RetryAfter
	Overloaded   Kind = "overloaded"        // try again later
	Unavailable  Kind = "unavailable"       // network or server trouble; try again
	Timeout      Kind = "timeout"           // the call took too long
	Unauthorized Kind = "unauthorized"      // the key is missing, wrong or not allowed: for good
	UnknownModel Kind = "unknown model"     // for good
	QuotaSpent   Kind = "quota spent"       // no money or monthly quota left: for good
	TooLarge     Kind = "request too large" // this request can never pass
	Invalid      Kind = "invalid request"   // the provider did not understand it
	Refused      Kind = "refused"           // the model or a filter declined
	BadAnswer    Kind = "unreadable answer" // the answer is not what was asked for
)

// Error returns the kind's own text.
func (k Kind) Error() string { return "llm: " + string(k) }

// Retryable reports whether the same request may succeed later.
func (k Kind) Retryable() bool {
	switch k {
	case RateLimited, Overloaded, Unavailable, Timeout:
		return true
	}
	return false
}

// Fatal reports whether every further request will fail in the same way.
func (k Kind) Fatal() bool {
	switch k {
	case Unauthorized, UnknownModel, QuotaSpent:
		return true
	}
	return false
}

// Error is a failed call. It holds no key, header or text of the request.
type Error struct {
	Kind       Kind
	Provider   string        // "openai", …; "" where unknown
	Status     int           // HTTP status; 0 where there was none
	Code       string        // the provider's own code, such as "insufficient_quota"
	RequestID  string        // of the provider
	RetryAfter time.Duration // as the provider asks; 0 where it does not
	Err        error         // the cause, or nil

	Observed ratelimit.Observed // what the reply said of the provider's limits
}

// Error writes the error as "llm: provider: kind (status, code, request id): cause".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("llm: ")
	if e.Provider != "" {
		b.WriteString(e.Provider + ": ")
	}
	b.WriteString(string(e.Kind))
	var facts []string
	if e.Status != 0 {
		facts = append(facts, fmt.Sprintf("status %d", e.Status))
	}
	if e.Code != "" {
		facts = append(facts, e.Code)
	}
	if e.RequestID != "" {
		facts = append(facts, "request "+e.RequestID)
	}
	if len(facts) > 0 {
		b.WriteString(" (" + strings.Join(facts, ", ") + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Err}
}

// KindOf returns the kind of an error, and "" where it has none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	if k, ok := errors.AsType[Kind](err); ok {
		return k
	}
	return ""
}
