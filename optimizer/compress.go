package optimizer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Compress writes any JSON value in fewer tokens. None leaves it as it is.
//
// Conservative loses nothing: [Decode] gives the equal value back, numbers and
// texts as they were. Descriptions of APIs and JSON Schemas are written in the
// notation of [Optimizer.Encode], everything else as JSON without the quotes that
// are not needed, with tables for lists of like objects; or as JSON without white
// space where that is shorter. With [WithFormat] JSON it is always the latter.
//
// Balanced drops, before that, what documents and does not define: members that
// are called example, examples, externalDocs, xml, $comment, or begin with "x-", and
// texts called description or summary behind their first sentence or 20 words.
// Aggressive drops those texts and title altogether, and cuts lists of more than
// 8 simple values to 8 and a text that tells how many are left out. Members of an
// object that is called properties, patternProperties, $defs, definitions,
// schemas, parameters, responses, headers or paths are names, not keywords, and
// all stay. [Optimizer.CompressReport] tells what was dropped.
//
// It fails, and tells line and JSON pointer, where the value is no JSON in UTF-8,
// stands more than 10,000 deep within itself, or an object has two members of the
// same name, which readers would understand differently. Halves of surrogate
// pairs stay the escapes that they are.
func (o *Optimizer) Compress(value []byte) ([]byte, error) {
	text, _, err := o.CompressReport(value)
	return text, err
}

// CompressReport is [Optimizer.Compress] and tells what was dropped, by kind.
func (o *Optimizer) CompressReport(value []byte) ([]byte, []Dropped, error) {
	t, err := parseJSON(value)
	if err != nil {
		return nil, nil, fmt.Errorf("optimizer: compress: %w", err)
	}
	if o.level == None {
		return bytes.Clone(value), nil, nil
	}
	p := valuePruner{tree: t, level: o.level, keys: o.keys, dropped: map[string]int{}}
	if o.level >= Balanced {
		p.value(0, false)
	}
	asJSON := t.appendJSON(make([]byte, 0, len(value)), 0)
	if o.format == JSON {
		return asJSON, p.report(), nil
	}
	return shorter(foldMarked(writeValue(t, len(value))), asJSON), p.report(), nil
}

// writeValue writes a value in the notation that suits it.
func writeValue(t jsonTree, size int) []byte {
	w := scribe{tree: t, out: make([]byte, 0, size/2+32)}
	switch mark := t.mark(); mark {
	case openapiMark, swaggerMark:
		w.swagger = mark == swaggerMark
		w.put(mark)
		w.document(0)
	case schemaMark:
		w.put(mark)
		w.schema(0, ownLine)
	case schemasMark:
		w.put(mark)
		for c := t[0].first; c != 0; c = t[c].next {
			w.sectionEntry(schemaEntry, c, t[c].key)
		}
	default:
		w.put(mark)
		w.value(0, inLoose)
	}
	w.line()
	return w.out
}

// mark tells what a value is. A wrong guess costs some tokens.
func (t jsonTree) mark() string {
	if t[0].kind != '{' {
		return jsonMark
	}
	for _, name := range [...]string{"paths", "components", "webhooks", "openapi", "swagger", "definitions"} {
		if i := t.member(0, name); i != 0 && (t[i].kind == '{' || name == "swagger" || name == "openapi") {
			isSwagger := t.member(0, "swagger") != 0 || t.member(0, "components") == 0 && t.member(0, "definitions") != 0
			if name == "definitions" && t.member(0, "swagger") == 0 {
				break
			}
			if isSwagger {
				return swaggerMark
			}
			return openapiMark
		}
	}
	switch {
	case t.guess(0) == schemaEntry && t.looksLikeSchema(0):
		return schemaMark
	case t[0].count > 0 && t.all(0, t.looksLikeSchema):
		return schemasMark
	}
	return jsonMark
}

func (t jsonTree) all(i int32, is func(int32) bool) bool {
	for c := t[i].first; c != 0; c = t[c].next {
		if !is(c) {
			return false
		}
	}
	return true
}

// looksLikeSchema: "type" alone is a common member of other things.
func (t jsonTree) looksLikeSchema(i int32) bool {
	if t[i].kind != '{' {
		return false
	}
	for _, name := range [...]string{"properties", "items", "allOf", "oneOf", "anyOf", "enum", "$ref"} {
		if t.member(i, name) != 0 {
			return true
		}
	}
	kind := t.member(i, "type")
	return kind != 0 && t[kind].kind == '"' && typeWords[string(t[kind].raw)] != ""
}

// valuePruner drops from a tree what [Optimizer.Compress] says.
type valuePruner struct {
	tree    jsonTree
	level   Level
	keys    keys // rules of the caller, see [WithKeep]
	dropped map[string]int
}

// nameMaps are the members whose own members are names.
var nameMaps = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "schemas": true,
	"parameters": true, "responses": true, "headers": true, "paths": true,
}

// value prunes a value. Named tells that its members are names.
func (p *valuePruner) value(i int32, named bool) {
	t := p.tree
	switch t[i].kind {
	case '{':
		n := normaliser{tree: t}
		n.members(i, func(c int32, key string) bool {
			if !named && p.drops(c, key) {
				return true
			}
			p.value(c, nameMaps[key] && !named)
			return false
		})
	case '[':
		for c := t[i].first; c != 0; c = t[c].next {
			p.value(c, false)
		}
		p.cut(i)
	}
}

// drops reports whether a member goes, and shortens it where it is a text.
func (p *valuePruner) drops(i int32, key string) bool {
	t := p.tree
	kind := ""
	switch {
	case p.keys.keeps(key):
	case p.keys.drops(key):
		kind = "what WithDrop names"
	case key == "example" || key == "examples":
		kind = "examples"
	case key == "externalDocs" || key == "xml" || key == "$comment":
		kind = key
	case strings.HasPrefix(key, "x-"):
		kind = "x-"
	case key == "title" && p.level == Aggressive && t[i].kind == '"':
		kind = "titles"
	case (key == "description" || key == "summary") && t[i].kind == '"':
		have := t[i].raw
		text := brief(unquote(t.appendJSON(nil, i)), levelRules[Balanced].inputWords)
		if p.level == Aggressive || text == "" {
			kind = "texts"
			break
		}
		short := []byte(marshal(text))
		if t[i].raw = canonicalText(short[1 : len(short)-1]); !bytes.Equal(have, t[i].raw) {
			p.dropped["ends of texts"]++
		}
	}
	if kind != "" {
		p.dropped[kind]++
	}
	return kind != ""
}

// cut shortens a list of simple values.
func (p *valuePruner) cut(list int32) {
	t := p.tree
	most := int32(levelRules[Aggressive].enum)
	if p.level < Aggressive || t[list].count <= most || !t.all(list, func(c int32) bool { return t[c].kind != '{' && t[c].kind != '[' }) {
		return
	}
	last := t[list].first
	for range most - 1 {
		last = t[last].next
	}
	left := t[list].count - most
	p.dropped["values of lists"] += int(left)
	more := t[last].next // becomes the text
	t[more] = jsonNode{kind: '"', raw: fmt.Appendf(nil, "…%d more", left)}
	t[list].count = most + 1
}

func (p *valuePruner) report() (out []Dropped) {
	for kind, count := range p.dropped {
		out = append(out, Dropped{Kind: kind, Count: count})
	}
	slices.SortFunc(out, func(a, b Dropped) int { return strings.Compare(a.Kind, b.Kind) })
	return out
}

func unquote(literal []byte) string {
	var text string
	if json.Unmarshal(literal, &text) != nil {
		return string(literal)
	}
	return text
}
