package chunker

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// Part is a piece of the text of a chunk. Parts with equal keys are the same
// piece, which stands once in a chunk however many operations need it.
//
// Part and [Encoder] are aliases of plain types, so that a package can offer an
// encoder without importing this one.
type Part = struct{ Key, Text string }

// Encoder writes operations as text. Parts gives what one operation needs, its
// own part first; Join makes the text of a chunk of the parts of all its
// operations, each key once, in the order of their first use.
//
// Both must depend on nothing but their arguments: equal keys of one document
// mean equal texts. They may be called from any number of goroutines.
type Encoder = interface {
	Parts(doc *openapi.Document, op *openapi.Operation) []Part
	Join(parts []Part) string
}

// Preparer is an Encoder that works faster when it may remember what it wrote
// for one document. The Encoder that Prepare gives is used for that document
// only, which does not change meanwhile, and by one goroutine at a time.
type Preparer = interface {
	Prepare(doc *openapi.Document) Encoder
}

// Counter counts the tokens of a text. It must be safe for concurrent use.
type Counter interface{ Count(text string) int }

// plain is the default encoder: the operations and, once, each schema that they
// reach, in the JSON form of package openapi.
type plain struct{}

const (
	operationKey = "operation "
	schemaKey    = "schema "
	schemeKey    = "security "
)

func (plain) Prepare(doc *openapi.Document) Encoder {
	return &plainDocument{schemes: map[string]Part{}, reach: newReach(doc)}
}

func (p plain) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	return p.Prepare(doc).Parts(doc, op)
}

func (plain) Join(parts []Part) string { return joinPlain(parts) }

type plainDocument struct {
	schemas []Part          // by number of reach; without a key: not written yet
	schemes map[string]Part // by name
	reach   *reach
}

func (p *plainDocument) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	own := marshal(op)
	if own == "null" { // a service put something into it that JSON cannot hold
		return cut{depth: 4}.Parts(doc, op)
	}
	numbers := p.reach.numbers(op)
	parts := append(make([]Part, 0, len(numbers)+2), Part{Key: operationKey + op.ID, Text: own})
	for len(p.schemas) < len(p.reach.all) {
		p.schemas = append(p.schemas, Part{})
	}
	for _, n := range numbers {
		if p.schemas[n].Key == "" {
			name := p.reach.all[n]
			p.schemas[n] = shared(schemaKey, name, doc.Schemas[name])
		}
		parts = append(parts, p.schemas[n])
	}
	for _, name := range schemes(op) {
		part, ok := p.schemes[name]
		if scheme := doc.SecuritySchemes[name]; !ok && scheme != nil {
			part = shared(schemeKey, name, scheme)
			p.schemes[name] = part
		}
		if part.Key != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func shared(kind, name string, value any) Part {
	return Part{Key: kind + name, Text: marshal(name) + ":" + marshal(value)}
}

func (*plainDocument) Join(parts []Part) string { return joinPlain(parts) }

func joinPlain(parts []Part) string {
	var out strings.Builder
	section := func(start, kind, end string) {
		empty := true
		for _, p := range parts {
			if !strings.HasPrefix(p.Key, kind) {
				continue
			}
			if empty {
				out.WriteString(start)
			} else {
				out.WriteByte(',')
			}
			empty = false
			out.WriteString(p.Text)
		}
		if !empty {
			out.WriteString(end)
		}
	}
	section(`{"operations":[`, operationKey, `]`)
	section(`,"schemas":{`, schemaKey, `}`)
	section(`,"securitySchemes":{`, schemeKey, `}`)
	if out.Len() == 0 {
		return "{}"
	}
	out.WriteByte('}')
	return out.String()
}

// schemes lists the security schemes of an operation, each once.
func schemes(op *openapi.Operation) []string {
	var out []string
	for _, requirement := range op.Security {
		for _, use := range requirement {
			if !slices.Contains(out, use.Scheme) {
				out = append(out, use.Scheme)
			}
		}
	}
	return out
}

// marshal writes a value of the model. What a caller put into a Document and no
// JSON can hold becomes null.
func marshal(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "null"
	}
	return strings.TrimSuffix(out.String(), "\n")
}
