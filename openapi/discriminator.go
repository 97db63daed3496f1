package openapi

import (
	"fmt"
	"slices"
	"strings"
)

// discriminator reads which property chooses between schemas. Swagger 2.0 has
// only the name of the property.
func (r *reader) discriminator(s *Schema, n node) *Discriminator {
	if name := n.text(); name != "" {
		return &Discriminator{Property: name}
	}
	property := n.str("propertyName")
	if property == "" {
		return nil
	}
	d := &Discriminator{Property: property}
	mapped := map[string]bool{}
	for value, target := range n.get("mapping").members() {
		if name := r.mappingTarget(target); name != "" {
			d.Mapping = append(d.Mapping, DiscriminatorValue{Value: value, Ref: name})
			mapped[name] = true
		}
	}
	d.Default = r.mappingTarget(n.get("defaultMapping"))
	for _, list := range [][]*Schema{s.OneOf, s.AnyOf} {
		for _, option := range list {
			if option.Ref == "" || mapped[option.Ref] {
				continue
			}
			mapped[option.Ref] = true
			d.Mapping = append(d.Mapping, DiscriminatorValue{Value: implicitValue(option.Ref), Ref: option.Ref})
		}
	}
	return d
}

// mappingTarget names the schema that a mapping entry means: the name of a
// component or a reference, and the specification prefers the name.
func (r *reader) mappingTarget(n node) string {
	text := n.text()
	if text == "" {
		return ""
	}
	if place := r.lookup(node{value: r.sources.main.root, file: r.sources.main}, "/components/schemas/"+escape(text)); place.ok() {
		return r.nameOf(place)
	}
	place, err := r.reference(n, text)
	if err != nil && !strings.ContainsAny(text, "#/.") {
		err = fmt.Errorf("no schema is called %q", text)
	}
	if err != nil {
		r.warn(n, "%v", err)
		return ""
	}
	return r.nameOf(place)
}

// implicitValue is the value that means a schema where no mapping says so: the
// last part of its name.
func implicitValue(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		name = name[i+1:]
	}
	name = strings.TrimSuffix(name, "#")
	for _, extension := range []string{".yaml", ".yml", ".json"} {
		name = strings.TrimSuffix(name, extension)
	}
	return unescape(name)
}

// inheritance completes the discriminators of schemas that others extend by
// allOf, over any number of generations, without being listed: each of those is
// a choice under its own name.
func (r *reader) inheritance() {
	parents := map[string]*Discriminator{}
	listed := map[[2]string]bool{}
	for _, found := range r.schemas.found {
		s := r.doc.Schemas[found.name]
		if s.Discriminator == nil || len(s.OneOf) > 0 || len(s.AnyOf) > 0 {
			continue
		}
		parents[found.name] = s.Discriminator
		for _, m := range s.Discriminator.Mapping {
			listed[[2]string{found.name, m.Ref}] = true
		}
	}
	if len(parents) == 0 {
		return
	}
	for _, found := range r.schemas.found {
		child := found.name
		seen := map[string]bool{child: true}
		queue := r.doc.Schemas[child].AllOf
		for len(queue) > 0 && r.spend(found.node, 1) {
			ancestor := queue[0].Ref
			queue = queue[1:]
			if ancestor == "" || seen[ancestor] {
				continue
			}
			seen[ancestor] = true
			if d := parents[ancestor]; d != nil && !listed[[2]string{ancestor, child}] {
				d.Mapping = append(d.Mapping, DiscriminatorValue{Value: implicitValue(child), Ref: child})
			}
			s := r.doc.Schemas[ancestor]
			queue = slices.Concat(queue, s.AllOf)
			if s.Ref != "" {
				queue = append(queue, &Schema{Ref: s.Ref})
			}
		}
	}
}
