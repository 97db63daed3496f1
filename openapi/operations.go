package openapi

import (
	"iter"
	"regexp"
	"slices"
	"strings"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

// methodName is what HTTP allows (RFC 9110, section 5.6.2).
var methodName = regexp.MustCompile("^[-!#$%&'*+.^_`|~0-9A-Za-z]+$")

// operationPlace is an operation and what its ID is made from.
type operationPlace struct {
	*Operation
	parent  *Operation // of a callback
	depth   int        // callbacks that it is within, itself included
	written string     // its operationId
	node    node
}

func (r *reader) paths(paths node) {
	for path, item := range paths.members() {
		if strings.HasPrefix(path, "x-") {
			continue
		}
		if !strings.HasPrefix(path, "/") {
			r.warn(item, "the path %q does not begin with a slash", path)
		}
		r.doc.Operations = append(r.doc.Operations, r.pathItem(item, path, nil)...)
	}
}

func (r *reader) webhooks(hooks node) {
	for name, item := range hooks.members() {
		for _, op := range r.pathItem(item, name, nil) {
			op.Webhook = true
			r.doc.Operations = append(r.doc.Operations, op)
		}
	}
}

// pathItem reads the operations of a path item. An item may refer to another
// and have operations, parameters and servers of its own beside that, which
// count before those of the other.
func (r *reader) pathItem(item node, path string, parent *Operation) []*Operation {
	items := []node{item}
	if target := r.follow(item); target.value != item.value {
		items = append(items, target)
		if len(item.content) == 2 {
			items = items[1:]
		}
	}
	var out []*Operation
	have := map[string]bool{}
	for _, from := range items {
		if !from.isMap() {
			if from.ok() {
				r.warn(from, "a path item must be an object")
			}
			continue
		}
		for method, n := range r.itemOperations(from) {
			if have[method] {
				continue
			}
			have[method] = true
			if len(out) >= maxMethods {
				n.aliased = true
			}
			op := r.operation(n, items, method, path, parent)
			if op == nil {
				return out
			}
			out = append(out, op)
		}
	}
	return out
}

// itemOperations yields the methods of a path item.
func (r *reader) itemOperations(item node) iter.Seq2[string, node] {
	return func(yield func(string, node) bool) {
		for key, n := range item.members() {
			method := strings.ToLower(key)
			switch {
			case key == "additionalOperations" && !r.swagger:
				for method, n := range n.members() { // sent as written (OpenAPI 3.2, "Path Item Object")
					if !methodName.MatchString(method) {
						r.warn(n, "%q cannot be a method", method)
					} else if !yield(method, n) {
						return
					}
				}
			case slices.Contains(methods, method):
				if method != key {
					r.warn(n, "the method %q should be written in lower case", key)
				}
				if !yield(strings.ToUpper(method), n) {
					return
				}
			}
		}
	}
}

// operation reads one operation of path items, the first of which counts most. It
// is nil where repetition was too much.
func (r *reader) operation(n node, items []node, method, path string, parent *Operation) *Operation {
	place := n
	n = r.follow(n) // not allowed by the specification, and seen in the wild
	if n.ok() && !n.isMap() {
		r.warn(n, "an operation must be an object")
	}
	if n.aliased && !r.spend(place, schemaCost+r.weight(n, items, path)) {
		return nil
	}
	if !n.isMap() { // method and path are enough to send a request
		n = node{value: &value{kind: mapKind, line: place.line}, file: place.file, ptr: place.ptr}
	}
	op := &Operation{
		Method:      method,
		Path:        path,
		Pointer:     pointer(n),
		Summary:     n.str("summary"),
		Description: n.str("description"),
		Tags:        unique(n.get("tags").strs()),
		Deprecated:  n.boolean("deprecated"),
		Security:    r.security,
	}
	r.operations = append(r.operations, &operationPlace{op, parent, r.calls, strings.TrimSpace(n.str("operationId")), n})
	if security := n.get("security"); security.ok() && !security.isNull() {
		op.Security = r.requirements(security)
	}
	r.inputs(op, n, items)
	if r.swagger {
		op.Servers = schemesOf(r.doc.Servers, n.get("schemes").strs())
	} else {
		op.Servers = r.serversOf(n)
	}
	for _, item := range items {
		op.Summary = firstOf(op.Summary, item.str("summary"))
		op.Description = firstOf(op.Description, item.str("description"))
		if op.Servers == nil && !r.swagger {
			op.Servers = r.serversOf(item)
		}
	}
	for status, place := range r.part(n, "responses").members() {
		if strings.HasPrefix(status, "x-") {
			continue
		}
		if response := r.response(n, place, status); response != nil {
			op.Responses = append(op.Responses, response)
		}
	}
	op.Callbacks = r.callbacks(n, op)
	return op
}

// weight is about what an operation costs when it is read once more.
func (r *reader) weight(n node, items []node, path string) int {
	total := len(path) / 16
	for _, list := range []string{"parameters", "responses", "tags", "servers", "security", "callbacks"} {
		total += size(n.get(list))
	}
	for _, item := range items {
		total += size(item.get("parameters")) + size(item.get("servers"))
	}
	return total * entryCost
}

func (r *reader) callbacks(n node, parent *Operation) []*Operation {
	var out []*Operation
	callbacks := r.part(n, "callbacks")
	if r.calls >= maxCallbacks {
		if callbacks.ok() {
			r.warn(callbacks, "callbacks more than %d deep are not read", maxCallbacks)
		}
		return nil
	}
	r.calls++
	defer func() { r.calls-- }()
	for _, place := range callbacks.members() {
		for expression, item := range r.follow(place).members() {
			if !strings.HasPrefix(expression, "x-") {
				out = append(out, r.pathItem(item, expression, parent)...)
			}
		}
	}
	return out
}
