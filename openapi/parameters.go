package openapi

import (
	"regexp"
	"slices"
	"strings"
)

var templateName = regexp.MustCompile(`\{([^{}/?#]+)\}`)

// parameterPlace is a parameter where it is listed, and where it is described.
type parameterPlace struct{ listed, node node }

// effectiveParameters are those of the operation, over those of its path items.
func (r *reader) effectiveParameters(op node, items []node) []parameterPlace {
	type key struct{ in, name string }
	at := map[key]int{}
	var out []parameterPlace
	add := func(list node) {
		here := map[key]bool{}
		for listed := range list.items() {
			p := r.follow(listed)
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
			if k.in == "header" {
				k.name = strings.ToLower(k.name)
			}
			if here[k] {
				r.warn(listed, "the %s parameter %q stands twice in this list; the last one counts", k.in, k.name)
			}
			here[k] = true
			if i, ok := at[k]; ok {
				out[i] = parameterPlace{listed, p}
				continue
			}
			at[k] = len(out)
			out = append(out, parameterPlace{listed, p})
		}
	}
	for _, item := range slices.Backward(items) {
		add(r.part(item, "parameters"))
	}
	add(r.part(op, "parameters"))
	return out
}

// inputs reads parameters and body.
func (r *reader) inputs(op *Operation, n node, items []node) {
	var inBody []node
	named := map[string]bool{}
	for _, p := range r.effectiveParameters(n, items) {
		if in := p.node.str("in"); r.swagger && (in == "body" || in == "formData") {
			inBody = append(inBody, p.node)
			continue
		}
		if parameter := r.parameter(p.node); parameter != nil {
			parameter = described(parameter, p.listed)
			op.Parameters = append(op.Parameters, parameter)
			named[parameter.In+" "+parameter.Name] = true
		}
	}
	if strings.HasPrefix(op.Path, "/") {
		query, made := strings.IndexByte(op.Path, '?'), 0
		for _, m := range templateName.FindAllStringSubmatchIndex(op.Path, -1) {
			name := op.Path[m[2]:m[3]]
			inQuery := query >= 0 && m[0] > query
			if named["path "+name] || inQuery && named["query "+name] {
				continue
			}
			if made++; made > maxMadeParameters && !r.spend(n, schemaCost) {
				return
			}
			named["path "+name] = true
			if inQuery {
				r.warn(n, "a path must have no query; {%s} in it is not described, and is taken for a text", name)
			} else {
				r.warn(n, "the path parameter {%s} is not described; it is taken for a text", name)
			}
			op.Parameters = append(op.Parameters, &Parameter{
				Name: name, In: "path", Required: true, Style: "simple",
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
	if p := r.parameters[n.value]; p != nil {
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
	r.parameterStyle(p, n)
	r.parameterValue(p, n)
	r.parameters[n.value] = p
	return p
}

// styles lists the ways to write a parameter, the default first (OpenAPI 3.2,
// "Style Values").
var styles = map[string][]string{
	"path":   {"simple", "label", "matrix"},
	"query":  {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
	"header": {"simple"},
	"cookie": {"form", "cookie"},
}

func (r *reader) parameterStyle(p *Parameter, n node) {
	allowed := styles[p.In]
	if allowed == nil { // querystring: the value is the whole query, as its content says
		return
	}
	p.Style = allowed[0]
	if r.swagger {
		if n.str("type") != "array" {
			return
		}
		style := r.collectionStyle(n)
		if slices.Contains(allowed, style.style) {
			p.Style, p.Explode = style.style, style.explode
		} else if style.style != "form" {
			r.warn(n, "collectionFormat %q is not possible in %s; csv is used", n.str("collectionFormat"), p.In)
		}
		return
	}
	if style := n.str("style"); slices.Contains(allowed, style) {
		p.Style = style
	} else if style != "" {
		r.warn(n, "the style %q is not possible in %s; %s is used", style, p.In, p.Style)
	}
	p.Explode = p.Style == "form" || p.Style == "cookie"
	if explode := n.get("explode"); explode.ok() {
		p.Explode = explode.isTrue()
	}
}

// parameterValue reads what a parameter or header holds.
func (r *reader) parameterValue(p *Parameter, n node) {
	p.Examples = r.examples(n)
	switch {
	case !r.swagger && n.has("schema"):
		p.Schema = r.root(n.get("schema"))
	case !r.swagger && n.has("content"):
		p.Content = r.content(r.part(n, "content"))
	case r.swagger || n.has("type"): // the latter by mistake
		p.Schema = r.parameterSchema(n)
		if p.Schema.Description == p.Description && p.Schema.Ref == "" {
			bare := *p.Schema
			bare.Description = ""
			p.Schema = &bare
		}
	}
}

// described returns a parameter with what a reference to it says of it.
func described(p *Parameter, listed node) *Parameter {
	text := listed.beside("description")
	if text == "" {
		return p
	}
	own := *p
	own.Description = text
	return &own
}
