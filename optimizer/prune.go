package optimizer

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// rules are what a level keeps.
type rules struct {
	operationWords, inputWords, outputWords int
	bounds                                  bool // of inputs
	enum, outputEnum                        int  // values of an enumeration
	nested                                  int  // inline objects within each other, optional ones of inputs and all of outputs
	inputHops                               int  // named schemas behind each other, optional ones of inputs
	inputBytes                              int  // named schemas of one operation's inputs, but those that must be sent
	outputHops                              int  // and of outputs
	outputTexts                             int  // and of those that have texts
	outputBytes                             int  // named schemas of one operation's answers, unless that is one
}

const unbounded = 1 << 30

var levelRules = map[Level]rules{
	Balanced: {
		operationWords: 24, inputWords: 20, outputWords: 10, bounds: true, enum: unbounded, outputEnum: 20,
		nested: unbounded, inputHops: unbounded, inputBytes: unbounded, outputHops: unbounded, outputTexts: 3, outputBytes: 9_000,
	},
	Aggressive: {
		enum: 8, outputEnum: 8, operationWords: 8, nested: 2, inputHops: 2, inputBytes: 10_000, outputHops: 2, outputBytes: 2_500,
	},
}

const (
	maxPattern    = 60  // bytes; longer ones say nothing to a reader
	maxDefault    = 100 // bytes of a text, or of another value's JSON
	maxPruneDepth = 60  // inline schemas; deeper ones are cut with a mark
)

// pruner makes the smaller model of a level. Left tells how many values an
// enumeration lost, and cut which schemas lost what is below them.
type pruner struct {
	rules
	demanded map[string]bool   // see [demands]
	places   map[string]string // of named schemas, by their pointers
	labels   map[string]string
	left     map[*openapi.Schema]int
	cut      map[*openapi.Schema]bool

	doc     *openapi.Document
	keys    keys
	extras  map[*openapi.Schema][]string // members that a caller keeps
	dropped tally
}

func (d *digest) pruner() *pruner {
	return &pruner{
		rules: d.rules, demanded: d.demanded, places: d.places, labels: d.labels, left: map[*openapi.Schema]int{}, cut: map[*openapi.Schema]bool{},
		doc: d.doc, keys: d.keys, extras: map[*openapi.Schema][]string{}, dropped: tally{},
	}
}

// place is where a schema stands.
type place struct {
	side    side
	name    string // of the property or parameter
	depth   int    // schemas around it
	objects int    // objects around it, within the named schema or the operation
	self    string // the named schema that this is
	far     bool   // further away than the level's inputHops
}

func (p *pruner) schema(s *openapi.Schema, at place) *openapi.Schema {
	if s == nil {
		return nil
	}
	if name := p.places[s.Pointer]; name != "" && s.Ref == "" && name != at.self {
		return &openapi.Schema{Ref: name} // what others refer to, where it stands itself
	}
	s = unwrap(s)
	at.self = ""
	out := &openapi.Schema{
		Ref: s.Ref, Never: s.Never, Types: s.Types, Format: s.Format,
		Const: s.Const, ReadOnly: s.ReadOnly && at.side&inputs != 0, WriteOnly: s.WriteOnly && at.side&outputs != 0,
		Deprecated: s.Deprecated,
	}
	if at.depth > maxPruneDepth {
		p.cut[out] = true
		return out
	}
	most := p.enum
	if at.side&inputs == 0 {
		most = p.outputEnum
	}
	out.Enum = s.Enum
	if len(s.Enum) > most {
		out.Enum = s.Enum[:most]
		p.left[out] = len(s.Enum) - most
	}
	words := p.outputWords
	if at.side&inputs != 0 {
		words = p.inputWords
		if p.bounds || at.depth == 0 {
			if long(s.Default) {
				p.drop("long defaults", 1)
			} else {
				out.Default = s.Default
			}
		}
	}
	if at.side&inputs == 0 {
		p.plain(out)
	} else if p.bounds {
		p.bound(out, s)
	}
	text := s.Description
	if text == "" {
		text = s.Title
	}
	out.Description = p.text(text, words, at.name, s.Format, s.Ref)
	p.leave(out, s)
	p.keys.strip(out)
	if more := p.keys.extras(p.doc, s.Pointer); more != nil {
		p.extras[out] = more
	}
	p.below(out, s, at)
	if p.keys.drops("discriminator") {
		out.Discriminator = nil
	}
	return out
}

// text shortens a text, and drops one that says no more than names.
func (p *pruner) text(text string, words int, names ...string) string {
	short := brief(text, words)
	if !says(short, names...) {
		if text != "" {
			p.drop("texts", 1)
		}
		return ""
	}
	if len(short) < len(strings.TrimRight(text, " .\n")) {
		p.drop("ends of texts", 1)
	}
	return short
}

