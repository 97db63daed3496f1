package provider

import (
	"bytes"
	"cmp"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
)

// Longest texts that errors keep, in bytes.
const (
	maxMessage = 400
	maxCode    = 100
)

// Fault is what the body of an error says.
type Fault struct {
	Code      string // "insufficient_quota", "DeploymentNotFound", "429"
	Type      string // "rate_limit_error"
	Message   string // one line of at most 400 bytes
	RequestID string // where the body tells it
}

// ParseFault reads the body of an error as OpenAI, Azure OpenAI, Anthropic, Google
// and the usual servers of open models write it: {"error": {"code", "type",
// "message"}}, {"error": "…"}, {"message": …}, {"detail": …}, any of these in a list.
// What is no JSON is a message in itself, if it is no HTML. It never fails.
func ParseFault(body []byte) Fault {
	body = bytes.TrimSpace(body[:min(len(body), maxFault)])
	var list []json.RawMessage
	if json.Unmarshal(body, &list) == nil && len(list) > 0 {
		body = list[0]
	}
	var envelope struct {
		fields
		Error     json.RawMessage `json:"error"`
		RequestID text            `json:"request_id"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		if bytes.HasPrefix(body, []byte("<")) || bytes.HasPrefix(body, []byte("{")) || bytes.HasPrefix(body, []byte("[")) {
			return Fault{} // a gateway's page, or JSON that was cut
		}
		return Fault{Message: clean(string(body), maxMessage)}
	}
	inner := envelope.fields
	if len(envelope.Error) > 0 {
		var said text
		if json.Unmarshal(envelope.Error, &inner) != nil && json.Unmarshal(envelope.Error, &said) == nil {
			inner.Message = cmp.Or(inner.Message, said)
		}
	}
	return Fault{
		Code:      clean(string(inner.Code), maxCode),
		Type:      clean(string(inner.Type), maxCode),
		Message:   clean(string(cmp.Or(inner.Message, inner.Detail)), maxMessage),
		RequestID: clean(string(envelope.RequestID), maxCode),
	}
}

type fields struct {
	Code    text `json:"code"`
	Type    text `json:"type"`
	Message text `json:"message"`
	Detail  text `json:"detail"`
}

// text is a JSON string, a number as written, or the messages of a list of
// complaints. Anything else counts as not said.
type text string

// UnmarshalJSON never fails.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	var n json.Number
	var complaints []struct {
		Message text `json:"msg"`
	}
	switch {
	case json.Unmarshal(data, &s) == nil:
		*t = text(s)
	case json.Unmarshal(data, &n) == nil:
		*t = text(n)
	case json.Unmarshal(data, &complaints) == nil:
		var said []string
		for _, c := range complaints {
			if c.Message != "" {
				said = append(said, string(c.Message))
			}
		}
		*t = text(strings.Join(said, "; "))
	}
	return nil
}

// clean makes one line of a stranger's text, no longer than that.
func clean(s string, most int) string {
	if len(s) > 2*most {
		s = s[:2*most]
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// fail makes the error that a reply tells of.
func (e *Exchange) fail(status int, body []byte) *llm.Error {
	fault := ParseFault(body)
	kind := kindOf(status, fault)
	if kind == llm.Unauthorized {
		fault.Message = "" // providers quote a part of the key
	}
	var cause error
	if fault.Message != "" {
		cause = errors.New(hide(fault.Message, e.secrets))
	}
	failure := e.error(kind, cause)
	failure.Status = status
	failure.Code = hide(cmp.Or(fault.Code, fault.Type), e.secrets)
	failure.RequestID = cmp.Or(failure.RequestID, fault.RequestID)
	if failure.RetryAfter == 0 && kind.Retryable() {
		failure.RetryAfter, _ = ratelimit.ParseRetryAfter(body)
	}
	return failure
}

// broken makes the error of a connection that failed. Addresses that may hold
// keys are left out of it.
func (e *Exchange) broken(err error) *llm.Error {
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err
	}
	kind := llm.Unavailable
	timeout, ok := errors.AsType[net.Error](err)
	_, refused := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case refused:
		kind = llm.Invalid // it is so for good
	case ok && timeout.Timeout():
		kind = llm.Timeout
	}
	if text := err.Error(); hide(text, e.secrets) != text {
		err = errors.New(hide(text, e.secrets))
	}
	return e.error(kind, err)
}

// secretsOf are the parts of a request that no error may show.
func secretsOf(req *http.Request) []string {
	var secrets []string
	add := func(s string) {
		if len(s) >= 4 { // shorter ones are in every text
			secrets = append(secrets, s)
		}
	}
	for _, name := range []string{"Authorization", "Api-Key", "X-Api-Key"} {
		value := req.Header.Get(name)
		add(strings.TrimPrefix(value, "Bearer "))
	}
	if password, ok := req.URL.User.Password(); ok {
		add(password)
	}
	for name, values := range req.URL.Query() {
		if name == "api-version" {
			continue // Azure OpenAI's errors are about it
		}
		for _, value := range values {
			add(value)
		}
	}
	return secrets
}

func hide(s string, secrets []string) string {
	for _, secret := range secrets {
		s = strings.ReplaceAll(s, secret, "[hidden]")
	}
	return s
}
