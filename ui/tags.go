package ui

import (
	"slices"
	"strings"
)

// manyTags is the number of tags of one operation from which on tags are taken
// to be made by a program, one for each path, not chosen by people.
const manyTags = 5

// owners finds the tag that each collection belongs to: the one that has its
// name, or else the one with most of its operations.
func (b *builder) findOwners(tagged map[string][]*operation, order []string) {
	b.owners = map[*node]string{}
	votes := map[*node]map[string]int{}
	for _, tag := range order {
		words := lowerWords(tag)
		for _, o := range tagged[tag] {
			home := b.home(o)
			if votes[home] == nil {
				votes[home] = map[string]int{}
			}
			vote := 1
			if named := singular(plainName(home.segment.text)); len(words) > 0 && singular(words[len(words)-1]) == named {
				vote = 2
			}
			votes[home][tag] += vote
			if votes[home][tag] > votes[home][b.owners[home]] {
				b.owners[home] = tag
			}
		}
	}
}

// adopt gives the operations of very small tags to the tag that their path
// belongs to: another way to the same collection always, a part of a thing only
// where a program made the tags.
func (b *builder) adopt(tagged map[string][]*operation, order []string) {
	single := 0
	for _, tag := range order {
		if len(tagged[tag]) == 1 {
			single++
		}
	}
	moved := map[string]string{}
	for _, tag := range order {
		ops := tagged[tag]
		if len(ops) == 0 || len(ops) > 2 {
			continue
		}
		home := b.home(ops[0])
		if len(ops) == 2 && b.home(ops[1]) != home {
			continue
		}
		into := b.owners[home]
		if into == tag && single >= manyTags && len(ops) == 1 {
			into = b.above(home)
		}
		for range order {
			if moved[into] != "" {
				into = moved[into]
			}
		}
		if into == "" || into == tag || len(tagged[into]) == 0 {
			continue
		}
		tagged[into] = append(tagged[into], ops...)
		slices.SortFunc(tagged[into], func(x, y *operation) int { return x.index - y.index })
		tagged[tag], moved[tag] = nil, into
	}
}

// above is the tag of the nearest collection that a path lies below.
func (b *builder) above(n *node) string {
	for at := n.parent; at != nil; at = at.parent {
		if tag := b.owners[at]; tag != "" {
			return tag
		}
	}
	return ""
}

// unite joins resources that are one thing seen from two places: "Call
// recordings" and "Recordings", where paths and properties say the same.
func (b *builder) unite() {
	byTitle := map[string]*group{}
	for _, g := range b.groups {
		if have := byTitle[strings.ToLower(g.title)]; have == nil {
			byTitle[strings.ToLower(g.title)] = g
		}
	}
	for _, g := range b.groups {
		words := strings.Split(strings.ToLower(g.title), " ")
		for i := 1; i < len(words); i++ {
			into := byTitle[strings.Join(words[i:], " ")]
			if into == nil || into == g || len(into.ops) == 0 || byTitle[pluralPhrase(strings.Join(words[:i], " "))] == nil {
				continue
			}
			mine, other := b.home(g.ops[0]), b.home(into.ops[0])
			if strings.EqualFold(mine.segment.text, other.segment.text) && alike(thingOf(g), thingOf(into)) {
				into.ops = append(into.ops, g.ops...)
				g.ops = nil
				break
			}
		}
	}
	b.groups = slices.DeleteFunc(b.groups, func(g *group) bool { return len(g.ops) == 0 })
}

// thingOf is the shape of what a group holds, or nil.
func thingOf(g *group) *shape {
	for _, o := range g.ops {
		if o.answer.thing != nil && len(o.answer.thing.props) > 0 {
			return o.answer.thing
		}
	}
	return nil
}

// alike reports whether two things have most properties in common.
func alike(x, y *shape) bool {
	if x == nil || y == nil {
		return false
	}
	both := 0
	for _, p := range x.props {
		if y.has(p.name) {
			both++
		}
	}
	return 3*both >= 2*min(len(x.props), len(y.props)) && 2*both >= max(len(x.props), len(y.props))
}
