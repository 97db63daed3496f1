package main

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/retention"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ui"
)

// quality is what is left of a plan, and of what it stands on.
type quality struct {
	entries   int      // of the plan by the text of level None
	lost      []string // of these, not in the plan by the level's text
	added     []string // in the plan by the level's text alone
	facts     int      // that the level must keep, by the independent checker
	factsLost []string
	factsCut  int // of answers over budget, where the text says so
}

func (q quality) plus(other quality) quality {
	return quality{
		q.entries + other.entries, slices.Concat(q.lost, other.lost), slices.Concat(q.added, other.added),
		q.facts + other.facts, slices.Concat(q.factsLost, other.factsLost), q.factsCut + other.factsCut,
	}
}

func judge(ctx context.Context, doc *openapi.Document, ops []*openapi.Operation, level optimizer.Level, none, text string) (quality, error) {
	want, got := plannedBy(ctx, none), plannedBy(ctx, text)
	q := quality{entries: len(want)}
	for entry := range want {
		if !got[entry] {
			q.lost = append(q.lost, entry)
		}
	}
	for entry := range got {
		if !want[entry] {
			q.added = append(q.added, entry)
		}
	}
	if level < optimizer.Balanced {
		return q, nil // it is decoded and compared, by tests of package optimizer
	}
	promise := retention.Planner
	if level == optimizer.Aggressive {
		promise = retention.Required
	}
	report, err := retention.Check(doc, ops, text, promise)
	q.facts, q.factsLost, q.factsCut = report.Facts, report.Lost, report.Cut
	return q, err
}

// plannedBy has the simulated model plan a text, and lists what its plan names:
// operations, and their columns and fields. Its words are another matter: they
// change with every letter of a text.
func plannedBy(ctx context.Context, text string) map[string]bool {
	model := generatortest.New(generatortest.WithMarkers())
	resp, err := model.Generate(ctx, llm.Request{
		SchemaName: "chunk_plan", Schema: ui.Schema(ui.ChunkPlanSchema),
		Messages: []llm.Message{{Role: llm.User, Text: text}},
	})
	if err != nil {
		return nil
	}
	var plan ui.ChunkPlan
	if json.Unmarshal([]byte(resp.Text), &plan) != nil {
		return nil
	}
	out := map[string]bool{}
	for _, view := range plan.Views {
		out[view.Operation] = true
		for _, column := range view.Columns {
			out[view.Operation+" -> "+column] = true
		}
		for _, field := range view.Fields {
			out[view.Operation+" <- "+field.Name] = true
		}
	}
	return out
}
