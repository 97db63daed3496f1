package generator_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
)

// TestEveryDescriptionIsPlannedByTheModel has the simulated model plan real
// descriptions, which it reads from what it is sent and by a reader of its own.
func TestEveryDescriptionIsPlannedByTheModel(t *testing.T) {
	t.Parallel()
	t.Run("shipped", func(t *testing.T) { plansAll(t, corpus.Shipped(t)) })
	t.Run("shared", func(t *testing.T) { plansAll(t, corpus.Shared(t)) })
}

// large descriptions are planned at the default level alone, or at all levels
// where nothing may be left out (SPECLOOM_REQUIRE=all).
const large = 1 << 20

func plansAll(t *testing.T, files []string) {
	shown, places := 0, 0
	for _, file := range files {
		doc, err := openapi.ReadFile(file)
		if err != nil {
			continue // package openapi's matter
		}
		t.Run(filepath.Base(filepath.Dir(file))+"/"+filepath.Base(file), func(t *testing.T) {
			info, err := os.Stat(file)
			require.NoError(t, err)
			for level := optimizer.None; level <= optimizer.Aggressive; level++ {
				if info.Size() > large && level != optimizer.Balanced && os.Getenv("SPECLOOM_REQUIRE") != "all" {
					continue
				}
				t.Run(level.String(), func(t *testing.T) {
					s, p := plansWhole(t, doc, level)
					shown, places = shown+s, places+p
				})
			}
		})
	}
	// The rest names fields of alternatives that the plan has no input for.
	require.GreaterOrEqual(t, float64(shown), 0.98*float64(places), "%d of %d places", shown, places)
	t.Logf("%d of %d places that the simulated model worded are in the plans", shown, places)
}

func plansWhole(t *testing.T, doc *openapi.Document, level optimizer.Level) (shown, places int) {
	model := generatortest.New(generatortest.WithMarkers())
	g, err := generator.New(generator.WithClient(model), generator.WithLevel(level),
		generator.WithQuota(ratelimit.Quota{TokensPerMinute: 1e8, RequestsPerMinute: 1e6}))
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), doc)
	require.NoError(t, err)
	require.NoError(t, result.Err())
	require.NoError(t, result.Plan.Validate())
	require.Equal(t, len(doc.Operations), result.Report.ByModel)
	shown, places = markersIn(t, result.Plan, model.Markers())
	require.LessOrEqual(t, places-shown, len(result.Repairs), "what is not taken over is listed")
	t.Logf("%d chunks, %d of %d places, %d repairs %v", result.Report.Chunks, shown, places, len(result.Repairs),
		result.Repairs[:min(8, len(result.Repairs))])
	return shown, places
}
