package optimizer

import (
	"bytes"
	"strings"
)

// Marks in the first line of the lossless notation.
const (
	openapiMark = "#openapi\n"
	swaggerMark = "#swagger\n" // references are those of Swagger 2.0
	schemaMark  = "#schema\n"
	schemasMark = "#schemas\n"
	jsonMark    = "#json\n" // relaxed JSON
)

// notationAt writes a part that stands at a place, without what its section or
// path adds.
func notationAt(t jsonTree, place string, swagger bool) []byte {
	n := normaliser{tree: t, swagger: swagger}
	w := scribe{tree: t, swagger: swagger, out: make([]byte, 0, len(t)*8)}
	at := locate(place)
	last := at.tokens[len(at.tokens)-1]
	name := []byte(marshal(last))
	name = canonicalText(name[1 : len(name)-1])
	switch {
	case at.item && len(at.tokens) == 4:
		n.operation(0)
		w.path(pathName(at))
		w.put("!")
		w.name(name)
		w.operation(0)
	case at.item && itemMethods[last] != "":
		n.operation(0)
		w.path(pathName(at))
		w.put(itemMethods[last])
		w.operation(0)
	case at.item:
		w.tree[0].key = name
		if last == "parameters" {
			n.listed(0, n.parameter)
			if n.isEmpty(0, '[') {
				return nil
			}
		} else if last == "summary" || last == "description" {
			n.prose(0)
		}
		w.itemMember(0)
	case len(at.tokens) == 1:
		w.tree[0].key = name
		w.generic(0)
	default:
		kind := sectionKinds[at.tokens[len(at.tokens)-2]]
		n.entry(0, kind)
		w.sectionEntry(kind, 0, name)
	}
	return w.out
}

func pathName(at location) []byte {
	name := []byte(marshal(at.tokens[1]))
	return canonicalText(name[1 : len(name)-1])
}

// notationItem is a path and what stands below it, in the order in which it is
// read.
type notationItem struct {
	path                      []byte
	members, operations, more strings.Builder
}

// joinLossless makes a text of parts. Size is that of their JSON, 0 where that is
// not known.
func joinLossless(parts []Part, size int) string {
	var own, inMemory []Part
	swagger := false
	for _, p := range parts {
		switch {
		case strings.HasPrefix(p.Key, swaggerKey):
			swagger = true
			own = append(own, p)
		case strings.HasPrefix(p.Key, openapiKey):
			own = append(own, p)
		default:
			inMemory = append(inMemory, p)
		}
	}
	mark := openapiMark
	if swagger {
		mark = swaggerMark
	}
	text := append([]byte(mark), fold(joinNotationParts(own))...)
	if len(inMemory) == 0 && len(text) < size*safeShare/100 {
		return string(text)
	}
	asJSON, err := Decode(text)
	if err != nil { // it never happened; the parts themselves are not lost
		return string(text)
	}
	if len(inMemory) > 0 {
		asJSON = []byte(joinMemory(string(asJSON), inMemory))
		t, err := parseJSON(asJSON)
		if err != nil {
			return string(asJSON)
		}
		w := scribe{tree: t, out: []byte(jsonMark)}
		w.value(0, inLoose)
		w.line()
		text = foldMarked(w.out)
	}
	return string(shorter(text, asJSON))
}

// safeShare is the percentage of the bytes of the JSON up to which the notation
// is known to have fewer tokens, without counting: over the descriptions in
// ../shared/specs the share of tokens is at most five points above that of bytes.
const safeShare = 80

// shorter gives the text with fewer tokens.
func shorter(notation, asJSON []byte) []byte {
	if len(notation)*100 < len(asJSON)*safeShare {
		return notation
	}
	count, err := counter()
	if err != nil { // the vocabulary is part of the program
		return notation
	}
	if count.Count(string(notation)) < count.Count(string(asJSON)) {
		return notation
	}
	return asJSON
}

// foldMarked folds what stands behind the mark of a text.
func foldMarked(text []byte) []byte {
	at := bytes.IndexByte(text, '\n') + 1
	return append(text[:at:at], fold(text[at:])...)
}

// joinNotationParts puts parts into the order in which they are read.
func joinNotationParts(parts []Part) []byte {
	isCovered := covered(parts)
	items := map[string]*notationItem{}
	sections := map[string]*strings.Builder{}
	var itemOrder, sectionOrder []string
	var root strings.Builder
	total := 0
	for _, p := range parts {
		total += len(p.Text) + 20
		_, place, _ := strings.Cut(p.Key, " ")
		at := locate(place)
		switch {
		case !at.item && isCovered(p.Key):
		case at.item:
			item := at.tokens[0] + " " + at.tokens[1]
			if items[item] == nil {
				w := scribe{}
				w.path(pathName(at))
				items[item] = &notationItem{path: w.out}
				itemOrder = append(itemOrder, item)
			}
			items[item].add(at, p.Text)
		case len(at.tokens) == 1:
			root.WriteString(p.Text)
		default:
			section := at.tokens[len(at.tokens)-2]
			if sections[section] == nil {
				sections[section] = &strings.Builder{}
				sectionOrder = append(sectionOrder, section)
			}
			sections[section].WriteString(p.Text)
		}
	}
	out := append(make([]byte, 0, total), root.String()...)
	for _, kind := range [...]string{"paths", "webhooks"} {
		first := kind == "webhooks"
		for _, name := range itemOrder {
			if !strings.HasPrefix(name, kind+" ") {
				continue
			}
			if first {
				out = append(out, "[webhooks]\n"...)
				first = false
			}
			one := items[name]
			out = append(out, one.path...)
			for _, b := range []*strings.Builder{&one.members, &one.operations, &one.more} {
				out = append(out, b.String()...)
			}
		}
	}
	for _, last := range [...]bool{false, true} { // what is under its reference comes last
		for _, name := range sectionOrder {
			if (name == refsSection) != last {
				continue
			}
			w := scribe{out: out}
			w.put("[")
			w.name([]byte(name))
			w.put("]\n")
			out = append(w.out, sections[name].String()...)
		}
	}
	return out
}

// add puts a part of a path item to its like. Those of operations begin with the
// line of the path, so that they can be read, and counted, alone.
func (item *notationItem) add(at location, text string) {
	last := at.tokens[len(at.tokens)-1]
	if len(at.tokens) == 3 && itemMethods[last] == "" {
		item.members.WriteString(text)
		return
	}
	cut := strings.IndexByte(text, '\n') + 1
	if len(at.tokens) == 4 {
		item.more.WriteString(text[cut:])
	} else {
		item.operations.WriteString(text[cut:])
	}
}
