package ui

import (
	"slices"
	"strings"
)

// word writes the resources with their views: titles, help, buttons and
// questions.
func (b *builder) word() {
	app := &b.plan.App
	app.Title = plain(b.doc.Title)
	if app.Title == "" {
		app.Title = "API"
	}
	app.Title = shorten(app.Title, maxTitle)
	app.Description = firstSentences(b.doc.Description)
	if app.Description == "" {
		app.Description = firstSentences(b.doc.Summary)
	}
	app.Resources = make([]Resource, len(b.groups))
	ids := map[string]bool{}
	for i, g := range b.groups {
		slices.SortStableFunc(g.ops, viewOrder)
		r := Resource{ID: uniqueID(ids, g.title), Title: g.title, Description: g.description, Group: g.section, Views: make([]View, len(g.ops))}
		for j, o := range g.ops {
			o.view = &r.Views[j]
			*o.view = View{
				Operation: o.ID, Kind: o.kind, Title: b.title(o), Help: b.help(o), Submit: submit(o, b.noun(o)), Confirm: b.confirm(o),
			}
		}
		b.apart(g.ops)
		app.Resources[i] = r
	}
}

func uniqueID(taken map[string]bool, title string) string {
	base := slug(title)
	id := base
	for n := 2; taken[id]; n++ {
		id = base + "-" + itoa(n)
	}
	taken[id] = true
	return id
}

// kindOrder is the order of views in a page.
var kindOrder = map[Kind]int{List: 0, Search: 1, Create: 2, Detail: 3, Update: 4, Delete: 5, Action: 6}

func viewOrder(x, y *operation) int {
	if x.kind != y.kind {
		return kindOrder[x.kind] - kindOrder[y.kind]
	}
	if d := len(x.route.segments) - len(y.route.segments); d != 0 {
		return d
	}
	return x.index - y.index
}

