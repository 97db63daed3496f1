package chunker

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"unicode"
)

const barWidth = 20

// Table writes chunks for people: a line each, with group, operations, tokens, a
// bar that tells how full it is beside the fullest, and complexity; and then
// what was too large as the first encoder writes it.
func Table(chunks []Chunk) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "CHUNK\tGROUP\tOPERATIONS\tTOKENS\tFILL\tCOMPLEXITY")
	most, operations, tokens := 1, 0, 0
	for _, c := range chunks {
		most = max(most, c.Tokens)
		operations += len(c.Operations)
		tokens += c.Tokens
	}
	for i, c := range chunks {
		full := (c.Tokens*barWidth + most - 1) / most
		bar := strings.Repeat("█", full) + strings.Repeat("░", barWidth-full)
		fmt.Fprintf(w, "%d\t%s\t%d\t%d\t%s\t%.1f\n", i+1, line(c.Group, 40), len(c.Operations), c.Tokens, bar, c.Complexity)
	}
	fmt.Fprintf(w, "\t\t%d\t%d\t\t\n", operations, tokens)
	_ = w.Flush() // a strings.Builder does not fail
	for _, c := range chunks {
		for _, e := range c.Escalated {
			how := fmt.Sprintf("written by encoder %d", c.Encoder+1)
			if e.Cut {
				how = "cut"
			}
			fmt.Fprintf(&out, "%s: %d tokens alone, %s\n", line(e.Operation, 80), e.Tokens, how)
		}
	}
	lines := strings.Split(out.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// line makes a name of a description fit into a line of a terminal.
func line(text string, width int) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > width {
		return string(runes[:width-1]) + mark
	}
	return text
}
