package survey

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Survey is how descriptions are gone through.
type Survey struct {
	// Command is a process that does [Work] on a file, to its standard output.
	Command func(ctx context.Context, path string) *exec.Cmd
	// Limit is the CPU time that one step may take, so that a busy machine makes
	// nothing hang, or six times that by the clock, for what waits.
	Limit time.Duration
	// Workers is how many processes run at once.
	Workers int
	// Found is called with each finding, by one goroutine at a time. It may be nil.
	Found func(Finding)
}

// Run goes through the files. Its findings are in their order. When ctx ends,
// what was not yet gone through has no finding and the error says so.
func (s Survey) Run(ctx context.Context, files []string) ([]Finding, error) {
	findings := make([]*Finding, len(files))
	next := make(chan int)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range max(1, s.Workers) {
		workers.Go(func() {
			for i := range next {
				f := s.one(ctx, files[i])
				if ctx.Err() != nil {
					continue // it may have been stopped by that
				}
				mu.Lock()
				findings[i] = &f
				if s.Found != nil {
					s.Found(f)
				}
				mu.Unlock()
			}
		})
	}
	for i := range files {
		if ctx.Err() == nil {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	var out []Finding
	for _, f := range findings {
		if f != nil {
			out = append(out, *f)
		}
	}
	return out, context.Cause(ctx)
}

var errHung = errors.New("survey: a step took longer than the limit")

// one lets a process of its own go through one file.
func (s Survey) one(ctx context.Context, path string) Finding {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out := Finding{File: path, Step: stepStart}
	var stderr bytes.Buffer
	cmd := s.Command(ctx, path)
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		out.Panic = err.Error()
		return out
	}
	steps := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() { s.watch(strconv.Itoa(cmd.Process.Pid), steps, func() { cancel(errHung) }) })
	lines := json.NewDecoder(stdout)
	for {
		var line Finding
		if lines.Decode(&line) != nil {
			break // the end: Step says whether it is a good one
		}
		out = line
		steps <- struct{}{}
	}
	close(steps)
	watching.Wait()
	err = cmd.Wait()
	switch {
	case err == nil && out.Step == "":
	case errors.Is(context.Cause(ctx), errHung):
		out.Hung = true
	default:
		out.Panic = lastWords(stderr.String(), err)
	}
	if out.outcome() >= panicked {
		out.Uncounted = "the process did not come to it"
	}
	return out
}

// patience is how many times the limit a step may take by the clock.
const patience = 6

// watch calls stop when the process takes too long for a step.
func (s Survey) watch(process string, steps <-chan struct{}, stop func()) {
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	start, before := time.Now(), time.Duration(0)
	for {
		used, _ := cpuTime(process)
		select {
		case _, more := <-steps:
			if !more {
				return
			}
			start, before = time.Now(), used
		case <-ticker.C:
			if used-before > s.Limit || time.Since(start) > patience*s.Limit {
				stop()
			}
		}
	}
}

// lastWords takes from the standard error of a process that died what it died of
// and where: the first place in Specloom that the trace names.
func lastWords(trace string, err error) string {
	words := "ended early"
	if err != nil {
		words = err.Error()
	}
	place := ""
	lines := strings.Split(trace, "\n")
	for i, line := range lines {
		switch {
		case strings.HasPrefix(line, "panic: "), strings.HasPrefix(line, "fatal error: "):
			words = line
		case place == "" && strings.HasPrefix(line, module) && i+1 < len(lines):
			place, _, _ = strings.Cut(strings.TrimSpace(lines[i+1]), " +0x")
		}
	}
	if place != "" {
		words += " at " + place
	}
	return words
}

const module = "github.com/specloom/specloom/"
