package provider

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/specloom/specloom/llm"
)

// kinds are the codes and types of errors that say more than the status. Sources:
// the providers' pages of error codes and their SDKs' types, as known in November
// 2026; Azure OpenAI's from its documentation of content filters and quotas.
var kinds = map[string]llm.Kind{
	// OpenAI and Azure OpenAI
	"insufficient_quota":           llm.QuotaSpent,
	"billing_hard_limit_reached":   llm.QuotaSpent,
	"billing_not_active":           llm.QuotaSpent,
	"rate_limit_exceeded":          llm.RateLimited,
	"invalid_api_key":              llm.Unauthorized,
	"account_deactivated":          llm.Unauthorized,
	"model_not_found":              llm.UnknownModel,
	"deploymentnotfound":           llm.UnknownModel,
	"context_length_exceeded":      llm.TooLarge,
	"string_above_max_length":      llm.TooLarge,
	"content_filter":               llm.Refused,
	"content_policy_violation":     llm.Refused,
	"responsibleaipolicyviolation": llm.Refused,
	"server_error":                 llm.Unavailable,
	"server_overloaded":            llm.Overloaded,
	"engine_overloaded":            llm.Overloaded,
	"nocapacity":                   llm.Overloaded,
	// Anthropic
	"rate_limit_error":      llm.RateLimited,
	"overloaded_error":      llm.Overloaded,
	"api_error":             llm.Unavailable,
	"timeout_error":         llm.Timeout,
	"authentication_error":  llm.Unauthorized,
	"permission_error":      llm.Unauthorized,
	"not_found_error":       llm.UnknownModel,
	"request_too_large":     llm.TooLarge,
	"billing_error":         llm.QuotaSpent,
	"invalid_request_error": llm.Invalid, // OpenAI's too, for most that is not listed above
}

// phrases tell apart what shares a status and a code. The first that is found in a
// message decides; all are lower case.
var phrases = []struct {
	text string
	kind llm.Kind
}{
	{"request too large", llm.TooLarge},                    // OpenAI, 429 with rate_limit_exceeded
	{"prompt is too long", llm.TooLarge},                   // Anthropic, 400
	{"maximum context length", llm.TooLarge},               // OpenAI and vLLM, 400
	{"input length and `max_tokens` exceed", llm.TooLarge}, // Anthropic, 400
	{"credit balance is too low", llm.QuotaSpent},          // Anthropic, 400
	{"exceeded your current quota", llm.QuotaSpent},        // OpenAI, 429
	{"experiencing high demand", llm.Overloaded},           // Azure OpenAI, 429 that is no quota's
	{"currently overloaded", llm.Overloaded},               // OpenAI, 503
	{"have exceeded call rate limit", llm.RateLimited},     // Azure OpenAI
	{"content management policy", llm.Refused},             // Azure OpenAI, 400
	{"content filtering policy", llm.Refused},              // Anthropic, 400
}

// kindOf judges an error. A status below 400 is that of a stream which had begun
// well.
func kindOf(status int, f Fault) llm.Kind {
	message := strings.ToLower(f.Message)
	for _, p := range phrases {
		if strings.Contains(message, p.text) {
			return p.kind
		}
	}
	if code, err := strconv.Atoi(f.Code); err == nil && status < http.StatusBadRequest && code >= http.StatusBadRequest {
		status = code // a status within a stream
	}
	byStatus := kindOfStatus(status)
	for _, name := range []string{f.Code, f.Type} {
		kind, known := kinds[strings.ToLower(name)]
		switch {
		case !known:
		case kind == llm.Invalid && byStatus != llm.Unavailable: // it says less than the status
			return byStatus
		default:
			return kind
		}
	}
	return byStatus
}

// kindOfStatus judges an error by its HTTP status alone (RFC 9110, section 15; 529
// is Anthropic's).
func kindOfStatus(status int) llm.Kind {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return llm.Unauthorized
	case http.StatusPaymentRequired:
		return llm.QuotaSpent
	case http.StatusNotFound:
		return llm.UnknownModel
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return llm.Timeout
	case http.StatusRequestEntityTooLarge:
		return llm.TooLarge
	case http.StatusTooManyRequests:
		return llm.RateLimited
	case http.StatusServiceUnavailable, 529:
		return llm.Overloaded
	case http.StatusConflict, http.StatusTooEarly:
		return llm.Unavailable
	}
	if status >= http.StatusBadRequest && status < http.StatusInternalServerError {
		return llm.Invalid
	}
	return llm.Unavailable
}
