package optimizer

import (
	"bytes"
	"fmt"
	"slices"
)

// Normalise takes out of an OpenAPI description, or of the excerpt of one that
// [Optimizer.Encode] gives at None, what means nothing. It takes and gives JSON;
// swagger tells that references and parameters are those of Swagger 2.0. What
// [Decode] gives of [Optimizer.Encode] at Conservative is equal to what Normalise
// gives of it at None, as a JSON value and in the order of properties.
//
// It drops, where they say what holds without them (OpenAPI 3.1, section 4.8;
// Swagger 2.0; JSON Schema Validation 2020-12, section 6 and 9):
//   - false: deprecated of operations, parameters and schemas; required of
//     parameters, headers and bodies; allowEmptyValue, allowReserved; nullable,
//     readOnly, writeOnly, uniqueItems, exclusiveMinimum and exclusiveMaximum of
//     schemas;
//   - the default of style and of explode; minLength, minItems and minProperties of
//     0; empty parameters, tags of operations, required, headers and links;
//   - additionalProperties true.
//
// It sorts required as properties are, what is no property last and by name, and
// drops what stands there twice. In descriptions and summaries, which are
// Markdown (CommonMark 0.31.2, section 6.8), it drops white space at the end, and
// at the end of lines where that is no hard break; and turns the end of a line
// within a paragraph into a space.
//
// Numbers, texts and the order of everything else stay. It fails where the input
// is no JSON.
func Normalise(description []byte, swagger bool) ([]byte, error) {
	tree, err := parseJSON(description)
	if err != nil {
		return nil, fmt.Errorf("optimizer: normalise: %w", err)
	}
	n := normaliser{tree: tree, swagger: swagger}
	n.document(0)
	return n.tree.appendJSON(make([]byte, 0, len(description)), 0), nil
}

// normaliser changes a tree in place.
type normaliser struct {
	tree    jsonTree
	swagger bool
}

// members goes through the members of an object. What drop tells goes.
func (n *normaliser) members(object int32, drop func(i int32, key string) bool) {
	t := n.tree
	if t[object].kind != '{' {
		return
	}
	last := int32(0)
	for i := t[object].first; i != 0; i = t[i].next {
		if drop(i, string(t[i].key)) {
			if last == 0 {
				t[object].first = t[i].next
			} else {
				t[last].next = t[i].next
			}
			t[object].count--
			continue
		}
		last = i
	}
}

// each does something with every member or item.
func (n *normaliser) each(i int32, do func(int32)) {
	for c := n.tree[i].first; c != 0; c = n.tree[c].next {
		do(c)
	}
}

// mapped does something with every member of an object.
func (n *normaliser) mapped(i int32, do func(int32)) {
	if n.tree[i].kind == '{' {
		n.each(i, do)
	}
}

// listed does something with every item of a list.
func (n *normaliser) listed(i int32, do func(int32)) {
	if n.tree[i].kind == '[' {
		n.each(i, do)
	}
}

func (n *normaliser) isFalse(i int32) bool {
	return string(n.tree[i].raw) == "false" && n.tree[i].kind == 't'
}

func (n *normaliser) isTrue(i int32) bool {
	return string(n.tree[i].raw) == "true" && n.tree[i].kind == 't'
}

func (n *normaliser) isEmpty(i int32, kind byte) bool {
	return n.tree[i].kind == kind && n.tree[i].count == 0
}

func (n *normaliser) prose(i int32) {
	if n.tree[i].kind == '"' {
		n.tree[i].raw = proseText(n.tree[i].raw)
	}
}

func (n *normaliser) document(root int32) {
	n.mapped(root, func(i int32) {
		switch key := string(n.tree[i].key); {
		case key == "paths" || key == "webhooks":
			n.mapped(i, n.item)
		case key == "components":
			n.mapped(i, func(c int32) { n.section(c, string(n.tree[c].key)) })
		case key == refsSection, n.swagger && swaggerSections[key]:
			n.section(i, key)
		}
	})
}

func (n *normaliser) section(i int32, name string) {
	kind := sectionKinds[name]
	n.mapped(i, func(c int32) { n.entry(c, kind) })
}

func (n *normaliser) entry(i int32, kind entryKind) {
	if kind == anyEntry {
		kind = n.tree.guess(i)
	}
	switch kind {
	case schemaEntry:
		n.schema(i)
	case parameterEntry:
		n.parameter(i)
	case responseEntry:
		n.response(i)
	case bodyEntry:
		n.body(i)
	case headerEntry:
		n.header(i)
	case itemEntry:
		n.item(i)
	}
}

func (n *normaliser) item(item int32) {
	n.members(item, func(i int32, key string) bool {
		switch {
		case itemMethods[key] != "":
			n.operation(i)
		case key == "additionalOperations":
			n.mapped(i, n.operation)
		case key == "description" || key == "summary":
			n.prose(i)
		case key == "parameters":
			n.listed(i, n.parameter)
			return n.isEmpty(i, '[')
		}
		return false
	})
}

