// Simulated makes a page with a simulated language model in a real model's place,
// and shows what that takes: the report, the chunks, and the time against asking
// one by one.
//
//	go run ./examples/simulated -spec api.yaml -o ui.html -level balanced -workers 3
//
// Without -spec it takes the bookshop's description that comes with Specloom.
// What the simulated model says is good enough to see that a plan works, and no
// measure of what a real one would say. Its answers take 0.5 s and 15 ms for each
// token, which -speed shortens; times are printed as they would be without that.
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
	speed := flags.Float64("speed", 50, "how many times faster than life the model answers")
	seed := flags.Uint64("seed", 0, "another seed words things in another way")
	obedience := flags.Float64("obedience", 0.9, "how often the model keeps to shared names, 0 to 1")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if !(*speed > 0) || !(*obedience >= 0 && *obedience <= 1) || flags.NArg() > 0 {
		return fmt.Errorf("want a speed above 0, an obedience from 0 to 1, and no further arguments: %q", flags.Args())
	}
	spec, err := read(*specFile)
	if err != nil {
		return err
	}

	counter, err := tokens.ForInfo(simulated)
	if err != nil {
		return err
	}

	plan := func(opts ...generator.Option) (*generator.Result, error) {
		model := generatortest.New(generatortest.WithSeed(*seed), generatortest.WithObedience(*obedience),
			generatortest.WithCounter(counter.Count),
			generatortest.WithLatency(faster(baseLatency, *speed), faster(tokenLatency, *speed)))
		g, err := generator.New(append([]generator.Option{
			generator.WithClient(model), generator.WithModelInfo(simulated), generator.WithLevel(level), unlimited,
		}, opts...)...)
		if err != nil {
			return nil, err
		}
		result, err := g.Generate(ctx, spec)
		result.Report.Duration = time.Duration(float64(result.Report.Duration) * *speed)
		return result, err
	}
	result, err := plan(generator.WithWorkers(*workers))
	if err != nil {
		return err
	}
	oneByOne, err := plan(generator.WithSequential())
	if err != nil {
		return err
	}
	parallel, sequential := result.Report.Duration, oneByOne.Report.Duration

	fmt.Fprintf(out, "Everything below is simulated: no language model was asked.\n\n%s\n\n", result.Report)
	table(out, result.Chunks)
	fmt.Fprintf(out, "\nsimulated time: %v with %d at once, %v one by one: %.1f times as fast\n",
		parallel.Round(time.Second/10), *workers, sequential.Round(time.Second/10), sequential.Seconds()/parallel.Seconds())
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

// unlimited is instead of a quota, which knows no other time than the real one.
var unlimited = generator.WithQuota(ratelimit.Quota{TokensPerMinute: 100_000_000})

func faster(d time.Duration, speed float64) time.Duration {
	return time.Duration(float64(d) / speed)
}

func read(file string) (*openapi.Document, error) {
	if file == "" {
		return openapi.Parse(bookshop.Description)
	}
	return openapi.ReadFile(file)
}
