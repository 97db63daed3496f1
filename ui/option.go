package ui

import (
	"errors"
	"fmt"
)

// Option adjusts [Render] and [Handler].
type Option interface{ apply(*config) error }

type config struct{ connect []string }

type optionFunc func(*config) error

func (f optionFunc) apply(c *config) error { return f(c) }

func newConfig(opts []Option) (*config, error) {
	cfg := &config{}
	var errs []error
	for _, opt := range opts {
		if opt == nil {
			errs = append(errs, errors.New("an option is nil"))
			continue
		}
		errs = append(errs, opt.apply(cfg))
	}
	return cfg, errors.Join(errs...)
}

// WithConnect lets the page also call these origins ("https://api.example.com",
// "http://localhost:8080"), for users who enter a server of their own. Default:
// only the servers that the description names.
func WithConnect(origins ...string) Option {
	return optionFunc(func(c *config) error {
		var errs []error
		for _, origin := range origins {
			source, err := parseOrigin(origin)
			if err != nil {
				errs = append(errs, fmt.Errorf("WithConnect: %w", err))
				continue
			}
			c.connect = append(c.connect, source)
		}
		return errors.Join(errs...)
	})
}
