package generatortest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func shop(t *testing.T) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse(bookshop.Description)
	require.NoError(t, err)
	return doc
}

func TestASimulatedModelPlansTheWholeBookshopAtEveryLevel(t *testing.T) {
	t.Parallel()
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		t.Run(level.String(), func(t *testing.T) {
			t.Parallel()
			model := generatortest.New(generatortest.WithMarkers())
			g, err := generator.New(generator.WithClient(model), generator.WithLevel(level))
			require.NoError(t, err)
			result, err := g.Generate(t.Context(), shop(t))
			require.NoError(t, err)
			require.NoError(t, result.Err())
			require.NoError(t, result.Plan.Validate())
			require.Equal(t, result.Report.Operations, result.Report.ByModel)
			require.Empty(t, result.Repairs)

			text, err := json.Marshal(result.Plan.App)
			require.NoError(t, err)
			missing := 0
			for _, m := range model.Markers() {
				if !strings.Contains(string(text), m.Word) {
					missing++
					t.Log("missing", m)
				}
			}
			t.Log(len(model.Markers()), missing, model.Calls(), result.Report)
			require.Zero(t, missing)
		})
	}
}
