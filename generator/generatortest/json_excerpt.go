package generatortest

import (
	"net/url"
	"slices"
	"strings"
)

// excerptReader reads what is left of an OpenAPI or Swagger description.
type excerptReader struct {
	root   *value
	base   map[*value]string // file of what stands under "$refs"
	shapes map[string]*shape
}

// from notes that a value comes from another file.
func (r *excerptReader) from(v *value, file string) {
	if file == "" {
		return
	}
	r.base[v] = file
	for _, m := range v.members {
		r.from(m.value, file)
	}
	for _, item := range v.items {
		r.from(item, file)
	}
}

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

func (r *excerptReader) item(path string, item *value) []*operation {
	var out []*operation
	for _, m := range item.members {
		switch {
		case slices.Contains(methods, m.name):
			out = append(out, r.operation(m.name, path, item, m.value))
		case m.name == "additionalOperations":
			for _, other := range m.value.members {
				out = append(out, r.operation(other.name, path, item, other.value))
			}
		}
	}
	return slices.DeleteFunc(out, func(op *operation) bool { return op.id == "" })
}

func (r *excerptReader) operation(method, path string, item, v *value) *operation {
	op := &operation{
		id: v.at("operationId").text, method: strings.ToUpper(method), path: path,
		summary: v.at("summary").text,
	}
	for _, list := range []*value{item.at("parameters"), v.at("parameters")} {
		for _, p := range list.items {
			p = r.follow(p)
			schema := p.at("schema")
			switch p.at("in").text {
			case "body":
				op.body = append(op.body, r.shape(schema, 0))
				continue
			case "":
				continue
			}
			op.inputs = append(op.inputs, field{p.at("name").text, p.at("required").bool, r.shape(schema, 0)})
		}
	}
	op.body = append(op.body, r.content(r.follow(v.at("requestBody")))...)
	for _, m := range v.at("responses").members {
		if !strings.HasPrefix(m.name, "2") {
			continue
		}
		response := r.follow(m.value)
		op.answers = append(op.answers, r.content(response)...)
		if schema := response.at("schema"); len(schema.members) > 0 {
			op.answers = append(op.answers, r.shape(schema, 0))
		}
	}
	return op
}

func (r *excerptReader) content(v *value) []*shape {
	var out []*shape
	for _, media := range v.at("content").members {
		if items := media.value.at("itemSchema"); len(items.members) > 0 {
			out = append(out, &shape{list: true, items: r.shape(items, 0)})
			continue
		}
		out = append(out, r.shape(media.value.at("schema"), 0))
	}
	return out
}

// shape understands a schema. References are left to be followed.
func (r *excerptReader) shape(v *value, depth int) *shape {
	s := &shape{}
	if depth > maxNesting {
		return s
	}
	if ref := v.at("$ref").text; ref != "" {
		s.ref = join(r.base[v], ref)
	}
	types := append(v.at("type").strings(), v.at("type").text)
	s.list = slices.Contains(types, "array") || len(v.at("items").members) > 0
	if s.list {
		s.items = r.shape(v.at("items"), depth+1)
	}
	required := v.at("required").strings()
	for _, p := range v.at("properties").members {
		s.fields = append(s.fields, field{p.name, slices.Contains(required, p.name), r.shape(p.value, depth+1)})
	}
	for _, name := range required { // said of what another part describes
		s.fields = append(s.fields, field{name: name, required: true})
	}
	s.object = slices.Contains(types, "object") || len(s.fields) > 0
	s.null = slices.Contains(types, "null") && !slices.ContainsFunc(types, func(t string) bool { return t != "null" && t != "" })
	s.readOnly, s.writeOnly = v.at("readOnly").bool, v.at("writeOnly").bool
	for _, part := range v.at("allOf").items {
		s.all = append(s.all, r.shape(part, depth+1))
	}
	for _, part := range slices.Concat(v.at("oneOf").items, v.at("anyOf").items) {
		s.any = append(s.any, r.shape(part, depth+1))
	}
	return s
}

func (r *excerptReader) named(ref string) *shape {
	s, known := r.shapes[ref]
	if !known {
		r.shapes[ref] = nil // while it is being read
		if v := r.place(ref); v != nil {
			s = r.shape(v, 0)
		}
		r.shapes[ref] = s
	}
	return s
}

// follow goes where references lead.
func (r *excerptReader) follow(v *value) *value {
	for range 10 {
		ref := v.at("$ref").text
		if ref == "" {
			return v
		}
		if v = r.place(join(r.base[v], ref)); v == nil {
			return &value{}
		}
	}
	return &value{}
}

// place finds what a reference names: a place of the text, or a key of "$refs",
// or a place in one of those.
func (r *excerptReader) place(ref string) *value {
	file, fragment, _ := strings.Cut(ref, "#")
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if file == "" {
		if v := descend(r.root, fragment); v != nil {
			return v
		}
	}
	var like *value
	for _, m := range r.root.at("$refs").members {
		in, base, _ := strings.Cut(m.name, "#")
		rest, ok := strings.CutPrefix(fragment, base)
		if !ok || rest != "" && rest[0] != '/' {
			continue
		}
		v := descend(m.value, rest)
		switch {
		case v == nil:
		case in == file:
			return v
		case like == nil && (file == "" || strings.HasSuffix("/"+in, "/"+strings.TrimLeft(file, "./"))):
			like = v // of an operation that stood in another file
		}
	}
	return like
}

func descend(v *value, pointer string) *value {
	for _, token := range strings.Split(pointer, "/")[min(1, strings.Count(pointer, "/")):] {
		if pointer == "" {
			break
		}
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		at := slices.IndexFunc(v.members, func(m member) bool { return m.name == token })
		if at < 0 {
			return nil
		}
		v = v.members[at].value
	}
	return v
}
