package chunker

import (
	"errors"
	"fmt"
	"math"

	"github.com/specloom/specloom/tokens"
)

// Option changes how operations are put together.
type Option interface{ apply(*Chunker) error }

type optionFunc func(*Chunker) error

func (f optionFunc) apply(c *Chunker) error { return f(c) }

// The smallest maximum that any operation can be cut down to, and the largest
// numbers that make sense.
const (
	minTokens     = 1_000
	maxTokens     = 10_000_000
	maxOperations = 1_000
)

// Grouping says which operations belong together.
type Grouping int

const (
	// Semantic groups by tag, resource and shared schemas, see the package's
	// documentation.
	Semantic Grouping = iota
	// DocumentOrder leaves operations in the order of the description.
	DocumentOrder
)

// WithTargetTokens sets the tokens that a chunk is filled up to. The default is
// 12,000, or the maximum where that is less. A chunk is larger only where that
// saves more than it costs: for an operation that is large itself or would be
// alone, or for one that shares nearly everything with the others.
func WithTargetTokens(n int) Option {
	return optionFunc(func(c *Chunker) error {
		c.target = n
		return between("WithTargetTokens", n, minTokens, maxTokens)
	})
}

// WithMaxTokens sets the tokens that no chunk exceeds. The default is 15,000.
func WithMaxTokens(n int) Option {
	return optionFunc(func(c *Chunker) error {
		c.max = n
		return between("WithMaxTokens", n, minTokens, maxTokens)
	})
}

// WithOperations sets how many operations a chunk has: not more than most, and
// not fewer than least unless they would not fit. The default is 2 to 12.
func WithOperations(least, most int) Option {
	return optionFunc(func(c *Chunker) error {
		c.least, c.most = least, most
		if least > most {
			return fmt.Errorf("chunker: WithOperations(%d, %d): least must not be above most", least, most)
		}
		return errors.Join(
			between("WithOperations: least", least, 1, maxOperations),
			between("WithOperations: most", most, 1, maxOperations))
	})
}

// WithGrouping sets which operations belong together. The default is Semantic.
func WithGrouping(g Grouping) Option {
	return optionFunc(func(c *Chunker) error {
		c.grouping = g
		return between("WithGrouping", int(g), int(Semantic), int(DocumentOrder))
	})
}

// WithCounter sets what counts tokens. The default counts as o200k_base does. A
// counter whose numbers make no sense is an error of [Chunker.Chunk].
func WithCounter(counter Counter) Option {
	return optionFunc(func(c *Chunker) error {
		c.counter = counter
		if counter == nil {
			return errors.New("chunker: WithCounter: the counter is nil; leave the option out for o200k_base")
		}
		return nil
	})
}

// WithEncoders sets what writes the text, the weakest first: an operation that
// one writes with more tokens than the maximum is written by the next. The
// default is one encoder: minified JSON with shared schemas once.
func WithEncoders(encoders ...Encoder) Option {
	return optionFunc(func(c *Chunker) error {
		c.encoders = encoders
		if len(encoders) == 0 {
			return errors.New("chunker: WithEncoders: at least one encoder is needed; leave the option out for minified JSON")
		}
		for i, e := range encoders {
			if e == nil {
				return fmt.Errorf("chunker: WithEncoders: encoder %d is nil", i+1)
			}
		}
		return nil
	})
}

// WithWeights sets what makes an operation complex. The default is
// [DefaultWeights].
func WithWeights(w Weights) Option {
	return optionFunc(func(c *Chunker) error {
		c.weights = w
		for _, field := range w.fields() {
			if !(field.value >= 0 && field.value <= 1_000) || math.IsNaN(field.value) {
				return fmt.Errorf("chunker: WithWeights: %s is %v; it must be from 0 to 1,000", field.name, field.value)
			}
		}
		return nil
	})
}

func between(what string, n, low, high int) error {
	if n < low || n > high {
		return fmt.Errorf("chunker: %s is %d; it must be from %d to %d", what, n, low, high)
	}
	return nil
}

func defaultCounter() (Counter, error) {
	counter, err := tokens.ForEncoding("o200k_base")
	if err != nil {
		return nil, fmt.Errorf("chunker: default counter: %w", err)
	}
	return counter, nil
}
