package anthropic

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	sdk "github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/provider"
)

const (
	name     = "anthropic" // in errors
	variable = "ANTHROPIC_API_KEY"
	home     = "https://api.anthropic.com"
)

// Client is an [llm.Streamer] for Anthropic's protocol. It is safe for concurrent
// use, and its key is in nothing that it prints.
type Client struct {
	messages sdk.MessageService // holds the key, within functions
	token    func(context.Context) (string, error)
	base     string
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
	if s.key != "" && s.token != nil {
		complaints = append(complaints, errors.New("WithKey and WithTokenSource exclude one another"))
	}
	if s.base == "" {
		s.base = home
		if s.key == "" && s.token == nil {
			if s.key = os.Getenv(variable); s.key == "" {
				complaints = append(complaints, fmt.Errorf("there is no key: set %s, WithKey or WithTokenSource", variable))
			}
		}
	}
	if err := errors.Join(complaints...); err != nil {
		return nil, fmt.Errorf("anthropic: %w", err)
	}
	if s.http == nil {
		s.http = provider.NewHTTPClient()
	}
	options := []option.RequestOption{
		option.WithBaseURL(s.base + "/"), option.WithMaxRetries(0), option.WithHTTPClient(s.http),
		option.WithoutOpenTelemetry(), // it could hold texts; a middleware can tell as much
	}
	if s.key != "" {
		options = append(options, option.WithAPIKey(s.key))
	}
	return &Client{messages: sdk.NewMessageService(options...), token: s.token, base: s.base}, nil
}

// String names whom the client asks.
func (c *Client) String() string { return "anthropic.Client(" + c.base + ")" }

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
	params, options, err := translate(req)
	if err != nil {
		return nil, &llm.Error{Kind: llm.Invalid, Provider: name, Err: err}
	}
	ex := provider.Begin(ctx, name)
	options = append(options, option.WithMiddleware(c.authorize, ex.RoundTrip))
	var resp *llm.Response
	if each == nil {
		// Without a time limit of the call's own the SDK refuses long answers.
		options = append(options, option.WithRequestTimeout(24*time.Hour))
		resp, err = c.whole(ctx, ex, params, options)
	} else {
		resp, err = c.pieces(ctx, ex, params, options, each)
	}
	if err != nil {
		return nil, ex.Error(err)
	}
	return ex.Answer(resp), nil
}

// authorize puts a token into a request, where there is a source of them.
func (c *Client) authorize(req *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	if c.token == nil {
		return next(req)
	}
	token, err := c.token(req.Context())
	if err != nil {
		return nil, &llm.Error{Kind: llm.Unavailable, Provider: name, Err: fmt.Errorf("get a token: %w", err)}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return next(req)
}
