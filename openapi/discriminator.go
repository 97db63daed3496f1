package openapi

import "strings"

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
	if place := r.lookup(r.sources.main, "/components/schemas/"+escape(text)); place.ok() {
		return r.schemas.nameOf(place)
	}
	place, err := r.reference(n, text)
	if err != nil {
		r.warn(n, "%v", err)
		return ""
	}
	return r.schemas.nameOf(place)
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
// allOf without being listed: each of those is a choice under its own name.
func (r *reader) inheritance() {
	parents := map[string]*Discriminator{}
	listed := map[[2]string]bool{}
	for _, name := range r.schemas.order {
		s := r.doc.Schemas[name]
		if s == nil || s.Discriminator == nil || len(s.OneOf) > 0 || len(s.AnyOf) > 0 {
			continue
		}
		parents[name] = s.Discriminator
		for _, m := range s.Discriminator.Mapping {
			listed[[2]string{name, m.Ref}] = true
		}
	}
	if len(parents) == 0 {
		return
	}
	for _, name := range r.schemas.order {
		for _, part := range r.doc.Schemas[name].AllOf {
			d := parents[part.Ref]
			if d == nil || listed[[2]string{part.Ref, name}] {
				continue
			}
			listed[[2]string{part.Ref, name}] = true
			d.Mapping = append(d.Mapping, DiscriminatorValue{Value: implicitValue(name), Ref: name})
		}
	}
}
