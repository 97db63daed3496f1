// Optimizer writes a description for an agent of your own: the operations of an
// API in few tokens, and the legend that explains them to a model.
//
//	go run ./examples/optimizer -spec api.yaml -level balanced -find book
//
// Without -spec it takes the bookshop's description that comes with Specloom. What
// it writes is the text of a prompt; what that saved goes to the standard error.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

func main() {
	err := run(os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "optimizer:", err)
		os.Exit(1)
	}
}

func run(args []string, out, report io.Writer) error {
	flags := flag.NewFlagSet("optimizer", flag.ContinueOnError)
	flags.SetOutput(report)
	specFile := flags.String("spec", "", "file of the description, YAML or JSON (default: a bookshop)")
	level := optimizer.Balanced
	flags.TextVar(&level, "level", level, "how much is kept: none, conservative, balanced or aggressive")
	find := flags.String("find", "", "only operations that have this in their id, path or summary")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("what to do with %q? A description is given by -spec", flags.Arg(0))
	}
	spec, err := read(*specFile)
	if err != nil {
		return err
	}
	var ops []*openapi.Operation
	for _, op := range spec.Operations {
		if strings.Contains(strings.ToLower(op.ID+" "+op.Path+" "+op.Summary), strings.ToLower(*find)) {
			ops = append(ops, op)
		}
	}
	if len(ops) == 0 {
		return fmt.Errorf("no operation has %q", *find)
	}
	o, err := optimizer.New(level, optimizer.WithKeep("x-enum-varnames")) // names of values, where a description has them
	if err != nil {
		return err
	}
	text, stats, err := o.Measure(spec, ops)
	if err != nil {
		return err
	}
	// The legend belongs into the part of a prompt that is the same in every call.
	if _, err := fmt.Fprintf(out, "%s\n\n%s\n", optimizer.Legend(level), text); err != nil {
		return err
	}
	_, err = fmt.Fprintln(report, stats)
	return err
}

func read(file string) (*openapi.Document, error) {
	if file == "" {
		return openapi.Parse(bookshop.Description)
	}
	return openapi.ReadFile(file)
}
