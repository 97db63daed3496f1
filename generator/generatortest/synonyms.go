package generatortest

// The words in which the simulated model is inconsistent. The table is made up
// for the simulation, and nothing else uses it.

// verbs are what titles begin with, by what an operation does.
var verbs = map[string][]string{
	"list":   {"List", "Show", "Browse", "View"},
	"detail": {"View", "Show", "Get", "Look up"},
	"create": {"Create", "Add", "New", "Register"},
	"update": {"Update", "Edit", "Change", "Modify"},
	"delete": {"Delete", "Remove", "Discard"},
}

// doings are first words of summaries, and what they do.
var doings = map[string]string{
	"list": "list", "lists": "list", "browse": "list", "search": "list", "find": "list",
	"get": "detail", "gets": "detail", "retrieve": "detail", "retrieves": "detail", "read": "detail", "fetch": "detail",
	"show": "detail", "view": "detail", "returns": "detail", "return": "detail", "describe": "detail",
	"create": "create", "creates": "create", "add": "create", "adds": "create", "new": "create", "register": "create",
	"update": "update", "updates": "update", "edit": "update", "change": "update", "modify": "update", "replace": "update",
	"delete": "delete", "deletes": "delete", "remove": "delete", "removes": "delete", "destroy": "delete",
}

// phrases are labels for whole names, in lower case and with spaces.
var phrases = map[string][]string{
	"id":          {"ID", "Identifier", "Id"},
	"name":        {"Name", "Title", "Full name"},
	"email":       {"Email", "Email address", "E-mail"},
	"created":     {"Created", "Created at", "Creation date"},
	"created at":  {"Created at", "Created", "Creation date"},
	"updated at":  {"Updated at", "Last updated", "Updated"},
	"description": {"Description", "Details", "About"},
	"status":      {"Status", "State", "Current status"},
	"state":       {"State", "Status"},
	"type":        {"Type", "Kind", "Category"},
	"url":         {"URL", "Link", "Web address"},
	"html url":    {"Web page", "Page", "Link"},
	"limit":       {"Limit", "Results per page", "Maximum"},
	"per page":    {"Per page", "Results per page", "Page size"},
	"page":        {"Page", "Page number"},
	"sort":        {"Sort", "Sort by", "Order"},
	"amount":      {"Amount", "Sum", "Total amount"},
	"metadata":    {"Metadata", "Custom data", "Additional data"},
	"phone":       {"Phone", "Phone number", "Telephone"},
	"country":     {"Country", "Country code"},
	"q":           {"Search", "Query", "Search words"},
	"tags":        {"Tags", "Labels", "Keywords"},
	"size":        {"Size", "File size"},
	"version":     {"Version", "Revision"},
	"owner":       {"Owner", "Account owner", "Belongs to"},
	"expand":      {"Expand", "Fields to expand", "Include"},
	"currency":    {"Currency", "Currency code"},
}

// endings are labels for the last word of a longer name.
var endings = map[string][]string{
	"id":    {"ID", "identifier", "id"},
	"at":    {"at", "date", "on"},
	"url":   {"URL", "link", "address"},
	"count": {"count", "total", "number"},
	"name":  {"name", "title"},
	"num":   {"number", "no."},
	"desc":  {"description", "details"},
	"date":  {"date", "day"},
	"type":  {"type", "kind"},
	"code":  {"code", "number"},
}

// starts are how a sentence of help begins.
var starts = map[string][]string{
	"list":   {"All %s that you may see.", "Every one of the %s.", "Here are the %s."},
	"detail": {"Everything about this %s.", "The details of the %s.", "All that is known of the %s."},
	"create": {"Fill in the form to add %s.", "Adds %s.", "What is marked is required for %s."},
	"update": {"Change what you like of the %s.", "Only what you change of the %s is sent."},
	"delete": {"The %s cannot be brought back.", "This is for good for the %s."},
}

// confirmations are asked before something is destroyed.
var confirmations = []string{"Delete this for good?", "Are you sure?", "Do you really want to remove it?"}
