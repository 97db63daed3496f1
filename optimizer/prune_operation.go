package optimizer

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

func (p *pruner) parameter(from *openapi.Parameter) *openapi.Parameter {
	out := &openapi.Parameter{Name: from.Name, In: from.In, Required: from.Required, Deprecated: from.Deprecated}
	at := place{side: inputs, name: from.Name}
	if from.Schema != nil {
		out.Schema = p.schema(from.Schema, at)
	}
	out.Content = p.content(from.Content, at)
	p.drop("examples", len(from.Examples))
	if !p.keys.drops("description") {
		out.Description = p.text(from.Description, p.inputWords, from.Name)
	}
	if out.Description == "" && out.Schema != nil {
		out.Description = out.Schema.Description
	}
	out.Deprecated = out.Deprecated && !p.keys.drops("deprecated")
	if more := p.keys.extras(p.doc, from.Pointer); more != nil && out.Schema != nil {
		p.extras[out.Schema] = append(more, p.extras[out.Schema]...)
	}
	if out.Schema != nil {
		out.Schema.Description = ""
	}
	return out
}

func (p *pruner) content(from []openapi.MediaType, at place) []openapi.MediaType {
	var out []openapi.MediaType
	for _, m := range from {
		p.drop("examples", len(m.Examples))
		p.drop("encodings", len(m.Encoding)+len(m.PrefixEncoding)+count(m.ItemEncoding != nil))
		out = append(out, openapi.MediaType{Type: m.Type, Schema: p.schema(m.Schema, at), ItemSchema: p.schema(m.ItemSchema, at)})
	}
	return out
}

// operation prunes everything but its named schemas. Of errors the status is
// left, of headers those that lead to more of an answer.
func (p *pruner) operation(op *openapi.Operation) *openapi.Operation {
	out := &openapi.Operation{
		ID: op.ID, Method: op.Method, Path: op.Path, Webhook: op.Webhook, Deprecated: op.Deprecated,
		Security: op.Security, Tags: op.Tags,
	}
	if !p.keys.drops("summary") {
		out.Summary = brief(op.Summary, max(p.operationWords, 8))
	}
	if (p.bounds || out.Summary == "") && !p.keys.drops("description") {
		out.Description = p.text(op.Description, p.operationWords, op.Summary, op.ID)
	} else if op.Description != "" {
		p.drop("texts", 1)
	}
	out.Deprecated = out.Deprecated && !p.keys.drops("deprecated")
	p.drop("callbacks", len(op.Callbacks))
	p.drop("servers", len(op.Servers))
	p.drop("tags", len(op.Tags))
	for _, from := range op.Parameters {
		if from != nil {
			out.Parameters = append(out.Parameters, p.parameter(from))
		}
	}
	if op.Body != nil {
		out.Body = &openapi.Body{Required: op.Body.Required, Content: p.content(op.Body.Content, place{side: inputs})}
		if !p.keys.drops("description") {
			out.Body.Description = p.text(op.Body.Description, p.inputWords, op.Summary, "request body json payload data object")
		}
	}
	for _, from := range op.Responses {
		if from == nil {
			continue
		}
		response := &openapi.Response{Status: from.Status}
		if from.OK() {
			response.Content = p.content(from.Content, place{side: outputs})
			for _, h := range from.Headers {
				if h != nil && leadsOn(h.Name) {
					response.Headers = append(response.Headers, &openapi.Parameter{Name: h.Name, In: "header"})
				} else {
					p.drop("headers", 1)
				}
			}
		} else if len(from.Content) > 0 {
			p.drop("error bodies", 1)
		}
		p.drop("links", len(from.Links))
		out.Responses = append(out.Responses, response)
	}
	return out
}

// leadsOn reports whether a header tells of more pages, or of a new thing.
func leadsOn(header string) bool {
	header = strings.ToLower(header)
	for _, word := range []string{"link", "page", "pagination", "total", "count", "cursor", "next", "location", "range"} {
		if strings.Contains(header, word) && !strings.Contains(header, "rate") {
			return true
		}
	}
	return false
}
