package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/time/rate"

	"github.com/specloom/specloom/ratelimit"
)

// costs prints what a pair of Acquire and Done costs in real time, where there is
// room for all, next to WaitN of x/time/rate for one bucket.
func costs(w io.Writer) (bool, error) {
	const plenty = 1 << 29
	limiter, err := ratelimit.New(ratelimit.AzureOpenAI(plenty, plenty))
	if err != nil {
		return false, err
	}
	ctx := context.Background() //nolint:forbidigo // a command
	charge := ratelimit.Charge{InputTokens: 1, InputChars: 4, MaxOutputTokens: 1}
	pair := func() {
		permit, _ := limiter.Acquire(ctx, charge) // of what is always there
		permit.Done(ratelimit.Usage{InputTokens: 1, OutputTokens: 1})
	}
	bucket := rate.NewLimiter(plenty, plenty)
	waitN := func() { _ = bucket.WaitN(ctx, 1) }
	allocs := testing.AllocsPerRun(1_000, pair)
	fmt.Fprintln(w, "\nReal time of one, the best of 200 rounds:")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	good := true
	for _, row := range []struct {
		name       string
		goroutines int
		do         func()
		most       time.Duration
	}{
		{fmt.Sprintf("Acquire and Done, alone (%.0f allocations)", allocs), 1, pair, time.Microsecond},
		{"Acquire and Done, 64 goroutines", 64, pair, 3 * time.Microsecond},
		{"x/time/rate WaitN, alone", 1, waitN, 0},
		{"x/time/rate WaitN, 64 goroutines", 64, waitN, 0},
	} {
		took, verdict := best(row.goroutines, row.do), ""
		if row.most > 0 {
			verdict = fmt.Sprintf("%v\tyes", row.most)
			if took > row.most || allocs > 0 {
				good, verdict = false, fmt.Sprintf("%v\tNO", row.most)
			}
		}
		fmt.Fprintf(t, "%s\t%v\t%s\n", row.name, took, verdict)
	}
	return good, t.Flush()
}

// best is what one do takes, from the best of 200 rounds: others use the machine too.
func best(goroutines int, do func()) time.Duration {
	const each = 6_400 // within a slice of the scheduler
	least := time.Duration(1<<63 - 1)
	for range 200 {
		var wg sync.WaitGroup
		start := time.Now()
		for range goroutines {
			wg.Go(func() {
				for range each / goroutines {
					do()
				}
			})
		}
		wg.Wait()
		least = min(least, time.Since(start)/each)
	}
	return least
}
