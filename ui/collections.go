package ui

import (
	"slices"
	"strings"
)

// byPath groups operations by the collections that their paths lead to. Small
// parts go to what they belong to; a group without a literal holds what
// belongs to nothing.
func (b *builder) byPath(ops []*operation, tag string, tagged bool) []*group {
	var groups []*group
	byKey := map[string]*group{}
	nameless := &group{}
	for _, o := range ops {
		home := b.home(o)
		led := home == o.led
		if home.parent == nil || home.segment.isParam() || b.prefix(home) || led && len(o.subject) == 0 {
			nameless.ops = append(nameless.ops, o)
			continue
		}
		key, literal := home.key, home.segment.text
		if led {
			literal = pluralPhrase(phrase(o.subject))
			key = home.parent.key + "\x00" + plainName(literal)
		} else if ref := b.thingRef(home); ref != "" {
			key = singular(plainName(home.segment.text)) + "\x00" + ref
		}
		g := byKey[key]
		if g == nil {
			g = &group{literal: literal, led: led, parent: home, order: o.index}
			byKey[key] = g
			groups = append(groups, g)
		}
		if plural, have := isPlural(home.segment.text), isPlural(g.literal); !led && (plural && !have || plural == have && depth(home) < depth(g.parent)) {
			g.literal, g.parent = home.segment.text, home
		}
		if !slices.Contains(g.nodes, home) && len(g.nodes) < 64 {
			g.nodes = append(g.nodes, home)
		}
		g.ops = append(g.ops, o)
	}
	groups = b.fold(gather(groups), nameless, tag, tagged)
	for _, g := range groups {
		slices.SortFunc(g.ops, func(x, y *operation) int { return x.index - y.index })
		g.order = g.ops[0].index
	}
	slices.SortStableFunc(groups, func(x, y *group) int {
		if (x.literal == "") != (y.literal == "") {
			if x.literal == "" {
				return 1
			}
			return -1
		}
		return x.order - y.order
	})
	return groups
}

// gather puts what functions do to a thing with the collection of those things
// that lies beside them: /createInvoice with /invoices.
func gather(groups []*group) []*group {
	for _, g := range groups {
		at := slices.IndexFunc(groups, func(into *group) bool {
			return g.led && !into.led && g.parent.parent == into.parent.parent && singular(plainName(into.literal)) == singular(plainName(g.literal))
		})
		if at >= 0 {
			groups[at].ops = append(groups[at].ops, g.ops...)
			groups[at].nodes = append(groups[at].nodes, g.nodes...)
			g.ops = nil
		}
	}
	return slices.DeleteFunc(groups, func(g *group) bool { return len(g.ops) == 0 })
}

// home is the collection that an operation belongs to: the nearest part of its
// path that holds things, or else the first part that says anything.
func (b *builder) home(o *operation) *node {
	first := o.node
	for at := o.node; at != nil && at.parent != nil; at = at.parent {
		if at.segment.isParam() || b.prefix(at) {
			continue
		}
		if b.holds(at) {
			return at
		}
		first = at
	}
	return first
}

// holds reports whether a path is a collection, or a part with a life of its
// own.
func (b *builder) holds(n *node) bool {
	if item := n.item(); item != nil && len(item.ops) > 0 {
		return true
	}
	get := n.with("GET")
	return get != nil && (get.answer.isList && isPlural(n.segment.text) || n.below >= ownPart)
}

// prefix reports whether a literal says nothing about what lies below it: a
// version, "api", or a start that all paths have.
func (b *builder) prefix(n *node) bool {
	if versionLike(n.segment.text) {
		return true
	}
	if n.item() != nil && len(n.item().ops) > 0 {
		return false
	}
	switch strings.ToLower(n.segment.text) {
	case "api", "apis", "rest":
		return true
	}
	return len(n.ops) == 0 && n.below == b.paths[""].below
}

// thingRef names the schema of what a collection holds, "" where unknown.
func (b *builder) thingRef(n *node) string {
	for _, o := range []*operation{n.item().with("GET"), n.with("GET"), n.with("POST"), n.item().with("PUT"), n.item().with("PATCH")} {
		if o != nil && o.answer.thing != nil && o.answer.thing.ref != "" {
			return o.answer.thing.ref
		}
	}
	return ""
}

// fold moves the operations of small groups: to a group of the same name, to
// the one that they lie below, and else to one without a name.
func (b *builder) fold(groups []*group, other *group, tag string, tagged bool) []*group {
	least := 2
	if tagged {
		least = ownResource
	}
	byNode := map[*node]*group{}
	byName := map[string]*group{}
	for _, g := range groups {
		for _, n := range g.nodes {
			byNode[n] = g
		}
		name := singular(plainName(g.literal))
		if have := byName[name]; have == nil || len(have.ops) < len(g.ops) {
			byName[name] = g
		}
	}
	deepFirst := slices.Clone(groups)
	slices.SortStableFunc(deepFirst, func(x, y *group) int { return depth(y.parent) - depth(x.parent) })
	lone := 0
	for _, g := range deepFirst {
		if len(g.ops) >= least && g.reads() {
			continue
		}
		into := byName[singular(plainName(g.literal))]
		if into == g || into == nil || len(into.ops) < least {
			into = nil
			for at := g.parent.parent; at != nil && into == nil; at = at.parent {
				if above := byNode[at]; above != g && above != nil && len(above.ops) > 0 {
					into = above
				}
			}
		}
		if into == nil {
			if !tagged && (len(g.ops) >= least || g.reads() && lone < loneResource) {
				if len(g.ops) == 1 {
					lone++
				}
				continue
			}
			if into = byName[singular(plainName(tag))]; tag == "" || into == nil || into == g || len(into.ops) == 0 {
				into = other
			}
		}
		into.ops = append(into.ops, g.ops...)
		for _, n := range g.nodes {
			byNode[n] = into
		}
		g.ops = nil
	}
	groups = slices.DeleteFunc(groups, func(g *group) bool { return len(g.ops) == 0 })
	if len(other.ops) > 0 {
		groups = append(groups, other)
	}
	return groups
}

func depth(n *node) int {
	d := 0
	for ; n != nil; n = n.parent {
		d++
	}
	return d
}

// reads reports whether there is anything to look at in the group.
func (g *group) reads() bool {
	return slices.ContainsFunc(g.ops, func(o *operation) bool {
		return o.kind == List || o.kind == Detail || o.kind == Search
	})
}

// spaces makes sections of the literals that several collections lie below:
// "Issuing" of /issuing/cards and /issuing/disputes. One alone becomes a part
// of the name.
func spaces(groups []*group, b *builder) {
	count := map[*node]int{}
	space := func(g *group) *node {
		if g.parent == nil || g.parent.parent == nil {
			return nil
		}
		above := g.parent.parent
		if above.parent == nil || above.segment.isParam() || b.prefix(above) || above.item() != nil || len(above.ops) > 0 {
			return nil
		}
		return above
	}
	for _, g := range groups {
		if at := space(g); at != nil {
			count[at]++
		}
	}
	for _, g := range groups {
		at := space(g)
		switch {
		case count[g.parent] > 1:
			g.section = shorten(sentence(splitName(g.literal)), maxTitle)
		case at == nil:
		case count[at] > 1:
			g.section = shorten(sentence(splitName(at.segment.text)), maxTitle)
		default:
			g.before = phrase(splitName(at.segment.text))
		}
	}
}
