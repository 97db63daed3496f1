package ui

import (
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// verbKinds says what common verbs do. Verbs that are not here are actions.
var verbKinds = func() map[string]Kind {
	out := map[string]Kind{}
	for kind, verbs := range map[Kind]string{
		List:   "list index browse listall enumerate",
		Detail: "get retrieve read show view fetch describe info detail details getinfo",
		Search: "search find query filter lookup findby searchby",
		Create: "create add new insert register make createnew",
		Update: "update edit modify patch replace change set put save upsert rename setinfo",
		Delete: "delete remove destroy del erase bulkdelete batchdelete",
	} {
		for verb := range strings.FieldsSeq(verbs) {
			out[verb] = kind
		}
	}
	return out
}()

// actionVerbs are verbs at the start of an operation's name, or at the end of
// a path, that do something else to a thing.
var actionVerbs = set("cancel login logout signin signout authenticate authorize authorise activate deactivate enable disable approve reject accept " +
	"decline refund capture confirm verify validate send resend start stop restart reboot pause resume suspend unsuspend publish " +
	"unpublish archive unarchive restore revoke rotate regenerate reset sync export import upload download close reopen open lock unlock " +
	"merge split transfer move copy clone fork share unshare invite join leave follow unfollow star unstar like unlike pin unpin mute unmute " +
	"ban unban kick block unblock subscribe unsubscribe assign unassign attach detach connect disconnect link unlink ping check test run " +
	"execute invoke trigger retry redeliver rerun apply submit finalize void pay charge complete finish expire renew refresh purge clear flush " +
	"wipe terminate deploy rollback build convert translate calculate preview mark reissue inactivate advance increment decrement claim release evict drain " +
	"promote demote generate process watch")

// classify finds the verb and the kind of each operation.
func (b *builder) classify() {
	for _, o := range b.ops {
		o.led, o.subject = b.findSubject(o)
		o.verb = verbOf(o)
		o.kind = b.kindOf(o)
	}
}

// verbOf takes the verb from the end of the path, where APIs in RPC style
// write it, or from the operation's ID.
func verbOf(o *operation) string {
	if o.route.verb != "" {
		return leadingVerb(lowerWords(o.route.verb))
	}
	if o.stream = o.ledBy(); o.stream {
		return o.words[0]
	}
	if o.led != nil {
		verb, _ := verbLed(o.led.segment.text)
		if said := summaryVerb(o); said != "" { // POST /remove-token: Create a token
			return said
		}
		return verb
	}
	if n := len(o.route.segments); n > 0 && !o.route.segments[n-1].isParam() {
		words := lowerWords(o.route.segments[n-1].text)
		if verb := leadingVerb(words); known(verb) && (n > 1 || len(words) > 1 || actionVerbs[verb] && o.Method != "GET" && o.node.item() == nil) {
			if said := summaryVerb(o); len(words) > 1 && said != "" { // POST /remove-token: Create a token
				return said
			}
			return verb
		}
	}
	words := o.function()
	for i, word := range words[:min(len(words), 6)] {
		if known(word) && (i == 0 || !o.names(word)) {
			return word
		}
	}
	return ""
}

// ledBy reports whether the name of the operation begins with an action that
// also stands in the path, before the collection: watchPods at /watch/pods.
func (o *operation) ledBy() bool {
	if len(o.words) == 0 || !actionVerbs[o.words[0]] {
		return false
	}
	segments := o.route.segments
	for i := range max(len(segments)-1, 0) {
		if strings.EqualFold(segments[i].text, o.words[0]) && !segments[i+1].isParam() {
			return true
		}
	}
	return false
}

// names reports whether a word is a noun of the path, such as "charge" of
// /charges/{id}, and so no verb.
func (o *operation) names(word string) bool {
	return slices.ContainsFunc(o.route.segments, func(s segment) bool {
		return !s.isParam() && singular(strings.ToLower(s.text)) == singular(word)
	})
}

// summaryVerb is the verb that a summary begins with, or "".
func summaryVerb(o *operation) string {
	first, _, _ := strings.Cut(strings.TrimSpace(clip(o.Summary, 200)), " ")
	first = strings.ToLower(first)
	if known(first) {
		return first
	}
	if base := strings.TrimSuffix(first, "s"); known(base) {
		return base
	}
	return ""
}

func leadingVerb(words []string) string {
	if len(words) == 0 {
		return ""
	}
	if both := strings.Join(words[:min(2, len(words))], ""); known(both) {
		return both
	}
	for _, word := range words {
		if known(word) && (word == words[0] || words[0] == "batch" || words[0] == "bulk") {
			return word
		}
	}
	return words[0]
}

func known(verb string) bool { return verbKinds[verb] != "" || actionVerbs[verb] }

// kindOf decides by method, the shape of the path, the answer and the verb, in
// the order of what can be relied on.
func (b *builder) kindOf(o *operation) Kind {
	if o.Webhook {
		return Action
	}
	said := verbKinds[o.verb]
	switch o.Method {
	case "GET":
		return b.readKind(o, said)
	case "QUERY":
		return Search
	case "DELETE":
		return Delete
	case "PATCH":
		if actionVerbs[o.verb] && b.pathVerb(o) {
			return Action
		}
		return Update
	case "PUT":
		return b.putKind(o, said)
	case "POST":
		return b.postKind(o, said)
	case "HEAD", "OPTIONS", "TRACE":
		return Action
	}
	if said != "" {
		return said
	}
	return Action
}

// readKind is the kind of a GET. One that gives a file is an action: what the
// user wants is to have the file, not to look at a thing.
func (b *builder) readKind(o *operation, said Kind) Kind {
	verb := o.changes()
	switch {
	case o.answer.file, o.stream:
		return Action
	case verbKinds[verb] != "":
		return verbKinds[verb]
	case verb != "":
		return Action
	case o.answer.isList:
		if said == Search || asksWhat(o) {
			return Search
		}
		return List
	case o.answer.shape != nil && (o.answer.thing.isObject() || len(o.answer.thing.props) > 0):
		if o.answer.shape.union && o.answer.thing.items != nil && said == List {
			return List
		}
		return Detail
	case actionVerbs[o.verb] && b.pathVerb(o):
		return Action
	case said == List || said == Search:
		return said
	case o.answer.shape == nil && !o.route.onItem() && (o.node.item() != nil && isPlural(o.route.last()) || o.many()):
		return List
	}
	return Detail
}

// changing are verbs that read as nothing but a command, and change something.
var changing = set("create add delete remove destroy erase revoke cancel terminate purge uninstall disable enable deactivate activate update " +
	"modify replace unsubscribe unpublish detach disassociate deregister reboot restart reset reject approve")

// changes returns the verb of a GET that does something, which HTTP forbids and
// some APIs do: the page sends what only reads by itself. The summary is believed
// first, then the path's own verb, then the ID.
func (o *operation) changes() string {
	if first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(clip(o.Summary, 200))), " "); first != "" {
		if base := strings.TrimSuffix(first, "s"); changing[first] || changing[base] && base != "update" && base != "reset" {
			return strings.TrimSuffix(first, "s")
		}
		if summaryVerb(o) != "" {
			return ""
		}
	}
	if words := lowerWords(o.route.verb); len(words) > 0 && changing[words[0]] {
		return words[0]
	}
	words := o.function()
	switch {
	case len(words) < 2:
		return ""
	case len(words) < len(o.words) && o.nameless(): // a function that any method calls
		switch verbKinds[words[0]] {
		case List, Detail, Search:
			return ""
		}
		return words[0]
	case !changing[words[0]]:
		return ""
	}
	for i, word := range words[1:] {
		if (word == "get" || verbKinds[word] == List) && words[i] != "using" { // deletePadUsingGET
			return "" // UpdateSystem_GetFiles
		}
	}
	return words[0]
}

