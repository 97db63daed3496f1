package survey

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Report is what findings come to.
type Report struct {
	Descriptions, Read, Failed, Panicked, Hung int

	Operations int // counted independently, in descriptions that were read
	Lost       int // of those
	Extra      int // read, but not counted
	Unread     int // counted in descriptions that were not read
	Uncounted  int // descriptions of which nothing could be counted

	Missing int // operations that are not in exactly one view
	Invalid int // plans

	Over       int // chunks
	Miscounted int // chunks
	Misplaced  int // operations that are not in exactly one chunk
	Unchunked  int // descriptions that chunker refused

	Seconds   float64
	PeakBytes uint64

	findings []Finding
	encoders []string
	chunks   map[string]int // by encoder, as the next two
	tokens   map[string]int
	cut      map[string]int

	warned       int            // descriptions
	warnings     int            // in all of them
	warningKinds map[string]int // descriptions, by kind
}

// NewReport sums findings up.
func NewReport(findings []Finding) *Report {
	r := &Report{
		Descriptions: len(findings), findings: findings,
		chunks: map[string]int{}, tokens: map[string]int{}, cut: map[string]int{}, warningKinds: map[string]int{},
	}
	for _, f := range findings {
		r.add(&f)
	}
	return r
}

func (r *Report) add(f *Finding) {
	switch f.outcome() {
	case read:
		r.Read++
	case failed:
		r.Failed++
	case panicked:
		r.Panicked++
	case hung:
		r.Hung++
	}
	if f.outcome() == read {
		r.Operations += f.Counted
	} else {
		r.Unread += f.Counted
	}
	if f.Uncounted != "" {
		r.Uncounted++
	}
	r.Lost += len(f.Lost)
	r.Extra += len(f.Extra)
	r.Missing += len(f.Missing)
	if f.Invalid != "" {
		r.Invalid++
	}
	for _, c := range f.Chunkings {
		if !slices.Contains(r.encoders, c.Encoder) {
			r.encoders = append(r.encoders, c.Encoder)
		}
		if c.Failed != "" {
			r.Unchunked++
		}
		r.chunks[c.Encoder] += c.Chunks
		r.tokens[c.Encoder] += c.Tokens
		r.cut[c.Encoder] += c.Cut
		r.Over += len(c.Over)
		r.Miscounted += len(c.Miscount)
		r.Misplaced += len(c.Misplaced)
	}
	r.Seconds += f.time()
	r.PeakBytes = max(r.PeakBytes, f.PeakBytes)
	kinds := map[string]bool{}
	for _, w := range f.Warnings {
		kinds[kind(w)] = true
	}
	for k := range kinds {
		r.warningKinds[k]++
	}
	r.warnings += len(f.Warnings)
	if len(f.Warnings) > 0 {
		r.warned++
	}
}

// leastRead is the share of descriptions that must be read.
const leastRead = 0.995

// Good tells whether the findings are as they must be: nothing panicked or hung,
// at least 99.5 % was read, and of what was read nothing is lost or too large.
func (r *Report) Good() bool {
	return r.Panicked+r.Hung+r.Lost+r.Missing+r.Invalid+r.Over+r.Miscounted+r.Misplaced+r.Unchunked == 0 &&
		float64(r.Read) >= leastRead*float64(r.Descriptions)
}

// listed bounds the lists of the slowest and largest.
const listed = 10

