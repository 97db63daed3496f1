package ui

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// plainVerbs are verbs that begin no noun of two words, so that a path that
// begins with one is a function: /getUser/{id}.
var plainVerbs = set("list get fetch retrieve find browse enumerate create add insert make update edit modify patch replace upsert delete remove destroy")

// fillers are words of a function's name that say nothing of its subject, and
// endings begin what only says how: getAllUsersByName.
var (
	fillers = set("all new a an the multiple many some any one single")
	endings = set("by for with from to in on at and or via using where request requests")
)

// verbLed takes a name such as createInvoice apart: the verb that it begins
// with, "" where there is none, and what that is done to.
func verbLed(name string) (verb string, subject []string) {
	words := splitName(name)
	lower := lowerWords(name)
	if len(words) > 2 && (lower[0] == "batch" || lower[0] == "bulk") && known(lower[1]) {
		words, lower = words[1:], lower[1:]
	}
	if len(words) < 2 || !known(lower[0]) || known(lower[0]+lower[1]) && len(words) == 2 {
		return "", nil
	}
	from := 1
	for from < len(words) && fillers[lower[from]] {
		from++
	}
	to := from
	for to < len(words) && !endings[lower[to]] {
		to++
	}
	return lower[0], words[from:to]
}

// findSubject finds what the end of the path is done to, where that is led by a verb:
// "invoice" of /createInvoice. at is that part of the path, nil where the path
// ends in a noun.
func (b *builder) findSubject(o *operation) (at *node, subject []string) {
	if o.route.verb != "" {
		_, subject = verbLed(o.route.verb)
		return nil, subject
	}
	at = o.node
	for at != nil && at.segment.isParam() {
		at = at.parent
	}
	if at == nil || at.parent == nil {
		return nil, nil
	}
	verb, subject := verbLed(at.segment.text)
	if verb == "" {
		return nil, nil
	}
	camel := strings.ContainsFunc(at.segment.text, unicode.IsUpper) && !strings.ContainsAny(at.segment.text, "-_")
	ops := at.ops
	if item := at.item(); item != nil && len(item.ops) > 0 {
		if !plainVerbs[verb] || len(ops) > 0 {
			return nil, nil // a collection: /check-runs
		}
		ops = item.ops
	}
	for _, op := range ops[:min(len(ops), 32)] {
		if !suits(verb, op.Method) || op.Method == "GET" && !plainVerbs[verb] && !camel {
			return nil, nil
		}
	}
	return at, subject
}

// suits reports whether a method can do what a verb says.
func suits(verb, method string) bool {
	switch verbKinds[verb] {
	case List, Detail, Search:
		return method != "DELETE" && method != "PATCH"
	case Delete:
		return method == "DELETE" || method == "POST" || method == "GET"
	case Create, Update:
		return method != "DELETE"
	}
	return true
}

// noun is what the operation is about, in the singular; "" where nothing tells.
func (b *builder) noun(o *operation) string {
	group := ""
	if o.group != nil {
		group = o.group.noun
	}
	if len(o.subject) > 0 && len(o.subject) <= 6 {
		return sameNoun(singularPhrase(phrase(o.subject)), group)
	}
	at := o.node
	for i, s := range slices.Backward(o.route.segments) {
		here := at
		at = at.parent
		last := i == len(o.route.segments)-1
		if s.isParam() || here == o.led || last && b.pathVerb(o) && o.route.verb == "" && known(o.verb) {
			continue
		}
		if i > 0 && last && o.kind == Action && o.route.segments[i-1].isParam() && o.node.item() == nil {
			continue // what is done to the thing: /installations/{id}/suspended
		}
		words := b.nounWords(s.text)
		if len(words) == 0 || len(words) > 6 || versionLike(s.text) || !last && b.prefix(here) {
			break
		}
		return sameNoun(singularPhrase(phrase(words)), group)
	}
	if words := o.calledFor(); len(words) > 0 && len(words) <= 6 {
		return sameNoun(singularPhrase(phrase(words)), group)
	}
	return group
}

// calledFor is what the ID says the operation is about, where its path names
// nothing: "repo" of projects.repos.patch at /v1/{name}, "pipeline" of
// CreatePipeline at /.
func (o *operation) calledFor() []string {
	if !o.nameless() {
		return nil
	}
	parts := strings.FieldsFunc(clip(o.ID, maxName), func(r rune) bool { return r == '.' || r == '_' || r == '/' })
	if len(parts) == 0 {
		return nil
	}
	name := parts[len(parts)-1]
	if words := lowerWords(name); len(parts) > 2 && len(words) == 1 && known(words[0]) {
		if words = splitName(parts[len(parts)-2]); len(words) > 0 {
			words[len(words)-1] = singular(words[len(words)-1]) // of a collection, one thing
		}
		return words
	}
	_, subject := verbLed(name)
	return subject
}

// nameless reports whether the path names nothing: /, or /v1/{name}.
func (o *operation) nameless() bool {
	return !slices.ContainsFunc(o.route.segments, func(s segment) bool { return !s.isParam() && !versionLike(s.text) })
}

// sameNoun takes the resource's noun where the path only says it shorter, or
// without spaces.
func sameNoun(noun, group string) string {
	apart := strings.Count(group, " ") > strings.Count(noun, " ") && plainName(noun) == plainName(group)
	if apart || hasAnySuffix(" "+group, " "+noun) {
		return group
	}
	return shorten(noun, 40)
}

// findCompounds notes the words of schemas' names: they tell how to split what
// paths write as one word, such as configmaps.
func (b *builder) findCompounds() {
	b.compounds = map[string][]string{}
	for _, ref := range slices.Sorted(maps.Keys(b.doc.Schemas)) {
		if len(ref) > maxName {
			continue
		}
		words := splitName(ref[strings.LastIndexAny(ref, "./")+1:])
		name := strings.ToLower(strings.Join(words, ""))
		if len(words) > 1 && len(words) < 6 && b.compounds[name] == nil {
			b.compounds[name] = words
		}
	}
}

// nounWords splits the name of a collection.
func (b *builder) nounWords(literal string) []string {
	words := splitName(literal)
	if len(words) != 1 {
		return words
	}
	plain := strings.ToLower(words[0])
	for _, name := range []string{plain, singular(plain)} {
		if apart := b.compounds[name]; apart != nil {
			apart = slices.Clone(apart)
			if name != plain {
				apart[len(apart)-1] = plural(apart[len(apart)-1])
			}
			return apart
		}
	}
	return words
}
