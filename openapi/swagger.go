package openapi

import (
	"slices"
	"strings"
)

// mediaTypes are the types that bodies have where an operation of Swagger 2.0
// does not say its own.
type mediaTypes struct{ consumes, produces []string }

// swaggerServers makes servers of schemes, host and basePath (Swagger 2.0,
// "Swagger Object").
func swaggerServers(root node) []Server {
	host, base := root.str("host"), root.str("basePath")
	if base != "" && base[0] != '/' {
		base = "/" + base
	}
	if host == "" {
		if base == "" {
			return nil
		}
		return []Server{{URL: base}}
	}
	schemes := unique(root.get("schemes").strs())
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

// schemesOf are the servers under an operation's own schemes; nil where it has
// none, or the same.
func schemesOf(servers []Server, schemes []string) []Server {
	var out []Server
	for _, scheme := range unique(schemes) {
		if scheme = strings.ToLower(scheme); scheme != "http" && scheme != "https" {
			continue
		}
		for _, s := range servers {
			_, rest, ok := strings.Cut(s.URL, "://")
			if url := scheme + "://" + rest; ok && !slices.ContainsFunc(out, func(s Server) bool { return s.URL == url }) {
				out = append(out, Server{URL: url})
			}
		}
	}
	if slices.EqualFunc(out, servers, func(a, b Server) bool { return a.URL == b.URL }) {
		return nil
	}
	return out
}

type collectionStyle struct {
	style   string
	explode bool
}

// collectionStyles translates collectionFormat into style and explode.
var collectionStyles = map[string]collectionStyle{
	"csv":   {"form", false},
	"ssv":   {"spaceDelimited", false},
	"pipes": {"pipeDelimited", false},
	"multi": {"form", true},
}

func (r *reader) collectionStyle(p node) collectionStyle {
	format := firstOf(p.str("collectionFormat"), "csv")
	style, ok := collectionStyles[format]
	if !ok {
		r.warn(p, "collectionFormat %q has no equal in OpenAPI 3; csv is used", format)
		style = collectionStyles["csv"]
	}
	return style
}

// swaggerBody makes a body of the parameters that Swagger 2.0 has in the body:
// one with a schema of its own, or the fields of a form.
func (r *reader) swaggerBody(op node, places []node) *Body {
	types := unique(op.get("consumes").strs())
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
			schema := r.root(p.get("schema"))
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
		files = files || p.plain("type").text() == "file"
		if p.plain("type").text() == "array" {
			collection := r.collectionStyle(p)
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
// itself, without what it says as a parameter.
func (r *reader) parameterSchema(p node) *Schema {
	if p.has("schema") && !p.has("type") { // OpenAPI 3's form, by mistake
		return r.root(p.get("schema"))
	}
	s := r.schema(p)
	s.Ref = ""
	return s
}

func (r *reader) swaggerResponse(op, n node) []MediaType {
	types := unique(op.get("produces").strs())
	if !op.has("produces") {
		types = r.produces
	}
	examples := n.get("examples")
	examples.expect(mapKind)
	if !n.has("schema") {
		return nil
	}
	schema := r.root(n.get("schema"))
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
