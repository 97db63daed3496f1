package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}

// operationPlace is an operation and what its ID is made from.
type operationPlace struct {
	*Operation
	written string // its operationId
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
		for _, op := range r.pathItem(item, path, 0) {
			r.doc.Operations = append(r.doc.Operations, op)
		}
	}
}

func (r *reader) webhooks(hooks node) {
	for name, item := range hooks.members() {
		for _, op := range r.pathItem(item, name, 0) {
			op.Webhook = true
			r.doc.Operations = append(r.doc.Operations, op)
		}
	}
}

// pathItem reads the operations of a path item. An item may refer to another
// and have operations of its own beside that.
func (r *reader) pathItem(item node, path string, depth int) []*Operation {
	shared := item
	var out []*Operation
	if item.isMap() && item.has("$ref") {
		shared = r.follow(item)
		if shared.isMap() {
			out = r.itemOperations(shared, shared, path, depth)
		}
		if len(item.Content) <= 2 {
			return out
		}
	}
	if !item.isMap() {
		r.warn(item, "a path item must be an object")
		return nil
	}
	own := r.itemOperations(item, shared, path, depth)
	out = slices.DeleteFunc(out, func(op *Operation) bool {
		return slices.ContainsFunc(own, func(o *Operation) bool { return o.Method == op.Method })
	})
	return append(out, own...)
}

func (r *reader) itemOperations(item, shared node, path string, depth int) []*Operation {
	if !shared.isMap() {
		shared = item
	}
	var out []*Operation
	for key, n := range item.members() {
		method := strings.ToLower(key)
		switch {
		case key == "additionalOperations" && !r.swagger:
			for method, n := range n.members() {
				out = append(out, r.operation(n, item, shared, strings.ToUpper(method), path, depth))
			}
		case slices.Contains(methods, method):
			if method != key {
				r.warn(n, "the method %q should be written in lower case", key)
			}
			out = append(out, r.operation(n, item, shared, strings.ToUpper(method), path, depth))
		}
	}
	return out
}

func (r *reader) operation(n, item, shared node, method, path string, depth int) *Operation {
	place := n
	n = r.follow(n) // not allowed by the specification, and seen in the wild
	if n.ok() && !n.isMap() {
		r.warn(n, "an operation must be an object")
	}
	if !n.isMap() { // method and path are enough to send a request
		n = node{Node: &yaml.Node{Kind: yaml.MappingNode, Line: place.Line}, file: place.file, ptr: place.ptr}
	}
	op := &Operation{
		Method:      method,
		Path:        path,
		Pointer:     pointer(n),
		Summary:     firstOf(n.str("summary"), item.str("summary")),
		Description: firstOf(n.str("description"), item.str("description")),
		Tags:        unique(n.get("tags").strs()),
		Deprecated:  n.boolean("deprecated"),
		Security:    r.security,
	}
	r.operations = append(r.operations, &operationPlace{op, strings.TrimSpace(n.str("operationId")), n})
	if security := n.get("security"); security.isList() {
		op.Security = r.requirements(security)
	}
	parameters := r.effectiveParameters(n, item, shared)
	r.inputs(op, n, parameters)
	if r.swagger {
		if schemes := n.get("schemes").strs(); len(schemes) > 0 {
			op.Servers = schemesOf(r.doc.Servers, schemes)
		}
	} else {
		op.Servers = r.serversOf(n)
		if op.Servers == nil {
			op.Servers = r.serversOf(item)
		}
	}
	for status, place := range n.get("responses").members() {
		if strings.HasPrefix(status, "x-") {
			continue
		}
		if response := r.response(op, n, place, status); response != nil {
			op.Responses = append(op.Responses, response)
		}
	}
	if depth == 0 { // a callback of a callback is not read
		op.Callbacks = r.callbacks(n.get("callbacks"))
	}
	return op
}

func (r *reader) callbacks(callbacks node) []*Operation {
	var out []*Operation
	for _, place := range callbacks.members() {
		callback := r.follow(place)
		for expression, item := range callback.members() {
			if !strings.HasPrefix(expression, "x-") {
				out = append(out, r.pathItem(item, expression, 1)...)
			}
		}
	}
	return out
}

// schemesOf keeps the servers that an operation's own schemes allow (Swagger
// 2.0); with none left, the first server under those schemes.
func schemesOf(servers []Server, schemes []string) []Server {
	var out []Server
	for _, scheme := range schemes {
		for _, s := range servers {
			_, rest, ok := strings.Cut(s.URL, "://")
			if url := scheme + "://" + rest; ok && !slices.ContainsFunc(out, func(s Server) bool { return s.URL == url }) {
				out = append(out, Server{URL: url})
			}
		}
	}
	if slices.EqualFunc(out, servers, func(a, b Server) bool { return a.URL == b.URL }) {
		return nil
	}
	return out
}