// Write prints the totals and, after them, everything that is not as it should be,
// with file names as they are below root.
func (r *Report) Write(out io.Writer, root string) {
	name := func(f *Finding) string {
		if short, err := filepath.Rel(root, f.File); err == nil {
			return short
		}
		return f.File
	}
	fmt.Fprintf(out, "descriptions  %d: %d read (%.2f %%), %d failed, %d panicked, %d hung\n",
		r.Descriptions, r.Read, percent(r.Read, r.Descriptions), r.Failed, r.Panicked, r.Hung)
	fmt.Fprintf(out, "operations    %d counted independently, %.3f %% covered: %d lost, %d beyond the count; %d more in what was not read",
		r.Operations, percent(r.Operations-r.Lost, r.Operations), r.Lost, r.Extra, r.Unread)
	if r.Uncounted > 0 {
		fmt.Fprintf(out, "; %d descriptions could not be counted", r.Uncounted)
	}
	fmt.Fprintf(out, "\nui.Baseline   %d operations not in exactly one view, %d invalid plans\n", r.Missing, r.Invalid)
	for _, e := range r.encoders {
		fmt.Fprintf(out, "chunks        %s: %d chunks, %d tokens, %d operations cut\n", e, r.chunks[e], r.tokens[e], r.cut[e])
	}
	fmt.Fprintf(out, "              %d over the maximum, %d miscounted, %d operations not in exactly one, %d descriptions refused\n",
		r.Over, r.Miscounted, r.Misplaced, r.Unchunked)
	fmt.Fprintf(out, "cost          %.0f s of CPU, peak %d MiB\n", r.Seconds, r.PeakBytes>>20)
	fmt.Fprintf(out, "warnings      %d in %d descriptions\n", r.warnings, r.warned)

	for _, f := range r.findings {
		for _, complaint := range f.complaints() {
			fmt.Fprintf(out, "! %s: %s\n", name(&f), complaint)
		}
	}
	r.list(out, "slowest", func(a, b Finding) int { return cmp.Compare(b.time(), a.time()) }, func(f *Finding) string {
		return fmt.Sprintf("%6.2f s  %7.2f MB  %s (%s)", f.time(), float64(f.Bytes)/1e6, name(f), f.slowestStep())
	})
	r.list(out, "most memory", func(a, b Finding) int { return cmp.Compare(b.PeakBytes, a.PeakBytes) }, func(f *Finding) string {
		return fmt.Sprintf("%6d MiB  %7.2f MB  %s", f.PeakBytes>>20, float64(f.Bytes)/1e6, name(f))
	})
	kinds := slices.SortedFunc(maps.Keys(r.warningKinds), func(a, b string) int {
		return cmp.Or(r.warningKinds[b]-r.warningKinds[a], strings.Compare(a, b))
	})
	fmt.Fprintln(out, "commonest warnings, by descriptions")
	for _, k := range kinds[:min(listed, len(kinds))] {
		fmt.Fprintf(out, "%6d  %s\n", r.warningKinds[k], k)
	}
}

func (r *Report) list(out io.Writer, title string, order func(a, b Finding) int, line func(*Finding) string) {
	fmt.Fprintln(out, title)
	sorted := slices.SortedStableFunc(slices.Values(r.findings), order)
	for _, f := range sorted[:min(listed, len(sorted))] {
		fmt.Fprintln(out, line(&f))
	}
}

// complaints lists what is not as it should be, nothing left out but the ends of
// long lists.
func (f *Finding) complaints() []string {
	var out []string
	say := func(text string) {
		if text != "" {
			out = append(out, text)
		}
	}
	list := func(what string, names []string) {
		if len(names) > 0 {
			shown := names[:min(3, len(names))]
			say(fmt.Sprintf("%d %s: %s", len(names), what, strings.Join(shown, ", ")))
		}
	}
	switch f.outcome() {
	case hung:
		say("hung in step " + f.Step)
	case panicked:
		say("panicked in step " + f.Step + ": " + f.Panic)
	case failed:
		say(fmt.Sprintf("not read (%d operations): %s", f.Counted, f.Error))
	case read:
	}
	if f.Uncounted != "" {
		say("not counted: " + f.Uncounted)
	}
	list("operations lost", f.Lost)
	list("operations beyond the count", f.Extra)
	list("operations not in exactly one view", f.Missing)
	say(f.Invalid)
	for _, c := range f.Chunkings {
		say(c.Failed)
		list(c.Encoder+" chunks over the maximum", c.Over)
		list(c.Encoder+" chunks miscounted", c.Miscount)
		list("operations not in exactly one "+c.Encoder+" chunk", c.Misplaced)
	}
	return out
}

func (f *Finding) slowestStep() string {
	steps := []string{stepRead, stepBaseline}
	for _, c := range f.Chunkings {
		steps = append(steps, stepChunk+c.Encoder)
	}
	if f.Hung {
		return "hung: " + f.Step
	}
	slowest := slices.MaxFunc(steps, func(a, b string) int { return cmp.Compare(f.Seconds[a], f.Seconds[b]) })
	return fmt.Sprintf("%s %.2f", slowest, f.Seconds[slowest])
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\{[^}]*\}|\d+`)

// kind is a warning without what differs from place to place.
func kind(warning string) string { return quoted.ReplaceAllString(warning, "…") }

func percent(part, whole int) float64 {
	if whole == 0 {
		return 100
	}
	return 100 * float64(part) / float64(whole)
}
