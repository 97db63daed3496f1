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
		Description: n.str("description"),
		Required:    n.boolean("required"),
		Content:     r.content(n.get("content")),
		Pointer:     pointer(n),
	}
}

func (r *reader) content(types node) []MediaType {
	if !types.isMap() {
		return nil
	}
	place := pointer(types)
	if out, ok := r.contents[place]; ok {
		return out
	}
	out := r.readContent(types)
	r.contents[place] = out
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
			Schema:     r.optionalSchema(n.get("schema")),
			ItemSchema: r.optionalSchema(n.get("itemSchema")),
			Examples:   r.examples(n),
		}
		for property, e := range n.get("encoding").members() {
			encoding := Encoding{
				Property:      property,
				ContentType:   e.str("contentType"),
				Style:         e.str("style"),
				AllowReserved: e.boolean("allowReserved"),
			}
			// OpenAPI 3.1, section 4.8.15.1.2: explode is true by default for form,
			// the style that counts where none is given.
			encoding.Explode = encoding.Style == "" || encoding.Style == "form"
			if explode := e.get("explode"); explode.ok() {
				encoding.Explode = explode.isTrue()
			}
			m.Encoding = append(m.Encoding, encoding)
		}
		out = append(out, m)
	}
	return out
}

// examples reads example and examples of a parameter, header or media type.
func (r *reader) examples(n node) []Example {
	var out []Example
	if value := r.value(n.get("example")); value != nil {
		out = append(out, Example{Value: value})
	}
	list := n.get("examples")
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
			out = append(out, Example{Name: name, Summary: e.str("summary"), Value: value})
		}
	}
	return out
}

func (r *reader) response(op *Operation, operation, place node, status string) *Response {
	n := r.follow(place)
	if !n.isMap() {
		if n.ok() {
			r.warn(n, "a response must be an object")
		}
		return &Response{Status: status, Pointer: pointer(place)}
	}
	response := &Response{
		Status:      strings.ToUpper(status),
		Summary:     n.str("summary"),
		Description: n.str("description"),
		Pointer:     pointer(n),
	}
	if strings.EqualFold(status, "default") {
		response.Status = "default"
	}
	for name, place := range n.get("headers").members() {
		if header := r.follow(place); header.isMap() {
			response.Headers = append(response.Headers, r.header(name, header))
		}
	}
	if r.swagger {
		response.Content = r.swaggerResponse(operation, n)
		return response
	}
	response.Content = r.content(n.get("content"))
	for name, place := range n.get("links").members() {
		if link := r.follow(place); link.isMap() {
			r.links = append(r.links, pendingLink{response: response, name: name, node: link})
		}
	}
	return response
}

func (r *reader) header(name string, n node) *Parameter {
	place := pointer(n) + " " + name
	if p := r.parameters[place]; p != nil {
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
		Examples:    r.examples(n),
	}
	switch {
	case r.swagger:
		p.Schema = r.parameterSchema(n)
		p.Schema.Description = ""
	case n.has("schema"):
		p.Schema = r.schema(n.get("schema"))
	default:
		p.Content = r.content(n.get("content"))
	}
	r.parameters[place] = p
	return p
}

// pendingLink waits until operations have IDs.
type pendingLink struct {
	response *Response
	name     string
	node     node
}

func (r *reader) resolveLinks() {
	byPointer := map[string]*Operation{}
	known := map[string]bool{}
	for _, op := range r.operations {
		byPointer[op.Pointer] = op.Operation
		known[op.ID] = true
	}
	for _, pending := range r.links {
		n := pending.node
		link := Link{Name: pending.name, Operation: n.str("operationId"), Description: n.str("description")}
		if ref := n.str("operationRef"); link.Operation == "" && ref != "" {
			if target, err := r.reference(n, ref); err == nil && byPointer[pointer(target)] != nil {
				link.Operation = byPointer[pointer(target)].ID
			}
		}
		if !known[link.Operation] {
			r.warn(n, "the link %q leads to no operation of this description", pending.name)
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
