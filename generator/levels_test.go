package generator_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ui"
)

// TestLevelsPlanTheSame compares what the simulated model plans by the texts of
// each level: operations, columns and fields.
func TestLevelsPlanTheSame(t *testing.T) {
	t.Parallel()
	bookshopDoc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	docs := map[string]*openapi.Document{"bookshop": bookshopDoc}
	for _, name := range []string{"petstorev3.json", "burgershop.openapi.yaml", "asana.yaml"} {
		doc, err := openapi.ReadFile(filepath.Join(corpus.ShippedFolder(t), name))
		require.NoError(t, err)
		docs[name] = doc
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := plannedAt(t, doc, optimizer.None)
			require.GreaterOrEqual(t, len(want), len(doc.Operations))
			for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Conservative} {
				have := plannedAt(t, doc, level)
				require.Empty(t, without(want, have), "lost at %s", level)
				require.Empty(t, without(have, want), "new at %s", level)
			}
			have := plannedAt(t, doc, optimizer.Aggressive)
			for _, op := range doc.Operations {
				require.Contains(t, have, place{op.ID, "operation", ""})
			}
		})
	}
}

// place is one thing that a plan names: an operation, or a column or field of it.
type place struct{ operation, place, name string }

// recorder keeps what a model answers.
type recorder struct {
	llm.Client
	mu    sync.Mutex
	plans []ui.ChunkPlan
}

func (r *recorder) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	resp, err := r.Client.Generate(ctx, req)
	if err == nil && req.SchemaName == "chunk_plan" {
		var plan ui.ChunkPlan
		if err := json.Unmarshal([]byte(resp.Text), &plan); err != nil {
			return nil, err
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.plans = append(r.plans, plan)
	}
	return resp, err
}

func plannedAt(t *testing.T, doc *openapi.Document, level optimizer.Level) map[place]bool {
	t.Helper()
	// With markers the model says all that it can.
	model := &recorder{Client: generatortest.New(generatortest.WithMarkers())}
	g, err := generator.New(generator.WithClient(model), generator.WithLevel(level),
		generator.WithQuota(ratelimit.Quota{TokensPerMinute: 1e8, RequestsPerMinute: 1e6}))
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), doc)
	require.NoError(t, err)
	require.NoError(t, result.Err())
	require.Equal(t, len(doc.Operations), result.Report.ByModel)
	out := map[place]bool{}
	for _, plan := range model.plans {
		for _, view := range plan.Views {
			out[place{view.Operation, "operation", ""}] = true
			for _, column := range view.Columns {
				out[place{view.Operation, "column", column}] = true
			}
			for _, field := range view.Fields {
				out[place{view.Operation, "field", field.Name}] = true
			}
		}
	}
	return out
}

// without lists what is in one set and not in the other.
func without(set, other map[place]bool) []place {
	var out []place
	for p := range set {
		if !other[p] {
			out = append(out, p)
		}
	}
	return out
}
