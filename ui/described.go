package ui

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// described adds the links that the description itself states.
func (s *source) described() {
	for _, r := range s.o.Responses {
		for _, link := range r.Links[:min(len(r.Links), 50)] {
			target := s.b.byID[link.Operation]
			if target == nil {
				continue
			}
			params := []LinkParam{}
			for _, p := range link.Parameters {
				if translated, ok := s.translate(p); ok && hasParam(target, p.Name) {
					params = append(params, translated)
				}
			}
			if s.complete(target, params) {
				s.add(target, carrier(target, params), params)
			}
		}
	}
}

// carrier is the field that a link to another thing is shown on: the one that
// holds its identity, where there is just one.
func carrier(target *operation, params []LinkParam) string {
	if target.kind != Detail || len(params) != 1 || params[0].From != "item" || plainName(params[0].Value) == "id" {
		return ""
	}
	return params[0].Value
}

func hasParam(o *operation, name string) bool {
	return slices.ContainsFunc(o.Parameters, func(p *openapi.Parameter) bool { return p.Name == name })
}

// complete reports whether the path of the target is filled.
func (s *source) complete(target *operation, params []LinkParam) bool {
	for _, name := range target.route.params() {
		if !slices.ContainsFunc(params, func(p LinkParam) bool { return p.Name == name }) {
			return false
		}
	}
	return true
}

// translate turns a runtime expression into what the page understands.
func (s *source) translate(p openapi.LinkParameter) (LinkParam, bool) {
	var text string
	if err := json.Unmarshal(p.Value, &text); err != nil {
		return LinkParam{Name: p.Name, From: "const", Value: clip(string(p.Value), 1000)}, len(p.Value) > 0 && len(p.Value) < 1000
	}
	text = strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}")
	switch {
	case strings.HasPrefix(text, "$response.body#/"):
		path := strings.TrimPrefix(text, "$response.body#/")
		if strings.ContainsAny(path, ".~") {
			return LinkParam{}, false
		}
		path = strings.ReplaceAll(path, "/", ".")
		if s.o.kind == List || s.o.kind == Search {
			return LinkParam{}, false // of the answer, which is not a row
		}
		if _, missing := s.b.shapes.follow(s.o.answer.shape, path); missing != "" {
			return LinkParam{}, false
		}
		return LinkParam{Name: p.Name, From: "item", Value: path}, true
	case strings.HasPrefix(text, "$request.path."):
		return LinkParam{Name: p.Name, From: "input", Value: strings.TrimPrefix(text, "$request.path.")}, hasParam(s.o, strings.TrimPrefix(text, "$request.path."))
	case strings.HasPrefix(text, "$request.query."):
		return LinkParam{Name: p.Name, From: "input", Value: strings.TrimPrefix(text, "$request.query.")}, hasParam(s.o, strings.TrimPrefix(text, "$request.query."))
	case strings.HasPrefix(text, "$"):
		return LinkParam{}, false
	}
	return LinkParam{Name: p.Name, From: "const", Value: clip(text, 1000)}, true
}