func (n *normaliser) operation(op int32) {
	n.members(op, func(i int32, key string) bool {
		switch key {
		case "description", "summary":
			n.prose(i)
		case "deprecated":
			return n.isFalse(i)
		case "tags":
			return n.isEmpty(i, '[')
		case "parameters":
			n.listed(i, n.parameter)
			return n.isEmpty(i, '[')
		case "requestBody":
			n.body(i)
		case "responses":
			n.mapped(i, func(r int32) {
				if isStatus(n.tree[r].key) {
					n.response(r)
				}
			})
		}
		return false
	})
}

// defaultStyles of parameters by their place (OpenAPI 3.1, section 4.8.12.2.1).
var defaultStyles = map[string]string{"query": "form", "cookie": "form", "path": "simple", "header": "simple"}

func (n *normaliser) parameter(p int32) {
	in := ""
	if i := n.tree.member(p, "in"); i != 0 {
		in = string(n.tree[i].raw)
	}
	n.serialised(p, in)
}

// serialised is what parameters and headers have in common.
func (n *normaliser) serialised(p int32, in string) {
	if n.swagger && in != "body" {
		n.schema(p)
	}
	style := defaultStyles[in]
	if i := n.tree.member(p, "style"); i != 0 {
		style = string(n.tree[i].raw)
	}
	n.members(p, func(i int32, key string) bool {
		switch key {
		case "description":
			n.prose(i)
		case "required", "deprecated", "allowEmptyValue", "allowReserved":
			return n.isFalse(i)
		case "style":
			return !n.swagger && n.tree[i].kind == '"' && defaultStyles[in] == string(n.tree[i].raw) && in != ""
		case "explode":
			return !n.swagger && in != "" && (style == "form" && n.isTrue(i) || style != "form" && n.isFalse(i))
		case "schema":
			n.schema(i)
		case "content":
			n.mapped(i, n.media)
		}
		return false
	})
}

func (n *normaliser) header(h int32) { n.serialised(h, "header") }

func (n *normaliser) body(b int32) {
	n.members(b, func(i int32, key string) bool {
		switch key {
		case "description":
			n.prose(i)
		case "required":
			return n.isFalse(i)
		case "content":
			n.mapped(i, n.media)
		}
		return false
	})
}

func (n *normaliser) media(m int32) {
	n.mapped(m, func(i int32) {
		switch string(n.tree[i].key) {
		case "schema", "itemSchema":
			n.schema(i)
		}
	})
}

func (n *normaliser) response(r int32) {
	n.members(r, func(i int32, key string) bool {
		switch key {
		case "description", "summary":
			n.prose(i)
		case "schema":
			if n.swagger {
				n.schema(i)
			}
		case "content":
			n.mapped(i, n.media)
		case "headers":
			n.mapped(i, n.header)
			return n.isEmpty(i, '{')
		case "links":
			return n.isEmpty(i, '{')
		}
		return false
	})
}

func (n *normaliser) schema(s int32) {
	if n.tree[s].kind != '{' {
		return
	}
	n.members(s, func(i int32, key string) bool {
		switch {
		case schemaMembers[key]:
			if key == "additionalProperties" && n.isTrue(i) {
				return true
			}
			n.schema(i)
			if key == "items" {
				n.listed(i, n.schema)
			}
		case schemaLists[key]:
			n.listed(i, n.schema)
		case schemaMaps[key]:
			n.mapped(i, n.schema)
		case key == "description":
			n.prose(i)
		case key == "deprecated" || key == "nullable" || key == "readOnly" || key == "writeOnly" || key == "uniqueItems" ||
			key == "exclusiveMinimum" || key == "exclusiveMaximum":
			return n.isFalse(i)
		case key == "minLength" || key == "minItems" || key == "minProperties":
			return n.tree[i].kind == '0' && string(n.tree[i].raw) == "0"
		case key == "required":
			if n.tree[i].kind == '[' {
				n.required(s, i)
				return n.tree[i].count == 0
			}
		}
		return false
	})
}

// required puts the names of a list in the order of the properties.
func (n *normaliser) required(schema, list int32) {
	t := n.tree
	var names []int32
	for c := t[list].first; c != 0; c = t[c].next {
		if t[c].kind != '"' {
			return
		}
		names = append(names, c)
	}
	place := map[string]int32{}
	if properties := t.member(schema, "properties"); properties != 0 {
		n.mapped(properties, func(c int32) { place[string(t[c].key)] = c })
	}
	slices.SortStableFunc(names, func(a, b int32) int {
		x, y := place[string(t[a].raw)], place[string(t[b].raw)]
		switch {
		case x == 0 && y == 0:
			return bytes.Compare(t[a].raw, t[b].raw)
		case x == 0:
			return 1
		case y == 0:
			return -1
		}
		return int(x - y)
	})
	names = slices.CompactFunc(names, func(a, b int32) bool { return bytes.Equal(t[a].raw, t[b].raw) })
	t[list].first, t[list].count = 0, int32(len(names))
	for _, name := range slices.Backward(names) {
		t[name].next = t[list].first
		t[list].first = name
	}
}
