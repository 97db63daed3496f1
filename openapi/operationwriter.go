package openapi

import "strconv"

func (w *modelWriter) operation(op *Operation) {
	if w.depth++; w.depth > maxRefsDepth {
		w.failed = errEndless
		w.out = append(w.out, "null"...)
		return
	}
	defer func() { w.depth-- }()
	w.object(func() {
		w.text("operationId", op.ID)
		w.text("summary", op.Summary)
		w.text("description", op.Description)
		w.texts("tags", op.Tags)
		w.flag("deprecated", op.Deprecated)
		items(w, "parameters", op.Parameters, w.parameter)
		if op.Body != nil {
			w.key("requestBody")
			w.body(op.Body)
		}
		members(w, "responses", op.Responses, func(r *Response) string { return r.Status }, w.response)
		members(w, "callbacks", op.Callbacks, func(c *Operation) string { return c.ID }, func(c *Operation) {
			w.object(func() {
				w.key(c.Path)
				w.pathItem([]*Operation{c})
			})
		})
		w.key("security") // always: it is what counts for this operation
		w.out = append(w.out, '[')
		for _, requirement := range op.Security {
			w.separate()
			w.object(func() {
				for _, use := range requirement {
					w.key(use.Scheme)
					w.out = append(w.out, '[')
					for _, scope := range use.Scopes {
						w.separate()
						w.out = appendText(w.out, scope)
					}
					w.out = append(w.out, ']')
				}
			})
		}
		w.out = append(w.out, ']')
		w.servers(op.Servers)
	})
}

func (w *modelWriter) parameter(p *Parameter) {
	w.object(func() {
		w.text("name", p.Name)
		w.text("in", p.In)
		w.parameterRest(p)
	})
}

// parameterRest is what a header has too, whose name and place are elsewhere.
func (w *modelWriter) parameterRest(p *Parameter) {
	w.text("description", p.Description)
	w.flag("required", p.Required)
	w.flag("deprecated", p.Deprecated)
	if p.Style != "" {
		w.text("style", p.Style)
		w.raw("explode", strconv.FormatBool(p.Explode))
	}
	w.flag("allowReserved", p.AllowReserved)
	w.flag("allowEmptyValue", p.AllowEmptyValue)
	if p.Schema != nil {
		w.key("schema")
		w.schema(p.Schema)
	}
	w.content(p.Content)
	w.examples(p.Examples)
}

func (w *modelWriter) body(b *Body) {
	w.object(func() {
		w.text("description", b.Description)
		w.flag("required", b.Required)
		w.content(b.Content)
	})
}

func (w *modelWriter) response(r *Response) {
	w.object(func() {
		w.text("summary", r.Summary)
		w.text("description", r.Description)
		members(w, "headers", r.Headers, func(p *Parameter) string { return p.Name }, func(p *Parameter) {
			w.object(func() { w.parameterRest(p) })
		})
		w.content(r.Content)
		members(w, "links", r.Links, func(l Link) string { return l.Name }, func(l Link) {
			w.object(func() {
				w.text("operationId", l.Operation)
				w.text("description", l.Description)
				members(w, "parameters", l.Parameters, func(p LinkParameter) string { return p.Name }, func(p LinkParameter) {
					w.out = append(w.out, orNull(p.Value)...)
				})
			})
		})
	})
}

func (w *modelWriter) content(list []MediaType) {
	members(w, "content", list, func(m MediaType) string { return m.Type }, func(m MediaType) {
		w.object(func() {
			if m.Schema != nil {
				w.key("schema")
				w.schema(m.Schema)
			}
			if m.ItemSchema != nil {
				w.key("itemSchema")
				w.schema(m.ItemSchema)
			}
			members(w, "encoding", m.Encoding, func(e Encoding) string { return e.Property }, w.encoding)
			items(w, "prefixEncoding", m.PrefixEncoding, w.encoding)
			if m.ItemEncoding != nil {
				w.key("itemEncoding")
				w.encoding(*m.ItemEncoding)
			}
			w.examples(m.Examples)
		})
	})
}

func (w *modelWriter) encoding(e Encoding) {
	w.object(func() {
		w.text("contentType", e.ContentType)
		members(w, "headers", e.Headers, func(p *Parameter) string { return p.Name }, func(p *Parameter) {
			w.object(func() { w.parameterRest(p) })
		})
		if e.Style != "" {
			w.text("style", e.Style)
			w.raw("explode", strconv.FormatBool(e.Explode))
		}
		w.flag("allowReserved", e.AllowReserved)
	})
}

// examples without a name get their number for one.
func (w *modelWriter) examples(list []Example) {
	if len(list) == 1 && list[0].Name == "" && list[0].Summary == "" {
		w.raw("example", orNull(list[0].Value))
		return
	}
	number := 0
	name := func(e Example) string {
		if e.Name == "" {
			return strconv.Itoa(number)
		}
		return e.Name
	}
	members(w, "examples", list, name, func(e Example) {
		number++
		w.object(func() {
			w.text("summary", e.Summary)
			w.raw("value", orNull(e.Value))
		})
	})
}

func orNull(value []byte) string {
	if len(value) == 0 {
		return "null"
	}
	return string(value)
}
