package generator

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/models"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

// Report says what was made of a description, what that took, and what could
// not be done.
type Report struct {
	Title      string
	Operations int // in the plan: all of the description
	Resources  int // pages that they were put on

	Model     models.Info // zero without a model
	ByModel   int         // operations that the model planned
	Chunks    int
	Failed    int     // chunks that the description alone speaks for
	Causes    []Cause // why operations were not planned by the model, the most frequent first
	Blueprint error   // why there are no names of the model that all parts share; nil if there are
	Repairs   int     // see Result.Repairs

	Calls     int // to the model, Retries included
	Retries   int // calls made again after a failure in passing
	Repeated  int // questions asked once more, because the answer could not be read
	Throttled int // calls that the provider turned away with a 429
	Usage     llm.Usage
	Cost      float64 // US dollars, by Model.Price
	// Quota is how the limiter stood in the end, with all that draws on it; zero
	// without a model. Its levels say where the provider showed another limit than
	// the configured one.
	Quota    ratelimit.Status
	Duration time.Duration

	Coherence ui.Score // of the plan
	Baseline  ui.Score // of the plan as the description alone gives it

	// Warnings are the description's own: what in it could not be read.
	Warnings []openapi.Warning
}

// Cause is a reason, and how many operations it kept from the model.
type Cause struct {
	Operations int
	Text       string
}

func newReport(doc *openapi.Document, plan *ui.Plan) Report {
	return Report{
		Title:      plan.App.Title,
		Operations: len(plan.API.Operations),
		Resources:  len(plan.App.Resources),
		Warnings:   doc.Warnings,
	}
}

// finish sums up a run.
func (r *run) finish(took time.Duration) {
	report := &r.result.Report
	report.Model = r.model
	report.Duration = took
	report.Quota = r.limiter.Status()
	report.Calls = int(r.tally.calls.Load())
	report.Retries = int(r.tally.retries.Load())
	report.Repeated = int(r.tally.repeated.Load())
	report.Throttled = int(r.tally.throttled.Load())
	report.Chunks = len(r.result.Chunks)
	report.Repairs = len(r.result.Repairs)
	for _, c := range r.result.Chunks {
		report.Usage = add(report.Usage, c.Usage)
		report.count(c)
		if c.Err != nil {
			report.Failed++
		}
	}
	for _, resource := range r.result.Plan.App.Resources {
		for _, view := range resource.Views {
			if view.By == ui.ByModel {
				report.ByModel++
			}
		}
	}
	report.Title = r.result.Plan.App.Title
	slices.SortStableFunc(report.Causes, func(a, b Cause) int { return b.Operations - a.Operations })
	report.Cost = r.model.Price.Cost(report.Usage.InputTokens, report.Usage.CachedTokens, report.Usage.OutputTokens)
	report.Coherence = r.result.Plan.Coherence()
	report.Baseline = r.baseline.Coherence()
}

// count notes why operations of a chunk were not planned.
func (r *Report) count(c ChunkResult) {
	operations, cause := c.Operations, c.Err
	if cause == nil {
		operations, cause = c.Missing, errNotPlanned
	}
	if len(operations) == 0 {
		return
	}
	for i := range r.Causes {
		if r.Causes[i].Text == cause.Error() {
			r.Causes[i].Operations += len(operations)
			return
		}
	}
	r.Causes = append(r.Causes, Cause{len(operations), cause.Error()})
}

const (
	warningsShown = 10
	causesShown   = 5
)

// String writes the report for people, in lines without a final line break.
func (r Report) String() string {
	var b strings.Builder
	if r.Model.Name == "" {
		fmt.Fprintf(&b, "%s: %s in %s, from the description alone", r.Title,
			count(r.Operations, "operation"), count(r.Resources, "resource"))
	} else {
		r.model(&b)
	}
	for i, w := range r.Warnings {
		if i == warningsShown {
			fmt.Fprintf(&b, "\nwarning: %d more", len(r.Warnings)-i)
			break
		}
		b.WriteString("\nwarning: " + w.String())
	}
	return b.String()
}

func (r Report) model(b *strings.Builder) {
	fmt.Fprintf(b, "%d of %s by the model (%s): %s", r.ByModel, count(r.Operations, "operation"), r.Model.Name, r.Title)
	for i, c := range r.Causes {
		if i == causesShown {
			fmt.Fprintf(b, "\nfrom the description alone: for %d more reasons", len(r.Causes)-i)
			break
		}
		fmt.Fprintf(b, "\nfrom the description alone: %s: %s", count(c.Operations, "operation"), c.Text)
	}
	fmt.Fprintf(b, "\nchunks: %d", r.Chunks)
	if r.Failed > 0 {
		fmt.Fprintf(b, ", of which %d failed", r.Failed)
	}
	if r.Blueprint != nil {
		fmt.Fprintf(b, "\nblueprint: none: %v", r.Blueprint)
	}
	switch {
	case !r.Model.Known:
		b.WriteString("\nthe model is not known: its context, and how it counts tokens, are assumed")
	case r.Model.Estimated:
		b.WriteString("\nthe model's way to count tokens is not public: counts before a call are estimates")
	}
	fmt.Fprintf(b, "\ntokens: %d in (%d cached), %d out", r.Usage.InputTokens, r.Usage.CachedTokens, r.Usage.OutputTokens)
	if r.Cost > 0 {
		fmt.Fprintf(b, "; about $%.4f", r.Cost)
	}
	fmt.Fprintf(b, "\ncalls: %d, retries: %d, asked again: %d, turned away by the quota (429): %d", r.Calls, r.Retries, r.Repeated, r.Throttled)
	for _, limit := range []struct {
		of string
		ratelimit.Level
	}{{"tokens", r.Quota.Tokens}, {"output tokens", r.Quota.OutputTokens}, {"requests", r.Quota.Requests}} {
		if limit.Drifted {
			fmt.Fprintf(b, "\nquota: kept to %d %s a minute, for the provider shows less than the %d that are configured", limit.Limit, limit.of, limit.Configured)
		}
	}
	fmt.Fprintf(b, "\ntime: %v", r.Duration.Round(time.Millisecond))
	fmt.Fprintf(b, "\ncoherence: %s\n  of the description alone: %s", r.Coherence, r.Baseline)
	if r.Repairs > 0 {
		fmt.Fprintf(b, "\nrepairs of what the model said: %d", r.Repairs)
	}
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