// title takes the summary where it reads like a title, and else makes one of
// kind and noun.
func (b *builder) title(o *operation) string {
	if text := titleLike(o.Summary); text != "" {
		return text
	}
	if o.Webhook {
		return orElse(shorten(sentence(splitName(o.Path)), maxTitle), "Webhook")
	}
	noun := b.noun(o)
	switch o.kind {
	case List:
		return "List " + pluralPhrase(noun)
	case Search:
		return "Search " + pluralPhrase(noun)
	case Detail:
		return "Show " + noun
	case Create:
		return "Create " + noun
	case Update:
		return "Update " + noun
	case Delete:
		return "Delete " + noun
	}
	if known(o.verb) {
		return upperFirst(o.verb) + " " + noun
	}
	if o.route.verb != "" {
		if text := sentence(splitName(o.route.verb)); text != "" {
			return shorten(text, maxTitle)
		}
	}
	return orElse(shorten(sentence(splitName(o.ID)), maxTitle), "Run")
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// titleLike returns a summary fit for a title, or "".
func titleLike(summary string) string {
	text := strings.TrimRight(plain(summary), " .。:;")
	switch {
	case text == "" || strings.HasPrefix(text, "/") || strings.Contains(text, "://"):
		return ""
	case !strings.Contains(text, " ") && ascii(text): // an identifier, or one word
		text = sentence(splitName(text))
	}
	if first, rest, found := strings.Cut(text, ". "); found && rest != "" {
		text = first
	}
	if shorten(text, maxTitle) != text {
		return ""
	}
	first, rest, _ := strings.Cut(text, " ")
	if base := strings.TrimSuffix(strings.ToLower(first), "s"); base != strings.ToLower(first) && known(base) && rest != "" {
		text = base + " " + rest
	}
	return upperFirst(text)
}

// noun is what the operation is about, in the singular.
func (b *builder) noun(o *operation) string {
	group := "item"
	if o.group != nil && o.group.noun != "" {
		group = o.group.noun
	}
	for i, s := range slices.Backward(o.route.segments) {
		if s.isParam() || i == len(o.route.segments)-1 && b.pathVerb(o) && o.route.verb == "" && known(o.verb) {
			continue
		}
		if i > 0 && i == len(o.route.segments)-1 && o.kind == Action && o.route.segments[i-1].isParam() && o.node.item() == nil {
			continue // what is done to the thing: /installations/{id}/suspended
		}
		words := splitName(s.text)
		if len(words) == 0 || len(words) > 6 {
			break
		}
		noun := singularPhrase(phrase(words))
		if hasAnySuffix(" "+group, " "+noun) {
			return group
		}
		return shorten(noun, 40)
	}
	return group
}

// help is the start of the description, unless that only repeats the title.
func (b *builder) help(o *operation) string {
	text := firstSentences(o.Description)
	if text == "" {
		text = firstSentences(o.Summary)
	}
	title := b.title(o)
	if strings.EqualFold(strings.TrimRight(text, ".。"), title) || strings.EqualFold(strings.TrimRight(text, ".。"), strings.TrimRight(plain(o.Summary), ".。")) {
		return ""
	}
	return text
}

// submit is the label of the button: one word for one kind.
func submit(o *operation, noun string) string {
	switch o.kind {
	case List, Detail:
		return "Show"
	case Search:
		return "Search"
	case Create:
		return "Create"
	case Update:
		if o.verb == "upload" {
			return "Upload"
		}
		return "Save"
	case Delete:
		return "Delete"
	}
	switch {
	case o.answer.file && o.Method == "GET":
		return "Download"
	case o.verb == "cancel": // alone it would read as a way out
		return "Cancel " + shorten(noun, 30)
	case actionVerbs[o.verb] && len(o.verb) < 14:
		return upperFirst(o.verb)
	}
	return "Run"
}

// undoable are deletions that another call sets right again, and harmless.
var undoable = set("unstar unfollow unpin unlike unmute unsubscribe unmap unwatch logout signout unassign unlock unblock leave unarchive unfavorite unfavourite")

// costly are actions that lose data or money, or stop what runs.
var costly = set("cancel revoke purge refund rotate regenerate reset terminate wipe clear flush void expire suspend deactivate ban kick " +
	"evict reboot rollback transfer restore delete remove destroy drop capture pay charge erase drain close archive merge")

// confirm is the question to ask before something is lost.
func (b *builder) confirm(o *operation) string {
	noun := b.noun(o)
	switch o.kind {
	case Delete:
		if undoable[o.verb] || slices.ContainsFunc(o.words, func(word string) bool { return undoable[word] }) || toggle(o) {
			return ""
		}
		verb := "Delete"
		if o.verb == "remove" || o.verb == "revoke" || o.verb == "cancel" {
			verb = upperFirst(o.verb)
		}
		if !o.route.onItem() && o.node != nil && o.node.item() != nil {
			return verb + " " + pluralPhrase(noun) + "?"
		}
		return verb + " this " + noun + "?"
	case Action:
		if !o.Webhook && o.Method != "GET" && costly[o.verb] {
			return upperFirst(o.verb) + " this " + noun + "?"
		}
	}
	return ""
}

// toggle reports whether a deletion only takes back what a PUT without a body
// at the same path sets.
func toggle(o *operation) bool {
	put := o.node.with("PUT")
	return put != nil && put.Body == nil
}

// apart makes titles of one resource differ: by what the thing belongs to, and
// where that is not enough by the path.
func (b *builder) apart(ops []*operation) {
	for _, more := range []func(*operation) string{b.owner, func(o *operation) string { return o.Method + " " + o.Path }} {
		count := map[string]int{}
		for _, o := range ops {
			count[o.view.Title]++
		}
		for _, o := range ops {
			if text := more(o); count[o.view.Title] > 1 && text != "" {
				o.view.Title += " (" + shorten(text, 80) + ")"
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
		if !at.segment.isParam() && !b.prefix(at) {
			return singularPhrase(phrase(splitName(at.segment.text)))
		}
	}
	return ""
}
