package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/models"
)

// simulated is what is assumed of the model: it counts as gpt-4o does, and costs
// nothing.
var simulated = models.Info{
	Name: generatortest.Name, Known: true, ContextTokens: 128_000, MaxOutputTokens: 16_384, Encoding: "o200k_base",
}

// table writes a line for each chunk.
func table(out io.Writer, chunks []generator.ChunkResult) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "chunk\tgroup\toperations\tcomplexity\ttokens\tsent\tanswered\tby\t")
	for _, c := range chunks {
		by := "simulated model"
		switch {
		case c.Err != nil:
			by = "description"
		case len(c.Missing) > 0:
			by = fmt.Sprintf("description: %d", len(c.Missing))
		}
		group := []rune(c.Group)
		fmt.Fprintf(w, "%s\t%s\t%d\t%.1f\t%d\t%d\t%d\t%s\t\n", c.ID, string(group[:min(len(group), 24)]),
			len(c.Operations), c.Complexity, c.Tokens, c.Usage.InputTokens, c.Usage.OutputTokens, by)
	}
	_ = w.Flush() // the terminal has no answer for a failure of its own
}
