package openai

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"

	sdk "github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
)

// Client is an [llm.Streamer] for OpenAI's protocol. It is safe for concurrent use,
// and its key is in nothing that it prints.
type Client struct {
	chat  sdk.ChatCompletionService // holds the key, within functions
	token func(context.Context) (string, error)
	azure *azure
	name  string // for errors: "openai", "azure-openai" or the host
	base  string
	plain bool // neither OpenAI nor Azure
	loose bool
}

var _ llm.Streamer = (*Client)(nil)

// New makes a client. It opens no connection. The error joins all complaints.
func New(opts ...Option) (*Client, error) {
	var s settings
	var complaints []error
	for i, opt := range opts {
		if opt == nil {
			complaints = append(complaints, fmt.Errorf("option %d is nil", i+1))
			continue
		}
		complaints = append(complaints, opt(&s))
	}
	if s.base != "" && s.azure != nil {
		complaints = append(complaints, errors.New("WithBaseURL and WithAzure exclude one another"))
	}
	if s.key != "" && s.token != nil {
		complaints = append(complaints, errors.New("WithKey and WithTokenSource exclude one another"))
	}
	c := &Client{token: s.token, azure: s.azure, loose: s.loose}
	complaints = append(complaints, c.aim(&s))
	if err := errors.Join(complaints...); err != nil {
		return nil, fmt.Errorf("openai: %w", err)
	}
	if s.http == nil {
		s.http = provider.NewHTTPClient()
	}
	options := []option.RequestOption{option.WithMaxRetries(0), option.WithHTTPClient(s.http)}
	for _, h := range s.extras {
		options = append(options, option.WithHeader(h.name, h.value))
	}
	switch {
	case s.azure != nil:
		options = append(options, option.WithQuery("api-version", s.azure.version))
		if s.key != "" {
			options = append(options, option.WithHeader("api-key", s.key))
		}
	case s.key != "":
		options = append(options, option.WithAPIKey(s.key))
	}
	c.chat = sdk.NewChatCompletionService(options...)
	return c, nil
}

// aim settles whom to ask, and with which key.
func (c *Client) aim(s *settings) error {
	variable := ""
	switch {
	case s.azure != nil:
		c.name, c.base, variable = "azure-openai", s.azure.endpoint, "AZURE_OPENAI_API_KEY"
	case s.base != "":
		u, err := url.Parse(s.base)
		if err != nil {
			return err
		}
		c.name, c.base, c.plain = u.Host, s.base, true
	default:
		c.name, c.base, variable = "openai", "https://api.openai.com/v1", "OPENAI_API_KEY"
	}
	if s.key != "" || s.token != nil || variable == "" {
		return nil
	}
	if s.key = os.Getenv(variable); s.key == "" {
		return fmt.Errorf("there is no key: set %s, WithKey or WithTokenSource", variable)
	}
	return nil
}

// String names whom the client asks.
func (c *Client) String() string { return "openai.Client(" + c.base + ")" }

// GoString is String: %#v does not show the key either.
func (c *Client) GoString() string { return c.String() }

// LogValue logs as String.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }

// Generate implements [llm.Client].
func (c *Client) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	return c.Stream(ctx, req, nil)
}

// Stream implements [llm.Streamer].
func (c *Client) Stream(ctx context.Context, req llm.Request, each func(llm.Delta)) (*llm.Response, error) {
	params, err := c.params(req)
	if err != nil {
		return nil, &llm.Error{Kind: llm.Invalid, Provider: c.name, Err: err}
	}
	ex := provider.Begin(ctx, c.name)
	options := append(c.address(req), option.WithMiddleware(c.authorize, ex.RoundTrip))
	var resp *llm.Response
	if each == nil {
		resp, err = c.whole(ctx, ex, params, options)
	} else {
		resp, err = c.pieces(ctx, ex, params, options, each)
	}
	if err != nil {
		return nil, ex.Error(err)
	}
	return ex.Answer(resp), nil
}

// address is where a request goes.
func (c *Client) address(req llm.Request) []option.RequestOption {
	base := c.base
	if c.azure != nil {
		deployment := c.azure.deployment
		if deployment == "" {
			deployment = req.Model
		}
		base += "/openai/deployments/" + url.PathEscape(deployment)
	}
	return []option.RequestOption{option.WithBaseURL(base + "/")}
}

// authorize puts a token into a request, where there is a source of them.
func (c *Client) authorize(req *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	if c.token == nil {
		return next(req)
	}
	token, err := c.token(req.Context())
	if err != nil {
		return nil, &llm.Error{Kind: llm.Unavailable, Provider: c.name, Err: fmt.Errorf("get a token: %w", err)}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return next(req)
}
