// Survey reads all descriptions below a folder, makes the baseline's plan and
// chunks of each, and prints what was read, lost, slow and large. Each is
// gone through in a process of its own.
//
//	go run ./internal/corpus/cmd/survey [-limit 10s] [-workers 2] [-findings file] folder
//
// It fails where a description panics or hangs, where fewer than 99.5 % are read
// or where anything of them is lost. CONTRIBUTING.md says how to get the folder
// that releases are held to.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"time"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/internal/corpus/survey"
	"github.com/specloom/specloom/openapi"
)

// workOn names the variable that holds the file which a child is for, and
// maxMemory what it may take of the machine.
const (
	workOn    = "SPECLOOM_SURVEY"
	maxMemory = 6 << 30
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "survey:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, help io.Writer) error {
	if path := os.Getenv(workOn); path != "" {
		return survey.Work(out, path, maxMemory, func(path string) (*openapi.Document, error) { return openapi.ReadFile(path) })
	}
	flags := flag.NewFlagSet("survey", flag.ContinueOnError)
	flags.SetOutput(help)
	limit := flags.Duration("limit", 10*time.Second, "CPU time that a step of one description may take")
	workers := flags.Int("workers", runtime.NumCPU(), "descriptions at once")
	findings := flags.String("findings", "", "file for all that was found, a line of JSON for each description")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return errors.New("one folder of descriptions is needed, or one file")
	}
	files, err := corpus.Find(flags.Arg(0))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no descriptions in %s", flags.Arg(0))
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	s := survey.Survey{
		Limit: *limit, Workers: *workers,
		Command: func(ctx context.Context, path string) *exec.Cmd {
			cmd := exec.CommandContext(ctx, self)
			cmd.Env = append(os.Environ(), workOn+"="+path)
			return cmd
		},
	}
	if *findings != "" {
		file, err := os.Create(*findings)
		if err != nil {
			return err
		}
		defer file.Close()
		lines := json.NewEncoder(file)
		s.Found = func(f survey.Finding) { err = errors.Join(err, lines.Encode(f)) }
	}
	found, stopped := s.Run(ctx, files)
	report := survey.NewReport(found)
	report.Write(out, flags.Arg(0))
	if err := errors.Join(err, stopped); err != nil {
		return err
	}
	if !report.Good() {
		return errors.New("not all is as it must be")
	}
	return nil
}
