package generator

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// Generator makes user interfaces for APIs. It is safe for concurrent use. Make
// one by [New]; the zero Generator works as New() does.
type Generator struct{}

// Option changes what a [Generator] does.
type Option interface{ apply(*Generator) error }

// New makes a Generator. It starts nothing: no goroutine, no connection. The
// error joins the complaints about every bad option.
func New(opts ...Option) (*Generator, error) {
	g := &Generator{}
	var failures []error
	for i, opt := range opts {
		if opt == nil {
			failures = append(failures, fmt.Errorf("generator: option %d is nil", i+1))
			continue
		}
		failures = append(failures, opt.apply(g))
	}
	if err := errors.Join(failures...); err != nil {
		return nil, err
	}
	return g, nil
}

// Generate plans the user interface of an API. doc is only read.
//
// The Result is never nil and always holds a complete plan, also beside an
// error, which says that ctx has ended or that doc is nil (the plan is empty
// then).
func (g *Generator) Generate(ctx context.Context, doc *openapi.Document) (*Result, error) {
	var failure error
	if doc == nil {
		doc = &openapi.Document{}
		failure = errors.New("generator: the document is nil")
	}
	plan := ui.Baseline(doc)
	result := &Result{Plan: plan, Report: report(doc, plan)}
	if err := context.Cause(ctx); err != nil {
		failure = errors.Join(failure, fmt.Errorf("generator: plan %q: %w", doc.Title, err))
	}
	return result, failure
}

// Result is what [Generator.Generate] made. It is plain data.
type Result struct {
	Plan   *ui.Plan
	Report Report
}

// WriteHTML writes the page, in one self-contained file. For a page with options
// of its own, call [ui.Render] with the Plan.
func (r *Result) WriteHTML(w io.Writer) error { return ui.Render(w, r.Plan) }
