package ui_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// TestBaselineOfRealDescriptions holds what must be true of every plan against
// the descriptions that libopenapi ships and, where they are present, more.
func TestBaselineOfRealDescriptions(t *testing.T) {
	t.Parallel()
	t.Run("shipped", func(t *testing.T) { baselines(t, corpus.Shipped(t)) })
	t.Run("shared", func(t *testing.T) { baselines(t, corpus.Shared(t)) })
}

func baselines(t *testing.T, files []string) {
	t.Helper()
	t.Parallel()
	for _, file := range files {
		doc, err := openapi.ReadFile(file)
		if err != nil {
			continue // package openapi's matter
		}
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			start := time.Now()
			plan := ui.Baseline(doc)
			require.Less(t, time.Since(start), 30*time.Second) // usually milliseconds, but the machine may be busy
			checkPlan(t, doc, plan)
		})
	}
}

// checkPlan asserts what holds for every plan of Baseline.
func checkPlan(t *testing.T, doc *openapi.Document, plan *ui.Plan) {
	t.Helper()
	require.NoError(t, plan.Validate())

	views := map[string]int{}
	ops := map[string]*openapi.Operation{}
	for _, op := range plan.API.Operations {
		ops[op.ID] = op
	}
	for _, r := range plan.App.Resources {
		require.NotEmpty(t, r.Views, "resource %s", r.ID)
		for _, v := range r.Views {
			views[v.Operation]++
			require.NotEmpty(t, v.Title)
			require.NotEmpty(t, v.Submit)
			require.LessOrEqual(t, len([]rune(v.Title)), 160)
			require.LessOrEqual(t, len(v.Links), 24)
			if v.Kind == ui.List || v.Kind == ui.Search {
				require.LessOrEqual(t, len(v.Columns), 7)
			}
			require.LessOrEqual(t, len(v.Columns), 40)
			inputs := map[string]bool{}
			for _, f := range v.Fields {
				inputs[f.In+"\x00"+f.Name] = true
			}
			for _, p := range ops[v.Operation].Parameters {
				require.True(t, inputs[p.In+"\x00"+p.Name], "%s: no input for %s %s", v.Operation, p.In, p.Name)
			}
		}
	}
	for _, op := range doc.Operations {
		require.Equal(t, 1, views[op.ID], op.ID)
	}

	var file bytes.Buffer
	require.NoError(t, plan.WriteJSON(&file))
	read, err := ui.ReadPlan(bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	var again bytes.Buffer
	require.NoError(t, read.WriteJSON(&again))
	require.True(t, bytes.Equal(file.Bytes(), again.Bytes()), "read back and written again it differs")

	first, err := json.Marshal(plan)
	require.NoError(t, err)
	second, err := json.Marshal(ui.Baseline(doc))
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, second), "two runs differ")
}