// function is the words of the ID without the method that some put before it:
// GET_DeleteUser.
func (o *operation) function() []string {
	if len(o.words) > 1 && strings.HasPrefix(o.ID, o.Method+"_") {
		return o.words[1:]
	}
	return o.words
}

// many reports whether the path is led by a verb and says that there are many:
// /getInvoices.
func (o *operation) many() bool {
	return o.led != nil && o.led == o.node && len(o.subject) > 0 && isPlural(o.subject[len(o.subject)-1])
}

// asksWhat reports whether a list is useless without criteria.
func asksWhat(o *operation) bool {
	for _, p := range o.Parameters {
		if p.Required && p.In == "query" && searchParams[plainName(p.Name)] {
			return true
		}
	}
	return plainName(o.route.last()) == "search"
}

var searchParams = set("q query search searchtext keyword keywords term searchterm text criteria filter")

// pathVerb reports whether the path itself ends in the verb.
func (b *builder) pathVerb(o *operation) bool {
	if o.route.verb != "" {
		return true
	}
	n := len(o.route.segments)
	return n > 0 && !o.route.segments[n-1].isParam() && leadingVerb(lowerWords(o.route.segments[n-1].text)) == o.verb
}

func (b *builder) putKind(o *operation, said Kind) Kind {
	switch {
	case o.route.verb == "" && o.node.with("GET") != nil:
		return Update
	case b.pathVerb(o) && actionVerbs[o.verb]:
		return Action
	case said == Create:
		return Create
	case o.Body == nil:
		return Action // sets a relation: a star, a member
	}
	return Update
}

