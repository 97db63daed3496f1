// Mockclient is a service of yours that makes a page for an API, and its unit
// test: the test swaps the language model for a script, so that it needs no key,
// no network and no time. The test is the point; see docs_test.go.
//
//	go run ./examples/mockclient > ui.html
package main

import (
	"context"
	"fmt"
	"io"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
)

// Docs is the service: it publishes a page for a description.
type Docs struct {
	generator *generator.Generator
}

// NewDocs takes the model's client from outside, which is what makes Docs
// testable. Extra options are for tests and for operators.
func NewDocs(client llm.Client, opts ...generator.Option) (*Docs, error) {
	g, err := generator.New(append([]generator.Option{generator.WithClient(client), generator.WithDomain("a book shop")}, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("docs: %w", err)
	}
	return &Docs{g}, nil
}

// Publish writes the page. A model that fails is no reason not to publish: the
// page is complete without it. Publish fails only if the whole does, and says
// by warning what the model did not plan.
func (d *Docs) Publish(ctx context.Context, description []byte, page io.Writer) (warning, err error) {
	spec, err := openapi.Parse(description)
	if err != nil {
		return nil, fmt.Errorf("docs: %w", err)
	}
	result, err := d.generator.Generate(ctx, spec)
	if err != nil {
		return nil, fmt.Errorf("docs: %w", err)
	}
	return result.Err(), result.WriteHTML(page)
}
