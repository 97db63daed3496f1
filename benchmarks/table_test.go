package benchmarks_test

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"
	"text/tabwriter"
)

// seen are the figures of this run, in the order in which they were taken.
var seen []figures

type figures struct {
	of     *measure
	names  []string
	values []float64
}

func record(m *measure, name string, value float64) {
	if len(seen) == 0 || seen[len(seen)-1].of.String() != m.String() {
		seen = append(seen, figures{of: m})
	}
	last := &seen[len(seen)-1]
	last.names, last.values = append(last.names, name), append(last.values, value)
}

// worst gives the figure that is farthest from what is asked for.
func (f *figures) worst() (name string, value float64) {
	name, value = f.names[0], f.values[0]
	for i, v := range f.values {
		if v > value != f.of.atLeast && v != value {
			name, value = f.names[i], v
		}
	}
	return name, value
}

func (m *measure) met(value, goal float64) bool {
	if m.atLeast {
		return value >= goal
	}
	return value <= goal
}

// verdict says what of the goals a value reaches.
func (m *measure) verdict(value float64) string {
	switch {
	case m.unasked:
		return ""
	case m.met(value, m.aim):
		return "aim"
	case m.met(value, m.must):
		return "must"
	default:
		return "missed"
	}
}

func (m *measure) goal(value float64) string {
	switch {
	case m.unasked:
		return ""
	case m.atLeast:
		return fmt.Sprintf("≥ %g", value)
	default:
		return fmt.Sprintf("≤ %g", value)
	}
}

func (m *measure) format(value float64) string { return fmt.Sprintf("%.3g %s", value, m.unit) }

// printTable writes what was seen: for each measure the median over what it was
// taken of, the worst of them by name, and what of the goals that one reaches.
func printTable(w io.Writer) {
	if len(seen) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s, %s/%s, ratios of processor time%s\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, versions())
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "what\tpeer\tmust\taim\tmedian\tworst\tof\treached")
	for _, f := range seen {
		m := f.of
		name, worst := f.worst()
		fmt.Fprintln(out, strings.Join([]string{
			m.what, m.peer, m.goal(m.must), m.goal(m.aim),
			m.format(median(f.values)), m.format(worst), name, m.verdict(worst),
		}, "\t"))
	}
	out.Flush() //nolint:errcheck // what cannot be printed is not missed
}

// versions names those of the peers, as far as Go tells.
func versions() string {
	cmd := exec.CommandContext(context.Background(), "go", "list", "-m", "-f", "; {{.Path}} {{.Version}}",
		"github.com/pkoukk/tiktoken-go", "github.com/tiktoken-go/tokenizer", "github.com/pb33f/libopenapi", "github.com/getkin/kin-openapi")
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return strings.ReplaceAll(string(out), "\n", "")
}
