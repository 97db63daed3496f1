package openai

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/specloom/specloom/llm/provider"
)

// Option changes how a [Client] reaches its models.
type Option func(*settings) error

type settings struct {
	key    string
	token  func(context.Context) (string, error)
	base   string
	azure  *azure
	http   *http.Client
	loose  bool
	extras []header
}

type azure struct{ endpoint, deployment, version string }

type header struct{ name, value string }

// WithKey sets the API key. Default: OPENAI_API_KEY or, with [WithAzure],
// AZURE_OPENAI_API_KEY, from the environment. With [WithBaseURL] there is no
// default: a key is sent only to whom it was meant for.
func WithKey(key string) Option {
	return func(s *settings) error {
		if key == "" || strings.ContainsAny(key, " \r\n\t") {
			return errors.New("WithKey: the key is empty or has spaces in it")
		}
		s.key = key
		return nil
	}
}

// WithTokenSource asks for a bearer token before each call, as Microsoft Entra ID
// gives them, in place of a key. The source is called by many goroutines at once,
// and keeps its tokens itself.
func WithTokenSource(token func(context.Context) (string, error)) Option {
	return func(s *settings) error {
		if token == nil {
			return errors.New("WithTokenSource: the source is nil")
		}
		s.token = token
		return nil
	}
}

// WithAzure asks Azure OpenAI, at an endpoint such as
// https://name.openai.azure.com. Where the deployment is empty, each request's
// Model is the name of its deployment.
func WithAzure(endpoint, deployment, apiVersion string) Option {
	return func(s *settings) error {
		base, err := provider.CheckURL("WithAzure: the endpoint", endpoint)
		if err != nil {
			return err
		}
		if len(apiVersion) < len("2024-06-01") {
			return fmt.Errorf("WithAzure: the api-version is %q, want one such as 2024-12-01-preview", apiVersion)
		}
		s.azure = &azure{base, deployment, apiVersion}
		return nil
	}
}

// WithBaseURL asks another server that speaks the same protocol, at what comes
// before /chat/completions: http://localhost:11434/v1 for Ollama,
// https://name.openai.azure.com/openai/v1 for Azure's newest.
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

// WithOrganization names the organization that calls are charged to, for keys that
// belong to several. Default: the key's own.
func WithOrganization(id string) Option {
	return func(s *settings) error {
		s.extras = append(s.extras, header{"OpenAI-Organization", id})
		return nil
	}
}

// WithLooseSchemas sends schemas as they are, and not in strict mode.
func WithLooseSchemas() Option {
	return func(s *settings) error {
		s.loose = true
		return nil
	}
}
