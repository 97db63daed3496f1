// Savings measures what the levels of package optimizer save, and what that
// costs, on real descriptions: the figures of the README come from it.
//
//	go run ./internal/savings -chunks 15 ../shared/specs/*.json
//
// -chunks says how many chunks of each description are taken, at even distances,
// so that the largest does not outweigh the others; 0 takes all.
// It splits descriptions into chunks of at most 12 operations, writes each chunk
// at every level and counts the tokens of o200k_base, the legend included.
// Savings are against the same operations as JSON without white space that holds
// shared schemas once; against that in two spaces' indentation (pretty); and
// against operations one by one with every reference replaced (inlined), where
// that is finite. Beside the levels stand YAML, and TOON as its authors write it,
// which npm fetches.
//
// Quality is counted in two ways. Plan entries are the operations, columns and
// fields that the simulated model names when it reads the text of level None, and
// how many of them it does not, or only then, name when it reads the level's.
// Facts are what the level promises to keep, by a checker that reads the text and
// compares it with the description; cut are those of answers over the budget,
// where the text says that something is left out.
//
// How far it is stands in the log, on standard error. A file that is no description
// is told there and left out, and so is what is still to do when it is interrupted;
// the tables hold the rest, and the command fails in the end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "savings:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, log io.Writer) error {
	flags := flag.NewFlagSet("savings", flag.ContinueOnError)
	flags.SetOutput(log)
	most := flags.Int("chunks", 15, "how many chunks of a description to measure, at even distances; 0: all")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("which descriptions? Give their files as arguments")
	}
	return measure(ctx, out, log, flags.Args(), *most)
}
