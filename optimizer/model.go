package optimizer

import (
	"encoding/json"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// maxWalk bounds how deep schemas are followed within each other.
const maxWalk = 250

// model writes operations in the JSON form of package openapi, for documents
// that were built in memory.
type model struct {
	doc     *openapi.Document
	direct  map[string][]string // named schemas that a named schema refers to itself
	written map[string]string
}

func newModel(doc *openapi.Document) *model {
	return &model{doc: doc, direct: map[string][]string{}, written: map[string]string{}}
}

const (
	operationKey = "operation "
	schemaKey    = "schema "
	schemeKey    = "security "
)

func (m *model) Parts(_ *openapi.Document, op *openapi.Operation) []Part {
	parts := []Part{{Key: operationKey + op.ID, Text: marshal(op)}}
	shared := func(kind, name string, value any) {
		key := kind + name
		if m.written[key] == "" {
			m.written[key] = marshal(name) + ":" + marshal(value)
		}
		parts = append(parts, Part{Key: key, Text: m.written[key]})
	}
	for _, name := range m.names(op, everything) {
		shared(schemaKey, name, m.doc.Schemas[name])
	}
	seen := map[string]bool{}
	for _, requirement := range op.Security {
		for _, use := range requirement {
			if s := m.doc.SecuritySchemes[use.Scheme]; s != nil && !seen[use.Scheme] {
				seen[use.Scheme] = true
				shared(schemeKey, use.Scheme, s)
			}
		}
	}
	return parts
}

func (*model) Join(parts []Part) string { return joinModel(parts) }

func joinModel(parts []Part) string {
	var out strings.Builder
	for _, section := range [][3]string{
		{operationKey, `"operations":[`, "]"}, {schemaKey, `"schemas":{`, "}"}, {schemeKey, `"securitySchemes":{`, "}"},
	} {
		n := 0
		for _, p := range parts {
			if !strings.HasPrefix(p.Key, section[0]) {
				continue
			}
			switch {
			case n > 0:
				out.WriteByte(',')
			case out.Len() > 0:
				out.WriteString("," + section[1])
			default:
				out.WriteString("{" + section[1])
			}
			out.WriteString(p.Text)
			n++
		}
		if n > 0 {
			out.WriteString(section[2])
		}
	}
	if out.Len() == 0 {
		return "{}"
	}
	return out.String() + "}"
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
