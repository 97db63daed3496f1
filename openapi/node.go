package openapi

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

// node is a place in a file: a parsed value and the pointer that leads to it.
// The zero node is absent, and everything may be asked of it.
type node struct {
	*yaml.Node
	file    *file
	ptr     string // RFC 6901, within file
	aliased bool   // reached through an alias, or once more through a reference: see reader.spend
}

func (n node) ok() bool     { return n.Node != nil }
func (n node) isMap() bool  { return n.ok() && n.Kind == yaml.MappingNode }
func (n node) isList() bool { return n.ok() && n.Kind == yaml.SequenceNode }

// isNull reports whether the value is null or left empty.
func (n node) isNull() bool { return n.ok() && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

// at makes a node of a child, following a YAML alias.
func (n node) at(child *yaml.Node, ptr string) node {
	aliased := n.aliased
	for range maxReferences {
		if child == nil || child.Kind != yaml.AliasNode {
			break
		}
		child, aliased = child.Alias, true
	}
	if child == nil || child.Kind == yaml.AliasNode {
		return node{}
	}
	return node{Node: child, file: n.file, ptr: ptr, aliased: aliased}
}

// get returns the member of that name.
func (n node) get(key string) node {
	child := n.member(key)
	if child == nil {
		return node{}
	}
	return n.at(child, n.ptr+"/"+escape(key))
}

func (n node) has(key string) bool { return n.member(key) != nil }

const indexFrom = 24 // members from which a map pays

func (n node) member(key string) *yaml.Node {
	if !n.isMap() {
		return nil
	}
	if len(n.Content) >= 2*indexFrom && n.file.index != nil {
		index, ok := n.file.index[n.Node]
		if !ok {
			index = make(map[string]*yaml.Node, len(n.Content)/2)
			for i := 0; i < len(n.Content); i += 2 {
				index[n.Content[i].Value] = n.Content[i+1]
			}
			n.file.index[n.Node] = index
		}
		return index[key]
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// members yields the members in order.
func (n node) members() iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		if !n.isMap() {
			return
		}
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if child := n.at(n.Content[i+1], n.ptr+"/"+escape(key)); child.ok() && !yield(key, child) {
				return
			}
		}
	}
}

// items yields the elements of a list.
func (n node) items() iter.Seq[node] {
	return func(yield func(node) bool) {
		if !n.isList() {
			return
		}
		for i, v := range n.Content {
			if child := n.at(v, n.ptr+"/"+strconv.Itoa(i)); child.ok() && !yield(child) {
				return
			}
		}
	}
}

// str is the text of a scalar member, as written; "" where it is none.
func (n node) str(key string) string {
	return n.get(key).text()
}

func (n node) text() string {
	if !n.ok() || n.Kind != yaml.ScalarNode || n.isNull() {
		return ""
	}
	return n.Value
}

// strs are the texts of a list, or of a single scalar in place of one.
func (n node) strs() []string {
	if text := n.text(); text != "" {
		return []string{text}
	}
	var out []string
	for item := range n.items() {
		if item.Kind == yaml.ScalarNode && !item.isNull() {
			out = append(out, item.Value)
		}
	}
	return out
}

func (n node) boolean(key string) bool { return n.get(key).isTrue() }

// isTrue takes YAML 1.1's spellings, and a text, for what they mean: nothing else
// than a boolean can stand in these places.
func (n node) isTrue() bool {
	switch strings.ToLower(n.text()) {
	case "true", "yes", "on":
		return true
	}
	return false
}

// beside is a text that stands beside a $ref and counts before what the target
// says (OpenAPI 3.1, "Reference Object").
func (n node) beside(key string) string {
	if !n.has("$ref") {
		return ""
	}
	return n.str(key)
}

// integer is a member that counts something, or nil.
func (n node) integer(key string) *int {
	child := n.get(key)
	if !child.ok() || child.Kind != yaml.ScalarNode {
		return nil
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(child.Value, "_", ""), 64)
	if err != nil || !(value >= 0 && value <= 1<<53) {
		return nil
	}
	count := int(value)
	return &count
}

// pointer writes a place as [Document.Source] takes it.
func pointer(n node) string {
	if !n.ok() {
		return ""
	}
	if n.file.main {
		return n.ptr
	}
	return n.file.name + "#" + n.ptr
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a member's name as a reference token (RFC 6901, section 3).
func escape(key string) string {
	if !strings.ContainsAny(key, "~/") {
		return key
	}
	return pointerEscaper.Replace(key)
}

func unescape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}

// size is the number of members or items.
func size(n node) int {
	if !n.ok() {
		return 0
	}
	return len(n.Content)
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		old := seen[s]
		seen[s] = true
		return old
	})
}
