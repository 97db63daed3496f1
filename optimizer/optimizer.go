package optimizer

import (
	"errors"
	"fmt"

	"github.com/specloom/specloom/openapi"
)

// Format says what a text looks like.
type Format int

const (
	// Notation is what [Legend] explains: at Balanced and Aggressive operations
	// like signatures, at Conservative a notation of everything that [Decode] reads.
	// None is JSON.
	Notation Format = iota
	// JSON is valid JSON at every level.
	JSON
)

// Optimizer writes operations for a model. It is safe for concurrent use, and
// is an encoder for package chunker.
type Optimizer struct {
	level  Level
	format Format
	keys   keys
}

// Option changes what an Optimizer writes.
type Option interface{ apply(*Optimizer) error }

type optionFunc func(*Optimizer) error

func (f optionFunc) apply(o *Optimizer) error { return f(o) }

// WithFormat sets what the text looks like. The default is Notation.
func WithFormat(f Format) Option {
	return optionFunc(func(o *Optimizer) error {
		o.format = f
		if f != Notation && f != JSON {
			return fmt.Errorf("optimizer: WithFormat: %d is neither Notation nor JSON", f)
		}
		return nil
	})
}

// New makes an Optimizer. Its error names every option that is wrong.
func New(level Level, opts ...Option) (*Optimizer, error) {
	o := &Optimizer{level: level}
	var complaints []error
	if level < None || level > Aggressive {
		complaints = append(complaints, fmt.Errorf("optimizer: New: %d is no level; None to Aggressive are", int(level)))
	}
	for i, option := range opts {
		if option == nil {
			complaints = append(complaints, fmt.Errorf("optimizer: New: option %d is nil", i+1))
			continue
		}
		complaints = append(complaints, option.apply(o))
	}
	if err := errors.Join(complaints...); err != nil {
		return nil, err
	}
	return o, nil
}

// Level is the level that the Optimizer was made for.
func (o *Optimizer) Level() Level { return o.level }

// Part is a piece of a text; pieces with equal keys are the same piece. It is
// the same type as chunker.Part.
type Part = struct{ Key, Text string }

// Encoder is the same type as chunker.Encoder.
type Encoder = interface {
	Parts(doc *openapi.Document, op *openapi.Operation) []Part
	Join(parts []Part) string
}

// Encode writes operations, and everything of the document that they need, once.
func (o *Optimizer) Encode(doc *openapi.Document, ops []*openapi.Operation) (string, error) {
	if doc == nil {
		return "", errors.New("optimizer: encode: the document is nil")
	}
	text, _, err := encode(o.Prepare(doc), doc, ops)
	return text, err
}

// encode writes operations by an encoder, and gives the parts of the text.
func encode(e Encoder, doc *openapi.Document, ops []*openapi.Operation) (string, []Part, error) {
	var parts []Part
	seen := map[string]bool{}
	for i, op := range ops {
		if op == nil {
			return "", nil, fmt.Errorf("optimizer: encode: operation %d is nil", i+1)
		}
		for _, p := range e.Parts(doc, op) {
			if !seen[p.Key] {
				seen[p.Key] = true
				parts = append(parts, p)
			}
		}
	}
	return e.Join(parts), parts, nil
}

// Prepare gives an encoder that remembers what it wrote for one document, which
// must not change meanwhile; nil is one that has nothing. It is for one goroutine
// at a time. An operation that is nil has no parts.
func (o *Optimizer) Prepare(doc *openapi.Document) Encoder {
	if doc == nil {
		doc = &openapi.Document{}
	}
	if o.level <= Conservative {
		return newExcerpt(doc, o.lossless())
	}
	return newDigest(doc, o.level, o.format, o.keys)
}

// lossless reports whether the lossless notation is asked for.
func (o *Optimizer) lossless() bool { return o.level == Conservative && o.format == Notation }

// Parts gives the pieces that an operation needs, its own first. Who asks for
// many operations of a document does better with [Optimizer.Prepare].
func (o *Optimizer) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	return o.Prepare(doc).Parts(doc, op)
}

// Join makes a text of the pieces of some operations, each piece once.
func (o *Optimizer) Join(parts []Part) string {
	switch {
	case o.lossless():
		return joinLossless(parts, 0)
	case o.level <= Conservative:
		return joinExcerpt(parts)
	case o.format == JSON:
		return joinModel(parts)
	}
	return joinNotation(parts)
}
