package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/specloom/specloom/optimizer"
)

// mostRemarks bounds the chunks, and the plan entries of each level, that are
// named one by one.
const mostRemarks = 20

// worst tells which description a level saves least of, and where little is saved
// as there is little: the legend is most of what is sent.
func worst(out io.Writer, level optimizer.Level, rows []row) {
	name, least := "", 0.0
	var tiny []string
	for _, r := range rows {
		if median := at(r.savings(level, func(s sample) int { return s.minified }), 0.5); name == "" || median < least {
			name, least = r.name, median
		}
		if r.legend(level) > 0.5 {
			tiny = append(tiny, r.name)
		}
	}
	fmt.Fprintf(out, "worst description's median: %.1f%%, %s\n", 100*least, name)
	if len(tiny) > 0 {
		fmt.Fprintf(out, "too small to save: the legend is over half of what is sent of %s\n", strings.Join(tiny, ", "))
	}
}

// losses names the plan entries that a level changes.
func losses(out io.Writer, level optimizer.Level, rows []row) {
	left := mostRemarks
	for _, r := range rows {
		for _, s := range r.samples {
			q := s.levels[level].quality
			for i, list := range [][]string{q.lost, q.added, q.factsLost} {
				for _, entry := range slices.Sorted(slices.Values(list)) {
					if left--; left >= 0 {
						fmt.Fprintf(out, "%s: %s: %s\n", [...]string{"lost", "new", "fact lost"}[i], r.name, entry)
					}
				}
			}
		}
	}
	if left < 0 {
		fmt.Fprintf(out, "and %d more\n", -left)
	}
}

// order tells in how many chunks no level takes more than a weaker one, and names
// the others.
func order(out io.Writer, rows []row, samples int) {
	var wrong []string
	for _, r := range rows {
		for _, s := range r.samples {
			if !s.ordered() {
				counts := []string{fmt.Sprintf("minified %d", s.minified)}
				for _, level := range levels {
					counts = append(counts, fmt.Sprintf("%s %d", level, s.levels[level].text))
				}
				wrong = append(wrong, fmt.Sprintf("%s from %s: %s", r.name, s.first, strings.Join(counts, ", ")))
			}
		}
	}
	fmt.Fprintf(out, "aggressive <= balanced <= conservative <= minified, without legends: %d of %d chunks\n", samples-len(wrong), samples)
	for _, text := range wrong[:min(len(wrong), mostRemarks)] {
		fmt.Fprintln(out, text)
	}
	fmt.Fprintln(out)
}
