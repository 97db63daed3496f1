package generator

import (
	"fmt"
	"strings"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// Report says what was made of a description, and what could not be.
type Report struct {
	Title      string
	Operations int // in the plan: all of the description
	Resources  int // pages that they were put on
	// Warnings are the description's own: what in it could not be read.
	Warnings []openapi.Warning
}

func report(doc *openapi.Document, plan *ui.Plan) Report {
	return Report{
		Title:      plan.App.Title,
		Operations: len(plan.API.Operations),
		Resources:  len(plan.App.Resources),
		Warnings:   doc.Warnings,
	}
}

const warningsShown = 10

// String writes the report for people, in lines without a final line break.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s in %s, from the description alone", r.Title,
		count(r.Operations, "operation"), count(r.Resources, "resource"))
	for i, w := range r.Warnings {
		if i == warningsShown {
			fmt.Fprintf(&b, "\nwarning: %d more", len(r.Warnings)-i)
			break
		}
		b.WriteString("\nwarning: " + w.String())
	}
	return b.String()
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
