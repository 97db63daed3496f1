package models

import (
	"fmt"
	"strings"
)

// Info is what is known of a model. It is a value: change a copy freely.
type Info struct {
	Name     string // as the provider writes it, without date
	Provider string // that makes it: "OpenAI", "Anthropic", "Google"; empty if not known
	Known    bool   // false: all this is assumed, see Unknown

	// ContextTokens is the most that fits into one call, input and output together;
	// for Google's models it is the input alone. MaxOutputTokens is the most that is
	// written in one call, reasoning included.
	ContextTokens   int
	MaxOutputTokens int

	// ReasoningTokens is how much of an answer's room to leave for reasoning, which
	// counts as output. It is no fact but advice: 0 for models that do not reason.
	ReasoningTokens int

	// Encoding is the published encoding that tokens are counted with. Where
	// Estimated is true it is not the model's own, or not known to be: the model's
	// count is taken to be at most the encoding's times Margin.
	Encoding  string
	Estimated bool
	Margin    float64

	Price Price
}

// String gives the facts on one line.
func (i Info) String() string {
	var b strings.Builder
	b.WriteString(i.Name)
	switch {
	case !i.Known:
		b.WriteString(" (not known: cautious assumptions)")
	case i.Provider != "":
		fmt.Fprintf(&b, " (%s)", i.Provider)
	}
	fmt.Fprintf(&b, ": context %s, output up to %s, %s", count(i.ContextTokens), count(i.MaxOutputTokens), i.Encoding)
	if i.Estimated {
		fmt.Fprintf(&b, " × %.2f (estimate)", i.Margin)
	}
	fmt.Fprintf(&b, ", %s", i.Price)
	return b.String()
}

// count writes a number of tokens with its thousands apart.
func count(n int) string {
	s := fmt.Sprint(n)
	for at := len(s) - 3; at > 0; at -= 3 {
		s = s[:at] + "," + s[at:]
	}
	return s
}

// Price is what a million tokens cost, in US dollars, at the provider's standard rate:
// without discounts for batches, without surcharges for long inputs or regions.
type Price struct {
	Input       float64
	CachedInput float64 // as Input where the provider gives no discount
	Output      float64
	AsOf        string // the date that this was so, as 2006-01-02; empty: not known
}

// Known tells whether there is a price at all.
func (p Price) Known() bool { return p.AsOf != "" }

// Cost gives the price in US dollars of a call that read input tokens, of which
// cached ones came from the provider's cache, and wrote output tokens.
func (p Price) Cost(input, cached, output int) float64 {
	return (float64(input-cached)*p.Input + float64(cached)*p.CachedInput + float64(output)*p.Output) / 1e6
}

// String gives the price and its date.
func (p Price) String() string {
	if !p.Known() {
		return "price not known"
	}
	return fmt.Sprintf("$%g in, $%g cached, $%g out per million tokens as of %s", p.Input, p.CachedInput, p.Output, p.AsOf)
}
