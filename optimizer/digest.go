package optimizer

import (
	"maps"
	"slices"

	"github.com/specloom/specloom/openapi"
)

// digest writes the operations of one document at Balanced and Aggressive. Named
// schemas stand beside the operations, once, in one form for all: as an input
// where any operation of the document sends them.
type digest struct {
	doc    *openapi.Document
	rules  rules
	level  Level
	format Format
	keys   keys
	model  *model
	sides  map[string]side // of named schemas
	near   map[string]bool // named schemas within inputHops of a request
	told   map[string]bool // named schemas within outputTexts of an answer
	labels map[string]string
	shapes map[string]*shape

	demanded map[string]bool   // see [demands]
	places   map[string]string // of named schemas, by their pointers
	dropped  map[string]tally  // of operations
}

// wrapperBytes is how long the text of a wrapper can be, such as that of a list
// with what is told of its pages.
const wrapperBytes = 2_000

// shape is a named schema as it is written.
type shape struct {
	text     string
	dropped  tally
	simple   bool     // it is no object, and leads to nothing
	refs     []string // what it refers to
	required []string // and that by what must be sent
}

func newDigest(doc *openapi.Document, level Level, format Format, keys keys) *digest {
	d := &digest{
		doc: doc, level: level, rules: levelRules[level], format: format, keys: keys, model: newModel(doc),
		sides: map[string]side{}, near: map[string]bool{}, told: map[string]bool{}, shapes: map[string]*shape{}, dropped: map[string]tally{},
	}
	d.labels = labels(doc)
	d.places = make(map[string]string, len(doc.Schemas))
	for _, name := range slices.Sorted(maps.Keys(doc.Schemas)) {
		if s := doc.Schemas[name]; s != nil && s.Pointer != "" && s.Ref == "" {
			d.places[s.Pointer] = name
		}
	}
	if level == Aggressive {
		d.demanded = demands(doc)
	}
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
			if one == outputs && hop <= d.rules.outputTexts {
				d.told[name] = true
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
	p := d.pruner()
	at := place{side: d.sides[name], name: name, self: name}
	at.far = at.side&inputs != 0 && !d.near[name]
	if !d.told[name] {
		p.outputWords = 0
	}
	pruned := p.schema(d.doc.Schemas[name], at)
	out := &shape{refs: pruned.Refs(), simple: !pruned.Is("object") && !holds(pruned)}
	d.requiredRefs(pruned, 0, func(ref string) { out.required = append(out.required, ref) })
	if d.format == JSON {
		p.note()
		out.text = marshal(name) + ":" + marshal(pruned)
	} else {
		w := d.writer(p)
		w.names = d.level == Aggressive && at.side == outputs
		out.text = w.definition(d.labels[name], pruned)
	}
	out.dropped = p.dropped
	d.shapes[name] = out
	return out
}

func (d *digest) writer(p *pruner) *writer { return &writer{pruner: p, labels: d.labels} }

func (d *digest) Parts(_ *openapi.Document, op *openapi.Operation) []Part {
	p := d.pruner()
	pruned := p.operation(op)
	d.dropped[op.ID] = p.dropped
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
		w.kept = d.keys.extras(d.doc, op.Pointer)
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
		d.requiredRefs(s, 0, func(name string) { must[name] = true })
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
			shape := d.shape(s.name)
			if !whole && !s.must && !shape.simple { // so that what is left out is always an object
				cut = true
				continue
			}
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

// answered lists the named schemas that the successful responses lead to, the
// nearest first, as long as they are within the budget, and whether it ended
// before all was there.
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
		size := 0
		for _, name := range now {
			if d.doc.Schemas[name] == nil || listed[name] {
				continue
			}
			listed[name] = true
			shape := d.shape(name)
			switch {
			case seen[name]:
			case shape.simple: // so that what is left out is always an object
				out = append(out, name)
				bytes += len(shape.text)
			default:
				fresh = append(fresh, name)
				size += len(shape.text)
			}
			next = append(next, shape.refs...)
		}
		// What an answer is must be told, and where that is a wrapper, what is in it.
		core := hop == 1 || hop == 2 && d.level == Balanced && bytes <= wrapperBytes
		bytes += size
		if len(fresh) > 0 && (hop > d.rules.outputHops || !core && bytes > d.rules.outputBytes) {
			return out, true
		}
		out = append(out, fresh...)
		now = next
	}
	return out, false
}

// requiredRefs calls add with the names that what must be sent refers to.
func (d *digest) requiredRefs(s *openapi.Schema, depth int, add func(string)) {
	if s == nil || depth > maxWalk {
		return
	}
	if s.Ref != "" {
		add(s.Ref)
	}
	for _, p := range s.Properties {
		if slices.Contains(s.Required, p.Name) || d.demanded[p.Name] {
			d.requiredRefs(p.Schema, depth+1, add)
		}
	}
	d.requiredRefs(s.Items, depth+1, add)
	for _, list := range [][]*openapi.Schema{s.PrefixItems, s.AllOf, s.OneOf, s.AnyOf} {
		for _, one := range list {
			d.requiredRefs(one, depth+1, add)
		}
	}
}

// demands lists the names that some input of a document requires without
// describing them, as a part of an allOf does with what another part describes.
func demands(doc *openapi.Document) map[string]bool {
	out := map[string]bool{}
	var walk func(s *openapi.Schema, depth int)
	walk = func(s *openapi.Schema, depth int) {
		if s == nil || depth > maxWalk {
			return
		}
		for _, name := range s.Required {
			if s.Property(name) == nil {
				out[name] = true
			}
		}
		for below := range s.Subschemas() {
			walk(below, depth+1)
		}
	}
	for _, s := range doc.Schemas {
		walk(s, 0)
	}
	for _, op := range doc.Operations {
		if op != nil {
			for _, s := range tops(op, inputs) {
				walk(s, 0)
			}
		}
	}
	return out
}
