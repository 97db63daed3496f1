package generatortest

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// Model is a simulated language model: an [llm.Client] that needs no key, no
// network and, unless told otherwise, no time. Make one by [New]; it is safe for
// concurrent use, and what it answers does not depend on the order of calls.
type Model struct {
	settings

	mu       sync.Mutex
	requests []llm.Request
	tries    map[uint64]int // of one and the same request
	used     llm.Usage
	provider *ratelimittest.Provider // nil until the first call under a quota
	markers  []Marker
}

// New makes a Model. It panics on an option that makes no sense.
func New(opts ...Option) *Model {
	return &Model{settings: newSettings(opts), tries: map[uint64]int{}}
}

// Generate answers the calls of a generator: for a blueprint, and for the plan of
// a chunk. Other requests fail with the kind [llm.Invalid].
func (m *Model) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	call, d := m.note(req)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := m.admit(req); err != nil {
		return nil, err
	}
	if err := m.fail(ctx, call, d); err != nil {
		return nil, err
	}
	text, marks, err := m.answer(req, d)
	if err != nil {
		return nil, err
	}
	resp := &llm.Response{Text: text, StopReason: llm.StopEnd, Model: Name, RequestID: "simulated"}
	marks = m.spoil(resp, marks, req, d)
	resp.Usage.InputTokens = m.input(req)
	resp.Usage.OutputTokens = m.count(resp.Text)
	if limit := req.MaxOutputTokens; limit > 0 && resp.Usage.OutputTokens > limit {
		keep := len(resp.Text) * limit / resp.Usage.OutputTokens
		resp.Text = strings.ToValidUTF8(resp.Text[:keep], "")
		resp.Usage.OutputTokens = limit
		resp.StopReason = llm.StopLength
		marks = invalid(marks)
	}
	resp.Timing = llm.Timing{
		FirstByte:  m.base,
		Generation: time.Duration(resp.Usage.OutputTokens) * m.perToken,
	}
	if err := pause(ctx, resp.Timing.FirstByte+resp.Timing.Generation); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used.InputTokens += resp.Usage.InputTokens
	m.used.OutputTokens += resp.Usage.OutputTokens
	m.markers = append(m.markers, marks...)
	return resp, nil
}

// Name is the name that the simulated model answers under.
const Name = "simulated"

// note remembers a request, and gives its number and the dice for its answer.
// They depend on what was asked and how often, not on when.
func (m *Model) note(req llm.Request) (call int, d dice) {
	parts := []string{req.SchemaName, req.System}
	for _, message := range req.Messages {
		parts = append(parts, string(message.Role), message.Text)
	}
	d = dice{m.seed}.of(parts...)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests = append(m.requests, req)
	m.tries[d.state]++
	return len(m.requests), dice{d.state + uint64(m.tries[d.state])}
}

func (m *Model) answer(req llm.Request, d dice) (string, []Marker, error) {
	marks := &marker{on: m.marking, dice: d}
	var plan any
	switch task(req) {
	case "blueprint":
		plan = m.blueprint(req, marks)
	case "chunk_plan":
		plan = m.chunkPlan(req, marks)
	default:
		return "", nil, failure(llm.Invalid, "the simulated model only plans blueprints and chunks")
	}
	text, err := json.Marshal(plan)
	return string(text), marks.given, err
}

// task says what is asked for: as the schema is called or, from a client that has
// no names for schemas, by what it describes.
func task(req llm.Request) string {
	if req.SchemaName != "" {
		return req.SchemaName
	}
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	_ = json.Unmarshal(req.Schema, &schema)
	switch {
	case schema.Properties["views"] != nil:
		return "chunk_plan"
	case schema.Properties["resources"] != nil:
		return "blueprint"
	}
	return ""
}

func (m *Model) input(req llm.Request) int {
	if m.counter == nil && req.InputTokens > 0 {
		return req.InputTokens
	}
	n := m.count(req.System) + m.count(string(req.Schema))
	for _, message := range req.Messages {
		n += m.count(message.Text)
	}
	return n
}

// count is the injected counter's, or an estimate.
func (m *Model) count(text string) int {
	if m.counter != nil {
		return m.counter(text)
	}
	return (len(text) + 3) / 4
}

// pause takes time, none at all for 0.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Calls is the number of requests so far, failed ones included.
func (m *Model) Calls() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.requests)
}

// Requests returns what the model was asked so far, in the order of arrival.
func (m *Model) Requests() []llm.Request {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.requests)
}

// Used is the usage of all answers so far.
func (m *Model) Used() llm.Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.used
}
