// Quotatable prints what the limiter of package ratelimit makes of a quota, against
// simulated providers in virtual time: a table of cases with what is demanded of
// each, and one of strategies that people use instead; and what a call of the
// limiter costs in real time.
//
//	go run ./internal/quotatable [-seed n] [-seeds n]
//
// Seeds are fresh in every run unless one is given. It exits with 1 if a case is
// not as demanded.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"text/tabwriter"
	"time"

	"github.com/specloom/specloom/internal/quotasim"
)

func main() {
	seed := flag.Uint64("seed", rand.Uint64N(1_000_000_000), "the first seed")
	seeds := flag.Int("seeds", 5, "how many seeds each case is run with; strategies are compared over twice as many")
	flag.Parse()
	if err := run(os.Stdout, *seed, *seeds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:forbidigo // a command
	}
}

func run(w io.Writer, seed uint64, seeds int) error {
	if seeds < 1 {
		return errors.New("quotatable: -seeds: at least 1")
	}
	fmt.Fprintf(w, "Quota %d TPM, %d RPM, output %d TPM (Anthropic). Calls arrive up to %v late. Seeds %d to %d.\n"+
		"Our own processes know within 30 %% how long each answer will be; the other strategies take calls as given.\n"+
		"Rows that are \"shown\" miss 1 %% and x1.10 (headers) or 5 %% and x1.15 (429s only) in some or all runs:\n"+
		"of 200 calls the first burst alone is more, and without its headers Anthropic's two buckets are not told apart.\n\n",
		quotasim.TPM, quotasim.RPM, quotasim.OTPM, quotasim.Jitter, seed, seed+uint64(seeds)-1)
	first, err := cases(w, seed, seeds)
	if err != nil {
		return err
	}
	second, err := strategies(w, seed, 2*seeds)
	if err != nil {
		return err
	}
	third, err := costs(w)
	if err == nil && !(first && second && third) {
		err = errors.New("quotatable: not all is as demanded")
	}
	return err
}

func cases(w io.Writer, seed uint64, seeds int) (bool, error) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "case\trejected\tof\tmakespan\ttimes the bound\tmust (at most)\t")
	good := true
	for _, c := range quotasim.Cases() {
		o, err := c.Run(seed, seeds)
		if err != nil {
			return false, err
		}
		verdict := "yes"
		if c.Must.Shown() {
			verdict = "shown"
		}
		if misses := c.Must.Misses(o); misses != "" {
			good, verdict = false, "NO: "+misses
		}
		fmt.Fprintf(t, "%s\t%.2f %%\t%d\t%v\tx%.3f\t%s\t%s\n", c.Name, 100*o.RejectedPart(), o.Attempts,
			o.Took.Round(100*time.Millisecond), o.Times, c.Must, verdict)
	}
	return good, t.Flush()
}

func strategies(w io.Writer, seed uint64, seeds int) (bool, error) {
	good := true
	for _, q := range quotasim.Providers() {
		fmt.Fprintf(w, "\n%s: rejected, makespan over the lower bound; margins 1.00, %d seeds\n", quotasim.NameOf(q), seeds)
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		results, err := quotasim.Compare(q, seed, seeds)
		if err != nil {
			return false, err
		}
		fmt.Fprint(t, "strategy")
		for _, load := range quotasim.Workloads() {
			fmt.Fprint(t, "\t", load.Name)
		}
		fmt.Fprintln(t)
		for _, r := range results {
			fmt.Fprint(t, r.Strategy)
			for _, o := range r.Outcomes {
				fmt.Fprintf(t, "\t%.1f %%  x%.3f", 100*o.RejectedPart(), o.Times)
			}
			fmt.Fprintln(t)
		}
		if err := t.Flush(); err != nil {
			return false, err
		}
		for _, better := range quotasim.Better(results) {
			good = false
			fmt.Fprintln(w, "NO:", better)
		}
	}
	return good, nil
}
