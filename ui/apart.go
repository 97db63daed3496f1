package ui

import (
	"slices"
	"strings"
)

// apart makes the titles of one resource differ: by the verb where a whole and
// a partial update meet, then by what tells the paths apart, and by the path
// itself only where nothing else does.
func (b *builder) apart(ops []*operation) {
	for _, same := range clashes(ops) {
		replaces(same)
	}
	for _, same := range clashes(ops) {
		b.split(same, []func(*operation) string{b.owner, b.around(same), byParams(same), asWritten, asked, byMethod}, nil)
	}
	for _, same := range clashes(ops) {
		for _, o := range same {
			o.view.Title += " (" + shorten(o.Method+" "+o.Path, 80) + ")"
		}
	}
}

// clashes returns the operations that share a title, in groups.
func clashes(ops []*operation) [][]*operation {
	var out [][]*operation
	at := map[string]int{}
	for _, o := range ops {
		i, known := at[o.view.Title]
		if !known {
			i = len(out)
			at[o.view.Title] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], o)
	}
	return slices.DeleteFunc(out, func(same []*operation) bool { return len(same) < 2 })
}

// replaces says "Replace" of a PUT where a PATCH says "Update" too.
func replaces(same []*operation) {
	for _, o := range same {
		rest, update := strings.CutPrefix(o.view.Title, "Update ")
		if update && o.Method == "PUT" && slices.ContainsFunc(same, func(other *operation) bool { return other.Method == "PATCH" }) {
			o.view.Title = "Replace " + rest
		}
	}
}

// split tells operations of one title apart, by the first of ways that makes
// all of them differ, or else by the one that makes the most of them differ and
// then by others. What tells nothing apart is not said.
func (b *builder) split(same []*operation, ways []func(*operation) string, said []string) {
	var best [][]*operation
	var texts []string
	way := -1
	for i, text := range ways {
		var parts [][]*operation
		var names []string
		found := map[string]int{}
		for _, o := range same {
			name := text(o)
			at, known := found[name]
			if !known {
				at = len(names)
				found[name] = at
				names, parts = append(names, name), append(parts, nil)
			}
			parts[at] = append(parts[at], o)
		}
		if len(parts) > max(len(best), 1) {
			best, texts, way = parts, names, i
		}
		if len(parts) == len(same) {
			break
		}
	}
	if way < 0 {
		return // the path has the last word
	}
	for i, part := range best {
		told := said
		if texts[i] != "" {
			told = append(slices.Clone(said), shorten(texts[i], 60))
		}
		if len(part) > 1 && len(ways) > 1 {
			untold := part[0].view.Title
			b.split(part, slices.Delete(slices.Clone(ways), way, way+1), told)
			if part[0].view.Title != untold {
				continue
			}
		}
		for _, o := range part {
			if len(told) > 0 {
				o.view.Title += " (" + strings.Join(told, ", ") + ")"
			}
		}
	}
}

// owner is what the collection of an operation belongs to: "conference" of
// /conferences/{id}/recordings.
func (b *builder) owner(o *operation) string {
	if o.node == nil {
		return ""
	}
	for at := b.home(o).parent; at != nil && at.parent != nil; at = at.parent {
		if !at.segment.isParam() && !b.prefix(at) && !b.isStream(o, at) {
			return singularPhrase(phrase(b.nounWords(at.segment.text)))
		}
	}
	return ""
}

// isStream reports whether a part of the path is the verb that the title says.
func (b *builder) isStream(o *operation, n *node) bool {
	return o.stream && strings.EqualFold(n.segment.text, o.words[0])
}

// around tells operations apart by the names in their paths that not all of
// them have.
func (b *builder) around(same []*operation) func(*operation) string {
	count := map[string]int{}
	for _, o := range same {
		for _, name := range b.names(o) {
			count[name]++
		}
	}
	return func(o *operation) string {
		own := slices.DeleteFunc(b.names(o), func(name string) bool { return count[name] == len(same) })
		return strings.Join(own[:min(len(own), 4)], " ")
	}
}

// names are the names in the path, in the singular, each once.
func (b *builder) names(o *operation) []string {
	var names []string
	for at := o.node; at != nil && at.parent != nil; at = at.parent {
		if at.segment.isParam() || b.prefix(at) || b.isStream(o, at) {
			continue
		}
		if name := singularPhrase(phrase(b.nounWords(at.segment.text))); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	slices.Reverse(names)
	return names
}

// byParams tells operations apart by what their paths ask for and not all of
// the others do.
func byParams(same []*operation) func(*operation) string {
	count := map[string]int{}
	for _, o := range same {
		for _, name := range o.route.params() {
			count[name]++
		}
	}
	return func(o *operation) string {
		var names []string
		for _, name := range o.route.params() {
			if count[name] < len(same) && len(names) < 3 {
				names = append(names, lowerFirst(label(name)))
			}
		}
		if len(names) == 0 {
			return ""
		}
		return "by " + strings.Join(names, " and ")
	}
}

// asWritten is the last name in the path, as it is written there.
func asWritten(o *operation) string { return lowerFirst(sentence(splitName(o.route.last()))) }

// asked is what stands behind the path, where a description lists that too.
func asked(o *operation) string {
	if i := strings.IndexAny(o.Path, "?#"); i >= 0 {
		return phrase(splitName(o.Path[i:]))
	}
	return ""
}

func byMethod(o *operation) string { return o.Method }
