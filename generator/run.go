package generator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/generator/internal/prompt"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ui"
)

// run is one Generate with a model.
type run struct {
	*Generator
	doc      *openapi.Document
	baseline *ui.Plan
	result   *Result
	shared   string // message of all chunk calls
	tally    tally
}

// all plans the whole application: first what its parts share, then the parts,
// as many at once as workers and quota allow.
func (r *run) all(ctx context.Context) error {
	start := time.Now()
	ctx, cancel := context.WithTimeoutCause(ctx, r.deadline, fmt.Errorf("the deadline of %v is over: %w", r.deadline, context.DeadlineExceeded))
	defer cancel()

	if len(r.baseline.API.Operations) == 0 {
		r.finish(time.Since(start))
		return context.Cause(ctx)
	}
	err := context.Cause(ctx)
	var chunks []chunker.Chunk
	if err == nil {
		chunks, err = r.chunker.Chunk(r.doc)
	}
	if err != nil { // nothing was begun, and every operation says why
		whole := chunker.Chunk{ID: "all", Operations: r.doc.Operations}
		r.result.Chunks = []ChunkResult{chunkResult(whole, parallel.Result[answer]{Err: err})}
		r.finish(time.Since(start))
		return err
	}
	bp, fatal := r.blueprint(ctx)
	named, repairs := ui.Merge(r.baseline, bp)
	r.shared = prompt.Shared(named, r.within(r.limits.shared))

	var results []parallel.Result[answer]
	if fatal == nil && ctx.Err() == nil {
		results = parallel.Run(ctx, r.tasks(chunks), r.chunk,
			parallel.WithWorkers(r.workers), parallel.WithDeadline(0),
			parallel.WithStop(func(err error) bool { return llm.KindOf(err).Fatal() }))
	}
	plans := make([]ui.ChunkPlan, 0, len(chunks))
	for i, chunk := range chunks {
		outcome := parallel.Result[answer]{Err: fatal}
		if i < len(results) {
			outcome = results[i]
		} else if outcome.Err == nil {
			outcome.Err = context.Cause(ctx)
		}
		if outcome.Err == nil {
			plans = append(plans, outcome.Value.plan)
		} else if llm.KindOf(outcome.Err).Fatal() {
			fatal = outcome.Err
		}
		r.result.Chunks = append(r.result.Chunks, chunkResult(chunk, outcome))
	}
	var more []ui.Repair
	r.result.Plan, more = ui.Merge(named, nil, plans...)
	r.result.Repairs = append(repairs, more...)
	r.finish(time.Since(start))
	if err := context.Cause(ctx); err != nil {
		return errors.Join(err, fatal)
	}
	return fatal
}

func (r *run) tasks(chunks []chunker.Chunk) []parallel.Task[chunker.Chunk] {
	tasks := make([]parallel.Task[chunker.Chunk], len(chunks))
	for i, c := range chunks {
		// A call takes about as long as its answer, and that grows with the number
		// and the complexity of operations.
		tasks[i] = parallel.Task[chunker.Chunk]{Value: c, Weight: c.Complexity}
	}
	return tasks
}

// blueprint asks for what the parts share. Without an answer the run goes on
// with the baseline's names; only what ends every call is an error.
func (r *run) blueprint(ctx context.Context) (*ui.Blueprint, error) {
	req := r.request(prompt.BlueprintSystem, ui.BlueprintSchema, "blueprint",
		prompt.Blueprint(r.baseline, r.cut(r.domain, domainTokens), r.within(r.limits.global)))
	req.MaxOutputTokens = min(r.limits.output, r.model.ReasoningTokens+1_000+40*len(r.baseline.App.Resources)+16*min(prompt.MostFields, len(r.baseline.App.Labels)))
	req.Priority = 1 // all the others wait for it
	var bp ui.Blueprint
	// Everything waits for it, so it may not take for ever to fail.
	ctx, cancel := context.WithTimeout(ctx, 2*r.chunkTimeout)
	defer cancel()
	usage, err := r.ask(ctx, req, func(resp *llm.Response) error {
		bp = ui.Blueprint{}
		return prompt.Read(resp, &bp)
	})
	r.result.Report.Usage = add(r.result.Report.Usage, usage)
	if err == nil {
		return &bp, nil
	}
	r.result.Report.Blueprint = err
	if llm.KindOf(err).Fatal() {
		return nil, err
	}
	return nil, nil //nolint:nilnil // no blueprint is a normal outcome
}

