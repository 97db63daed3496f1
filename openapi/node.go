package openapi

import (
	"iter"
	"slices"
	"strconv"
	"strings"
)

// node is a place in a file: a parsed value and the pointer that leads to it.
// The zero node is absent, and everything may be asked of it.
type node struct {
	*value
	file    *file
	ptr     string // RFC 6901, within file
	aliased bool   // reached through an alias, or once more through a reference: see reader.spend
}

func (n node) ok() bool     { return n.value != nil }
func (n node) isMap() bool  { return n.ok() && n.kind == mapKind }
func (n node) isList() bool { return n.ok() && n.kind == listKind }

// isNull reports whether the value is null or left empty.
func (n node) isNull() bool { return n.ok() && n.kind == scalarKind && n.tag == nullTag }

// maxAliases bounds a chain of aliases of aliases, which YAML does not have.
const maxAliases = 8

// at makes a node of a child, following a YAML alias.
func (n node) at(child *value, ptr string) node {
	aliased := n.aliased
	for range maxAliases {
		if child == nil || child.kind != aliasKind {
			break
		}
		child, aliased = child.alias, true
	}
	if child == nil || child.kind == aliasKind {
		return node{}
	}
	return node{value: child, file: n.file, ptr: ptr, aliased: aliased}
}

// get returns the member of that name.
func (n node) get(key string) node {
	child := n.member(key)
	if child == nil {
		return node{}
	}
	return n.at(child, n.below(escape(key)))
}

func (n node) has(key string) bool { return n.member(key) != nil }

const indexFrom = 24 // members from which a map pays

func (n node) member(key string) *value {
	if !n.isMap() {
		return nil
	}
	if len(n.content) >= 2*indexFrom && n.file.index != nil {
		index, ok := n.file.index[n.value]
		if !ok {
			index = make(map[string]*value, len(n.content)/2)
			for i := 0; i < len(n.content); i += 2 {
				index[n.content[i].scalar] = n.content[i+1]
			}
			n.file.index[n.value] = index
		}
		return index[key]
	}
	for i := 0; i < len(n.content); i += 2 {
		if n.content[i].scalar == key {
			return n.content[i+1]
		}
	}
	return nil
}

// refers reports whether an object has a $ref, without the index of a large one.
func (n node) refers() bool {
	if !n.isMap() {
		return false
	}
	for i := 0; i < len(n.content); i += 2 {
		if n.content[i].scalar == "$ref" {
			return true
		}
	}
	return false
}

// members yields the members in order.
func (n node) members() iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		if !n.isMap() {
			return
		}
		for i := 0; i < len(n.content); i += 2 {
			key := n.content[i].scalar
			child := n.at(n.content[i+1], "")
			if !child.ok() {
				continue
			}
			if child.ptr = n.below(escape(key)); !yield(key, child) {
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
		for i, v := range n.content {
			if child := n.at(v, n.below(strconv.Itoa(i))); child.ok() && !yield(child) {
				return
			}
		}
	}
}

// plain is a member that no pointer needs to lead to.
func (n node) plain(key string) node { return n.at(n.member(key), "") }

// str is the text of a scalar member, as written; "" where it is none.
func (n node) str(key string) string { return n.plain(key).text() }

func (n node) text() string {
	if !n.ok() || n.kind != scalarKind || n.isNull() {
		return ""
	}
	return n.scalar
}

// strs are the texts of a list, or of a single scalar in place of one.
func (n node) strs() []string {
	if text := n.text(); text != "" {
		return []string{text}
	}
	if !n.isList() || len(n.content) == 0 {
		return nil
	}
	out := make([]string, 0, len(n.content))
	for _, child := range n.content {
		if text := n.at(child, "").text(); text != "" || child.kind == scalarKind && child.tag == textTag {
			out = append(out, text)
		}
	}
	return out
}

func (n node) boolean(key string) bool { return n.plain(key).isTrue() }

// isTrue takes YAML 1.1's spellings, and a text, for what they mean: nothing else
// than a boolean can stand in these places.
func (n node) isTrue() bool {
	text := n.text()
	return strings.EqualFold(text, "true") || strings.EqualFold(text, "yes") || strings.EqualFold(text, "on")
}

// beside is a text that stands beside a $ref and counts before what the target
// says (OpenAPI 3.1, "Reference Object").
func (n node) beside(key string) string {
	if !n.has("$ref") {
		return ""
	}
	return n.str(key)
}

// integer is a value that counts something, or nil.
func (n node) integer() *int {
	if !n.ok() || n.kind != scalarKind {
		return nil
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(n.scalar, "_", ""), 64)
	if err != nil || !(value >= 0 && value <= 1<<53) {
		return nil
	}
	count := int(value)
	return &count
}

// below is the pointer of what lies below n by one token. Names may be long and
// deep within each other, so that their pointers would be much longer than the
// file: past a bound they are no longer made, and the file counts as too large.
func (n node) below(token string) string {
	if len(n.ptr)+len(token) > longPointer {
		if n.file.long += len(n.ptr) + len(token); n.file.long > maxLongPointer {
			return ""
		}
	}
	return n.ptr + "/" + token
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
	if strings.IndexByte(key, '/') < 0 && strings.IndexByte(key, '~') < 0 {
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
	return len(n.content)
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
	if len(list) < 8 {
		kept := list[:0]
		for _, s := range list {
			if !slices.Contains(kept, s) {
				kept = append(kept, s)
			}
		}
		return kept
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		old := seen[s]
		seen[s] = true
		return old
	})
}
