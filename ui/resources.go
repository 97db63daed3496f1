package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

const (
	bigTag       = 12 // operations of a tag from which on it may be split
	ownResource  = 3  // operations that a part of a tag needs to stand alone
	ownPart      = 5  // operations that a part without a list needs to stand alone
	loneResource = 8  // resources of one operation that an API without tags may have
)

// group is a resource in the making.
type group struct {
	title, description, section string

	before  string // words before the literal
	literal string // of the path, "" where a tag names the group
	noun    string // one thing of it, as part of a sentence
	parent  *node  // where the collection lies
	nodes   []*node
	ops     []*operation
	order   int // of the first operation
}

// group puts each operation into one resource: by its first tag, and by the
// path where a tag is too big to be one thing or there is none.
func (b *builder) group() {
	b.singulars = b.singularPaths()
	var webhooks []*operation
	tagged := map[string][]*operation{}
	var order []string
	tags := map[string]openapi.Tag{}
	for _, tag := range b.doc.Tags {
		if _, known := tags[tag.Name]; !known {
			tags[tag.Name] = tag
			order = append(order, tag.Name)
		}
	}
	for _, o := range b.ops {
		if o.Webhook {
			webhooks = append(webhooks, o)
			continue
		}
		name := firstTag(o, tags)
		if _, known := tags[name]; !known && name != "" {
			tags[name] = openapi.Tag{Name: name}
			order = append(order, name)
		}
		tagged[name] = append(tagged[name], o)
	}
	b.findOwners(tagged, order)
	b.adopt(tagged, order)
	used := slices.DeleteFunc(slices.Clone(order), func(name string) bool { return len(tagged[name]) == 0 })
	titles := tagTitles(tags, order)
	for _, name := range used {
		b.groupTag(tags[name], titles, tagged[name], len(used) == 1)
	}
	b.nameGroups()
	b.unite()
	loose := b.byPath(tagged[""], "", len(used) > 0)
	spaces(loose, b)
	b.groups = append(b.groups, loose...)
	if len(webhooks) > 0 {
		b.groups = append(b.groups, &group{title: "Webhooks", noun: "webhook", ops: webhooks})
	}
	b.nameGroups()
	b.distinguish()
	for _, g := range b.groups {
		for _, o := range g.ops {
			o.group = g
		}
	}
}

// firstTag returns the tag that names the operation's resource: the first that
// is meant for navigation, since OpenAPI 3.2 knows others.
func firstTag(o *operation, tags map[string]openapi.Tag) string {
	for _, name := range o.Tags {
		if kind := tags[name].Kind; name != "" && (kind == "" || kind == "nav") {
			return name
		}
	}
	if len(o.Tags) > 0 {
		return o.Tags[0]
	}
	return ""
}

// groupTag makes the resources of one tag.
func (b *builder) groupTag(tag openapi.Tag, titles map[string]string, ops []*operation, only bool) {
	title := titles[tag.Name]
	section := titles[tag.Parent]
	if section == "" && tag.Parent != "" {
		section = tag.Parent
	}
	whole := func(ops []*operation) *group {
		return &group{title: title, description: firstSentences(tag.Description), section: section, ops: ops, order: ops[0].index}
	}
	if len(ops) <= bigTag {
		b.groups = append(b.groups, whole(ops))
		return
	}
	parts := b.byPath(ops, title, true)
	var kept []*group
	var rest []*operation
	for _, part := range parts {
		if part.literal == "" || b.owners[part.parent] != tag.Name { // a part of what others own
			rest = append(rest, part.ops...)
			continue
		}
		kept = append(kept, part)
	}
	if len(kept) == 0 || len(kept) == 1 && len(rest) == 0 {
		b.groups = append(b.groups, whole(ops))
		return
	}
	if !only {
		if section == "" {
			section = title
		}
		for _, part := range kept {
			part.section = section
		}
	}
	if len(rest) > 0 {
		slices.SortFunc(rest, func(x, y *operation) int { return x.index - y.index })
		g := whole(rest)
		g.section = section
		kept = slices.Insert(kept, 0, g)
	} else if kept[0].description == "" {
		kept[0].description = firstSentences(tag.Description)
	}
	b.groups = append(b.groups, kept...)
}

// byPath groups operations by the collections that their paths lead to. Small
// parts go to what they belong to; a group without a literal holds what
// belongs to nothing.
func (b *builder) byPath(ops []*operation, tag string, tagged bool) []*group {
	var groups []*group
	byKey := map[string]*group{}
	for _, o := range ops {
		home := b.home(o)
		key := home.key
		if ref := b.thingRef(home); ref != "" {
			key = singular(plainName(home.segment.text)) + "\x00" + ref
		}
		g := byKey[key]
		if g == nil {
			g = &group{literal: home.segment.text, parent: home, order: o.index}
			byKey[key] = g
			groups = append(groups, g)
		}
		if depth(home) < depth(g.parent) {
			g.literal, g.parent = home.segment.text, home
		}
		if !slices.Contains(g.nodes, home) && len(g.nodes) < 64 {
			g.nodes = append(g.nodes, home)
		}
		g.ops = append(g.ops, o)
	}
	groups = b.fold(groups, tag, tagged)
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
	if len(n.ops) > 0 || n.item() != nil && len(n.item().ops) > 0 {
		return false
	}
	switch strings.ToLower(n.segment.text) {
	case "api", "apis", "rest", "services":
		return true
	}
	return versionLike(n.segment.text) || n.below == b.paths[""].below
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
func (b *builder) fold(groups []*group, tag string, tagged bool) []*group {
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
	other := &group{}
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
		case at == nil:
		case count[at] > 1:
			g.section = shorten(sentence(splitName(at.segment.text)), maxTitle)
		default:
			g.before = phrase(splitName(at.segment.text))
		}
	}
}

