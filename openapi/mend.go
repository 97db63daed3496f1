package openapi

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

// mender makes the tree of a file plain, so that everything after it may take
// objects as they stand: every name is a text and stands once, merge keys ("<<")
// are gone, and nothing contains itself.
type mender struct {
	*reader
	file   *file
	path   []string            // reference tokens, to the node being mended
	within map[*yaml.Node]bool // anchored values around the node being mended
	merges []*yaml.Node        // objects with merge keys
}

func (r *reader) mend(f *file) {
	if f.later > 0 {
		at := node{Node: &yaml.Node{Line: f.later}, file: f}
		r.warn(at, "a second document begins here; only the first is read")
	}
	m := &mender{reader: r, file: f, within: map[*yaml.Node]bool{}}
	m.names(f.root)
	for _, n := range m.merges {
		m.merge(n)
	}
}

// names mends what lies below a node. Names that stand twice in one object pass
// the parser, and readers disagree on which one counts: here it is the last.
func (m *mender) names(n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		m.object(n)
	}
	if n.Anchor != "" {
		m.within[n] = true
		defer delete(m.within, n)
	}
	for i, child := range n.Content {
		if child.Kind == yaml.AliasNode && m.within[child.Alias] {
			m.warn(m.place(child), "a value that contains itself, by the alias %q; it is left out", child.Value)
			n.Content[i] = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Line: child.Line}
		}
		if len(child.Content) == 0 {
			continue
		}
		token := ""
		if n.Kind != yaml.MappingNode {
			token = strconv.Itoa(i)
		} else if i%2 == 1 {
			token = escape(n.Content[i-1].Value)
		}
		m.path = append(m.path, token)
		m.names(child)
		m.path = m.path[:len(m.path)-1]
	}
}

func (m *mender) object(n *yaml.Node) {
	kept := n.Content[:0]
	var index map[string]int // of what is kept; for few, looking is cheaper
	if len(n.Content) >= 2*indexFrom {
		index = make(map[string]int, len(n.Content)/2)
	}
	merging := false
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			m.warn(m.place(key), "a name must be a text; the member is left out")
			continue
		}
		if isMerge(key) {
			merging = true
		} else if at, twice := find(kept, index, key.Value); twice {
			first, joined := kept[at], m.joins(kept[at+1], value)
			rule := "the last one counts"
			if joined {
				kept[at+1].Content = slices.Concat(kept[at+1].Content, value.Content)
				value = kept[at+1]
				rule = "both are read"
			}
			kept[at+1] = value
			m.warn(m.place(key, key.Value), "%q stands twice in this object, first in line %d; %s", key.Value, first.Line, rule)
			continue
		} else if index != nil {
			index[key.Value] = len(kept)
		}
		kept = append(kept, key, value)
	}
	n.Content = kept
	if merging {
		m.merges = append(m.merges, n)
	}
}

func find(members []*yaml.Node, index map[string]int, name string) (at int, ok bool) {
	if index != nil {
		at, ok = index[name]
		return at, ok
	}
	for at = 0; at < len(members); at += 2 {
		if members[at].Value == name && !isMerge(members[at]) {
			return at, true
		}
	}
	return 0, false
}

// joins reports whether both of two objects of one name are read: parts of the
// description that were written in two places, such as a path with its get here
// and its post there. Two schemas of one name are not.
func (m *mender) joins(a, b *yaml.Node) bool {
	if !m.file.main || a.Kind != yaml.MappingNode || b.Kind != yaml.MappingNode || b.Anchor != "" {
		return false
	}
	return len(m.path) == 0 ||
		len(m.path) == 1 && slices.Contains([]string{"paths", "webhooks", "components"}, m.path[0])
}

func (m *mender) place(n *yaml.Node, below ...string) node {
	tokens := slices.Concat([]string{""}, m.path)
	for _, name := range below {
		tokens = append(tokens, escape(name))
	}
	return node{Node: n, file: m.file, ptr: strings.Join(tokens, "/")}
}

func isMerge(key *yaml.Node) bool { return key.Value == "<<" && key.ShortTag() == "!!merge" }

// merge puts the members that merge keys bring in behind an object's own, as
// aliases, which they are: their repetition is bounded as that of others.
func (m *mender) merge(n *yaml.Node) {
	var own, sources []*yaml.Node
	have := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		if key, value := n.Content[i], n.Content[i+1]; isMerge(key) {
			sources = append(sources, mergeSources(value)...)
		} else {
			own = append(own, key, value)
			have[key.Value] = true
		}
	}
	n.Content = own
	for _, source := range sources {
		if slices.ContainsFunc(source.Content, isMerge) {
			m.merge(source)
		}
		for i := 0; i < len(source.Content); i += 2 {
			key, value := source.Content[i], source.Content[i+1]
			if !m.spend(mergeCost) {
				return
			}
			if have[key.Value] {
				continue
			}
			have[key.Value] = true
			if value.Kind != yaml.AliasNode {
				value = &yaml.Node{Kind: yaml.AliasNode, Alias: value, Line: value.Line}
			}
			n.Content = append(n.Content, key, value)
		}
	}
}

// mergeSources are the objects that a merge key names: one, or a list of them.
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

// spend takes from what a description may repeat through aliases, merge keys and
// references, and reports whether there was enough.
func (r *reader) spend(values int) bool {
	if r.repeated > maxRepeated {
		return false
	}
	if r.repeated += values; r.repeated > maxRepeated {
		r.warn(node{}, "aliases and references repeat more than %d values; the others are left out", maxRepeated)
		return false
	}
	return true
}
