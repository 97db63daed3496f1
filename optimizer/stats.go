package optimizer

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/tokens"
)

// Stats tells what a level did to some operations. Tokens are those of
// o200k_base.
type Stats struct {
	Level      Level
	Operations int
	// Before are the tokens of the same operations as JSON without white space,
	// with everything that they need once: what level None writes.
	Before int
	// Inlined are the tokens of the operations one by one with every reference
	// replaced by what it names, as many programs send them. 0: that has no end,
	// or passes 2.5 MB.
	Inlined int
	// After are the tokens of the text, and Legend those of its [Legend].
	After, Legend int
	// Dropped tells what of Before is not in the text, by kind, in the order of
	// their names.
	Dropped []Dropped
}

// Dropped is a kind of content, such as "examples", and how many such things a
// text does without.
type Dropped struct {
	Kind  string
	Count int
}

// Saving is the part of Before that the text and its legend do without: 0.75 is
// three quarters. It is negative where they take more, and 0 of nothing.
func (s Stats) Saving() float64 {
	if s.Before == 0 {
		return 0
	}
	return 1 - float64(s.After+s.Legend)/float64(s.Before)
}

// String sums the stats up in a line.
func (s Stats) String() string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %d operations, %d tokens and a legend of %d instead of %d (%.0f%% saved)",
		s.Level, s.Operations, s.After, s.Legend, s.Before, 100*s.Saving())
	if s.Inlined > 0 {
		fmt.Fprintf(&out, ", or of %d inlined", s.Inlined)
	}
	for i, d := range s.Dropped {
		sep := ", "
		if i == 0 {
			sep = "; dropped: "
		}
		fmt.Fprintf(&out, "%s%d %s", sep, d.Count, d.Kind)
	}
	return out.String()
}

// counter is loaded on first use: most who compress do not count.
var counter = sync.OnceValues(func() (*tokens.Encoding, error) { return tokens.ForEncoding("o200k_base") })

// Measure encodes operations as [Optimizer.Encode] does and tells what that
// saved. It takes many times as long as Encode.
func (o *Optimizer) Measure(doc *openapi.Document, ops []*openapi.Operation) (string, Stats, error) {
	if doc == nil {
		return "", Stats{}, errors.New("optimizer: measure: the document is nil")
	}
	e := o.Prepare(doc)
	text, parts, err := encode(e, doc, ops)
	if err != nil {
		return "", Stats{}, err
	}
	count, err := counter()
	if err != nil {
		return "", Stats{}, fmt.Errorf("optimizer: measure: %w", err)
	}
	before, err := (&Optimizer{level: None}).Encode(doc, ops)
	if err != nil {
		return "", Stats{}, err
	}
	s := Stats{
		Level: o.level, Operations: len(ops),
		Before: count.Count(before), After: count.Count(text), Legend: count.Count(Legend(o.level)),
	}
	if texts, finite := inlined(before, ops); finite {
		for _, one := range texts {
			s.Inlined += count.Count(one)
		}
	}
	if d, ok := e.(*digest); ok {
		s.Dropped = d.report(parts, before)
	}
	return text, s, nil
}

// report adds up what the parts of a text do without. What the model of package
// openapi does not know is counted in the description.
func (d *digest) report(parts []Part, before string) []Dropped {
	sum := tally{}
	add := func(t tally) {
		for kind, n := range t {
			sum[kind] += n
		}
	}
	for _, p := range parts {
		if name, ok := strings.CutPrefix(p.Key, schemaKey); ok {
			add(d.shape(name).dropped)
		} else {
			add(d.dropped[strings.TrimPrefix(p.Key, operationKey)])
		}
	}
	decoder := json.NewDecoder(strings.NewReader(before))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) == nil {
		d.extensions(value, sum)
	}
	return sum.list()
}

func (d *digest) extensions(value any, sum tally) {
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			d.extensions(one, sum)
		}
	case map[string]any:
		for key, one := range v {
			switch {
			case strings.HasPrefix(key, "x-") && !d.keys.keeps(key):
				sum["extensions"]++
			case key == "externalDocs" || key == "xml":
				sum[key]++
			default:
				d.extensions(one, sum)
			}
		}
	}
}

// tally counts what is dropped, by kind.
type tally map[string]int

func (t tally) list() []Dropped {
	var out []Dropped
	for kind, n := range t {
		if n > 0 {
			out = append(out, Dropped{kind, n})
		}
	}
	slices.SortFunc(out, func(a, b Dropped) int { return cmp.Compare(a.Kind, b.Kind) })
	return out
}
