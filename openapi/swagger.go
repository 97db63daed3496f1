package openapi

import "strings"

// mediaTypes are the types that bodies have where an operation of Swagger 2.0
// does not say its own.
type mediaTypes struct{ consumes, produces []string }

// swaggerServers makes servers of schemes, host and basePath (Swagger 2.0,
// "Swagger Object").
func swaggerServers(root node) []Server {
	host, base := root.str("host"), root.str("basePath")
	if host == "" {
		if base == "" {
			return nil
		}
		return []Server{{URL: base}}
	}
	schemes := root.get("schemes").strs()
	if len(schemes) == 0 {
		schemes = []string{"https"}
	}
	var out []Server
	for _, scheme := range schemes {
		if scheme = strings.ToLower(scheme); scheme == "http" || scheme == "https" {
			out = append(out, Server{URL: scheme + "://" + host + base})
		}
	}
	return out
}

// collectionStyles translates collectionFormat into style and explode.
var collectionStyles = map[string]struct {
	style   string
	explode bool
}{
	"csv":   {"form", false},
	"ssv":   {"spaceDelimited", false},
	"pipes": {"pipeDelimited", false},
	"multi": {"form", true},
}

// swaggerBody makes a body of the parameters that Swagger 2.0 has in the body:
// one with a schema of its own, or the fields of a form.
func (r *reader) swaggerBody(op node, places []node) *Body {
	types := op.get("consumes").strs()
	if !op.has("consumes") {
		types = r.consumes
	}
	form := &Schema{Types: []string{"object"}}
	body := &Body{}
	var encodings []Encoding
	files := false
	for _, p := range places {
		if p.str("in") == "body" {
			body.Pointer = pointer(p)
			body.Description = p.str("description")
			body.Required = p.boolean("required")
			schema := r.schema(p.get("schema"))
			for _, t := range orDefault(types, "application/json") {
				body.Content = append(body.Content, MediaType{Type: t, Schema: schema})
			}
			return body
		}
		name := p.str("name")
		form.Pointer, body.Pointer = pointer(p), pointer(p)
		form.Properties = append(form.Properties, Property{Name: name, Schema: r.parameterSchema(p)})
		if p.boolean("required") {
			form.Required = append(form.Required, name)
			body.Required = true
		}
		files = files || p.str("type") == "file"
		if collection, ok := collectionStyles[p.str("collectionFormat")]; ok && p.str("type") == "array" {
			encodings = append(encodings, Encoding{Property: name, Style: collection.style, Explode: collection.explode})
		}
	}
	if len(form.Properties) == 0 {
		return nil
	}
	var forms []string
	for _, t := range types {
		if t == "multipart/form-data" || t == "application/x-www-form-urlencoded" && !files {
			forms = append(forms, t)
		}
	}
	fallback := "application/x-www-form-urlencoded"
	if files {
		fallback = "multipart/form-data"
	}
	for _, t := range orDefault(forms, fallback) {
		body.Content = append(body.Content, MediaType{Type: t, Schema: form, Encoding: encodings})
	}
	return body
}

// parameterSchema reads the schema that a Swagger 2.0 parameter or header is
// itself.
func (r *reader) parameterSchema(p node) *Schema {
	s := r.schema(p)
	s.Ref = ""
	return s
}

func (r *reader) swaggerResponse(op, n node) []MediaType {
	types := op.get("produces").strs()
	if !op.has("produces") {
		types = r.produces
	}
	examples := n.get("examples")
	if !n.has("schema") {
		return nil
	}
	schema := r.schema(n.get("schema"))
	var out []MediaType
	for _, t := range orDefault(types, "application/json") {
		m := MediaType{Type: t, Schema: schema}
		if example := r.value(examples.get(t)); example != nil {
			m.Examples = []Example{{Value: example}}
		}
		out = append(out, m)
	}
	return out
}

func orDefault(list []string, otherwise string) []string {
	if len(list) == 0 {
		return []string{otherwise}
	}
	return list
}
