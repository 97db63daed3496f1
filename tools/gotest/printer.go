package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is what go test -json says, one to a line (go doc test2json).
type event struct {
	Action  string
	Package string
	Test    string
	Output  string
}

// test is a test or subtest of a package.
type test struct{ pkg, name string }

// count is how many tests and subtests ended how.
type count struct{ passed, failed, skipped int }

func (c count) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", c.passed, c.failed, c.skipped)
}

// printer writes what a reader of a test run wants to see. What a test prints
// is held back until the test has failed or was skipped.
type printer struct {
	w     io.Writer
	total count
	held  map[test]*strings.Builder
	order []test // that began, and have not ended
}

// read prints events until they end.
func (p *printer) read(events io.Reader) error {
	p.held = map[test]*strings.Builder{}
	in := bufio.NewReader(events)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			e := event{}
			if json.Unmarshal(line, &e) != nil {
				e = event{Action: "output", Output: string(line)} // go's own words, no test's
			}
			p.event(e)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (p *printer) event(e event) {
	output := e.Action == "output" || e.Action == "build-output"
	if e.Test == "" {
		switch {
		case output && e.Output != "PASS\n":
			fmt.Fprint(p.w, e.Output)
		case e.Action == "fail":
			p.cutOff(e.Package)
		}
		return
	}
	t := test{e.Package, e.Test}
	if output {
		if strings.HasPrefix(e.Output, "=== ") {
			return // that it runs, pauses, goes on
		}
		if p.held[t] == nil {
			p.held[t] = &strings.Builder{}
			p.order = append(p.order, t)
		}
		p.held[t].WriteString(e.Output)
		return
	}
	switch e.Action {
	case "pass":
		p.total.passed++
		p.end(t, false)
	case "fail":
		p.total.failed++
		p.end(t, true)
	case "skip":
		p.total.skipped++
		p.end(t, true)
	}
}

// end forgets a test, after writing what it said if that is to be shown.
func (p *printer) end(t test, show bool) {
	if said := p.held[t]; show && said != nil {
		fmt.Fprint(p.w, said)
	}
	delete(p.held, t)
	p.order = slices.DeleteFunc(p.order, func(other test) bool { return other == t })
}

// cutOff shows what the tests of a failed package said that never ended: they
// met a panic, or the time limit.
func (p *printer) cutOff(pkg string) {
	for _, t := range slices.Clone(p.order) {
		if t.pkg == pkg {
			p.total.failed++
			p.end(t, true)
		}
	}
}
