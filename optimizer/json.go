package optimizer

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxDepth bounds how deep values may stand within each other, as encoding/json
// does.
const maxDepth = 10_000

// jsonNode is a value of a [jsonTree].
type jsonNode struct {
	kind  byte   // one of { [ " and 0 for a number, t for true, false and null
	done  bool   // whoever writes the object around it has dealt with it
	key   []byte // of a member, as raw
	raw   []byte // what stands between the quotes of a text, see [appendCanonical]; or a number or word as it was
	first int32  // child; 0: none
	next  int32  // sibling; 0: none
	count int32  // of children
}

// jsonTree is a JSON value in one slice: the first node is the whole. Nodes refer
// to their relatives by index, and to their texts in what was read.
type jsonTree []jsonNode

// parseJSON reads a value. Texts come in one form only, so that equal texts are
// equal bytes. It refuses invalid UTF-8 and objects that have two members of one
// name, and tells where.
func parseJSON(src []byte) (jsonTree, error) {
	return parseInto(make(jsonTree, 0, len(src)/16+1), src, false)
}

// parseInto is parseJSON into the memory of another tree. Trusted input has no two
// members of one name.
func parseInto(t jsonTree, src []byte, trusted bool) (jsonTree, error) {
	p := jsonParser{src: src, tree: t[:0], trusted: trusted}
	err := p.document()
	if err == nil {
		return p.tree, nil
	}
	at := min(p.at, len(src))
	line := 1 + bytes.Count(src[:at], []byte{'\n'})
	slices.Reverse(p.path)
	place := string(bytes.Join(p.path, nil))
	if len(place) > 200 {
		place = place[:100] + "…" + place[len(place)-100:]
	}
	if place == "" {
		place = "the top"
	}
	return nil, fmt.Errorf("line %d, byte %d, at %s: %w", line, at, quote(place), err)
}

type jsonParser struct {
	src     []byte
	at      int
	tree    jsonTree
	path    [][]byte // of an error, innermost first
	seen    map[string]struct{}
	trusted bool
}

var errEnd = errors.New("the text ends here; a value does not")

func (p *jsonParser) document() error {
	if !utf8.Valid(p.src) {
		for p.at < len(p.src) {
			r, n := utf8.DecodeRune(p.src[p.at:])
			if r == utf8.RuneError && n <= 1 {
				break
			}
			p.at += n
		}
		return errors.New("this is not UTF-8")
	}
	p.space()
	if _, err := p.value(nil, 0); err != nil {
		return err
	}
	if p.space(); p.at < len(p.src) {
		return errors.New("something stands after the value")
	}
	return nil
}

