package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// nameGroups gives every group a title.
func (b *builder) nameGroups() {
	for _, g := range b.groups {
		switch {
		case g.title != "":
			g.title = b.pluralTitle(g)
		case g.literal != "":
			g.title = shorten(sentence(append(splitName(g.before), b.nounWords(g.literal)...)), maxTitle)
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
		g.noun = ""
		if g.literal != "" || !vague[plainName(g.title)] {
			g.noun = singularPhrase(lowerFirst(g.title))
		}
		g.title = title
	}
	if len(b.groups) == 1 && b.groups[0].noun == "" { // there is nothing that it is other than
		b.groups[0].title = orElse(shorten(plain(b.doc.Title), maxTitle), b.groups[0].title)
	}
}

// vague are titles that name no thing.
var vague = set("other default misc miscellaneous general common")

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
	if len(words) == 0 || g.literal != "" {
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
			text = sentence(unstutter(words))
		}
		if text == "" {
			text = "Other"
		}
		out[name] = shorten(upperFirst(text), maxTitle)
	}
	return out
}

// unstutter drops a word that only says the one before it again, as in
// Products.Product.
func unstutter(words []string) []string {
	return slices.CompactFunc(words, func(x, y string) bool { return strings.EqualFold(singular(x), singular(y)) })
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
