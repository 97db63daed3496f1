package openapi

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// modelWriter writes parts of a Document as OpenAPI 3.2.
type modelWriter struct {
	out    []byte
	depth  int
	failed error
}

var errEndless = errors.New("schemas or callbacks of the document contain themselves, are too deep, or too large")

// maxWritten bounds what schemas of a document can be that repeat each other many
// times, in bytes.
const maxWritten = 64 << 20

// canonical is the JSON of what a pointer leads to in what was written.
func (w *modelWriter) canonical(pointer string) ([]byte, error) {
	if w.failed != nil {
		return nil, w.failed
	}
	root, err := parseJSON(string(w.out))
	if err != nil { // values of the document that are no JSON
		return nil, err
	}
	return canonical(root, pointer)
}

// key begins a member.
func (w *modelWriter) key(name string) {
	w.separate()
	w.out = append(appendText(w.out, name), ':')
}

// separate writes a comma where something stands before.
func (w *modelWriter) separate() {
	if last := w.out[len(w.out)-1]; last != '{' && last != '[' {
		w.out = append(w.out, ',')
	}
}

func (w *modelWriter) object(write func()) {
	w.out = append(w.out, '{')
	write()
	w.out = append(w.out, '}')
}

func (w *modelWriter) text(key, value string) {
	if value != "" {
		w.key(key)
		w.out = appendText(w.out, value)
	}
}

func (w *modelWriter) flag(key string, value bool) {
	if value {
		w.raw(key, "true")
	}
}

func (w *modelWriter) raw(key, value string) {
	if value != "" {
		w.key(key)
		w.out = append(w.out, value...)
	}
}

func (w *modelWriter) texts(key string, list []string) {
	if len(list) > 0 {
		w.key(key)
		w.out = append(w.out, '[')
		for _, text := range list {
			w.separate()
			w.out = appendText(w.out, text)
		}
		w.out = append(w.out, ']')
	}
}

func (w *modelWriter) count(key string, value *int) {
	if value != nil {
		number, _ := json.Marshal(*value)
		w.raw(key, string(number))
	}
}

// members writes an object of named things, of those with one name the first.
func members[T any](w *modelWriter, key string, list []T, name func(T) string, write func(T)) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.object(func() {
		seen := map[string]bool{}
		for _, one := range list {
			if !seen[name(one)] {
				seen[name(one)] = true
				w.key(name(one))
				write(one)
			}
		}
	})
}

func items[T any](w *modelWriter, key string, list []T, write func(T)) {
	if len(list) == 0 {
		return
	}
	w.key(key)
	w.out = append(w.out, '[')
	for _, one := range list {
		w.separate()
		write(one)
	}
	w.out = append(w.out, ']')
}

// document writes what the tokens of a pointer lead to; all of it where there are
// none.
func (w *modelWriter) document(d *Document, tokens []string) {
	wants := func(depth int, name string) bool { return len(tokens) <= depth || tokens[depth] == name }
	w.object(func() {
		w.text("openapi", "3.2.0")
		w.key("info")
		w.object(func() {
			w.text("title", d.Title)
			w.text("summary", d.Summary)
			w.text("description", d.Description)
			w.text("version", d.Version)
		})
		w.servers(d.Servers)
		items(w, "tags", d.Tags, w.tag)
		if wants(0, "paths") {
			w.paths("paths", d.Operations, func(op *Operation) bool { return !op.Webhook && wants(1, op.Path) })
		}
		if wants(0, "webhooks") {
			w.paths("webhooks", d.Operations, func(op *Operation) bool { return op.Webhook && wants(1, op.Path) })
		}
		if wants(0, "components") {
			w.components(d, wants)
		}
	})
}

