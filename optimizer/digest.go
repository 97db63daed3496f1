package optimizer

import "github.com/specloom/specloom/openapi"

// digest writes the operations of one document at Balanced and Aggressive. Named
// schemas stand beside the operations, once, in one form for all: as an input
// where any operation of the document sends them.
type digest struct {
	doc    *openapi.Document
	rules  rules
	level  Level
	format Format
	model  *model
	sides  map[string]side // of named schemas
	near   map[string]bool // named schemas within inputHops of a request
	labels map[string]string
	shapes map[string]*shape
}

// shape is a named schema as it is written.
type shape struct {
	text     string
	refs     []string // what it refers to
	required []string // and that by what must be sent
}

func newDigest(doc *openapi.Document, level Level, format Format) *digest {
	d := &digest{
		doc: doc, level: level, rules: levelRules[level], format: format, model: newModel(doc),
		sides: map[string]side{}, near: map[string]bool{}, shapes: map[string]*shape{},
	}
	d.labels = labels(doc)
	for _, one := range []side{inputs, outputs} {
		d.survey(one)
	}
	return d
}

// survey finds on which side named schemas are used, and how near.
func (d *digest) survey(one side) {
	var now []string
	for _, op := range d.doc.Operations {
		if op == nil {
			continue
		}
		for _, s := range tops(op, one) {
			now = append(now, s.Refs()...)
		}
	}
	for hop := 1; len(now) > 0; hop++ {
		var next []string
		for _, name := range now {
			if d.sides[name]&one != 0 || d.doc.Schemas[name] == nil {
				continue
			}
			d.sides[name] |= one
			if one == inputs && hop <= d.rules.inputHops {
				d.near[name] = true
			}
			next = append(next, d.model.of(name)...)
		}
		now = next
	}
}

func (d *digest) shape(name string) *shape {
	if have := d.shapes[name]; have != nil {
		return have
	}
	p := newPruner(d.level)
	at := place{side: d.sides[name], name: name}
	at.far = at.side&inputs != 0 && !d.near[name]
	pruned := p.schema(d.doc.Schemas[name], at)
	out := &shape{refs: pruned.Refs()}
	requiredRefs(pruned, 0, func(ref string) { out.required = append(out.required, ref) })
	if d.format == JSON {
		p.note()
		out.text = marshal(name) + ":" + marshal(pruned)
	} else {
		w := d.writer(p)
		w.names = d.level == Aggressive && at.side == outputs
		out.text = w.definition(d.labels[name], pruned)
	}
	d.shapes[name] = out
	return out
}

func (d *digest) writer(p *pruner) *writer { return &writer{pruner: p, labels: d.labels} }

func (d *digest) Parts(_ *openapi.Document, op *openapi.Operation) []Part {
	p := newPruner(d.level)
	pruned := p.operation(op)
	sent, cutInputs := d.sent(pruned)
	answered, cutAnswers := d.answered(pruned, sent)

	own := Part{Key: operationKey + op.ID}
	if d.format == JSON {
		p.note()
		const left = "(…nested schemas are left out)"
		if cutInputs && pruned.Body != nil {
			pruned.Body.Description = left
		}
		if cutAnswers {
			for _, r := range pruned.Responses {
				if len(r.Content) > 0 {
					r.Description = left
				}
			}
		}
		own.Text = marshal(pruned)
	} else {
		w := d.writer(p)
		w.cutInputs, w.cutAnswers = cutInputs, cutAnswers
		own.Text = w.operation(pruned, d.level == Aggressive)
	}
	parts := []Part{own}
	for _, name := range append(sent, answered...) {
		parts = append(parts, Part{Key: schemaKey + name, Text: d.shape(name).text})
	}
	return parts
}

func (d *digest) Join(parts []Part) string {
	if d.format == JSON {
		return joinModel(parts)
	}
	return joinNotation(parts)
}

// sent lists the named schemas that a request leads to: all of them that are
// near and within the budget, and beyond that those that must be sent. It tells
// whether others were left out.
func (d *digest) sent(op *openapi.Operation) (out []string, cut bool) {
	type step struct {
		name string
		must bool
	}
	var now []step
	must := map[string]bool{}
	for _, s := range tops(op, inputs) {
		requiredRefs(s, 0, func(name string) { must[name] = true })
		for _, name := range s.Refs() {
			now = append(now, step{name, must[name]})
		}
	}
	listed := map[string]bool{}
	followed := map[string]bool{} // with what may be sent, too
	bytes := 0
	for hop := 1; len(now) > 0; hop++ {
		optional := 0
		counted := map[string]bool{}
		for _, s := range now {
			if d.doc.Schemas[s.name] != nil && !listed[s.name] && !counted[s.name] {
				counted[s.name] = true
				optional += len(d.shape(s.name).text)
			}
		}
		whole := hop == 1 || hop <= d.rules.inputHops && bytes+optional <= d.rules.inputBytes
		var next []step
		for _, s := range now {
			if d.doc.Schemas[s.name] == nil || followed[s.name] || listed[s.name] && !whole {
				continue
			}
			if !whole && !s.must {
				cut = true
				continue
			}
			shape := d.shape(s.name)
			if !listed[s.name] {
				listed[s.name] = true
				out = append(out, s.name)
				bytes += len(shape.text)
			}
			followed[s.name] = whole
			needed := map[string]bool{}
			for _, name := range shape.required {
				needed[name] = true
				next = append(next, step{name, true})
			}
			for _, name := range shape.refs {
				if !needed[name] {
					next = append(next, step{name, false})
				}
			}
		}
		now = next
	}
	return out, cut
}

// answered lists the named schemas that the successful responses lead to, level
// by level as long as they are within the budget, and whether it ended before
// all was there.
func (d *digest) answered(op *openapi.Operation, sent []string) (out []string, cut bool) {
	seen := map[string]bool{}
	for _, name := range sent {
		seen[name] = true
	}
	listed := map[string]bool{}
	var now []string
	for _, s := range tops(op, outputs) {
		now = append(now, s.Refs()...)
	}
	bytes := 0
	for hop := 1; len(now) > 0; hop++ {
		var fresh, next []string
		for _, name := range now {
			if d.doc.Schemas[name] == nil || listed[name] {
				continue
			}
			listed[name] = true
			if !seen[name] {
				fresh = append(fresh, name)
				bytes += len(d.shape(name).text)
			}
			next = append(next, d.shape(name).refs...)
		}
		if hop > d.rules.outputHops && len(fresh) > 0 || hop > 1 && bytes > d.rules.outputBytes && len(fresh) > 0 {
			return out, true
		}
		out = append(out, fresh...)
		now = next
	}
	return out, false
}

// requiredRefs calls add with the names that what must be sent refers to.
func requiredRefs(s *openapi.Schema, depth int, add func(string)) {
	if s == nil || depth > maxWalk {
		return
	}
	if s.Ref != "" {
		add(s.Ref)
	}
	needed := map[string]bool{}
	for _, name := range s.Required {
		needed[name] = true
	}
	for _, p := range s.Properties {
		if needed[p.Name] {
			requiredRefs(p.Schema, depth+1, add)
		}
	}
	requiredRefs(s.Items, depth+1, add)
	for _, list := range [][]*openapi.Schema{s.PrefixItems, s.AllOf, s.OneOf, s.AnyOf} {
		for _, one := range list {
			requiredRefs(one, depth+1, add)
		}
	}
}
