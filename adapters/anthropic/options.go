package anthropic

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/specloom/specloom/llm/provider"
)

// Option changes how a [Client] reaches its models.
type Option func(*settings) error

type settings struct {
	key   string
	token func(context.Context) (string, error)
	base  string
	http  *http.Client
}

// WithKey sets the API key. Default: ANTHROPIC_API_KEY from the environment. With
// [WithBaseURL] there is no default: a key is sent only to whom it was meant for.
func WithKey(key string) Option {
	return func(s *settings) error {
		if key == "" || strings.ContainsAny(key, " \r\n\t") {
			return errors.New("WithKey: the key is empty or has spaces in it")
		}
		s.key = key
		return nil
	}
}

// WithTokenSource asks for a bearer token before each call, in place of a key, as
// gateways want. The source is called by many goroutines at once, and keeps its
// tokens itself.
func WithTokenSource(token func(context.Context) (string, error)) Option {
	return func(s *settings) error {
		if token == nil {
			return errors.New("WithTokenSource: the source is nil")
		}
		s.token = token
		return nil
	}
}

// WithBaseURL asks another server that speaks the same protocol, at what comes
// before /v1/messages.
func WithBaseURL(base string) Option {
	return func(s *settings) (err error) {
		s.base, err = provider.CheckURL("WithBaseURL: the URL", base)
		return err
	}
}

// WithHTTPClient sets the HTTP client: for a proxy, for certificates of one's own,
// for tests. Default: one with a transport of its own, which heeds the proxies of
// the environment.
func WithHTTPClient(client *http.Client) Option {
	return func(s *settings) error {
		if client == nil {
			return errors.New("WithHTTPClient: the client is nil")
		}
		s.http = client
		return nil
	}
}
