package generatortest

import (
	"slices"
	"strings"
)

// listReader reads the form that has "operations" and "schemas", in which names
// of properties are values.
type listReader struct {
	root   *value
	shapes map[string]*shape
}

func (r *listReader) operation(v *value) *operation {
	op := &operation{
		id: v.at("id").text, method: strings.ToUpper(v.at("method").text), path: v.at("path").text,
		summary: v.at("summary").text,
	}
	for _, p := range v.at("parameters").items {
		if name := p.at("name").text; name != "" {
			op.inputs = append(op.inputs, field{name, p.at("required").bool, r.shape(p.at("schema"), 0)})
		}
	}
	op.body = r.content(v.at("body"))
	for _, response := range v.at("responses").items {
		if strings.HasPrefix(response.at("status").text, "2") {
			op.answers = append(op.answers, r.content(response)...)
		}
	}
	return op
}

func (r *listReader) content(v *value) []*shape {
	var out []*shape
	for _, media := range v.at("content").items {
		if items := media.at("itemSchema"); len(items.members) > 0 {
			out = append(out, &shape{list: true, items: r.shape(items, 0)})
		} else if schema := media.at("schema"); len(schema.members) > 0 {
			out = append(out, r.shape(schema, 0))
		}
	}
	return out
}

func (r *listReader) shape(v *value, depth int) *shape {
	s := &shape{}
	if depth > maxNesting {
		return s
	}
	if ref := v.at("ref").text; ref != "" {
		s.ref = "name " + ref
	}
	types := v.at("types").strings()
	s.list = slices.Contains(types, "array")
	if items := v.at("items"); len(items.members) > 0 {
		s.list, s.items = true, r.shape(items, depth+1)
	}
	required := v.at("required").strings()
	for _, p := range v.at("properties").items {
		if name := p.at("name").text; name != "" {
			must := p.at("required").bool || slices.Contains(required, name)
			s.fields = append(s.fields, field{name, must, r.shape(p.at("schema"), depth+1)})
		}
	}
	for _, name := range required { // said of what another part describes
		s.fields = append(s.fields, field{name: name, required: true})
	}
	s.object = slices.Contains(types, "object") || len(s.fields) > 0
	s.null = len(types) == 1 && types[0] == "null"
	s.readOnly, s.writeOnly = v.at("readOnly").bool, v.at("writeOnly").bool
	for _, part := range v.at("allOf").items {
		s.all = append(s.all, r.shape(part, depth+1))
	}
	for _, part := range slices.Concat(v.at("oneOf").items, v.at("anyOf").items) {
		s.any = append(s.any, r.shape(part, depth+1))
	}
	return s
}

func (r *listReader) named(name string) *shape {
	s, known := r.shapes[name]
	if !known {
		for _, m := range r.root.at("schemas").members {
			if m.name == name {
				s = r.shape(m.value, 0)
			}
		}
		r.shapes[name] = s
	}
	return s
}
