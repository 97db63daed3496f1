package generator_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/ui"
)

var markerWord = regexp.MustCompile(`mark[0-9a-z]{8,}|imagined[0-9]+ (?:field|label)`)

// markersIn counts the valid markers and those of them that a plan shows, and
// makes sure that it shows no invalid one.
func markersIn(t *testing.T, plan *ui.Plan, markers []generatortest.Marker) (shown, valid int) {
	t.Helper()
	text, err := json.Marshal(plan.App)
	require.NoError(t, err)
	has := map[string]bool{}
	for _, word := range markerWord.FindAllString(string(text), -1) {
		has[word] = true
	}
	for _, m := range markers {
		if !m.Valid {
			require.False(t, has[m.Word], "%+v", m)
			continue
		}
		valid++
		if has[m.Word] {
			shown++
		}
	}
	return shown, valid
}
