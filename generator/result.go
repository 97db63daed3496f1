package generator

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ui"
)

// Result is what [Generator.Generate] made. It is plain data.
type Result struct {
	Plan   *ui.Plan
	Chunks []ChunkResult // in the order of the chunks; none without a model
	// Repairs are what the model said and what was not taken over as it stood.
	Repairs []ui.Repair
	Report  Report
}

// WriteHTML writes the page, in one self-contained file. For a page with options
// of its own, call [ui.Render] with the Plan.
func (r *Result) WriteHTML(w io.Writer) error { return ui.Render(w, r.Plan) }

// Err joins the causes of every operation that a model was asked for and that
// it did not plan, as [*ChunkError]s. It is nil without a model.
func (r *Result) Err() error {
	var causes []error
	for _, c := range r.Chunks {
		if c.Err != nil {
			causes = append(causes, &ChunkError{Chunk: c.ID, Operations: c.Operations, Err: c.Err})
		} else if len(c.Missing) > 0 {
			causes = append(causes, &ChunkError{Chunk: c.ID, Operations: c.Missing, Err: errNotPlanned})
		}
	}
	return errors.Join(causes...)
}

var errNotPlanned = &llm.Error{Kind: llm.BadAnswer, Err: errors.New("the answer does not speak of them")}

// ChunkResult is what became of one chunk.
type ChunkResult struct {
	ID         string
	Group      string
	Operations []string // IDs
	Missing    []string // operations that the answer did not speak of
	Tokens     int      // of the chunk's text
	Complexity float64
	Usage      llm.Usage // of all calls for it
	Queued     time.Duration
	Took       time.Duration
	Err        error // why the description alone speaks for the operations; nil if the model does
}

func chunkResult(chunk chunker.Chunk, outcome parallel.Result[answer]) ChunkResult {
	c := ChunkResult{
		ID: chunk.ID, Group: chunk.Group, Tokens: chunk.Tokens, Complexity: chunk.Complexity,
		Usage: outcome.Value.usage, Queued: outcome.Queued, Took: outcome.Took, Err: outcome.Err,
	}
	planned := map[string]bool{}
	for _, view := range outcome.Value.plan.Views {
		planned[view.Operation] = true
	}
	for _, op := range chunk.Operations {
		c.Operations = append(c.Operations, op.ID)
		if outcome.Err == nil && !planned[op.ID] {
			c.Missing = append(c.Missing, op.ID)
		}
	}
	return c
}

// ChunkError says why some operations were not planned by the model.
type ChunkError struct {
	Chunk      string   // ChunkResult.ID
	Operations []string // IDs
	Err        error
}

const namesShown = 5

// Error writes the error as "generator: chunk: operations: cause".
func (e *ChunkError) Error() string {
	names := strings.Join(e.Operations[:min(namesShown, len(e.Operations))], ", ")
	if more := len(e.Operations) - namesShown; more > 0 {
		names += fmt.Sprintf(" and %d more", more)
	}
	return fmt.Sprintf("generator: chunk %s: %s: %v", e.Chunk, names, e.Err)
}

// Unwrap returns the cause.
func (e *ChunkError) Unwrap() error { return e.Err }
