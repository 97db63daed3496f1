package optimizer

import (
	"bytes"
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// excerpt writes operations as the description has them: the text is the
// description with everything else taken out. What lies in other files, or
// within a part that is not there as a whole, stands under "$refs" by its
// reference. An operation's operationId is always its ID.
type excerpt struct {
	doc   *openapi.Document
	model *model // for operations that were made in memory
	nodes map[string]*excerptNode
}

// excerptNode is a place of the description.
type excerptNode struct {
	text string
	refs []string // places that it refers to
}

func newExcerpt(doc *openapi.Document) *excerpt {
	return &excerpt{doc: doc, model: newModel(doc), nodes: map[string]*excerptNode{}}
}

const sourceKey = "source "

func (e *excerpt) Parts(doc *openapi.Document, op *openapi.Operation) []Part {
	own := e.node(op.Pointer)
	if op.Pointer == "" || own == nil {
		return e.model.Parts(doc, op)
	}
	item := "/paths/" + escape(op.Path)
	if op.Webhook {
		item = "/webhooks/" + escape(op.Path)
	}
	place := item + "/" + strings.ToLower(op.Method)
	if !slices.Contains(methods, strings.ToLower(op.Method)) {
		place = item + "/additionalOperations/" + escape(op.Method)
	}
	parts := []Part{{Key: sourceKey + place, Text: withID(own.text, op.ID)}}
	seen := map[string]bool{op.Pointer: true}
	queue := slices.Clone(own.refs)

	if cut := strings.LastIndexByte(op.Pointer, '/'); cut > 0 {
		above := strings.TrimSuffix(op.Pointer[:cut], "/additionalOperations")
		for _, member := range itemMembers {
			if n := e.node(above + "/" + member); n != nil {
				parts = append(parts, Part{Key: sourceKey + item + "/" + member, Text: n.text})
				queue = append(queue, n.refs...)
			}
		}
	}
	queue = append(queue, e.defaults(own.text)...)
	for _, requirement := range op.Security {
		for _, use := range requirement {
			queue = append(queue, "/components/securitySchemes/"+escape(use.Scheme), "/securityDefinitions/"+escape(use.Scheme))
		}
	}
	for _, name := range e.model.names(op, everything) { // references by anchor or by discriminator
		queue = append(queue, e.doc.Schemas[name].Pointer)
	}
	for i := 0; i < len(queue); i++ {
		place := queue[i]
		if place == "" || seen[place] || within(place, op.Pointer) {
			continue
		}
		seen[place] = true
		if n := e.node(place); n != nil {
			parts = append(parts, Part{Key: sourceKey + place, Text: n.text})
			queue = append(queue, n.refs...)
		}
	}
	return parts
}

func (*excerpt) Join(parts []Part) string { return joinExcerpt(parts) }

// defaults are the members of the description that hold for an operation which
// has none of its own.
func (e *excerpt) defaults(text string) []string {
	var own map[string]json.RawMessage
	if json.Unmarshal([]byte(text), &own) != nil {
		return nil
	}
	var out []string
	for _, member := range []string{"security", "consumes", "produces"} {
		if _, has := own[member]; !has {
			out = append(out, "/"+member)
		}
	}
	return out
}

var (
	methods     = []string{"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
	itemMembers = []string{"summary", "description", "servers", "parameters"}
)

// node reads a place of the description, nil where there is nothing.
func (e *excerpt) node(place string) *excerptNode {
	n, known := e.nodes[place]
	if !known {
		if source, err := e.doc.Source(place); err == nil {
			n = &excerptNode{text: string(source), refs: references(place, source)}
		}
		e.nodes[place] = n
	}
	return n
}

// references lists the places that a text refers to. It may list too many, such
// as what an example calls a reference, but that only adds to the text.
func references(place string, source []byte) []string {
	file, _, inFile := strings.Cut(place, "#")
	if !inFile {
		file = ""
	}
	var out []string
	for rest := source; ; {
		at := bytes.Index(rest, []byte(`"$ref":"`))
		if at < 0 {
			return out
		}
		rest = rest[at+len(`"$ref":`):]
		var ref string
		if json.NewDecoder(bytes.NewReader(rest)).Decode(&ref) != nil {
			continue
		}
		to, fragment, _ := strings.Cut(ref, "#")
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
}

// withID makes an operation carry the ID that a plan cites it by. An
// operationId that is not it, as it stands twice in the description, is kept
// under another name.
func withID(text, id string) string {
	decoder := json.NewDecoder(strings.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return text
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return text
		}
		end := decoder.InputOffset()
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return text
		}
		if key != "operationId" {
			continue
		}
		var have string
		if json.Unmarshal(value, &have) == nil && have == id {
			return text
		}
		text = text[:end-int64(len(`operationId"`))] + "x-" + text[end-int64(len(`operationId"`)):]
		break
	}
	if text == "{}" {
		return `{"operationId":` + marshal(id) + "}"
	}
	return `{"operationId":` + marshal(id) + "," + strings.TrimPrefix(text, "{")
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