// answer is what a model planned for a chunk.
type answer struct {
	plan  ui.ChunkPlan
	usage llm.Usage
}

func (r *run) chunk(ctx context.Context, task parallel.Task[chunker.Chunk]) (answer, error) {
	chunk := task.Value
	ids := make([]string, len(chunk.Operations))
	for i, op := range chunk.Operations {
		ids[i] = op.ID
	}
	legend := prompt.CutLegend
	if level := r.level + optimizer.Level(chunk.Encoder); level <= optimizer.Aggressive {
		legend = optimizer.Legend(level)
	}
	req := r.request(prompt.ChunkSystem(legend),
		ui.ChunkPlanSchema, "chunk_plan", r.shared, chunk.Text)
	req.MaxOutputTokens = r.answerTokens(chunk.Operations)
	req.Metadata = map[string]string{"chunk": chunk.ID}
	var a answer
	usage, err := r.ask(ctx, req, func(resp *llm.Response) error {
		a.plan = ui.ChunkPlan{Operations: ids}
		if err := prompt.Read(resp, &a.plan); err != nil {
			return err
		}
		if !slices.ContainsFunc(a.plan.Views, func(v ui.ChunkView) bool { return slices.Contains(ids, v.Operation) }) {
			return &llm.Error{Kind: llm.BadAnswer, Err: errors.New("it plans none of the operations")}
		}
		return nil
	})
	a.usage = usage
	if err != nil && ctx.Err() != nil && !errors.Is(err, context.Cause(ctx)) {
		err = fmt.Errorf("%w: %w", context.Cause(ctx), err)
	}
	return a, err
}

func (r *run) request(system string, kind ui.SchemaKind, name string, messages ...string) llm.Request {
	req := llm.Request{
		Model: r.model.Name, System: system, Temperature: r.temperature,
		Schema: json.RawMessage(ui.Schema(kind)), SchemaName: name,
	}
	for _, text := range messages {
		req.Messages = append(req.Messages, llm.Message{Role: llm.User, Text: text})
	}
	return req
}

// ask makes a call and reads its answer. One that cannot be read is asked for
// once more, saying why; what was cut gets twice the room.
func (r *run) ask(ctx context.Context, req llm.Request, read func(*llm.Response) error) (llm.Usage, error) {
	var usage llm.Usage
	var err error
	for try := 1; ; try++ {
		req.InputTokens = r.count(req)
		if req.MaxOutputTokens = min(req.MaxOutputTokens, r.limits.context-req.InputTokens); req.MaxOutputTokens < min(leastAnswer, r.limits.output) {
			if err == nil {
				err = &llm.Error{Kind: llm.TooLarge, Err: fmt.Errorf("%d tokens and an answer are more than %d", req.InputTokens, r.limits.context)}
			}
			return usage, err
		}
		resp, failure := r.client.Generate(withTally(ctx, &r.tally), req)
		if failure != nil {
			return usage, failure
		}
		usage = add(usage, resp.Usage)
		err = read(resp)
		if err == nil || try == 2 || llm.KindOf(err) != llm.BadAnswer {
			return usage, err
		}
		r.tally.repeated.Add(1)
		if resp.StopReason == llm.StopLength {
			req.MaxOutputTokens = min(2*req.MaxOutputTokens, r.limits.output)
			continue
		}
		req.Messages = append(slices.Clone(req.Messages),
			llm.Message{Role: llm.Assistant, Text: r.cut(resp.Text, r.limits.quoted)},
			llm.Message{Role: llm.User, Text: prompt.Again(err)})
	}
}

func (r *run) count(req llm.Request) int {
	n := r.counter.Count(req.System) + r.counter.Count(string(req.Schema)) + overheadTokens
	for _, m := range req.Messages {
		n += r.counter.Count(m.Text)
	}
	return n
}

func add(a, b llm.Usage) llm.Usage {
	return llm.Usage{
		InputTokens:     a.InputTokens + b.InputTokens,
		CachedTokens:    a.CachedTokens + b.CachedTokens,
		OutputTokens:    a.OutputTokens + b.OutputTokens,
		ReasoningTokens: a.ReasoningTokens + b.ReasoningTokens,
	}
}
