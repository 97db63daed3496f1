package openapi

import (
	"iter"
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
	aliased bool   // reached through a YAML alias, so that it may be read many times
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

// get returns the member of that name: the last one, if it stands there twice.
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
			for k, v := range pairs(n.Node, 0) {
				index[k.Value] = v
			}
			n.file.index[n.Node] = index
		}
		return index[key]
	}
	var found *yaml.Node
	for k, v := range pairs(n.Node, 0) {
		if k.Value == key {
			found = v
		}
	}
	return found
}

// members yields the members in order, as often as they stand there, with what
// a merge key ("<<") brings in after the mapping's own.
func (n node) members() iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		if !n.isMap() {
			return
		}
		for k, v := range pairs(n.Node, 0) {
			if child := n.at(v, n.ptr+"/"+escape(k.Value)); child.ok() && !yield(k.Value, child) {
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

func (n node) isTrue() bool { return n.ok() && n.ShortTag() == "!!bool" && n.Value[0]|0x20 == 't' }

// integer is a member that counts something, or nil.
func (n node) integer(key string) *int {
	child := n.get(key)
	if !child.ok() || child.Kind != yaml.ScalarNode {
		return nil
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(child.Value, "_", ""), 64)
	if err != nil || value < 0 || value > 1<<53 {
		return nil
	}
	count := int(value)
	return &count
}

// pairs yields the keys and values of a mapping, merge keys resolved.
func pairs(n *yaml.Node, depth int) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(k, v *yaml.Node) bool) {
		var merges []*yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			if k.Kind == yaml.AliasNode && k.Alias != nil {
				k = k.Alias
			}
			if k.Kind == yaml.ScalarNode && k.Value == "<<" && k.ShortTag() == "!!merge" {
				merges = append(merges, v)
			} else if k.Kind == yaml.ScalarNode && !yield(k, v) {
				return
			}
		}
		if len(merges) == 0 || depth > 8 {
			return
		}
		own := make(map[string]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			own[n.Content[i].Value] = true
		}
		for _, from := range merges {
			for _, source := range mergeSources(from) {
				for k, v := range pairs(source, depth+1) {
					if own[k.Value] {
						continue
					}
					own[k.Value] = true
					if !yield(k, v) {
						return
					}
				}
			}
		}
	}
}

func mergeSources(n *yaml.Node) []*yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch {
	case n == nil:
		return nil
	case n.Kind == yaml.MappingNode:
		return []*yaml.Node{n}
	case n.Kind == yaml.SequenceNode:
		var out []*yaml.Node
		for _, item := range n.Content {
			if item.Kind == yaml.AliasNode {
				item = item.Alias
			}
			if item != nil && item.Kind == yaml.MappingNode {
				out = append(out, item)
			}
		}
		return out
	}
	return nil
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
