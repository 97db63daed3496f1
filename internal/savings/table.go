package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/specloom/specloom/optimizer"
)

// fitting is what a chunk may take, in tokens, to be sent by default.
const fitting = 15_000

// row is what is shown of some samples at a level.
type row struct {
	name    string
	samples []sample
}

// table prints a level's savings, a row for each description.
func table(out io.Writer, level optimizer.Level, rows []row) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "%s\tchunks\tminified\tmedian\tp10\tworst\tvs pretty\tvs inlined\tlegend\t≤ 15,000\tplan entries\tlost\tnew\tfacts\tlost\tcut\t\n", level)
	for _, r := range rows {
		savings := r.savings(level, func(s sample) int { return s.minified })
		var q quality
		fits := 0
		for _, s := range r.samples {
			q = q.plus(s.levels[level].quality)
			if s.levels[level].tokens <= fitting {
				fits++
			}
		}
		facts := strings.Repeat("n/a\t", 2) + "n/a" // it is decoded and compared, by tests of package optimizer
		if level >= optimizer.Balanced {
			facts = fmt.Sprintf("%d\t%d\t%d", q.facts, len(q.factsLost), q.factsCut)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%.0f%%\t%.0f%%\t%d\t%d\t%d\t%s\t\n", r.name, len(r.samples),
			quantile(r.column(func(s sample) float64 { return float64(s.minified) }), 0.5),
			percent(savings, 0.5), percent(savings, 0.1), percent(savings, 0),
			percent(r.savings(level, func(s sample) int { return s.pretty }), 0.5),
			percent(r.savings(level, func(s sample) int { return s.inlined }), 0.5),
			100*r.legend(level), 100*float64(fits)/float64(len(r.samples)),
			q.entries, len(q.lost), len(q.added), facts)
	}
	return w.Flush()
}

// peersTable prints what other notations take, in the same way.
func peersTable(out io.Writer, rows []row, noToon error) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "lossless peers, median saving\tpretty JSON\tYAML\tTOON\t")
	for _, r := range rows {
		cells := []string{}
		for _, of := range []func(sample) int{
			func(s sample) int { return s.pretty }, func(s sample) int { return s.yaml }, func(s sample) int { return s.toon },
		} {
			var savings []float64
			for _, s := range r.samples {
				if of(s) > 0 {
					savings = append(savings, 1-float64(of(s))/float64(s.minified))
				}
			}
			cells = append(cells, percent(savings, 0.5))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t\n", r.name, cells[0], cells[1], cells[2])
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if noToon != nil {
		fmt.Fprintln(out, "TOON is n/a:", noToon)
	}
	return nil
}

func (r row) column(of func(sample) float64) []float64 {
	var out []float64
	for _, s := range r.samples {
		out = append(out, of(s))
	}
	return out
}

// legend is the part that the legend has of what is sent, in the median chunk.
func (r row) legend(level optimizer.Level) float64 {
	return at(r.column(func(s sample) float64 {
		taken := s.levels[level]
		return 1 - float64(taken.text)/float64(taken.tokens)
	}), 0.5)
}

// savings are a level's against something else, where there is such.
func (r row) savings(level optimizer.Level, than func(sample) int) []float64 {
	var out []float64
	for _, s := range r.samples {
		if n := than(s); n > 0 {
			out = append(out, 1-float64(s.levels[level].tokens)/float64(n))
		}
	}
	return out
}

// quantile is the value below which that part of a list lies, 0 of none.
func quantile(list []float64, part float64) int { return int(at(list, part)) }

func percent(list []float64, part float64) string {
	if len(list) == 0 {
		return "n/a"
	}
	return fmt.Sprintf("%.1f%%", 100*at(list, part))
}

func at(list []float64, part float64) float64 {
	if len(list) == 0 {
		return 0
	}
	list = slices.Sorted(slices.Values(list))
	return list[int(part*float64(len(list)-1)+0.5)]
}