func (b *builder) postKind(o *operation, said Kind) Kind {
	path := b.pathVerb(o)
	switch {
	case said == Search && (path || o.answer.isList || o.answer.shape == nil):
		return Search
	case path && said != "":
		return b.rpcKind(o, said)
	case path && actionVerbs[o.verb]:
		if b.isCollection(o) {
			return Create
		}
		return Action
	case o.route.verb != "":
		return Action // a verb of the API's own: /{name}:estimate
	case o.route.onItem():
		return b.postToItem(o, said)
	case said == Delete:
		return Delete
	case b.isCollection(o), said == Create:
		return Create
	case actionVerbs[o.verb] && len(o.words) > 0 && o.words[0] == o.verb:
		return Action
	case said == List && o.answer.isList, said == Detail && o.answer.shape != nil:
		return said
	case said == Update && o.Body != nil:
		return Update
	case created(o) && isPlural(o.route.last()):
		return Create
	}
	return Action
}

// rpcKind trusts the verb of a path such as /users.list or /users/delete,
// unless the answer says otherwise.
func (b *builder) rpcKind(o *operation, said Kind) Kind {
	switch {
	case said == List && o.answer.shape != nil && !o.answer.isList:
		return Detail
	case said == Detail && (o.answer.isList || o.answer.shape == nil && o.many()):
		return List
	}
	return said
}

// postToItem is the kind of a POST at /things/{id}: an update where the same
// path can be read or deleted.
func (b *builder) postToItem(o *operation, said Kind) Kind {
	detail := o.node.with("GET")
	switch {
	case said == Delete:
		return Delete
	case o.Body == nil:
		return Action
	case said == Create && detail == nil:
		return Create
	case detail != nil && (o.node.with("PUT") == nil && o.node.with("PATCH") == nil), said == Update:
		return Update
	case o.node.with("DELETE") != nil && !actionVerbs[o.verb]:
		return Update
	}
	return Action
}

// isCollection reports whether the path is one that things are added to: it
// lists them, or each of them has a path below it.
func (b *builder) isCollection(o *operation) bool {
	if o.route.verb != "" || o.route.onItem() {
		return false
	}
	if get := o.node.with("GET"); get != nil && get.answer.isList {
		return true
	}
	return o.node.item() != nil && len(o.node.item().ops) > 0
}

func created(o *operation) bool {
	return slices.ContainsFunc(o.Responses, func(r *openapi.Response) bool { return r.Status == "201" })
}
