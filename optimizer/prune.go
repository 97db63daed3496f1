package optimizer

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// rules are what a level keeps.
type rules struct {
	operationWords, inputWords, outputWords int
	bounds                                  bool // of inputs
	enum                                    int  // values of an enumeration
	nested                                  int  // inline objects within each other, optional ones of inputs and all of outputs
	inputHops                               int  // named schemas behind each other, optional ones of inputs
	inputBytes                              int  // named schemas of one operation's inputs, but those that must be sent
	outputHops                              int  // and of outputs
	outputBytes                             int  // named schemas of one operation's answers, unless that is one
}

const unbounded = 1 << 30

var levelRules = map[Level]rules{
	Balanced: {
		operationWords: 24, inputWords: 20, outputWords: 10, bounds: true, enum: 50,
		nested: unbounded, inputHops: unbounded, inputBytes: unbounded, outputHops: unbounded, outputBytes: 6_000,
	},
	Aggressive: {
		enum: 8, operationWords: 8, nested: 2, inputHops: 2, inputBytes: 10_000, outputHops: 2, outputBytes: 2_500,
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
	left map[*openapi.Schema]int
	cut  map[*openapi.Schema]bool
}

func newPruner(level Level) *pruner {
	return &pruner{rules: levelRules[level], left: map[*openapi.Schema]int{}, cut: map[*openapi.Schema]bool{}}
}

// place is where a schema stands.
type place struct {
	side    side
	name    string // of the property or parameter
	depth   int    // schemas around it
	objects int    // objects around it, within the named schema or the operation
	far     bool   // further away than the level's inputHops
}

func (p *pruner) schema(s *openapi.Schema, at place) *openapi.Schema {
	if s == nil {
		return nil
	}
	s = unwrap(s)
	out := &openapi.Schema{
		Ref: s.Ref, Never: s.Never, Types: s.Types, Format: s.Format,
		Const: s.Const, ReadOnly: s.ReadOnly && at.side&inputs != 0, WriteOnly: s.WriteOnly && at.side&outputs != 0,
		Deprecated: s.Deprecated,
	}
	if at.depth > maxPruneDepth {
		p.cut[out] = true
		return out
	}
	out.Enum = s.Enum
	if len(s.Enum) > p.enum {
		out.Enum = s.Enum[:p.enum]
		p.left[out] = len(s.Enum) - p.enum
	}
	words := p.outputWords
	if at.side&inputs != 0 {
		words = p.inputWords
		if len(s.Default) <= maxDefault && (p.bounds || at.depth == 0) {
			out.Default = s.Default
		}
	}
	if p.bounds && at.side&inputs != 0 {
		p.bound(out, s)
	}
	text := s.Description
	if text == "" {
		text = s.Title
	}
	if text = brief(text, words); says(text, at.name, s.Format, s.Ref) {
		out.Description = text
	}
	p.below(out, s, at)
	return out
}

func (p *pruner) bound(out, s *openapi.Schema) {
	out.Minimum, out.Maximum = s.Minimum, s.Maximum
	out.ExclusiveMinimum, out.ExclusiveMaximum = s.ExclusiveMinimum, s.ExclusiveMaximum
	out.MultipleOf = s.MultipleOf
	out.MinLength, out.MaxLength = s.MinLength, s.MaxLength
	out.MinItems, out.MaxItems, out.UniqueItems = s.MinItems, s.MaxItems, s.UniqueItems
	out.MinProperties, out.MaxProperties = s.MinProperties, s.MaxProperties
	if len(s.Pattern) <= maxPattern {
		out.Pattern = s.Pattern
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
		return
	}
	needed := make(map[string]bool, len(s.Required))
	for _, name := range s.Required {
		needed[name] = true
	}
	for _, property := range s.Properties {
		if property.Schema == nil {
			continue
		}
		required := needed[property.Name]
		if narrow && !required ||
			property.Schema.ReadOnly && at.side == inputs || property.Schema.WriteOnly && at.side == outputs {
			p.cut[out] = p.cut[out] || narrow
			continue
		}
		child.name = property.Name
		out.Properties = append(out.Properties, openapi.Property{Name: property.Name, Schema: p.schema(property.Schema, child)})
		if required && at.side&inputs != 0 {
			out.Required = append(out.Required, property.Name)
		}
		delete(needed, property.Name)
	}
	if at.side&inputs != 0 { // what a part of allOf describes can be required here
		for _, name := range s.Required {
			if needed[name] {
				out.Required = append(out.Required, name)
				delete(needed, name)
			}
		}
	}
	values := s.AdditionalProperties
	if values == nil && len(s.PatternProperties) > 0 {
		values = s.PatternProperties[0].Schema
	}
	if values != nil && !values.Never {
		out.AdditionalProperties = p.schema(values, child)
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
	if s.Discriminator != nil {
		out.Discriminator = &openapi.Discriminator{Property: s.Discriminator.Property}
	}
}

// unwrap takes the allOf off a schema that says nothing but one other one and
// words about it.
func unwrap(s *openapi.Schema) *openapi.Schema {
	if len(s.AllOf) != 1 || s.AllOf[0] == nil || s.Ref != "" || len(s.Properties) > 0 || len(s.OneOf) > 0 ||
		len(s.AnyOf) > 0 || s.Items != nil || len(s.Required) > 0 || s.Is("null") {
		return s
	}
	one := *s.AllOf[0]
	if s.Description != "" {
		one.Description = s.Description
	}
	if s.Default != nil {
		one.Default = s.Default
	}
	one.ReadOnly = one.ReadOnly || s.ReadOnly
	one.WriteOnly = one.WriteOnly || s.WriteOnly
	one.Deprecated = one.Deprecated || s.Deprecated
	return &one
}

func (p *pruner) parameter(from *openapi.Parameter) *openapi.Parameter {
	out := &openapi.Parameter{Name: from.Name, In: from.In, Required: from.Required, Deprecated: from.Deprecated}
	at := place{side: inputs, name: from.Name}
	if from.Schema != nil {
		out.Schema = p.schema(from.Schema, at)
	}
	out.Content = p.content(from.Content, at)
	if text := brief(from.Description, p.inputWords); says(text, from.Name) {
		out.Description = text
	} else if out.Schema != nil {
		out.Description = out.Schema.Description
	}
	if out.Schema != nil {
		out.Schema.Description = ""
	}
	return out
}

func (p *pruner) content(from []openapi.MediaType, at place) []openapi.MediaType {
	var out []openapi.MediaType
	for _, m := range from {
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
	out.Summary = brief(op.Summary, max(p.operationWords, 8))
	if text := brief(op.Description, p.operationWords); says(text, op.Summary, op.ID) && (p.bounds || out.Summary == "") {
		out.Description = text
	}
	if out.Summary == "" {
		out.Summary, out.Description = out.Description, ""
	}
	for _, from := range op.Parameters {
		if from != nil {
			out.Parameters = append(out.Parameters, p.parameter(from))
		}
	}
	if op.Body != nil {
		out.Body = &openapi.Body{Required: op.Body.Required, Content: p.content(op.Body.Content, place{side: inputs})}
		if text := brief(op.Body.Description, p.inputWords); says(text, op.Summary, "request body json payload data object") {
			out.Body.Description = text
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
				}
			}
		}
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
	p.left, p.cut = map[*openapi.Schema]int{}, map[*openapi.Schema]bool{}
}

func isString(value json.RawMessage) (string, bool) {
	var text string
	err := json.Unmarshal(value, &text)
	return text, err == nil && len(value) > 0 && value[0] == '"'
}