func (w *modelWriter) components(d *Document, wants func(int, string) bool) {
	w.key("components")
	w.object(func() {
		of := func(section string) func(string) bool {
			return func(name string) bool { return !wants(1, section) || !wants(2, name) }
		}
		schemas := slices.DeleteFunc(slices.Sorted(maps.Keys(d.Schemas)), of("schemas"))
		members(w, "schemas", schemas, itself, func(name string) { w.schema(d.Schemas[name]) })
		schemes := slices.DeleteFunc(slices.Sorted(maps.Keys(d.SecuritySchemes)), of("securitySchemes"))
		members(w, "securitySchemes", schemes, itself, func(name string) { w.securityScheme(d.SecuritySchemes[name]) })
	})
}

func itself(name string) string { return name }

// paths writes those operations that are wanted, by path and method.
func (w *modelWriter) paths(key string, ops []*Operation, want func(*Operation) bool) {
	var order []string
	at := map[string][]*Operation{}
	for _, op := range ops {
		if want(op) {
			if at[op.Path] == nil {
				order = append(order, op.Path)
			}
			at[op.Path] = append(at[op.Path], op)
		}
	}
	members(w, key, order, itself, func(path string) { w.pathItem(at[path]) })
}

func (w *modelWriter) pathItem(ops []*Operation) {
	var known, others []*Operation
	for _, op := range ops {
		if slices.Contains(methods, strings.ToLower(op.Method)) {
			known = append(known, op)
		} else {
			others = append(others, op)
		}
	}
	w.object(func() {
		seen := map[string]bool{}
		for _, op := range known {
			if method := strings.ToLower(op.Method); !seen[method] {
				seen[method] = true
				w.key(method)
				w.operation(op)
			}
		}
		members(w, "additionalOperations", others, func(op *Operation) string { return op.Method }, w.operation)
	})
}

func (w *modelWriter) tag(t Tag) {
	w.object(func() {
		w.text("name", t.Name)
		w.text("summary", t.Summary)
		w.text("description", t.Description)
		w.text("parent", t.Parent)
		w.text("kind", t.Kind)
	})
}

func (w *modelWriter) servers(list []Server) {
	items(w, "servers", list, func(s Server) {
		w.object(func() {
			w.key("url")
			w.out = appendText(w.out, s.URL)
			w.text("name", s.Name)
			w.text("description", s.Description)
			members(w, "variables", s.Variables, func(v ServerVariable) string { return v.Name }, func(v ServerVariable) {
				w.object(func() {
					w.texts("enum", v.Enum)
					w.key("default")
					w.out = appendText(w.out, v.Default)
					w.text("description", v.Description)
				})
			})
		})
	})
}

func (w *modelWriter) securityScheme(s *SecurityScheme) {
	if s == nil {
		s = &SecurityScheme{}
	}
	w.object(func() {
		w.text("type", s.Type)
		w.text("description", s.Description)
		w.text("name", s.Name)
		w.text("in", s.In)
		w.text("scheme", s.Scheme)
		w.text("bearerFormat", s.BearerFormat)
		w.text("openIdConnectUrl", s.OpenIDConnectURL)
		members(w, "flows", s.Flows, func(f OAuthFlow) string { return f.Type }, func(f OAuthFlow) {
			w.object(func() {
				if f.Type == "deviceAuthorization" {
					w.text("deviceAuthorizationUrl", f.AuthorizationURL)
				} else {
					w.text("authorizationUrl", f.AuthorizationURL)
				}
				w.text("tokenUrl", f.TokenURL)
				w.text("refreshUrl", f.RefreshURL)
				w.key("scopes")
				w.object(func() {
					for _, scope := range f.Scopes {
						w.key(scope.Name)
						w.out = appendText(w.out, scope.Description)
					}
				})
			})
		})
		w.flag("deprecated", s.Deprecated)
	})
}

// schemaRef is a reference to a schema of the Document by its name.
func schemaRef(name string) string {
	return "#" + (&url.URL{Fragment: "/components/schemas/" + escape(name)}).EscapedFragment()
}