// identify gives every operation its ID. What authors wrote comes first, so that
// a made ID never takes one away.
func (r *reader) identify() {
	taken := map[string]bool{}
	var unnamed []*operationPlace
	for _, op := range r.operations {
		switch {
		case op.written == "":
			unnamed = append(unnamed, op)
		case taken[op.written]:
			r.warn(op.node, "the operationId %q stands twice; this operation is named by method and path", op.written)
			unnamed = append(unnamed, op)
		default:
			op.ID = op.written
			taken[op.ID] = true
		}
	}
	for _, op := range unnamed {
		name := madeID(op.Method, op.Path)
		op.ID = name
		for n := 2; taken[op.ID]; n++ {
			op.ID = name + "_" + strconv.Itoa(n)
		}
		taken[op.ID] = true
	}
}

var notInID = regexp.MustCompile(`[^\p{L}\p{M}\p{N}]+`)

// madeID names an operation by method and path: "get_pets_petId".
func madeID(method, path string) string {
	return strings.Trim(strings.ToLower(method)+"_"+notInID.ReplaceAllString(path, "_"), "_")
}

var templateName = regexp.MustCompile(`\{([^{}/?#]+)\}`)

// effectiveParameters are those of the operation, over those of its path item,
// references followed.
func (r *reader) effectiveParameters(op, item, shared node) []node {
	type key struct{ in, name string }
	var order []key
	places := map[key]node{}
	for _, list := range []node{shared, item, op} {
		for place := range list.get("parameters").items() {
			p := r.follow(place)
			if !p.isMap() {
				if p.ok() {
					r.warn(p, "a parameter must be an object")
				}
				continue
			}
			k := key{p.str("in"), p.str("name")}
			if k.name == "" || k.in == "" {
				r.warn(p, "a parameter needs a name and a place (in)")
				continue
			}
			if _, ok := places[k]; !ok {
				order = append(order, k)
			}
			places[k] = p
		}
	}
	out := make([]node, 0, len(order))
	for _, k := range order {
		out = append(out, places[k])
	}
	return out
}

// inputs reads parameters and body.
func (r *reader) inputs(op *Operation, n node, places []node) {
	var inBody []node
	named := map[string]bool{}
	for _, p := range places {
		if in := p.str("in"); r.swagger && (in == "body" || in == "formData") {
			inBody = append(inBody, p)
			continue
		}
		if parameter := r.parameter(p); parameter != nil {
			op.Parameters = append(op.Parameters, parameter)
			named[parameter.In+" "+parameter.Name] = true
		}
	}
	if strings.HasPrefix(op.Path, "/") {
		for _, m := range templateName.FindAllStringSubmatch(op.Path, -1) {
			if named["path "+m[1]] {
				continue
			}
			named["path "+m[1]] = true
			r.warn(n, "the path parameter {%s} is not described; it is taken for a text", m[1])
			op.Parameters = append(op.Parameters, &Parameter{
				Name: m[1], In: "path", Required: true, Style: "simple",
				Schema: &Schema{Types: []string{"string"}}, Pointer: op.Pointer,
			})
		}
	}
	if r.swagger {
		op.Body = r.swaggerBody(n, inBody)
	} else {
		op.Body = r.body(n.get("requestBody"))
	}
}

func (r *reader) parameter(n node) *Parameter {
	place := pointer(n)
	if p := r.parameters[place]; p != nil {
		return p
	}
	p := &Parameter{
		Name:            n.str("name"),
		In:              n.str("in"),
		Pointer:         pointer(n),
		Description:     n.str("description"),
		Required:        n.boolean("required"),
		Deprecated:      n.boolean("deprecated"),
		AllowReserved:   n.boolean("allowReserved"),
		AllowEmptyValue: n.boolean("allowEmptyValue"),
	}
	switch p.In {
	case "path":
		p.Required = true
	case "query", "header", "cookie", "querystring":
	default:
		r.warn(n, "a parameter cannot be in %q", p.In)
		return nil
	}
	p.Style = firstOf(n.str("style"), defaultStyle(p.In))
	p.Explode = p.Style == "form" || p.Style == "cookie"
	if explode := n.get("explode"); explode.ok() {
		p.Explode = explode.isTrue()
	}
	if r.swagger {
		p.Schema = r.parameterSchema(n)
		p.Schema.Description = ""
		p.Explode = false
		if collection, ok := collectionStyles[n.str("collectionFormat")]; ok && p.In != "path" && p.In != "header" {
			p.Style, p.Explode = collection.style, collection.explode
		}
	} else if n.has("schema") {
		p.Schema = r.schema(n.get("schema"))
	} else {
		p.Content = r.content(n.get("content"))
	}
	p.Examples = r.examples(n)
	r.parameters[place] = p
	return p
}

func defaultStyle(in string) string {
	if in == "query" || in == "cookie" {
		return "form"
	}
	return "simple"
}

// pointer writes a place as [Document.Source] takes it.
func pointer(n node) string {
	if !n.ok() {
		return ""
	}
	if n.file.main {
		return n.ptr
	}
	return n.file.name + "#" + n.ptr
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		old := seen[s]
		seen[s] = true
		return old
	})
}
