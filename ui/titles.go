package ui

import (
	"slices"
	"strconv"
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
				Operation: o.ID, Kind: o.kind, Title: b.title(o), Help: b.help(o), Submit: b.submit(o), Confirm: b.confirm(o),
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
		id = base + "-" + strconv.Itoa(n)
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
	if noun == "" {
		if known(o.verb) && (!o.nameless() || len(o.function()) == 1) {
			return verbText(o.verb)
		}
		return o.idTitle()
	}
	if called := o.calledFor(); len(called) > 0 && isPlural(called[len(called)-1]) && (o.kind == Detail || o.kind == Action) {
		noun = pluralPhrase(noun)
	}
	switch o.kind {
	case List:
		return "List " + pluralPhrase(noun)
	case Search:
		return verbPhrase("search", pluralPhrase(noun))
	case Detail:
		return "Show " + noun
	case Create:
		return "Create " + noun
	case Update:
		if patch := o.node.with("PATCH"); o.Method == "PUT" && o.route.verb == "" && patch != nil && patch.kind == Update {
			return "Replace " + noun
		}
		return "Update " + noun
	case Delete:
		return "Delete " + b.deleted(o, "", noun)
	}
	if known(o.verb) {
		if o.stream && !o.route.onItem() {
			noun = pluralPhrase(noun)
		}
		return verbPhrase(o.verb, noun)
	}
	return o.idTitle()
}

// idTitle words the path's own verb, or else the ID.
func (o *operation) idTitle() string {
	if text := sentence(splitName(o.route.verb)); text != "" {
		return shorten(text, maxTitle)
	}
	words := splitName(o.ID)
	return orElse(shorten(sentence(words[len(words)-len(o.function()):]), maxTitle), "Run")
}

// verbPhrase puts a verb before a noun that may say it already: the path of
// /checkAvailability does.
func verbPhrase(verb, noun string) string {
	if rest, found := strings.CutPrefix(strings.ToLower(noun), verb+" "); found && rest != "" {
		return upperFirst(noun)
	}
	return verbText(verb) + " " + noun
}

// verbText writes a verb as people do.
func verbText(verb string) string {
	switch verb {
	case "login", "logout":
		return "Log " + verb[3:]
	case "signin", "signout":
		return "Sign " + verb[4:]
	}
	return upperFirst(verb)
}

// deleted is what a deletion deletes: the one thing, after a word that points
// at it, or what the collection holds, all of it unless the request chooses.
func (b *builder) deleted(o *operation, one, noun string) string {
	get := o.node.with("GET")
	lists := get != nil && get.answer.isList
	switch {
	case o.route.onItem() || o.route.verb != "":
		return one + noun
	case len(o.subject) > 0: // what is taken from the thing that the path names
		if o.many() {
			return pluralPhrase(noun)
		}
		if o.led.parent.segment.isParam() {
			return noun
		}
		return one + noun
	case !isPlural(o.node.segment.text) && (!lists || o.node.item() == nil):
		return one + noun
	case !lists || b.chooses(o, get.answer.thing, noun):
		return pluralPhrase(noun)
	}
	return "all " + pluralPhrase(noun)
}

// chooses reports whether a request to delete some of a list says which: by
// their IDs, or by what they are like.
func (b *builder) chooses(o *operation, row *shape, noun string) bool {
	names := func(name string) bool {
		words := lowerWords(name)
		return len(words) > 0 && (hasID(words[len(words)-1]) || plainName(name) == plainName(pluralPhrase(noun)) || strings.EqualFold(name, o.route.last()))
	}
	for _, p := range o.Parameters {
		if p.In == "query" && (p.Required || names(p.Name) || row != nil && row.has(p.Name)) {
			return true
		}
	}
	if o.Body == nil {
		return false
	}
	return o.Body.Required || o.body == nil || o.body.kind == "array" || slices.ContainsFunc(o.body.props, func(p prop) bool { return names(p.name) })
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
func (b *builder) submit(o *operation) string {
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
		return strings.TrimSpace("Cancel " + shorten(b.noun(o), 30))
	case actionVerbs[o.verb] && len(o.verb) < 14:
		return verbText(o.verb)
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
	noun := orElse(b.noun(o), "item")
	switch o.kind {
	case Delete:
		if undoable[o.verb] || slices.ContainsFunc(o.words, func(word string) bool { return undoable[word] }) || toggle(o) {
			return ""
		}
		verb := "Delete"
		if o.verb == "remove" || o.verb == "revoke" || o.verb == "cancel" {
			verb = upperFirst(o.verb)
		}
		return verb + " " + b.deleted(o, "this ", noun) + "?"
	case Action:
		if !o.Webhook && o.Method != "GET" && costly[o.verb] {
			if len(o.subject) > 0 && (o.led == nil || o.led.parent.segment.isParam()) {
				return verbText(o.verb) + " " + phrase(o.subject) + "?"
			}
			return verbText(o.verb) + " this " + noun + "?"
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
