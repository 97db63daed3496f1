package generatortest

import (
	"encoding/json"
	"path"
	"strings"
)

// value is a JSON value whose objects keep their order. Of a text that breaks off
// it holds what is there.
type value struct {
	text    string // of a string
	bool    bool
	members []member // of an object
	items   []*value // of an array
	array   bool
}

type member struct {
	name  string
	value *value
}

func parseJSON(text string) *value {
	decoder := json.NewDecoder(strings.NewReader(text))
	v, _ := parseValue(decoder, 0)
	return v
}

func parseValue(decoder *json.Decoder, depth int) (v *value, whole bool) {
	v = &value{}
	token, err := decoder.Token()
	if err != nil || depth > 10*maxNesting {
		return v, false
	}
	switch token := token.(type) {
	case string:
		v.text = token
	case bool:
		v.bool = token
	case json.Delim:
		v.array = token == '['
		for decoder.More() {
			name := ""
			if !v.array {
				key, err := decoder.Token()
				if err != nil {
					return v, false
				}
				name, _ = key.(string)
			}
			inner, whole := parseValue(decoder, depth+1)
			if v.array {
				v.items = append(v.items, inner)
			} else {
				v.members = append(v.members, member{name, inner})
			}
			if !whole {
				return v, false
			}
		}
		if _, err := decoder.Token(); err != nil {
			return v, false
		}
	}
	return v, true
}

// at gives a member of an object, or an empty value.
func (v *value) at(name string) *value {
	if v != nil {
		for _, m := range v.members {
			if m.name == name {
				return m.value
			}
		}
	}
	return &value{}
}

func (v *value) strings() []string {
	var out []string
	for _, item := range v.items {
		out = append(out, item.text)
	}
	return out
}

// readJSON understands both JSON forms: the excerpt of a description, and lists
// of operations and schemas.
func readJSON(text string) *description {
	root := parseJSON(text)
	excerpt := &excerptReader{root: root, base: map[*value]string{}, shapes: map[string]*shape{}}
	for _, m := range root.at("$refs").members {
		file, _, _ := strings.Cut(m.name, "#")
		excerpt.from(m.value, file)
	}
	lists := &listReader{root: root, shapes: map[string]*shape{}}
	d := &description{named: func(ref string) *shape {
		if name, ok := strings.CutPrefix(ref, "name "); ok {
			return lists.named(name)
		}
		return excerpt.named(ref)
	}}
	for _, place := range []string{"paths", "webhooks"} {
		for _, item := range root.at(place).members {
			d.operations = append(d.operations, excerpt.item(item.name, item.value)...)
		}
	}
	for _, op := range root.at("operations").items {
		if op.at("id").text != "" {
			d.operations = append(d.operations, lists.operation(op))
		}
	}
	return d
}

// join is the file that a reference leads to.
func join(base, ref string) string {
	if file, fragment, _ := strings.Cut(ref, "#"); file != "" {
		return path.Join(path.Dir(base), file) + "#" + fragment
	}
	return base + ref
}