func (p *jsonParser) space() {
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// value reads a value and gives its index.
func (p *jsonParser) value(key []byte, depth int) (int32, error) {
	if p.at >= len(p.src) {
		return 0, errEnd
	}
	if depth > maxDepth {
		return 0, fmt.Errorf("values stand more than %d deep within each other", maxDepth)
	}
	i := int32(len(p.tree))
	switch c := p.src[p.at]; c {
	case '{', '[':
		p.tree = append(p.tree, jsonNode{kind: c, key: key})
		p.at++
		return i, p.children(i, c == '{', depth)
	case '"':
		raw, err := p.text()
		p.tree = append(p.tree, jsonNode{kind: c, key: key, raw: raw})
		return i, err
	case 't', 'f', 'n':
		for _, word := range [...]string{"true", "false", "null"} {
			if bytes.HasPrefix(p.src[p.at:], []byte(word)) {
				p.tree = append(p.tree, jsonNode{kind: 't', key: key, raw: p.src[p.at : p.at+len(word)]})
				p.at += len(word)
				return i, nil
			}
		}
	default:
		if n := numberLength(p.src[p.at:]); n > 0 {
			p.tree = append(p.tree, jsonNode{kind: '0', key: key, raw: p.src[p.at : p.at+n]})
			p.at += n
			return i, nil
		}
	}
	return 0, errors.New("no value begins like this")
}

func (p *jsonParser) children(parent int32, object bool, depth int) error {
	end := byte(']')
	if object {
		end = '}'
	}
	last, count := int32(0), int32(0)
	for p.space(); ; p.space() {
		switch {
		case p.at >= len(p.src):
			return errEnd
		case p.src[p.at] == end:
			p.at++
			p.tree[parent].count = count
			return nil
		case count > 0 && p.src[p.at] != ',':
			return errors.New("a comma is missing")
		case count > 0:
			p.at++
			p.space()
		}
		var key []byte
		if object {
			var err error
			if key, err = p.name(parent, count); err != nil {
				return err
			}
		}
		i, err := p.value(key, depth+1)
		if err != nil {
			if !object {
				key = strconv.AppendInt(nil, int64(count), 10)
			}
			p.path = append(p.path, append([]byte{'/'}, escape(string(key))...))
			return err
		}
		if last == 0 {
			p.tree[parent].first = i
		} else {
			p.tree[last].next = i
		}
		last = i
		count++
	}
}

// name reads the name of a member and what stands before its value.
func (p *jsonParser) name(parent, count int32) ([]byte, error) {
	if p.at >= len(p.src) {
		return nil, errEnd
	}
	start := p.at
	if p.src[p.at] != '"' {
		return nil, errors.New("a member has no name")
	}
	key, err := p.text()
	if err != nil {
		return nil, err
	}
	if !p.trusted && p.has(parent, count, key) {
		p.at = start
		return nil, fmt.Errorf("the object has two members \"%s\"", key)
	}
	if p.space(); p.at >= len(p.src) || p.src[p.at] != ':' {
		return nil, errors.New("a colon is missing")
	}
	p.at++
	p.space()
	return key, nil
}

// manyMembers is where a map finds a member faster than comparing.
const manyMembers = 32

// has reports whether an object has a member already. Its members up to now are
// linked, but for the last.
func (p *jsonParser) has(parent, count int32, key []byte) bool {
	if count < manyMembers {
		for i := p.tree[parent].first; i != 0; i = p.tree[i].next {
			if bytes.Equal(p.tree[i].key, key) {
				return true
			}
		}
		return false
	}
	if p.seen == nil {
		p.seen = map[string]struct{}{}
	}
	// One map serves all objects: the parent's index is part of the name.
	id := func(key []byte) string {
		return string(strconv.AppendInt(nil, int64(parent), 36)) + "\x00" + string(key)
	}
	if count == manyMembers {
		for i := p.tree[parent].first; i != 0; i = p.tree[i].next {
			p.seen[id(p.tree[i].key)] = struct{}{}
		}
	}
	name := id(key)
	if _, has := p.seen[name]; has {
		return true
	}
	p.seen[name] = struct{}{}
	return false
}

// plainByte marks the bytes that stand in a canonical text as they are, whatever
// follows.
var plainByte = func() (out [256]bool) {
	for c := range out {
		out[c] = c >= ' ' && c != '"' && c != '\\' && c != 0x7F && c != 0xC2 && c != 0xE2
	}
	return out
}()

// text reads a text, which begins here, and gives its canonical form.
func (p *jsonParser) text() ([]byte, error) {
	p.at++
	start := p.at
	for p.at < len(p.src) && plainByte[p.src[p.at]] {
		p.at++
	}
	if p.at < len(p.src) && p.src[p.at] == '"' {
		p.at++
		return p.src[start : p.at-1 : p.at-1], nil
	}
	for p.at < len(p.src) && p.src[p.at] != '"' {
		switch c := p.src[p.at]; {
		case c < ' ':
			return nil, errors.New("a text holds a control character that is not escaped")
		case c == '\\':
			n := escapeLength(p.src[p.at:])
			if n == 0 {
				return nil, errors.New("an escape is not valid")
			}
			p.at += n
		default:
			p.at++
		}
	}
	if p.at >= len(p.src) {
		return nil, errEnd
	}
	p.at++
	return canonicalText(p.src[start : p.at-1]), nil
}

// escapeLength is the length of the escape that begins here, 0 where it is none.
func escapeLength(s []byte) int {
	if len(s) < 2 {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(s) >= 6 {
			if _, err := strconv.ParseUint(string(s[2:6]), 16, 16); err == nil {
				return 6
			}
		}
	}
	return 0
}

// numberLength is the length of the number that begins here, 0 where it is none
// (RFC 8259, section 6).
func numberLength(s []byte) int {
	i := 0
	digits := func() bool {
		start := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if !digits() {
		return 0
	}
	if i < len(s) && s[i] == '.' {
		if i++; !digits() {
			return 0
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if !digits() {
			return 0
		}
	}
	return i
}

// member is the member of that name, 0 where there is none.
func (t jsonTree) member(object int32, key string) int32 {
	for i := t[object].first; i != 0; i = t[i].next {
		if string(t[i].key) == key {
			return i
		}
	}
	return 0
}

// equal reports whether two values are the same, members in the same order.
func (t jsonTree) equal(a, b int32) bool {
	if t[a].kind != t[b].kind || t[a].count != t[b].count || !bytes.Equal(t[a].raw, t[b].raw) {
		return false
	}
	i, j := t[a].first, t[b].first
	for ; i != 0; i, j = t[i].next, t[j].next {
		if !bytes.Equal(t[i].key, t[j].key) || !t.equal(i, j) {
			return false
		}
	}
	return true
}

// isText reports whether a node is a text of that content.
func (t jsonTree) isText(i int32, text string) bool {
	return t[i].kind == '"' && string(t[i].raw) == text
}

// appendJSON writes a value without white space.
func (t jsonTree) appendJSON(out []byte, i int32) []byte {
	n := &t[i]
	switch n.kind {
	case '"':
		return append(append(append(out, '"'), n.raw...), '"')
	case '{', '[':
		out = append(out, n.kind)
		for c := n.first; c != 0; c = t[c].next {
			if c != n.first {
				out = append(out, ',')
			}
			if n.kind == '{' {
				out = append(append(append(out, '"'), t[c].key...), '"', ':')
			}
			out = t.appendJSON(out, c)
		}
		return append(out, n.kind+2) // ] and } are two behind [ and {
	}
	return append(out, n.raw...)
}
