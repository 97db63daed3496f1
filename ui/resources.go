package ui

import (
	"slices"

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
	led     bool   // the literal is what functions do something to: /createInvoice
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
		if _, known := tags[tag.Name]; !known && tag.Name != "" {
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
	var same *group // the part that has the tag's name
	for _, part := range parts {
		if part.literal == "" || b.owners[part.parent] != tag.Name { // a part of what others own
			rest = append(rest, part.ops...)
			continue
		}
		kept = append(kept, part)
		if singular(plainName(part.literal)) == singular(plainName(title)) {
			same = part
		}
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
	switch {
	case same != nil:
		same.ops = append(same.ops, rest...)
		same.description = firstSentences(tag.Description)
	case len(rest) > 0:
		slices.SortFunc(rest, func(x, y *operation) int { return x.index - y.index })
		g := whole(rest)
		g.section = section
		kept = slices.Insert(kept, 0, g)
	default:
		kept[0].description = firstSentences(tag.Description)
	}
	b.groups = append(b.groups, kept...)
}
