package optimizer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

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
	maxPattern    = 60 // bytes; longer ones say nothing to a reader
	maxDefault    = 100
	maxPruneDepth = 60 // inline schemas; deeper ones are cut with a mark
)

// pruner makes the smaller model of a level. Left tells how many values an
// enumeration lost, and cut which schemas lost what is below them.
type pruner struct {
	rules
	demanded map[string]bool   // see [demands]
	places   map[string]string // of named schemas, by their pointers
	left     map[*openapi.Schema]int
	cut      map[*openapi.Schema]bool

	doc     *openapi.Document
	keys    keys
	extras  map[*openapi.Schema][]string // members that a caller keeps
	dropped tally
}

func (d *digest) pruner() *pruner {
	return &pruner{
		rules: d.rules, demanded: d.demanded, places: d.places, left: map[*openapi.Schema]int{}, cut: map[*openapi.Schema]bool{},
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
		if len(s.Default) <= maxDefault && (p.bounds || at.depth == 0) {
			out.Default = s.Default
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
	p.dropped["examples"] += len(s.Examples)
	if s.Pattern != out.Pattern {
		p.dropped["patterns"]++
	}
	if n := p.left[out]; n > 0 {
		p.dropped["values of enumerations"] += n
	}
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
			p.dropped["texts"]++
		}
		return ""
	}
	if len(short) < len(strings.TrimRight(text, " .\n")) {
		p.dropped["ends of texts"]++
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
		p.dropped["fields"] += len(s.Properties)
		return
	}
	var needed map[string]bool
	if len(s.Required) > 0 && (len(s.Types) == 0 || s.Is("object")) { // of other values it means nothing
		needed = make(map[string]bool, len(s.Required))
		for _, name := range s.Required {
			needed[name] = true
		}
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
				p.dropped["fields"]++
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
	if s.AdditionalProperties != nil && !s.AdditionalProperties.Never {
		values = append(values, p.schema(s.AdditionalProperties, child))
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
	if s.Discriminator != nil {
		out.Discriminator = &openapi.Discriminator{Property: s.Discriminator.Property}
	}
}

// unwrap takes off what is around one schema and says nothing but words about it:
// an allOf of it alone, or a choice between it and null.
func unwrap(s *openapi.Schema) *openapi.Schema {
	if len(s.AllOf)+len(s.OneOf)+len(s.AnyOf) == 0 || !onlyWords(s) {
		return s
	}
	var inner *openapi.Schema
	null := false
	switch choices := len(s.OneOf) + len(s.AnyOf); {
	case len(s.AllOf) == 1 && choices == 0 && !s.Is("null"):
		inner = s.AllOf[0]
	case len(s.AllOf) == 0 && choices == 2 && len(s.Types) == 0:
		for _, list := range [][]*openapi.Schema{s.OneOf, s.AnyOf} {
			for _, one := range list {
				if one != nil && isNull(one) {
					null = true
				} else {
					inner = one
				}
			}
		}
		if !null || inner != nil && (inner.Ref != "" || len(inner.Types) == 0 || len(inner.AllOf)+len(inner.OneOf)+len(inner.AnyOf) > 0) {
			return s
		}
	}
	if inner == nil {
		return s
	}
	one := *inner
	if s.Description != "" {
		one.Description = s.Description
	}
	if s.Default != nil {
		one.Default = s.Default
	}
	one.ReadOnly = one.ReadOnly || s.ReadOnly
	one.WriteOnly = one.WriteOnly || s.WriteOnly
	one.Deprecated = one.Deprecated || s.Deprecated
	if null && !one.Is("null") {
		one.Types = append(slices.Clip(one.Types), "null")
	}
	return &one
}

// isNull reports whether a schema is that of null, and nothing else.
func isNull(s *openapi.Schema) bool {
	return slices.Equal(s.Types, []string{"null"}) && s.Ref == "" && s.Enum == nil && s.Const == nil && !holds(s)
}

// onlyWords reports whether a schema says nothing of a value beside what it is
// made of, but that it is an object.
func onlyWords(s *openapi.Schema) bool {
	return s.Ref == "" && (len(s.Types) == 0 || slices.Equal(s.Types, []string{"object"})) && s.Format == "" &&
		s.Enum == nil && s.Const == nil && s.Minimum == "" && s.Maximum == "" && s.ExclusiveMinimum == "" && s.ExclusiveMaximum == "" &&
		s.MultipleOf == "" && s.MinLength == nil && s.MaxLength == nil && s.Pattern == "" && s.MinItems == nil && s.MaxItems == nil &&
		!s.UniqueItems && s.MinProperties == nil && s.MaxProperties == nil && len(s.Properties) == 0 && len(s.Required) == 0 &&
		len(s.PatternProperties) == 0 && s.AdditionalProperties == nil && s.Items == nil && len(s.PrefixItems) == 0
}

func (p *pruner) parameter(from *openapi.Parameter) *openapi.Parameter {
	out := &openapi.Parameter{Name: from.Name, In: from.In, Required: from.Required, Deprecated: from.Deprecated}
	at := place{side: inputs, name: from.Name}
	if from.Schema != nil {
		out.Schema = p.schema(from.Schema, at)
	}
	out.Content = p.content(from.Content, at)
	p.dropped["examples"] += len(from.Examples)
	if !p.keys.drops("description") {
		out.Description = p.text(from.Description, p.inputWords, from.Name)
	}
	if out.Description == "" && out.Schema != nil {
		out.Description = out.Schema.Description
	}
	out.Deprecated = out.Deprecated && !p.keys.drops("deprecated")
	if more := p.keys.extras(p.doc, from.Pointer); more != nil && out.Schema != nil {
		p.extras[out.Schema] = append(more, p.extras[out.Schema]...)
	}
	if out.Schema != nil {
		out.Schema.Description = ""
	}
	return out
}

func (p *pruner) content(from []openapi.MediaType, at place) []openapi.MediaType {
	var out []openapi.MediaType
	for _, m := range from {
		p.dropped["examples"] += len(m.Examples)
		out = append(out, openapi.MediaType{Type: m.Type, Schema: p.schema(m.Schema, at), ItemSchema: p.schema(m.ItemSchema, at)})
	}
	return out
}

// operation prunes everything but its named schemas. Of errors the status is
// left, of headers those that lead to more of an answer.
func (p *pruner) operation(op *openapi.Operation) *openapi.Operation {
	out := &openapi.Operation{
		ID: op.ID, Method: op.Method, Path: op.Path, Webhook: op.Webhook, Deprecated: op.Deprecated,
		Security: op.Security, Tags: op.Tags,
	}
	if !p.keys.drops("summary") {
		out.Summary = brief(op.Summary, max(p.operationWords, 8))
	}
	if (p.bounds || out.Summary == "") && !p.keys.drops("description") {
		out.Description = p.text(op.Description, p.operationWords, op.Summary, op.ID)
	} else if op.Description != "" {
		p.dropped["texts"]++
	}
	out.Deprecated = out.Deprecated && !p.keys.drops("deprecated")
	p.dropped["callbacks"] += len(op.Callbacks)
	p.dropped["servers"] += len(op.Servers)
	p.dropped["tags"] += len(op.Tags)
	for _, from := range op.Parameters {
		if from != nil {
			out.Parameters = append(out.Parameters, p.parameter(from))
		}
	}
	if op.Body != nil {
		out.Body = &openapi.Body{Required: op.Body.Required, Content: p.content(op.Body.Content, place{side: inputs})}
		if !p.keys.drops("description") {
			out.Body.Description = p.text(op.Body.Description, p.inputWords, op.Summary, "request body json payload data object")
		}
	}
	for _, from := range op.Responses {
		if from == nil {
			continue
		}
		response := &openapi.Response{Status: from.Status}
		if from.OK() {
			response.Content = p.content(from.Content, place{side: outputs})
			for _, h := range from.Headers {
				if h != nil && leadsOn(h.Name) {
					response.Headers = append(response.Headers, &openapi.Parameter{Name: h.Name, In: "header"})
				} else {
					p.dropped["headers"]++
				}
			}
		} else if len(from.Content) > 0 {
			p.dropped["error bodies"]++
		}
		p.dropped["links"] += len(from.Links)
		out.Responses = append(out.Responses, response)
	}
	return out
}

// leadsOn reports whether a header tells of more pages, or of a new thing.
func leadsOn(header string) bool {
	header = strings.ToLower(header)
	for _, word := range []string{"link", "page", "pagination", "total", "count", "cursor", "next", "location", "range"} {
		if strings.Contains(header, word) && !strings.Contains(header, "rate") {
			return true
		}
	}
	return false
}

// note says in the JSON form what the notation marks.
func (p *pruner) note() {
	for s, n := range p.left {
		s.Description = strings.TrimSpace(fmt.Sprintf("%s (…%d more values)", s.Description, n))
	}
	for s, cut := range p.cut {
		if cut {
			s.Description = strings.TrimSpace(s.Description + " (…more fields)")
		}
	}
	for s, more := range p.extras {
		s.Description = strings.TrimSpace(s.Description + " (" + strings.Join(more, " ") + ")")
	}
	p.extras = map[*openapi.Schema][]string{}
	p.left, p.cut = map[*openapi.Schema]int{}, map[*openapi.Schema]bool{}
}

func isString(value json.RawMessage) (string, bool) {
	if len(value) < 2 || value[0] != '"' || value[len(value)-1] != '"' {
		return "", false
	}
	if inner := value[1 : len(value)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner), true
	}
	var text string
	err := json.Unmarshal(value, &text)
	return text, err == nil
}
