package benchmarks_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheWorstIsWhatIsFarthestFromTheGoal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		of             measure
		worst, verdict string
	}{
		{measure{must: 20, aim: 40, atLeast: true}, "low", "missed"},
		{measure{must: 10, aim: 40, atLeast: true}, "low", "must"},
		{measure{must: 5, aim: 10, atLeast: true}, "low", "aim"},
		{measure{must: 20, aim: 10}, "high", "missed"},
		{measure{must: 50, aim: 30}, "high", "must"},
		{measure{must: 90, aim: 50}, "high", "aim"},
		{measure{unasked: true}, "high", ""},
	} {
		f := figures{of: &c.of, names: []string{"middle", "low", "high"}, values: []float64{20, 10, 50}}
		name, value := f.worst()
		require.Equal(t, c.worst, name)
		require.Equal(t, c.verdict, c.of.verdict(value))
	}
}
