// Simulated makes a page with a simulated language model in a real model's place,
// and shows what that takes: the report, the chunks, and the time against asking
// one by one.
//
//	go run ./examples/simulated -spec api.yaml -o ui.html -level balanced -workers 3
//
// Without -spec it takes the bookshop's description that comes with Specloom.
// What the simulated model says is good enough to see that a plan works, and no
// measure of what a real one would say. Times are simulated too: an answer takes
// 0.5 s and 15 ms for each token, under a quota of 240,000 tokens and 720 calls a
// minute that limiter and provider keep, and nothing else takes any. The clock
// jumps from event to event, so that the machine at hand has no part in them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/tokens"
)

// How long a simulated answer takes, and each token of it.
const (
	baseLatency  = 500 * time.Millisecond
	tokenLatency = 15 * time.Millisecond
)

// quota is what the simulated provider allows, and the limiter is told.
var quota = ratelimit.Quota{TokensPerMinute: 240_000, RequestsPerMinute: 720}

// unlimited is the quota of the run in real time, which takes no answer's time.
var unlimited = ratelimit.Quota{TokensPerMinute: 100_000_000}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "simulated:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, help io.Writer) error {
	flags := flag.NewFlagSet("simulated", flag.ContinueOnError)
	flags.SetOutput(help)
	specFile := flags.String("spec", "", "file of the description, YAML or JSON (default: a bookshop)")
	page := flags.String("o", "ui.html", "file of the page to write")
	level := optimizer.Balanced
	flags.TextVar(&level, "level", level, "how much the model is sent: none, conservative, balanced or aggressive")
	workers := flags.Int("workers", 3, "calls at once")
	seed := flags.Uint64("seed", 0, "another seed words things in another way")
	obedience := flags.Float64("obedience", 0.9, "how often the model keeps to shared names, 0 to 1")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *workers < 1 || !(*obedience >= 0 && *obedience <= 1) || flags.NArg() > 0 {
		return fmt.Errorf("want at least 1 worker, an obedience from 0 to 1, and no further arguments: %q", flags.Args())
	}
	spec, err := read(*specFile)
	if err != nil {
		return err
	}

	counter, err := tokens.ForInfo(simulated)
	if err != nil {
		return err
	}

	model := &recorder{Client: generatortest.New(generatortest.WithSeed(*seed), generatortest.WithObedience(*obedience),
		generatortest.WithCounter(counter.Count))}
	g, err := generator.New(generator.WithClient(model), generator.WithModelInfo(simulated),
		generator.WithLevel(level), generator.WithQuota(unlimited), generator.WithSequential())
	if err != nil {
		return err
	}
	result, err := g.Generate(ctx, spec)
	if err != nil {
		return err
	}
	weigh(model.calls, result.Chunks)
	atOnce, err := replay(model.calls, quota, *workers)
	if err != nil {
		return err
	}
	oneByOne, err := replay(model.calls, quota, 1)
	if err != nil {
		return err
	}
	result.Report.Duration, result.Report.Throttled = atOnce.time, atOnce.turnedAway
	result.Report.Calls += atOnce.turnedAway
	result.Report.Retries += atOnce.turnedAway

	fmt.Fprintf(out, "Everything below is simulated: no language model was asked.\n\n%s\n\n", result.Report)
	table(out, result.Chunks)
	fmt.Fprintf(out, "\nsimulated time: %v with %d at once, %v one by one: %.1f times as fast\n",
		atOnce.time.Round(time.Second/10), *workers, oneByOne.time.Round(time.Second/10), oneByOne.time.Seconds()/atOnce.time.Seconds())
	fmt.Fprintf(out, "  by arithmetic, from tokens and latencies alone, under %d tokens and %d calls a minute\n",
		quota.TokensPerMinute, quota.RequestsPerMinute)
	if err := result.Err(); err != nil {
		fmt.Fprintln(out, err)
	}
	file, err := os.Create(*page)
	if err != nil {
		return err
	}
	if err := errors.Join(result.WriteHTML(file), file.Close()); err != nil {
		return err
	}
	fmt.Fprintln(out, "written to", *page, "(simulated)")
	return nil
}

func read(file string) (*openapi.Document, error) {
	if file == "" {
		return openapi.Parse(bookshop.Description)
	}
	return openapi.ReadFile(file)
}
