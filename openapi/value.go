package openapi

import "github.com/pb33f/go-yaml"

// value is one value of a file, from JSON or YAML. It has a third of the size of
// a YAML parser's node, of which a large description has millions.
type value struct {
	scalar   string   // of a scalar, as written; of an alias its name
	content  []*value // of a map: names and values in turn
	alias    *value   // what an alias stands for
	line     int32
	kind     kind
	tag      tag
	anchored bool  // an alias may stand for it
	overlay  uint8 // the number of the overlay that it comes from; 0: none
}

type kind uint8

const (
	scalarKind kind = iota + 1
	mapKind
	listKind
	aliasKind
)

// tag is what YAML's core schema takes a scalar for.
type tag uint8

const (
	textTag tag = iota
	nullTag
	boolTag
	numberTag
	mergeTag // the name "<<"
)

// yamlTags are the short forms of the tags that matter here; what has another is
// a text, as dates are.
var yamlTags = map[string]tag{
	"!!null": nullTag, "!!bool": boolTag, "!!int": numberTag, "!!float": numberTag, "!!merge": mergeTag,
}

// slab hands out values from large blocks: one allocation for many.
type slab struct {
	values []value
	lists  []*value
}

const slabSize = 512

func (s *slab) new(k kind, line int32) *value {
	if len(s.values) == cap(s.values) {
		s.values = make([]value, 0, slabSize)
	}
	s.values = append(s.values, value{kind: k, line: line})
	return &s.values[len(s.values)-1]
}

// list copies children into a block. Nothing can be appended to the copy without
// moving it.
func (s *slab) list(children []*value) []*value {
	n := len(children)
	if n == 0 {
		return nil
	}
	if n > slabSize {
		return append(make([]*value, 0, n), children...)
	}
	if cap(s.lists)-len(s.lists) < n {
		s.lists = make([]*value, 0, 4*slabSize)
	}
	start := len(s.lists)
	s.lists = append(s.lists, children...)
	return s.lists[start : start+n : start+n]
}

// yamlTree turns the tree of the YAML parser into values.
type yamlTree struct {
	slab
	anchors map[*yaml.Node]*value
	stack   []*value // children of what is being turned
	limits  Limits
	tooDeep int // line of what is nested too deeply
}

func (t *yamlTree) value(n *yaml.Node, depth int) *value {
	v := t.new(scalarKind, int32(min(n.Line, 1<<31-1))) //nolint:gosec // within range
	if n.Anchor != "" {
		v.anchored = true
		t.anchors[n] = v
	}
	switch n.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		if depth > t.limits.Depth {
			t.tooDeep = n.Line
			return v
		}
		v.kind = listKind
		if n.Kind == yaml.MappingNode {
			v.kind = mapKind
		}
		base := len(t.stack)
		for _, child := range n.Content {
			t.stack = append(t.stack, t.value(child, depth+1))
		}
		v.content = t.list(t.stack[base:])
		t.stack = t.stack[:base]
	case yaml.AliasNode:
		v.kind, v.scalar, v.alias = aliasKind, n.Value, t.anchors[n.Alias]
	case yaml.ScalarNode:
		v.scalar = n.Value
		if n.Tag != "!!str" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 || n.Style&yaml.TaggedStyle != 0 {
			v.tag = yamlTags[n.ShortTag()]
		}
	default:
		v.tag = nullTag
	}
	return v
}
