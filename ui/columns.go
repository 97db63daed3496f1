package ui

import (
	"slices"
	"strings"
)

// role says what a value is good for in a table. Smaller ones come first.
type role int

// candidate is a value that may become a column.
type candidate struct {
	Column
	role role
	rank int  // of names: smaller is better
	sure bool // every row has it
	// It names another thing: authorName beside authorId.
	others bool
	order  int
}

// quotas say how many columns of each role a list shows: what tells rows apart
// at first glance, and then what else there is room for.
var quotas = [][]struct {
	role role
	most int
}{
	{{naming, 1}, {state, 1}, {money, 2}, {date, 1}, {person, 1}, {count, 1}},
	{{naming, 2}, {state, 2}, {other, 2}, {count, 2}, {flag, 1}, {date, 2}},
	{{other, 3}, {person, 2}, {picture, 1}, {flag, 2}},
}

// enough is the number of columns that a list has if it can, even if they say
// little.
const enough = 4

// columns chooses what a list shows of a row: what tells rows apart, at most
// seven.
func (b *builder) columns(row *shape, noun string) []Column {
	all := b.candidates(row, "", noun)
	if slices.ContainsFunc(all, func(c candidate) bool { return c.role == naming && !c.others && c.rank <= 3 }) {
		for i := range all {
			if all[i].others {
				all[i].role, all[i].rank = person, 0
			}
		}
	}
	slices.SortStableFunc(all, byRole)
	for i := range all {
		if all[i].role == naming && i > 0 && all[i].rank > 3 { // a text beside a real name
			all[i].role = long
		}
	}
	used := map[role]int{}
	taken := make([]bool, len(all))
	chosen := 0
	take := func(role role, most, room int) {
		for i, c := range all {
			if c.role == role && !taken[i] && used[role] < most && chosen < room {
				taken[i] = true
				used[role]++
				chosen++
			}
		}
	}
	if len(all) > 0 && all[0].role != naming { // no name: the ID says which is which
		take(identity, 1, manyColumns)
	}
	for _, pass := range quotas {
		for _, quota := range pass {
			take(quota.role, quota.most, manyColumns)
		}
	}
	for _, more := range []role{flag, identity, address, long, technicalRole} {
		take(more, enough, enough)
	}
	var out []candidate
	for i, c := range all {
		if taken[i] {
			out = append(out, c)
		}
	}
	if len(out) > 0 && out[0].role != naming {
		slices.SortStableFunc(out, func(x, y candidate) int { return btoi(y.role == identity) - btoi(x.role == identity) })
	}
	return strip(out)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func strip(all []candidate) []Column {
	out := make([]Column, len(all))
	for i, c := range all {
		out[i] = c.Column
	}
	return out
}

// byRole sorts by what a column is good for, then by how well it names, then
// as in the description.
func byRole(x, y candidate) int {
	if x.role != y.role {
		return int(x.role) - int(y.role)
	}
	if x.rank != y.rank {
		return x.rank - y.rank
	}
	if x.sure != y.sure {
		return btoi(y.sure) - btoi(x.sure)
	}
	return x.order - y.order
}

// details chooses what is shown of one thing: all that can be read, in the
// order of the description, the name first and what is for programs last.
func (b *builder) details(thing *shape, at, noun string) []Column {
	if thing == nil || len(thing.props) == 0 {
		return nil
	}
	all := b.parts(thing, at, noun, true)
	best := -1
	for i, c := range all {
		all[i].order = i
		if c.role == naming && (best < 0 || c.rank < all[best].rank) {
			best = i
		}
	}
	for i := range all {
		switch {
		case i == best:
			all[i].order = -1
		case all[i].role == technicalRole:
			all[i].order += maxProps
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return x.order - y.order })
	return strip(all[:min(len(all), manyDetails)])
}

// parts lists what can be read of a thing. What some styles of API wrap its
// properties in is taken apart, where the thing has no name beside it.
func (b *builder) parts(thing *shape, at, noun string, outer bool) []candidate {
	var all []candidate
	for _, p := range thing.props {
		if strings.Contains(p.name, ".") || p.name == "" {
			continue
		}
		s := b.shapes.of(p.schema)
		c := b.judge(p.name, s, noun)
		c.Path = dotted(at, p.name)
		switch {
		case c.role == hidden:
		case outer && c.role == nested && wrappers[plainName(p.name)] && s.isObject() && len(s.props) > 0 && !p.partial:
			all = append(all, b.parts(s, c.Path, noun, false)...)
		default:
			all = append(all, c)
		}
	}
	return all
}

// wrappers are the containers that hold what a thing is, not what is known
// about it.
var wrappers = set("attributes node properties fields")

// containers are properties whose own properties are those of the thing.
var containers = set("attributes node metadata properties fields")

// candidates lists the values of a row: its own, those of a container that
// some styles of API wrap them in, and the names of things it refers to.
func (b *builder) candidates(row *shape, at, noun string) []candidate {
	if row == nil {
		return nil
	}
	var all []candidate
	for i, p := range row.props {
		if i >= 300 {
			break
		}
		if strings.Contains(p.name, ".") || p.name == "" {
			continue
		}
		s := b.shapes.of(p.schema)
		c := b.judge(p.name, s, noun)
		path := dotted(at, p.name)
		c.Path, c.order, c.sure = path, len(all), row.required[p.name] && p.schema != nil && !slices.Contains(p.schema.Types, "null")
		if other, named := strings.CutSuffix(plainName(p.name), "name"); named && c.role == naming && row.refersTo(other) {
			c.others = true
		}
		if p.partial {
			c.rank++
		}
		if c.role == nested && s.isObject() && !p.partial {
			switch name, inner := b.display(s); {
			case at == "" && containers[plainName(p.name)] && len(s.props) > 0:
				for _, below := range b.candidates(s, path, noun) {
					below.order = len(all)
					all = append(all, below)
				}
				continue
			case plainName(p.name) == "status" && s.has("phase"): // as in Kubernetes
				c.Column, c.role = Column{Path: dotted(path, "phase"), Format: AsBadge}, state
			case name != "":
				inner.Path, inner.order, inner.role = dotted(path, name), len(all), person
				inner.Label = sentence(splitName(p.name))
				inner.Label = shorten(inner.Label, 60)
				inner.rank = 0
				c = inner
			}
		}
		if c.role != hidden {
			all = append(all, c)
		}
	}
	return all
}

// refersTo reports whether a row has the ID of another thing of that name.
func (s *shape) refersTo(name string) bool {
	return name != "" && slices.ContainsFunc(s.props[:min(len(s.props), 300)], func(p prop) bool {
		other, found := strings.CutSuffix(plainName(p.name), "id")
		return found && other == name
	})
}

// display returns the property that names a thing, with what is known of it.
func (b *builder) display(s *shape) (string, candidate) {
	best, name := candidate{rank: 99}, ""
	for i, p := range s.props {
		if i >= 300 {
			break
		}
		inner := b.shapes.of(p.schema)
		if strings.Contains(p.name, ".") || !inner.isScalar() {
			continue
		}
		if c := b.judge(p.name, inner, ""); c.role == naming && c.rank < best.rank && c.rank <= 2 {
			best, name = c, p.name
		}
	}
	return name, best
}
