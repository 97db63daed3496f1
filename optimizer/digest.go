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
	mark   int // of the last search, see [shape]

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

	name  string
	links []link // that of refs which exists, what must be sent first
	known bool   // links are found

	// The last searches that listed it, counted it, followed it wholly and saw it
	// sent: numbers, as a description of thousands of schemas that lead to one
	// another has millions of these steps.
	listed, counted, followed, sent int
}

// link leads to a named schema.
type link struct {
	*shape
	must bool // what must be sent leads there
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
	out := &shape{name: name, refs: pruned.Refs(), simple: !pruned.Is("object") && !holds(pruned)}
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

func (d *digest) writer(p *pruner) *writer { return &writer{pruner: p} }

func (d *digest) Parts(_ *openapi.Document, op *openapi.Operation) []Part {
	if op == nil {
		return nil
	}
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

// at is the shape of a named schema, nil where the description has none.
func (d *digest) at(name string) *shape {
	if have := d.shapes[name]; have != nil {
		return have
	}
	if d.doc.Schemas[name] == nil {
		return nil
	}
	return d.shape(name)
}

// below gives the shapes that a shape leads to.
func (d *digest) below(s *shape) []link {
	if !s.known {
		s.known = true
		needed := set(s.required)
		for _, name := range s.required {
			if to := d.at(name); to != nil {
				s.links = append(s.links, link{to, true})
			}
		}
		for _, name := range s.refs {
			if to := d.at(name); to != nil && !needed[name] {
				s.links = append(s.links, link{to, false})
			}
		}
	}
	return s.links
}

// sent lists the named schemas that a request leads to: all of them that are
// near and within the budget, and beyond that those that must be sent. It tells
// whether others were left out.
func (d *digest) sent(op *openapi.Operation) (out []string, cut bool) {
	var now []link
	must := map[string]bool{}
	for _, s := range tops(op, inputs) {
		d.requiredRefs(s, 0, func(name string) { must[name] = true })
		for _, name := range s.Refs() {
			if to := d.at(name); to != nil {
				now = append(now, link{to, must[name]})
			}
		}
	}
	d.mark++
	search := d.mark
	bytes := 0
	for hop := 1; len(now) > 0; hop++ {
		optional := 0
		d.mark++
		for _, s := range now {
			if s.listed != search && s.counted != d.mark {
				s.counted = d.mark
				optional += len(s.text)
			}
		}
		whole := hop == 1 || hop <= d.rules.inputHops && bytes+optional <= d.rules.inputBytes
		var next []link
		for _, s := range now {
			if s.followed == search || s.listed == search && !whole {
				continue
			}
			if !whole && !s.must && !s.simple { // so that what is left out is always an object
				cut = true
				continue
			}
			if s.listed != search {
				s.listed = search
				out = append(out, s.name)
				bytes += len(s.text)
			}
			if whole {
				s.followed = search
			}
			next = append(next, d.below(s.shape)...)
		}
		now = next
	}
	return out, cut
}

// answered lists the named schemas that the successful responses lead to, the
// nearest first, as long as they are within the budget, and whether it ended
// before all was there.
func (d *digest) answered(op *openapi.Operation, sent []string) (out []string, cut bool) {
	d.mark++
	search := d.mark
	for _, name := range sent {
		d.at(name).sent = search
	}
	var now []link
	for _, s := range tops(op, outputs) {
		for _, name := range s.Refs() {
			if to := d.at(name); to != nil {
				now = append(now, link{to, false})
			}
		}
	}
	bytes := 0
	for hop := 1; len(now) > 0; hop++ {
		var fresh []string
		var next []link
		size := 0
		for _, s := range now {
			if s.listed == search {
				continue
			}
			s.listed = search
			switch {
			case s.sent == search:
			case s.simple: // so that what is left out is always an object
				out = append(out, s.name)
				bytes += len(s.text)
			default:
				fresh = append(fresh, s.name)
				size += len(s.text)
			}
			next = append(next, d.below(s.shape)...)
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
	required := set(s.Required)
	for _, p := range s.Properties {
		if required[p.Name] || d.demanded[p.Name] {
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

func set(names []string) map[string]bool {
	if len(names) == 0 {
		return nil
	}
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
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
		if len(s.Required) > 0 {
			described := make(map[string]bool, len(s.Properties))
			for _, p := range s.Properties {
				described[p.Name] = true
			}
			for _, name := range s.Required {
				if !described[name] {
					out[name] = true
				}
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
