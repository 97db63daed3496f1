package chunker

import (
	"errors"
	"fmt"

	"github.com/specloom/specloom/openapi"
)

// Chunk is operations that go to a model together.
type Chunk struct {
	// ID is unique, and stays while the chunk's operations stay.
	ID string
	// Group is what most of the operations have in common: a tag, or a part of
	// the path. See [WithGrouping].
	Group      string
	Operations []*openapi.Operation // in the order of Text
	Text       string
	Tokens     int // of Text, counted

	// Complexity is the sum of the operations' scores: how much the chunk asks
	// of a model.
	Complexity float64
	// Encoder is which of [WithEncoders] wrote Text, from 0; their number where
	// operations had to be cut.
	Encoder int
	// Escalated lists the operations that are over the maximum as the first
	// encoder writes them, and why Encoder is not 0.
	Escalated []Escalation
}

// Escalation is an operation that was too large as an encoder writes it.
type Escalation struct {
	Operation string // ID
	Tokens    int    // alone, as the first encoder writes it
	// Cut tells that even the last encoder's text was too large, so that parts
	// of the operation were left out. Text marks where, by an ellipsis.
	Cut bool
}

// Chunker puts operations together. It is safe for concurrent use.
type Chunker struct {
	target, max int
	least, most int
	grouping    Grouping
	counter     Counter
	encoders    []Encoder
	weights     Weights
}

// New makes a Chunker. Its error names every option that is out of range.
func New(opts ...Option) (*Chunker, error) {
	c := &Chunker{
		max:   15_000,
		least: 2, most: 12,
		encoders: []Encoder{plain{}},
		weights:  DefaultWeights(),
	}
	var complaints []error
	for i, o := range opts {
		if o == nil {
			complaints = append(complaints, fmt.Errorf("chunker: New: option %d is nil", i+1))
			continue
		}
		complaints = append(complaints, o.apply(c))
	}
	if c.target == 0 {
		c.target = min(12_000, c.max)
	}
	if c.target > c.max {
		complaints = append(complaints, fmt.Errorf(
			"chunker: WithTargetTokens(%d) is above WithMaxTokens(%d); it must be from %d to that", c.target, c.max, minTokens))
	}
	if err := errors.Join(complaints...); err != nil {
		return nil, err
	}
	if c.counter == nil {
		counter, err := defaultCounter()
		if err != nil {
			return nil, err
		}
		c.counter = counter
	}
	return c, nil
}

// MaxTokens returns the tokens that no chunk exceeds; see [WithMaxTokens].
func (c *Chunker) MaxTokens() int { return c.max }

// Chunk puts every operation of a description, webhooks included, into exactly
// one chunk. A description without operations gives none. The result depends
// on nothing but the description and the options.
func (c *Chunker) Chunk(doc *openapi.Document) ([]Chunk, error) {
	if doc == nil {
		return nil, errors.New("chunker: chunk: the document is nil")
	}
	known := make(map[string]bool, len(doc.Operations))
	for i, op := range doc.Operations {
		if op == nil {
			return nil, fmt.Errorf("chunker: chunk: operation %d of the document is nil", i+1)
		}
		if known[op.ID] {
			return nil, fmt.Errorf("chunker: chunk: two operations of the document have the ID %q", op.ID)
		}
		known[op.ID] = true
	}
	s := newSession(c, doc)
	var chunks []Chunk
	for _, ops := range s.pack() {
		chunks = append(chunks, s.chunk(ops))
	}
	if s.counter.err != nil {
		return nil, fmt.Errorf("chunker: chunk: %w", s.counter.err)
	}
	name(chunks)
	return chunks, nil
}
