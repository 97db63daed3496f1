package survey

import (
	"encoding/json"
	"io"
	"os"
	"slices"
	"time"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/tokens"
	"github.com/specloom/specloom/ui"
)

// The steps, in their order.
const (
	stepStart    = "start"
	stepRead     = "read"
	stepBaseline = "baseline"
	stepChunk    = "chunk "
	stepCount    = "count"
)

// Work does in this process all that is asked of one description, and writes
// what it knows to out, as a line of JSON, before each step and at the end. It is
// what [Survey.Command] must do. Panics are not caught, for not all can be; and a
// process that takes more memory than most bytes panics.
func Work(out io.Writer, path string, most uint64, reader func(path string) (*openapi.Document, error)) error {
	done := make(chan struct{})
	defer close(done)
	go guard(most, done)

	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	w := &work{out: json.NewEncoder(out), Finding: Finding{File: path, Bytes: info.Size(), Seconds: map[string]float64{}}}
	var doc *openapi.Document
	w.step(stepRead, func() {
		var err error
		if doc, err = reader(path); err != nil {
			w.Error = err.Error()
		}
	})
	if w.Error == "" {
		w.Operations = len(doc.Operations)
		for _, warning := range doc.Warnings {
			w.Warnings = append(w.Warnings, warning.Message)
		}
		w.step(stepBaseline, func() { w.baseline(doc) })
		counter, err := tokens.ForEncoding("o200k_base")
		if err != nil {
			return err
		}
		for _, c := range []struct {
			name   string
			levels []optimizer.Level // the default encoder where there are none
		}{
			{"json", nil},
			{"balanced", []optimizer.Level{optimizer.Balanced, optimizer.Aggressive}},
		} {
			w.step(stepChunk+c.name, func() { w.Chunkings = append(w.Chunkings, chunk(doc, counter, c.name, c.levels)) })
		}
	}
	w.PeakBytes = peakMemory()
	w.step(stepCount, func() { w.count(path, doc) })
	return w.err
}

type work struct {
	Finding
	out *json.Encoder
	err error // of writing
}

// step does something, whose name is on record before.
func (w *work) step(name string, do func()) {
	w.Step = name
	w.tell()
	clock := time.Now()
	used, known := cpuTime("self")
	do()
	took := time.Since(clock)
	if known {
		now, _ := cpuTime("self")
		took = now - used
	}
	w.Seconds[name] = took.Seconds()
	w.Step = ""
	if name == stepCount {
		w.tell()
	}
}

func (w *work) tell() {
	if err := w.out.Encode(&w.Finding); w.err == nil {
		w.err = err
	}
}

func (w *work) baseline(doc *openapi.Document) {
	plan := ui.Baseline(doc)
	views := map[string]int{}
	for _, resource := range plan.App.Resources {
		for _, view := range resource.Views {
			views[view.Operation]++
		}
	}
	w.Missing = notOnce(doc, views)
	if err := plan.Validate(); err != nil {
		w.Invalid = err.Error()
	}
}

// count holds what was read against what the independent counter finds.
func (w *work) count(path string, doc *openapi.Document) {
	counted, err := corpus.Operations(path)
	w.Counted = len(counted)
	if err != nil {
		w.Uncounted = err.Error()
		return
	}
	if doc == nil {
		return
	}
	rest := map[string]int{}
	for _, op := range doc.Operations {
		name := op.Method + " " + op.Path
		if op.Webhook {
			name = "webhook " + name
		}
		rest[name]++
	}
	for _, name := range counted {
		if rest[name] == 0 {
			w.Lost = append(w.Lost, name)
			continue
		}
		rest[name]--
	}
	for name, n := range rest {
		if n > 0 {
			w.Extra = append(w.Extra, name)
		}
	}
	slices.Sort(w.Extra)
}

// chunk puts the operations into chunks as users do: by the default encoder, or
// by what generator has at the first of those levels.
func chunk(doc *openapi.Document, counter *tokens.Encoding, name string, levels []optimizer.Level) Chunking {
	const most = 15_000 // the default of chunker.WithMaxTokens
	out := Chunking{Encoder: name}
	options := []chunker.Option{chunker.WithMaxTokens(most)}
	var encoders []chunker.Encoder
	for _, level := range levels {
		encoder, err := optimizer.New(level)
		if err != nil {
			out.Failed = err.Error()
			return out
		}
		encoders = append(encoders, encoder)
	}
	if len(encoders) > 0 {
		options = append(options, chunker.WithEncoders(encoders...))
	}
	c, err := chunker.New(options...)
	if err != nil {
		out.Failed = err.Error()
		return out
	}
	chunks, err := c.Chunk(doc)
	if err != nil {
		out.Failed = err.Error()
	}
	uses := map[string]int{}
	for _, c := range chunks {
		out.Chunks++
		n := counter.Count(c.Text)
		out.Tokens += n
		if n > most {
			out.Over = append(out.Over, c.ID)
		}
		if n != c.Tokens {
			out.Miscount = append(out.Miscount, c.ID)
		}
		for _, op := range c.Operations {
			uses[op.ID]++
		}
		for _, e := range c.Escalated {
			if e.Cut {
				out.Cut++
			}
		}
	}
	out.Misplaced = notOnce(doc, uses)
	return out
}

func notOnce(doc *openapi.Document, uses map[string]int) []string {
	var out []string
	for _, op := range doc.Operations {
		if uses[op.ID] != 1 {
			out = append(out, op.ID)
		}
	}
	return out
}