// plain takes off the type of an answer's value what makes no difference to who
// shows it: that it can be null, and how large a number is.
func (p *pruner) plain(out *openapi.Schema) {
	if len(out.Types) > 1 && out.Is("null") {
		out.Types = slices.DeleteFunc(slices.Clone(out.Types), func(t string) bool { return t == "null" })
	}
	if typeOfFormat[out.Format] != "" {
		out.Format = ""
	}
}

// bound keeps the bounds that hold for the types of a value.
func (p *pruner) bound(out, s *openapi.Schema) {
	may := func(t string) bool { return len(s.Types) == 0 || s.Is(t) }
	if may("number") || s.Is("integer") {
		out.Minimum, out.Maximum = s.Minimum, s.Maximum
		out.ExclusiveMinimum, out.ExclusiveMaximum = s.ExclusiveMinimum, s.ExclusiveMaximum
		out.MultipleOf = s.MultipleOf
	}
	if may("array") {
		out.MinItems, out.MaxItems, out.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	}
	if may("object") {
		out.MinProperties, out.MaxProperties = s.MinProperties, s.MaxProperties
	}
	if may("string") {
		out.MinLength, out.MaxLength = s.MinLength, s.MaxLength
		if len(s.Pattern) <= maxPattern {
			out.Pattern = s.Pattern
		}
	}
	if len(s.ContentMediaType) < maxPattern {
		out.ContentMediaType = s.ContentMediaType
	}
}

// below prunes what stands within a schema.
func (p *pruner) below(out, s *openapi.Schema, at place) {
	at.depth++
	child := at
	object := len(s.Properties) > 0
	if object {
		child.objects++
	}
	narrow := object && (at.far || at.objects > p.nested) // only what is required is kept
	if narrow && at.side&inputs == 0 {
		p.cut[out] = true
		p.drop("fields", len(s.Properties))
		return
	}
	var needed map[string]bool
	if len(s.Types) == 0 || s.Is("object") { // of other values it means nothing
		needed = set(s.Required)
	}
	if len(s.Properties) > 0 {
		out.Properties = make([]openapi.Property, 0, len(s.Properties))
	}
	for _, property := range s.Properties {
		if property.Schema == nil {
			continue
		}
		required := needed[property.Name]
		if narrow && !required && !p.demanded[property.Name] ||
			property.Schema.ReadOnly && at.side == inputs || property.Schema.WriteOnly && at.side == outputs {
			p.cut[out] = p.cut[out] || narrow
			if narrow {
				p.drop("fields", 1)
			}
			delete(needed, property.Name)
			continue
		}
		child.name = property.Name
		out.Properties = append(out.Properties, openapi.Property{Name: property.Name, Schema: p.schema(property.Schema, child)})
		if required && at.side&inputs != 0 && !property.Schema.ReadOnly {
			out.Required = append(out.Required, property.Name)
		}
		delete(needed, property.Name)
	}
	// What a part of allOf describes can be required here. Of answers such a name
	// counts where nothing but its being required tells that there is such a field.
	if at.side&inputs != 0 || len(s.AllOf) == 0 && s.Ref == "" {
		for _, name := range s.Required {
			if needed[name] {
				out.Required = append(out.Required, name)
				delete(needed, name)
			}
		}
	}
	var values []*openapi.Schema
	others := s.AdditionalProperties
	if others == nil {
		others = s.UnevaluatedProperties
	}
	if others != nil && !others.Never {
		values = append(values, p.schema(others, child))
	}
	for _, pattern := range s.PatternProperties {
		if pattern.Schema != nil && !pattern.Schema.Never {
			values = append(values, p.schema(pattern.Schema, child))
		}
	}
	switch {
	case len(values) == 1:
		out.AdditionalProperties = values[0]
	case len(values) > 1:
		out.AdditionalProperties = &openapi.Schema{AnyOf: values}
	}
	list := func(from []*openapi.Schema) (to []*openapi.Schema) {
		for _, one := range from {
			if one != nil {
				to = append(to, p.schema(one, at))
			}
		}
		return to
	}
	out.Items = p.schema(s.Items, at)
	out.PrefixItems = list(s.PrefixItems)
	out.AllOf, out.OneOf, out.AnyOf = list(s.AllOf), list(s.OneOf), list(s.AnyOf)
	if at.side&inputs == 0 { // of answers it makes no difference whether they can be null
		for _, choices := range []*[]*openapi.Schema{&out.OneOf, &out.AnyOf} {
			if len(*choices) > 1 {
				*choices = slices.DeleteFunc(*choices, isNull)
			}
		}
	}
	if at.side&inputs != 0 && (len(s.Types) == 0 || s.Is("object")) {
		out.DependentRequired = s.DependentRequired
	}
	out.Discriminator = p.discriminator(s, at.side)
}

// long reports whether a default says more than fits beside a name.
func long(value json.RawMessage) bool {
	if text, ok := isString(value); ok {
		return len(text) > maxDefault
	}
	return len(value) > maxDefault
}
