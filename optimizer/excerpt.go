package optimizer

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// excerpt writes operations as the description has them: the text is the
// description with everything else taken out, as JSON or in the lossless notation.
// What lies in other files, or within a part that is not there as a whole, stands
// under "$refs" by its reference. An operation's operationId is always its ID.
type excerpt struct {
	doc      *openapi.Document
	model    *model // for operations that were made in memory
	notation bool
	swagger  bool
	nodes    map[string]*excerptNode // by place in the excerpt; nil: nothing is there
	names    map[string]string       // of schemas, by place
	items    map[string][]itemMember // by where the path item is and is to stand
	// inherited are the members of the description that hold for operations which
	// do not have them.
	inherited []string
	arena     jsonTree // of the node that was read last
	mark      int
}

// excerptNode is a place of the description.
type excerptNode struct {
	part  Part
	size  int      // of its JSON
	refs  []string // places that it refers to
	links []*excerptNode
	known bool // links are those of refs
	mark  int  // of the last operation that needed it
	has   map[string]bool
}

func newExcerpt(doc *openapi.Document, notation bool) *excerpt {
	e := &excerpt{
		doc: doc, model: newModel(doc), notation: notation, nodes: map[string]*excerptNode{}, items: map[string][]itemMember{},
		names: make(map[string]string, len(doc.Schemas)), swagger: strings.HasPrefix(doc.SpecVersion, "2"),
	}
	has := doc.Members("")
	for _, member := range [...]string{"security", "consumes", "produces"} {
		if has == nil || slices.Contains(has, member) {
			e.inherited = append(e.inherited, member)
		}
	}
	for name, schema := range doc.Schemas {
		if schema == nil {
			continue
		}
		if have, ok := e.names[schema.Pointer]; !ok || name < have {
			e.names[schema.Pointer] = name
		}
	}
	return e
}

// Keys of parts begin with what they are: JSON, or the notation of a version.
const (
	sourceKey  = "source "
	openapiKey = "openapi "
	swaggerKey = "swagger "
)

func (e *excerpt) key(place string) string {
	switch {
	case !e.notation:
		return sourceKey + place
	case e.swagger:
		return swaggerKey + place
	}
	return openapiKey + place
}

func (e *excerpt) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	if op == nil {
		return nil
	}
	item := "/paths/" + escape(op.Path)
	if op.Webhook {
		item = "/webhooks/" + escape(op.Path)
	}
	place := item + "/" + strings.ToLower(op.Method)
	if itemMethods[strings.ToLower(op.Method)] == "" {
		place = item + "/additionalOperations/" + escape(op.Method)
	}
	var own *excerptNode
	if op.Pointer != "" {
		own = e.read(op.Pointer, place, op)
	}
	if own == nil {
		return e.model.Parts(doc, op)
	}
	e.mark++
	own.mark = e.mark
	parts := []Part{own.part}
	queue := slices.Clone(e.links(own))
	for _, member := range e.beside(op.Pointer, item) {
		if n := e.node(member.from, item+"/"+member.name); n != nil {
			n.mark = e.mark
			parts = append(parts, n.part)
			queue = append(queue, e.links(n)...)
		}
	}
	add := func(place string) {
		if n := e.node(place, place); n != nil && place != "" {
			queue = append(queue, n)
		}
	}
	for _, member := range e.inherited {
		if !own.has[member] {
			add("/" + member)
		}
	}
	schemes := "/components/securitySchemes/"
	if e.swagger {
		schemes = "/securityDefinitions/"
	}
	for _, requirement := range op.Security {
		for _, use := range requirement {
			add(schemes + escape(use.Scheme))
		}
	}
	for _, top := range tops(op, everything) { // references by anchor or by discriminator
		for _, name := range top.Refs() {
			if schema := e.doc.Schemas[name]; schema != nil {
				add(schema.Pointer)
			}
		}
	}
	inside := e.key(op.Pointer)
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		if n.mark == e.mark || within(n.part.Key, inside) {
			continue
		}
		n.mark = e.mark
		parts = append(parts, n.part)
		queue = append(queue, e.links(n)...)
	}
	return parts
}

// links gives the places that a place refers to.
func (e *excerpt) links(n *excerptNode) []*excerptNode {
	if !n.known {
		n.known = true
		for _, place := range n.refs {
			if to := e.node(place, place); to != nil && place != "" {
				n.links = append(n.links, to)
			}
		}
	}
	return n.links
}

