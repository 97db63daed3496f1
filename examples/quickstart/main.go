// Quickstart turns an OpenAPI description into a web page that calls the API.
//
//	go run ./examples/quickstart -spec api.yaml -o ui.html
//
// Without -spec it takes the bookshop's description that comes with Specloom.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/openapi"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "quickstart:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, help io.Writer) error {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(help)
	specFile := flags.String("spec", "", "file of the description, YAML or JSON (default: a bookshop)")
	page := flags.String("o", "ui.html", "file of the page to write")
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
	g, err := generator.New()
	if err != nil {
		return err
	}
	result, err := g.Generate(ctx, spec)
	if err != nil {
		return err
	}
	file, err := os.Create(*page)
	if err != nil {
		return err
	}
	if err := errors.Join(result.WriteHTML(file), file.Close()); err != nil {
		return err
	}
	fmt.Fprintln(out, result.Report)
	fmt.Fprintln(out, "written to", *page)
	return nil
}

func read(file string) (*openapi.Document, error) {
	if file == "" {
		return openapi.Parse(bookshop.Description)
	}
	return openapi.ReadFile(file)
}
