package openapi

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// expect reports whether something of a kind is here. Where something else stands
// it warns, since that is left out; null, and a name with nothing behind it, are
// what they say: nothing.
func (n node) expect(want kind) bool {
	switch {
	case !n.ok() || n.isNull():
		return false
	case n.kind == want:
		return true
	}
	n.wrong(kindNames[want])
	return false
}

// wrong warns of a value that is none of what can stand in its place.
func (n node) wrong(want string) {
	if n.file.warn == nil {
		return
	}
	is := kindNames[n.kind]
	if n.kind == scalarKind {
		is = fmt.Sprintf("%.40q", n.scalar)
	}
	n.file.warn(n, "%s is expected here, and this is %s; it is left out", want, is)
}

// under is a child of an object as the member of that name: a pointer costs
// memory, and few members need theirs.
func (n node) under(key string, child node) node {
	child.ptr = n.below(escape(key))
	return child
}

// textOf is the text of a member.
func (n node) textOf(key string, child node) string {
	if child.ok() && child.kind != scalarKind {
		n.under(key, child).wrong("a text")
	}
	return child.text()
}

// truthOf takes YAML 1.1's spellings, and a text, for what they mean: nothing else
// than a boolean can stand in these places.
func (n node) truthOf(key string, child node) bool {
	if !child.ok() {
		return false
	}
	if child.kind == scalarKind {
		switch {
		case child.scalar == "true":
			return true
		case child.scalar == "false" || child.isNull() || child.scalar == "":
			return false
		}
		switch strings.ToLower(child.scalar) {
		case "true", "yes", "on":
			return true
		case "false", "no", "off":
			return false
		}
	}
	n.under(key, child).wrong("true or false")
	return false
}

// countOf is a value that counts something, or nil.
func (n node) countOf(key string, child node) *int {
	if child.isNull() {
		return nil
	}
	if child.kind == scalarKind {
		if count, err := strconv.Atoi(child.scalar); err == nil && count >= 0 {
			return &count
		}
		value, err := strconv.ParseFloat(strings.ReplaceAll(child.scalar, "_", ""), 64)
		switch {
		case err == nil && value >= math.MaxInt: // no bound that anything reaches
			return nil
		case err == nil && value >= 0 && value == math.Trunc(value):
			count := int(value)
			return &count
		}
	}
	n.under(key, child).wrong("a whole number from 0")
	return nil
}
