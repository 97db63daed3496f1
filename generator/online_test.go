package generator_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/llm/llmtest"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func bookshopSpec(tb testing.TB) *openapi.Document {
	tb.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(tb, err)
	return doc
}

// small makes a chunk of every few operations, so that there is something to run
// in parallel.
var small = generator.WithChunks(chunker.WithOperations(1, 3))

func newGenerator(tb testing.TB, client llm.Client, opts ...generator.Option) *generator.Generator {
	tb.Helper()
	g, err := generator.New(append([]generator.Option{generator.WithClient(client), small}, opts...)...)
	require.NoError(tb, err)
	return g
}

// instead takes a step instead of the client's answer where a request says so.
func instead(client llm.Client, when func(llm.Request) bool, step llmtest.Step) llm.Client {
	return llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		if when(req) {
			return step(ctx, req)
		}
		return client.Generate(ctx, req)
	})
}

// holdsVictim tells requests for the chunk of the operation that is to fail.
func holdsVictim(req llm.Request) bool {
	return req.SchemaName == "chunk_plan" && strings.Contains(req.Messages[1].Text, " "+victim+" ")
}

func isBlueprint(req llm.Request) bool { return req.SchemaName == "blueprint" }

// by maps each operation to who planned it.
func by(plan *ui.Plan) map[string]string {
	out := map[string]string{}
	for _, r := range plan.App.Resources {
		for _, v := range r.Views {
			out[v.Operation] = v.By
		}
	}
	return out
}

func viewOf(tb testing.TB, plan *ui.Plan, operation string) ui.View {
	tb.Helper()
	for _, r := range plan.App.Resources {
		for _, v := range r.Views {
			if v.Operation == operation {
				return v
			}
		}
	}
	tb.Fatalf("no view of %s", operation)
	return ui.View{}
}

// chunkOf is the chunk that holds an operation.
func chunkOf(tb testing.TB, result *generator.Result, operation string) generator.ChunkResult {
	tb.Helper()
	for _, c := range result.Chunks {
		if slices.Contains(c.Operations, operation) {
			return c
		}
	}
	tb.Fatalf("no chunk of %s", operation)
	return generator.ChunkResult{}
}

func planJSON(tb testing.TB, plan *ui.Plan) string {
	tb.Helper()
	text, err := json.Marshal(plan)
	require.NoError(tb, err)
	return string(text)
}

// watch counts the calls that run at once.
func watch(client llm.Client, running, most *atomic.Int32) llm.Client {
	return llm.ClientFunc(func(ctx context.Context, req llm.Request) (*llm.Response, error) {
		now := running.Add(1)
		defer running.Add(-1)
		for seen := most.Load(); now > seen && !most.CompareAndSwap(seen, now); seen = most.Load() {
		}
		return client.Generate(ctx, req)
	})
}
