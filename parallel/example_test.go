package parallel_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/specloom/specloom/parallel"
)

func ExampleRun() {
	tasks := []parallel.Task[string]{{Value: "pets"}, {Value: ""}, {Value: "owners", Priority: 1}}
	results := parallel.Run(context.Background(), tasks, func(_ context.Context, t parallel.Task[string]) (string, error) {
		if t.Value == "" {
			return "", errors.New("nothing to do")
		}
		return strings.ToUpper(t.Value), nil
	})
	for i, r := range results {
		fmt.Printf("%d %q %v\n", i, r.Value, r.Err)
	}
	// Output:
	// 0 "PETS" <nil>
	// 1 "" nothing to do
	// 2 "OWNERS" <nil>
}
