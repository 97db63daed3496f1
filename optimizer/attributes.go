package optimizer

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// attributes writes what else is known of a value.
func (w *writer) attributes(s *openapi.Schema) {
	add := func(text string) { w.put(" " + text) }
	if s.Minimum != "" || s.Maximum != "" {
		low, high := "", ""
		if s.Minimum != "" {
			low = number(s.Minimum)
		}
		if s.Maximum != "" {
			high = number(s.Maximum)
		}
		add(low + ".." + high)
	}
	if s.ExclusiveMinimum != "" {
		add(">" + number(s.ExclusiveMinimum))
	}
	if s.ExclusiveMaximum != "" {
		add("<" + number(s.ExclusiveMaximum))
	}
	if s.MultipleOf != "" {
		add("step=" + number(s.MultipleOf))
	}
	for _, r := range [...]struct {
		name      string
		low, high *int
	}{{"len=", s.MinLength, s.MaxLength}, {"items=", s.MinItems, s.MaxItems}, {"fields=", s.MinProperties, s.MaxProperties}} {
		switch {
		case r.low == nil && r.high == nil:
		case r.low != nil && r.high != nil && *r.low == *r.high:
			add(r.name + optional(r.low))
		default:
			add(r.name + optional(r.low) + ".." + optional(r.high))
		}
	}
	if s.UniqueItems {
		add("unique")
	}
	if s.Pattern != "" {
		add("re=" + quote(s.Pattern))
	}
	if s.ContentMediaType != "" {
		add("media=" + word(s.ContentMediaType))
	}
	if s.Discriminator != nil && s.Discriminator.Property != "" {
		add("by=" + word(s.Discriminator.Property))
		w.mapping(s.Discriminator)
	}
	if len(s.DependentRequired) > 0 {
		add("dependentRequired=" + dependencies(s.DependentRequired))
	}
	if s.Default != nil {
		add("=" + value(s.Default))
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{s.ReadOnly, "ro"}, {s.WriteOnly, "wo"}, {s.Deprecated, "old"}} {
		if flag.on {
			add(flag.name)
		}
	}
	for _, more := range w.extras[s] {
		add(more)
	}
}

// mapping writes which value means which schema, "*" all others.
func (w *writer) mapping(d *openapi.Discriminator) {
	separator := "("
	put := func(value, ref string) {
		label := w.labels[ref]
		if label == "" {
			label = word(ref)
		}
		w.put(separator + value + ":@" + label)
		separator = ","
	}
	for _, m := range d.Mapping {
		put(word(m.Value), m.Ref)
	}
	if d.Default != "" {
		put("*", d.Default)
	}
	if separator == "," {
		w.put(")")
	}
}

// dependencies writes as JSON what is required where something else is there.
func dependencies(list []openapi.DependentRequirement) string {
	var out strings.Builder
	for i, d := range list {
		out.WriteByte("{,"[min(i, 1)])
		out.WriteString(quote(d.Property) + ":[")
		for j, name := range d.Required {
			if j > 0 {
				out.WriteByte(',')
			}
			out.WriteString(quote(name))
		}
		out.WriteByte(']')
	}
	return out.String() + "}"
}

// number writes a bound, 0 where a service put something else than a number
// there.
func number(n json.Number) string {
	if n != "" && json.Valid([]byte(n)) && (n[0] == '-' || n[0] >= '0' && n[0] <= '9') && strings.TrimSpace(string(n)) == string(n) {
		return string(n)
	}
	return "0"
}

func optional(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}
