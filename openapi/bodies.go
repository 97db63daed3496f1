package openapi

import "strings"

func (r *reader) body(place node) *Body {
	n := r.follow(place)
	if !n.isMap() {
		if n.ok() {
			r.warn(n, "a request body must be an object")
		}
		return nil
	}
	return &Body{
		Description: firstOf(place.beside("description"), n.str("description")),
		Required:    n.boolean("required"),
		Content:     r.content(r.part(n, "content")),
		Pointer:     pointer(n),
	}
}

func (r *reader) content(types node) []MediaType {
	if !types.isMap() {
		return nil
	}
	out, ok := r.contents[types.value]
	if !ok {
		out = r.readContent(types)
		r.contents[types.value] = out
	}
	return out
}

func (r *reader) readContent(types node) []MediaType {
	var out []MediaType
	for name, place := range types.members() {
		n := r.follow(place)
		if !n.isMap() {
			if n.ok() && !n.isNull() {
				r.warn(n, "a media type must be an object")
			}
			out = append(out, MediaType{Type: name})
			continue
		}
		m := MediaType{
			Type:       name,
			Schema:     r.root(n.get("schema")),
			ItemSchema: r.root(n.get("itemSchema")),
			Examples:   r.examples(n),
		}
		for property, e := range n.get("encoding").members() {
			m.Encoding = append(m.Encoding, r.encoding(property, e))
		}
		for e := range n.get("prefixEncoding").items() {
			m.PrefixEncoding = append(m.PrefixEncoding, r.encoding("", e))
		}
		if e := n.get("itemEncoding"); e.isMap() {
			encoding := r.encoding("", e)
			m.ItemEncoding = &encoding
		}
		out = append(out, m)
	}
	return out
}

func (r *reader) encoding(property string, n node) Encoding {
	e := Encoding{
		Property:      property,
		ContentType:   n.str("contentType"),
		Style:         n.str("style"),
		AllowReserved: n.boolean("allowReserved"),
	}
	if !r.inHeader { // a header's own parts would have no end where it refers to itself
		e.Headers = r.headersOf(n)
	}
	// OpenAPI 3.1, section 4.8.15.1.2: one of the three that is written calls
	// for the others' defaults, and explode is true by default for form.
	if e.Style == "" && (n.has("explode") || n.has("allowReserved")) {
		e.Style = "form"
	}
	e.Explode = e.Style == "" || e.Style == "form"
	if explode := n.get("explode"); explode.ok() {
		e.Explode = explode.isTrue()
	}
	return e
}

// examples reads example and examples of a parameter, header or media type.
func (r *reader) examples(n node) []Example {
	var out []Example
	if value := r.value(n.get("example")); value != nil {
		out = append(out, Example{Value: value})
	}
	list := r.part(n, "examples")
	if list.isList() { // as schemas have them; a common slip
		for item := range list.items() {
			if value := r.value(item); value != nil {
				out = append(out, Example{Value: value})
			}
		}
		return out
	}
	for name, place := range list.members() {
		e := r.follow(place)
		value := r.value(e.get("dataValue")) // OpenAPI 3.2
		if value == nil {
			value = r.value(e.get("value"))
		}
		if value == nil && e.has("serializedValue") {
			value = appendText(nil, e.str("serializedValue"))
		}
		if value != nil {
			out = append(out, Example{Name: name, Summary: firstOf(place.beside("summary"), e.str("summary")), Value: value})
		}
	}
	return out
}

// response reads one answer; nil where repetition was too much.
func (r *reader) response(operation, place node, status string) *Response {
	n := r.follow(place)
	if n.aliased && !r.spend(place, 1+size(n.get("headers"))+size(n.get("links"))) {
		return nil
	}
	if !n.isMap() {
		if n.ok() {
			r.warn(n, "a response must be an object")
		}
		return &Response{Status: status, Pointer: pointer(place)}
	}
	response := &Response{
		Status:      strings.ToUpper(status),
		Summary:     firstOf(place.beside("summary"), n.str("summary")),
		Description: firstOf(place.beside("description"), n.str("description")),
		Pointer:     pointer(n),
	}
	if strings.EqualFold(status, "default") {
		response.Status = "default"
	}
	response.Headers = r.headersOf(n)
	if r.swagger {
		response.Content = r.swaggerResponse(operation, n)
		return response
	}
	response.Content = r.content(r.part(n, "content"))
	for name, place := range r.part(n, "links").members() {
		if link := r.follow(place); link.isMap() {
			description := firstOf(place.beside("description"), link.str("description"))
			r.links = append(r.links, pendingLink{response, Link{Name: name, Description: description}, link})
		}
	}
	return response
}

// headersOf reads the headers of a response, or of a part of a body.
func (r *reader) headersOf(n node) []*Parameter {
	var out []*Parameter
	for name, place := range r.part(n, "headers").members() {
		if header := r.follow(place); header.isMap() {
			out = append(out, described(r.header(name, header), place))
		}
	}
	return out
}

// namedNode is a place that is read differently under different names.
type namedNode struct {
	*value
	name string
}

func (r *reader) header(name string, n node) *Parameter {
	key := namedNode{n.value, name}
	if p := r.headers[key]; p != nil {
		return p
	}
	p := &Parameter{
		Name:        name,
		In:          "header",
		Description: n.str("description"),
		Required:    n.boolean("required"),
		Deprecated:  n.boolean("deprecated"),
		Style:       "simple",
		Explode:     n.boolean("explode"),
		Pointer:     pointer(n),
	}
	outside := r.inHeader
	r.inHeader = true
	r.parameterValue(p, n)
	r.inHeader = outside
	r.headers[key] = p
	return p
}

// pendingLink waits until operations have IDs.
type pendingLink struct {
	response *Response
	link     Link
	node     node
}

func (r *reader) resolveLinks() {
	byPointer := map[string]*Operation{}
	known := map[string]bool{}
	for _, op := range r.operations {
		if byPointer[op.Pointer] == nil { // one path item may serve many paths
			byPointer[op.Pointer] = op.Operation
		}
		known[op.ID] = true
	}
	for _, pending := range r.links {
		n, link := pending.node, pending.link
		link.Operation = strings.TrimSpace(n.str("operationId"))
		if ref := n.str("operationRef"); link.Operation == "" && ref != "" {
			if target, err := r.reference(n, ref); err == nil && byPointer[pointer(target)] != nil {
				link.Operation = byPointer[pointer(target)].ID
			}
		}
		if !known[link.Operation] {
			r.warn(n, "the link %q leads to no operation of this description", link.Name)
			continue
		}
		for name, value := range n.get("parameters").members() {
			if raw := r.value(value); raw != nil {
				link.Parameters = append(link.Parameters, LinkParameter{Name: name, Value: raw})
			}
		}
		pending.response.Links = append(pending.response.Links, link)
	}
}
