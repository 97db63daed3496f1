package ratelimit_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

func Example() {
	ctx := context.Background()
	limiter, err := ratelimit.New(ratelimit.AzureOpenAI(240_000, 720))
	if err != nil {
		log.Fatal(err)
	}
	permit, err := limiter.Acquire(ctx, ratelimit.Charge{InputTokens: 4_000, InputChars: 16_000, MaxOutputTokens: 800})
	if err != nil {
		log.Fatal(err)
	}
	permit.Done(ratelimit.Usage{InputTokens: 4_012, OutputTokens: 310})
	fmt.Println(limiter.Status())
	// Output: tokens 4800 of 204000 (2 %), requests 1 of 648 (0 %), 0 running, 0 waiting (p50 0s, p95 0s), 100 % of 1 succeeded
}

// Three calls of 100,000 tokens under a quota of 240,000 a minute, without waiting
// for the minute: the machine is told what time it is.
func ExampleMachine() {
	machine, err := ratelimit.NewMachine(ratelimit.OpenAI(240_000, 0), ratelimit.WithMargins(1, 1))
	if err != nil {
		log.Fatal(err)
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 3 {
		if _, err := machine.Ask(start, ratelimit.Charge{InputTokens: 100_000}); err != nil {
			log.Fatal(err)
		}
	}
	now := start
	for {
		for {
			decision, ok := machine.Decide(now)
			if !ok {
				break
			}
			fmt.Println("admitted after", now.Sub(start).Round(time.Second))
			machine.Done(now, decision.Ticket, ratelimit.Usage{InputTokens: 100_000})
		}
		wake, ok := machine.Wake(now)
		if !ok {
			break
		}
		now = wake
	}
	// Output:
	// admitted after 0s
	// admitted after 0s
	// admitted after 16s
}