// Join makes a text of parts; where that is shorter, JSON.
func (e *excerpt) Join(parts []Part) string {
	if !e.notation {
		return joinExcerpt(parts)
	}
	size := 0
	for _, p := range parts {
		if n := e.nodes[p.Key[strings.IndexByte(p.Key, ' ')+1:]]; n != nil {
			size += n.size + len(p.Key)
		}
	}
	return joinLossless(parts, size)
}

// itemMember is a member of a path item that is no operation.
type itemMember struct{ from, name string }

// beside lists what stands beside an operation in its path item, and beside the
// reference to that where there is one.
func (e *excerpt) beside(pointer, item string) []itemMember {
	cut := strings.LastIndexByte(pointer, '/')
	if cut < 0 {
		return nil
	}
	above := strings.TrimSuffix(pointer[:cut], "/additionalOperations")
	list, known := e.items[above+" "+item]
	if known {
		return list
	}
	has := map[string]bool{"$ref": true, "additionalOperations": true}
	for _, from := range [...]string{above, item} {
		for _, name := range e.doc.Members(from) {
			if !has[name] && itemMethods[name] == "" {
				has[name] = true
				list = append(list, itemMember{from + "/" + escape(name), escape(name)})
			}
		}
	}
	e.items[above+" "+item] = list
	return list
}

// node reads a place of the description, which is to stand at another; nil where
// there is nothing.
func (e *excerpt) node(from, to string) *excerptNode {
	n, known := e.nodes[to]
	if !known {
		n = e.read(from, to, nil)
		e.nodes[to] = n
	}
	return n
}

// read reads a place of the description. An operation gets its ID.
func (e *excerpt) read(from, to string, op *openapi.Operation) *excerptNode {
	if op != nil {
		if n := e.nodes[to]; n != nil && n.has != nil {
			return n
		}
	}
	source, err := e.doc.Source(from)
	if err != nil {
		return nil
	}
	t, err := parseInto(e.arena, source, true)
	if err != nil {
		return nil
	}
	e.arena = t
	n := &excerptNode{refs: references(t, from), part: Part{Key: e.key(to)}}
	if name, ok := e.names[from]; ok && from != "" {
		for _, other := range e.model.of(name) {
			if schema := e.doc.Schemas[other]; schema != nil {
				n.refs = append(n.refs, schema.Pointer)
			}
		}
	}
	if op != nil {
		if t[0].kind != '{' {
			return nil
		}
		n.has = map[string]bool{}
		for i := t[0].first; i != 0; i = t[i].next {
			n.has[string(t[i].key)] = true
		}
		t = t.withID(op.ID)
		e.arena = t
		source = t.appendJSON(make([]byte, 0, len(source)+len(op.ID)+20), 0)
		e.nodes[to] = n
	}
	n.size = len(source)
	if e.notation {
		n.part.Text = string(notationAt(t, to, e.swagger))
	} else {
		n.part.Text = string(source)
	}
	return n
}

// references lists the places that a value refers to. It may list too many, such
// as what an example calls a reference, but that only adds to the text.
func references(t jsonTree, place string) []string {
	file, _, inFile := strings.Cut(place, "#")
	if !inFile {
		file = ""
	}
	var out []string
	for i := range t {
		if t[i].kind != '"' || string(t[i].key) != "$ref" {
			continue
		}
		to, fragment, _ := strings.Cut(unquote(t.appendJSON(nil, int32(i))), "#")
		if decoded, err := url.PathUnescape(fragment); err == nil {
			fragment = decoded
		}
		switch {
		case to != "":
			out = append(out, path.Join(path.Dir(file), to)+"#"+fragment)
		case file != "":
			out = append(out, file+"#"+fragment)
		default:
			out = append(out, fragment)
		}
	}
	return out
}

// withID makes an operation carry the ID that a plan cites it by. An operationId
// that is not it, as it stands twice in the description, is kept under another
// name.
func (t jsonTree) withID(id string) jsonTree {
	raw := []byte(marshal(id))
	raw = canonicalText(raw[1 : len(raw)-1])
	if have := t.member(0, "operationId"); have != 0 {
		if t.isText(have, string(raw)) {
			return t
		}
		name := "x-operationId"
		for t.member(0, name) != 0 {
			name = "x-" + name
		}
		t[have].key = []byte(name)
	}
	t = append(t, jsonNode{kind: '"', key: []byte("operationId"), raw: raw, next: t[0].first})
	t[0].first = int32(len(t) - 1)
	t[0].count++
	return t
}

// within reports whether a place lies in another.
func within(place, outer string) bool {
	return place == outer || strings.HasPrefix(place, outer) && place[len(outer)] == '/'
}

func escape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

func unescape(token string) string {
	return strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
}
