package generator

import (
	"errors"
	"fmt"
	"time"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/models"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
)

// Option changes what a [Generator] does.
type Option interface{ apply(*config) error }

type optionFunc func(*config) error

func (f optionFunc) apply(c *config) error { return f(c) }

// config is what options set. Its zero value has no model.
type config struct {
	client       llm.Client
	model        models.Info
	domain       string
	level        optimizer.Level
	chunking     []chunker.Option
	quota        ratelimit.Quota
	quotaOptions []ratelimit.Option
	limiter      ratelimit.Limiter
	retry        llm.RetryPolicy
	workers      int
	chunkTimeout time.Duration
	deadline     time.Duration
	temperature  *float64
}

func defaults() config {
	model, _ := models.Lookup("gpt-4o")
	return config{
		model:        model,
		level:        optimizer.Balanced,
		quota:        ratelimit.Quota{TokensPerMinute: 240_000, RequestsPerMinute: 720},
		workers:      3,
		chunkTimeout: 180 * time.Second,
		deadline:     1800 * time.Second,
	}
}

// WithClient sets the language model's client. Default: none, and the page comes
// from the description alone.
func WithClient(client llm.Client) Option {
	return optionFunc(func(c *config) error {
		if client == nil {
			return errors.New("generator: WithClient: the client is nil")
		}
		c.client = client
		return nil
	})
}

// WithModel names the model to ask, as its provider does. Default: gpt-4o. Of a
// model that [models.Lookup] does not know, context and tokens are assumed
// ([models.Unknown]); see [WithModelInfo].
func WithModel(name string) Option {
	return optionFunc(func(c *config) error {
		if name == "" {
			return errors.New("generator: WithModel: the name is empty")
		}
		info, known := models.Lookup(name)
		if !known {
			info = models.Unknown(name)
		}
		info.Name = name // as the caller writes it: a dated one, a deployment's
		c.model = info
		return nil
	})
}

// WithModelInfo is WithModel for what the caller knows of a model.
func WithModelInfo(info models.Info) Option {
	return optionFunc(func(c *config) error {
		switch {
		case info.Name == "":
			return errors.New("generator: WithModelInfo: the name is empty")
		case info.ContextTokens < 1 || info.MaxOutputTokens < 1:
			return fmt.Errorf("generator: WithModelInfo: %s: ContextTokens and MaxOutputTokens must be at least 1", info.Name)
		}
		c.model = info
		return nil
	})
}

// WithDomain says in some words what the API is about ("video platform"). The
// model is given them as data, the first 500 tokens at most. Default: nothing.
func WithDomain(domain string) Option {
	return optionFunc(func(c *config) error {
		c.domain = domain
		return nil
	})
}

// WithLevel sets how much of the description the model is sent. Default:
// [optimizer.Balanced].
func WithLevel(level optimizer.Level) Option {
	return optionFunc(func(c *config) error {
		if _, err := optimizer.New(level); err != nil {
			return fmt.Errorf("generator: WithLevel: %w", err)
		}
		c.level = level
		return nil
	})
}

// WithChunks changes how operations are put together; see package chunker.
// Encoders and counter are the generator's own. A maximum for which the model's
// context or the quota of a minute has no room is an error of [New]. Default: 12,000
// to 15,000 tokens, or what there is room for, and 2 to 12 operations a chunk.
func WithChunks(opts ...chunker.Option) Option {
	return optionFunc(func(c *config) error {
		if _, err := chunker.New(opts...); err != nil {
			return fmt.Errorf("generator: WithChunks: %w", err)
		}
		c.chunking = append(c.chunking, opts...)
		return nil
	})
}

// WithQuota sets what the provider allows, and how carefully that is used.
// Default: 240,000 tokens and 720 requests a minute with the margins of
// [ratelimit.New].
func WithQuota(quota ratelimit.Quota, opts ...ratelimit.Option) Option {
	return optionFunc(func(c *config) error {
		if _, err := ratelimit.New(quota, opts...); err != nil {
			return fmt.Errorf("generator: WithQuota: %w", err)
		}
		c.quota, c.quotaOptions, c.limiter = quota, opts, nil
		return nil
	})
}

// WithLimiter shares a limiter with others that draw on the same quota, instead
// of [WithQuota].
func WithLimiter(limiter ratelimit.Limiter) Option {
	return optionFunc(func(c *config) error {
		if limiter == nil {
			return errors.New("generator: WithLimiter: the limiter is nil")
		}
		c.limiter = limiter
		return nil
	})
}

// WithRetry sets how often and when a call that failed in passing is made again.
// Default: that of [llm.RetryPolicy].
func WithRetry(policy llm.RetryPolicy) Option {
	return optionFunc(func(c *config) error {
		if policy.Attempts < 0 || policy.Wait < 0 || policy.MaxWait < 0 || !(policy.Multiplier == 0 || policy.Multiplier >= 1) || !(policy.Jitter <= 1) {
			return errors.New("generator: WithRetry: attempts and waits must not be negative, the multiplier is at least 1 and jitter at most 1")
		}
		c.retry = policy
		return nil
	})
}

// WithWorkers sets how many calls are under way at once, from 1. Default: 3.
func WithWorkers(n int) Option {
	return optionFunc(func(c *config) error {
		if n < 1 {
			return fmt.Errorf("generator: WithWorkers: want at least 1, got %d", n)
		}
		c.workers = n
		return nil
	})
}

// WithSequential makes one call after the other.
func WithSequential() Option { return WithWorkers(1) }

// WithChunkTimeout sets how long one call may take, from the moment that the
// quota lets it pass. Default: 180 s.
func WithChunkTimeout(d time.Duration) Option {
	return optionFunc(func(c *config) error {
		if d <= 0 {
			return fmt.Errorf("generator: WithChunkTimeout: want more than 0, got %v", d)
		}
		c.chunkTimeout = d
		return nil
	})
}

// WithDeadline sets how long a Generate may take in all; what is not planned by
// then comes from the description alone. Default: 1,800 s.
func WithDeadline(d time.Duration) Option {
	return optionFunc(func(c *config) error {
		if d <= 0 {
			return fmt.Errorf("generator: WithDeadline: want more than 0, got %v", d)
		}
		c.deadline = d
		return nil
	})
}

// WithTemperature sets how freely the model may answer, from 0 to 2. Default:
// the provider's.
func WithTemperature(t float64) Option {
	return optionFunc(func(c *config) error {
		if !(t >= 0 && t <= 2) {
			return fmt.Errorf("generator: WithTemperature: want 0 to 2, got %v", t)
		}
		c.temperature = &t
		return nil
	})
}
