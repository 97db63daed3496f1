package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/tokens"
)

// levels are those that save something.
var levels = []optimizer.Level{optimizer.Conservative, optimizer.Balanced, optimizer.Aggressive}

// sample is one chunk, measured. Everything is in tokens.
type sample struct {
	first                  string // operation
	minified, pretty, yaml int
	inlined, toon          int // 0: there is none
	levels                 map[optimizer.Level]taken
}

// taken is what a level made of a chunk.
type taken struct {
	text    int
	tokens  int // with the legend
	quality quality
}

// tellEvery is how often the log tells how far it is.
const tellEvery = 5 * time.Second

// meter measures the chunks of descriptions.
type meter struct {
	count *tokens.Encoding
	toon  *toon // nil: there is none
	most  int   // chunks of a description, 0: all
	log   io.Writer
}

func (m *meter) description(ctx context.Context, name string, doc *openapi.Document) ([]sample, error) {
	chunks := spread(chunksOf(doc), m.most)
	encoders := map[optimizer.Level]optimizer.Encoder{}
	for _, level := range append([]optimizer.Level{optimizer.None}, levels...) {
		o, err := optimizer.New(level)
		if err != nil {
			return nil, err
		}
		encoders[level] = o.Prepare(doc)
	}
	none, err := optimizer.New(optimizer.None)
	if err != nil {
		return nil, err
	}
	samples := make([]sample, len(chunks))
	texts := make([]string, len(chunks))
	told := time.Now()
	for i, ops := range chunks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if i == 0 || time.Since(told) >= tellEvery {
			told = time.Now()
			fmt.Fprintf(m.log, "%s: %d of %d chunks\n", name, i, len(chunks))
		}
		text, stats, err := none.Measure(doc, ops)
		if err != nil {
			return nil, err
		}
		texts[i] = text
		s := sample{first: ops[0].ID, minified: stats.Before, inlined: stats.Inlined, levels: map[optimizer.Level]taken{}}
		indented, err := pretty(text)
		if err != nil {
			return nil, err
		}
		s.pretty = m.count.Count(indented)
		asYAML, err := asYAML(text)
		if err != nil {
			return nil, fmt.Errorf("write YAML: %w", err)
		}
		s.yaml = m.count.Count(asYAML)
		for _, level := range levels {
			written := write(encoders[level], doc, ops)
			q, err := judge(ctx, doc, ops, level, text, written)
			if err != nil {
				return nil, err
			}
			tokens := m.count.Count(written)
			s.levels[level] = taken{text: tokens, tokens: tokens + m.count.Count(optimizer.Legend(level)), quality: q}
		}
		samples[i] = s
	}
	if m.toon != nil {
		written, err := m.toon.encode(ctx, texts)
		if err != nil {
			return nil, err
		}
		for i, text := range written {
			samples[i].toon = m.count.Count(text)
		}
	}
	return samples, nil
}

// ordered reports whether no level's text is longer than that of a weaker one.
func (s sample) ordered() bool {
	last := s.minified
	for _, level := range levels {
		if s.levels[level].text > last {
			return false
		}
		last = s.levels[level].text
	}
	return true
}

// write writes some operations by an encoder that remembers.
func write(e optimizer.Encoder, doc *openapi.Document, ops []*openapi.Operation) string {
	var parts []optimizer.Part
	seen := map[string]bool{}
	for _, op := range ops {
		for _, p := range e.Parts(doc, op) {
			if !seen[p.Key] {
				seen[p.Key] = true
				parts = append(parts, p)
			}
		}
	}
	return e.Join(parts)
}
