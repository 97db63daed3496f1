package generator

import (
	"context"
	"errors"
	"fmt"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/tokens"
	"github.com/specloom/specloom/ui"
)

// Generator makes user interfaces for APIs. Make one by [New]; it is safe for
// concurrent use, and all that it does at once shares one quota.
type Generator struct {
	config
	counter *tokens.Encoding
	client  llm.Client // config's, behind retries, quota and timeout
	chunker *chunker.Chunker
	limits  sizes
}

// New makes a Generator. It starts nothing: no goroutine, no connection. The
// error joins the complaints about every bad option.
func New(opts ...Option) (*Generator, error) {
	g := &Generator{config: defaults()}
	var failures []error
	for i, opt := range opts {
		if opt == nil {
			failures = append(failures, fmt.Errorf("generator: option %d is nil", i+1))
			continue
		}
		failures = append(failures, opt.apply(&g.config))
	}
	if err := errors.Join(failures...); err != nil {
		return nil, err
	}
	if g.config.client == nil {
		return g, nil
	}
	if err := g.prepare(); err != nil {
		return nil, err
	}
	return g, nil
}

// prepare makes what only a generator with a model needs.
func (g *Generator) prepare() error {
	var err error
	if g.counter, err = tokens.ForInfo(g.model); err != nil {
		return fmt.Errorf("generator: count for %s: %w", g.model.Name, err)
	}
	if g.limiter == nil {
		if g.limiter, err = ratelimit.New(g.quota, g.quotaOptions...); err != nil {
			return fmt.Errorf("generator: %w", err)
		}
	}
	if g.limits, err = g.sizes(); err != nil {
		return err
	}
	options := []chunker.Option{chunker.WithMaxTokens(g.limits.chunk)}
	if g.limits.chunk < chunkTokens {
		options = append(options, chunker.WithTargetTokens(g.limits.target))
	}
	options = append(options, g.chunking...)
	encoders, err := g.encoders()
	if err != nil {
		return err
	}
	options = append(options, chunker.WithCounter(g.counter), chunker.WithEncoders(encoders...))
	if g.chunker, err = chunker.New(options...); err != nil {
		return fmt.Errorf("generator: %w", err)
	}
	if err = g.limits.fit(g.chunker.MaxTokens()); err != nil {
		return err
	}
	g.client = llm.Chain(g.config.client,
		llm.Retry(g.retry), llm.Limit(g.limiter), llm.WithTimeout(g.chunkTimeout), counted)
	return nil
}

// encoders are the level that was asked for and, for operations that are too
// large in it, the stronger ones.
func (g *Generator) encoders() ([]chunker.Encoder, error) {
	var out []chunker.Encoder
	for level := g.level; level <= optimizer.Aggressive; level++ {
		o, err := optimizer.New(level)
		if err != nil {
			return nil, fmt.Errorf("generator: %w", err)
		}
		out = append(out, o)
	}
	return out, nil
}

// Generate plans the user interface of an API. doc is only read.
//
// The Result is never nil and always holds a complete plan: what the model did
// not plan comes from the description alone, and [Result.Err] says why. The
// error, beside the Result, is for what concerns the whole: ctx has ended, the
// provider refused for good (a rejected key, an unknown model, a spent quota),
// or doc is nil.
func (g *Generator) Generate(ctx context.Context, doc *openapi.Document) (*Result, error) {
	if doc == nil {
		doc = &openapi.Document{}
		plan := ui.Baseline(doc)
		return &Result{Plan: plan, Report: newReport(doc, plan)}, errors.New("generator: the document is nil")
	}
	baseline := ui.Baseline(doc)
	result := &Result{Plan: baseline, Report: newReport(doc, baseline)}
	if g.client == nil {
		if err := context.Cause(ctx); err != nil {
			return result, fmt.Errorf("generator: plan %q: %w", doc.Title, err)
		}
		return result, nil
	}
	run := &run{Generator: g, doc: doc, baseline: baseline, result: result}
	if err := run.all(ctx); err != nil {
		return result, fmt.Errorf("generator: plan %q: %w", doc.Title, err)
	}
	return result, nil
}
