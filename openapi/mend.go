package openapi

import (
	"slices"
	"strconv"
	"strings"
)

// mender makes the tree of a file plain, so that everything after it may take
// objects as they stand: every name is a text and stands once, merge keys ("<<")
// are gone, and nothing contains itself.
type mender struct {
	*reader
	file   *file
	path   []string        // reference tokens, to the node being mended
	within map[*value]bool // anchored values around the node being mended
	merges []*value        // objects with merge keys
}

func (r *reader) mend(f *file) {
	if f.later > 0 {
		at := node{value: &value{line: int32(f.later)}, file: f}
		r.warn(at, "a second document begins here; only the first is read")
	}
	m := &mender{reader: r, file: f, within: map[*value]bool{}}
	m.names(f.root)
	for _, n := range m.merges {
		m.merge(n)
	}
}

// names mends what lies below a node. Names that stand twice in one object pass
// the parser, and readers disagree on which one counts: here it is the last.
func (m *mender) names(n *value) {
	if n.kind == mapKind {
		m.object(n)
	}
	if n.anchored {
		m.within[n] = true
		defer delete(m.within, n)
	}
	for i, child := range n.content {
		if child.kind == aliasKind && m.within[child.alias] {
			m.warn(m.place(child), "a value that contains itself, by the alias %q; it is left out", child.scalar)
			n.content[i] = &value{kind: scalarKind, tag: nullTag, line: child.line}
		}
		if len(child.content) == 0 {
			continue
		}
		token := ""
		if n.kind != mapKind {
			token = strconv.Itoa(i)
		} else if i%2 == 1 {
			token = escape(n.content[i-1].scalar)
		}
		m.path = append(m.path, token)
		m.names(child)
		m.path = m.path[:len(m.path)-1]
	}
}

func (m *mender) object(n *value) {
	kept := n.content[:0]
	var index map[string]int // of what is kept; for few, looking is cheaper
	if len(n.content) >= 2*indexFrom {
		index = make(map[string]int, len(n.content)/2)
	}
	merging := false
	for i := 0; i+1 < len(n.content); i += 2 {
		key, member := n.content[i], n.content[i+1]
		if key.kind == aliasKind && key.alias != nil {
			key = key.alias
		}
		if key.kind != scalarKind {
			m.warn(m.place(key), "a name must be a text; the member is left out")
			continue
		}
		if isMerge(key) {
			merging = true
		} else if at, twice := find(kept, index, key.scalar); twice {
			first, joined := kept[at], m.joins(kept[at+1], member)
			rule := "the last one counts"
			if joined {
				kept[at+1].content = slices.Concat(kept[at+1].content, member.content)
				member = kept[at+1]
				rule = "both are read"
			}
			kept[at+1] = member
			m.warn(m.place(key, key.scalar), "%q stands twice in this object, first in line %d; %s", key.scalar, first.line, rule)
			continue
		} else if index != nil {
			index[key.scalar] = len(kept)
		}
		kept = append(kept, key, member)
	}
	n.content = kept
	if merging {
		m.merges = append(m.merges, n)
	}
}

func find(members []*value, index map[string]int, name string) (at int, ok bool) {
	if index != nil {
		at, ok = index[name]
		return at, ok
	}
	for at = 0; at < len(members); at += 2 {
		if members[at].scalar == name && !isMerge(members[at]) {
			return at, true
		}
	}
	return 0, false
}

// joins reports whether both of two objects of one name are read: parts of the
// description that were written in two places, such as a path with its get here
// and its post there. Two schemas of one name are not.
func (m *mender) joins(a, b *value) bool {
	if !m.file.main || a.kind != mapKind || b.kind != mapKind || b.anchored {
		return false
	}
	return len(m.path) == 0 ||
		len(m.path) == 1 && slices.Contains([]string{"paths", "webhooks", "components"}, m.path[0])
}

func (m *mender) place(n *value, below ...string) node {
	tokens := slices.Concat([]string{""}, m.path)
	for _, name := range below {
		tokens = append(tokens, escape(name))
	}
	return node{value: n, file: m.file, ptr: strings.Join(tokens, "/")}
}

func isMerge(key *value) bool { return key.scalar == "<<" && key.tag == mergeTag }

// merge puts the members that merge keys bring in behind an object's own, as
// aliases, which they are: their repetition is bounded as that of others.
func (m *mender) merge(n *value) {
	var own, sources []*value
	have := map[string]bool{}
	for i := 0; i < len(n.content); i += 2 {
		if key, member := n.content[i], n.content[i+1]; isMerge(key) {
			sources = append(sources, mergeSources(member)...)
		} else {
			own = append(own, key, member)
			have[key.scalar] = true
		}
	}
	n.content = own
	for _, source := range sources {
		if slices.ContainsFunc(source.content, isMerge) {
			m.merge(source)
		}
		for i := 0; i < len(source.content); i += 2 {
			key, member := source.content[i], source.content[i+1]
			if !m.spend(node{value: key, file: m.file}, mergeCost) {
				return
			}
			if have[key.scalar] {
				continue
			}
			have[key.scalar] = true
			if member.kind != aliasKind {
				member = &value{kind: aliasKind, alias: member, line: member.line}
			}
			n.content = append(n.content, key, member)
		}
	}
}

// mergeSources are the objects that a merge key names: one, or a list of them.
func mergeSources(n *value) []*value {
	if n.kind == aliasKind {
		n = n.alias
	}
	switch {
	case n == nil:
		return nil
	case n.kind == mapKind:
		return []*value{n}
	case n.kind == listKind:
		var out []*value
		for _, item := range n.content {
			if item.kind == aliasKind {
				item = item.alias
			}
			if item != nil && item.kind == mapKind {
				out = append(out, item)
			}
		}
		return out
	}
	return nil
}

// spend takes from what a description may repeat through aliases, merge keys and
// references, and reports whether there was enough.
func (r *reader) spend(at node, values int) bool {
	if r.failure != nil {
		return false
	}
	if r.repeated += values; r.repeated > r.limits.Repeats {
		r.fail(at, &LimitError{Limit: "Repeats", Value: r.limits.Repeats})
		return false
	}
	return true
}
