package ui

import (
	"github.com/specloom/specloom/openapi"
)

// Baseline derives a complete plan from the description alone, without a
// model: every operation is a view of one resource, with its inputs, columns
// and links. It is deterministic and does not change doc.
//
// The plan shares schemas and parameters with doc: who changes one of them
// changes both.
func Baseline(doc *openapi.Document) *Plan {
	if doc == nil {
		doc = &openapi.Document{}
	}
	b := newBuilder(doc)
	b.findCompounds()
	b.classify()
	b.group()
	b.word()
	b.lay()
	return b.plan
}

// builder holds what is known while a plan is made.
type builder struct {
	doc    *openapi.Document
	plan   *Plan
	shapes *shapes
	ops    []*operation // in the order of the document
	paths  map[string]*node
	byID   map[string]*operation
	owners map[*node]string // tags of collections

	usualLength int                 // of texts, 0 where there is none
	compounds   map[string][]string // words of what paths write as one
	singulars   bool                // collections are written in the singular
	groups      []*group            // in the order of the navigation
}

// operation is one operation and what was found out about it.
type operation struct {
	*openapi.Operation
	index   int
	route   route
	node    *node    // of its path
	words   []string // of its ID, in lower case
	verb    string   // what the ID or the path says is done, in lower case
	led     *node    // the part of the path that a verb leads, as in /createInvoice
	subject []string // what that is done to
	stream  bool     // the verb stands before the collection: /watch/pods
	answer  answer
	body    *shape // nil without one that has properties
	media   *openapi.MediaType
	kind    Kind
	group   *group
	view    *View
}

// node is a path, or the start of one: what operations share it.
type node struct {
	key      string
	segment  segment
	parent   *node
	children []*node // in the order of the document
	ops      []*operation
	below    int // operations here and below
}

func newBuilder(doc *openapi.Document) *builder {
	b := &builder{doc: doc, paths: map[string]*node{"": {}}, byID: map[string]*operation{}}
	b.plan = &Plan{FormatVersion: FormatVersion, API: facts(doc)}
	b.shapes = newShapes(&openapi.Document{Schemas: b.plan.API.Schemas, Operations: b.plan.API.Operations})
	for i, op := range b.plan.API.Operations {
		o := &operation{Operation: op, index: i, words: lowerWords(op.ID)}
		o.answer = b.shapes.answerOf(op)
		if op.Body != nil {
			if o.media = inputType(op.Body.Content); o.media != nil && o.media.Schema != nil {
				o.body = b.shapes.of(o.media.Schema)
			}
		}
		if !op.Webhook {
			o.route = parseRoute(op.Path)
			o.node = b.enter(o)
		}
		b.ops = append(b.ops, o)
		b.byID[o.ID] = o
	}
	return b
}

// enter notes the operation in the tree of paths.
func (b *builder) enter(o *operation) *node {
	at := b.paths[""]
	at.below++
	for i, s := range o.route.segments {
		key := at.key + o.route.keys[i]
		next := b.paths[key]
		if next == nil {
			next = &node{key: key, segment: s, parent: at}
			b.paths[key] = next
			at.children = append(at.children, next)
		}
		next.below++
		at = next
	}
	at.ops = append(at.ops, o)
	return at
}

// with returns the operation of that method at the node, or nil. A verb at the
// end of the path makes another thing of it.
func (n *node) with(method string) *operation {
	if n == nil {
		return nil
	}
	for _, o := range n.ops {
		if o.Method == method && o.route.verb == "" {
			return o
		}
	}
	return nil
}

// item returns the child that stands for one thing of a collection, or nil.
func (n *node) item() *node {
	if n == nil {
		return nil
	}
	for _, child := range n.children {
		if child.segment.isParam() {
			return child
		}
	}
	return nil
}

// inputType picks the form of a body that the page fills: JSON, then forms,
// then whatever comes first.
func inputType(content []openapi.MediaType) *openapi.MediaType {
	best, rank := (*openapi.MediaType)(nil), 0
	for i := range content {
		r := 1
		switch t := mediaType(content[i].Type); {
		case isJSON(t):
			r = 4
		case t == "multipart/form-data":
			r = 3
		case t == "application/x-www-form-urlencoded":
			r = 2
		}
		if r > rank {
			best, rank = &content[i], r
		}
	}
	return best
}