// nameGroups gives every group a title.
func (b *builder) nameGroups() {
	for _, g := range b.groups {
		switch {
		case g.title != "":
			g.title = b.pluralTitle(g)
		case g.literal != "":
			g.title = shorten(sentence(splitName(g.before+" "+g.literal)), maxTitle)
			if b.singulars && g.parent.item() != nil {
				g.title = pluralPhrase(g.title)
			}
		}
		if g.title == "" {
			g.title = "Other"
		}
	}
}

// distinguish makes the titles differ, and finds the noun that the titles of
// views use.
func (b *builder) distinguish() {
	sections := map[string]int{}
	for _, g := range b.groups {
		sections[g.section]++
	}
	for range 2 {
		count := map[string]int{}
		for _, g := range b.groups {
			count[strings.ToLower(g.title)]++
		}
		for _, g := range b.groups {
			if count[strings.ToLower(g.title)] > 1 && g.literal != "" {
				if above := b.ownerNoun(g); above != "" {
					g.title = upperFirst(above) + " " + lowerFirst(g.title)
				}
			}
		}
	}
	seen := map[string]bool{}
	for _, g := range b.groups {
		if sections[g.section] == 1 && strings.EqualFold(g.section, g.title) {
			g.section = ""
		}
		title := g.title
		if seen[strings.ToLower(title)] && g.section != "" && !strings.EqualFold(g.section, title) {
			title = g.title + " (" + g.section + ")"
		}
		for n := 2; seen[strings.ToLower(title)]; n++ {
			title = g.title + " " + strconv.Itoa(n)
		}
		seen[strings.ToLower(title)] = true
		g.noun = singularPhrase(lowerFirst(g.title))
		g.title = title
	}
}

// ownerNoun is what a group's collection belongs to, by its path.
func (b *builder) ownerNoun(g *group) string {
	title := strings.ToLower(g.title)
	for at := g.parent.parent; at != nil && at.parent != nil; at = at.parent {
		if at.segment.isParam() || b.prefix(at) {
			continue
		}
		noun := singularPhrase(phrase(splitName(at.segment.text)))
		if noun != "" && !strings.HasPrefix(title, strings.ToLower(noun)+" ") {
			return noun
		}
	}
	return ""
}

// pluralTitle makes "pet" to "Pets" where the paths of the group say that
// there are many.
func (b *builder) pluralTitle(g *group) string {
	words := lowerWords(g.title)
	if len(words) == 0 {
		return g.title
	}
	head := singular(words[len(words)-1])
	for _, o := range g.ops {
		for at := o.node; at != nil && at.parent != nil; at = at.parent {
			if at.segment.isParam() {
				continue
			}
			last := lowerWords(at.segment.text)
			if len(last) == 0 || singular(last[len(last)-1]) != head {
				continue
			}
			if at.item() != nil || isPlural(at.segment.text) {
				return pluralPhrase(g.title)
			}
		}
	}
	return g.title
}

// tagTitles words the tags: what is written for people stays, identifiers are
// split, and what all of them begin with is dropped.
func tagTitles(tags map[string]openapi.Tag, order []string) map[string]string {
	var split [][]string
	for _, name := range order {
		split = append(split, splitName(name))
	}
	drop := commonWords(split)
	out := map[string]string{}
	for _, name := range order {
		words := splitName(name)
		text := plain(tags[name].Summary)
		switch {
		case text != "":
		case drop > 0:
			text = sentence(words[drop:])
		case strings.ContainsAny(name, " \t") || !ascii(name):
			text = plain(name)
		default:
			text = sentence(words)
		}
		if text == "" {
			text = "Other"
		}
		out[name] = shorten(upperFirst(text), maxTitle)
	}
	return out
}

// commonWords counts the words that all names begin with, leaving at least one
// of each.
func commonWords(names [][]string) int {
	if len(names) < 3 {
		return 0
	}
	n := len(names[0]) - 1
	for _, words := range names[1:] {
		same := 0
		for same < n && same < len(words)-1 && words[same] == names[0][same] {
			same++
		}
		n = same
	}
	return max(n, 0)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// singularPaths reports whether the API writes its collections in the singular,
// as in /pet/{id}. Else a literal that is no plural is no plain noun either.
func (b *builder) singularPaths() bool {
	one, many := 0, 0
	for _, o := range b.ops {
		n := o.node
		if n == nil || !n.segment.isParam() || n.parent.segment.isParam() || n.ops[0] != o {
			continue
		}
		if isPlural(n.parent.segment.text) {
			many++
		} else {
			one++
		}
	}
	return one > many
}
