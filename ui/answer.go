package ui

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

// answer is what an operation gives back when it succeeds.
type answer struct {
	schema *openapi.Schema
	shape  *shape
	file   bool // bytes to save, not data to show

	rows   string // where the list lies, where there is one
	isList bool
	item   string // where the one thing lies, "" for the answer itself
	thing  *shape // of a row, or of the one thing; nil where unknown
}

// answerOf reads the first successful response that has content, or the
// default one where no success is described.
func (s *shapes) answerOf(op *openapi.Operation) answer {
	var a answer
	var fallback, success *openapi.Response
	for _, response := range op.Responses {
		switch {
		case response == nil:
		case response.OK() && success == nil && len(response.Content) > 0:
			success = response
		case response.Status == "default" && fallback == nil:
			fallback = response
		}
	}
	if success == nil {
		for _, response := range op.Responses {
			if response != nil && response.OK() {
				return a
			}
		}
		if success = fallback; success == nil || errorLike(success) {
			return a
		}
	}
	media := dataType(success.Content)
	if media == nil {
		a.file = len(success.Content) > 0 && !isText(success.Content[0].Type)
		return a
	}
	a.schema = media.Schema
	if a.schema == nil && media.ItemSchema != nil { // a sequence
		a.isList, a.thing = true, s.of(media.ItemSchema)
		a.shape = &shape{}
		return a
	}
	if a.schema == nil {
		return a
	}
	a.shape = s.of(a.schema)
	if a.shape.binary {
		a.file = true
		return a
	}
	s.findThing(&a, singular(plainName(parseRoute(op.Path).last())))
	return a
}

func errorLike(r *openapi.Response) bool {
	return strings.Contains(strings.ToLower(clip(r.Description, 200)), "error")
}

// dataType picks the content that a page can show as data: JSON before all.
func dataType(content []openapi.MediaType) *openapi.MediaType {
	var other *openapi.MediaType
	for i := range content {
		t := mediaType(content[i].Type)
		if isJSON(t) {
			return &content[i]
		}
		if other == nil && (t == "*/*" || strings.HasSuffix(t, "xml") || t == "application/x-www-form-urlencoded" || strings.HasSuffix(t, "yaml")) {
			other = &content[i]
		}
	}
	return other
}

// mediaType is a type without its parameters, in lower case.
func mediaType(t string) string {
	t, _, _ = strings.Cut(clip(t, 200), ";")
	return strings.ToLower(strings.TrimSpace(t))
}

func isJSON(t string) bool {
	return strings.HasSuffix(t, "json") || strings.HasPrefix(t, "application/json") || strings.HasSuffix(t, "ndjson") ||
		strings.HasSuffix(t, "jsonl") || strings.HasSuffix(t, "json-seq") || t == "text/event-stream"
}

func isText(t string) bool {
	t = mediaType(t)
	return strings.HasPrefix(t, "text/") && t != "text/csv" && t != "text/calendar"
}

// findThing looks for the list, or the one thing, inside an answer: as the
// answer, in an envelope, or in an envelope within one. named is the last word
// of the path in the singular: what an envelope calls so is what was asked for.
func (s *shapes) findThing(a *answer, named string) {
	at, path := a.shape, ""
	for range 3 {
		if at.kind == "array" {
			a.isList, a.rows, a.thing = true, path, s.rowOf(at)
			return
		}
		if !at.isObject() && len(at.props) == 0 {
			break
		}
		if embedded := s.of(at.prop("_embedded")); len(embedded.props) == 1 { // HAL
			at, path = embedded, dotted(path, "_embedded")
		}
		if s.identified(at) {
			break
		}
		if name := s.listProp(at, named); name != "" {
			rows := s.of(at.prop(name))
			a.isList, a.rows, a.thing = true, dotted(path, name), s.rowOf(rows)
			return
		}
		name := s.inner(at)
		if name == "" {
			break
		}
		at, path = s.of(at.prop(name)), dotted(path, name)
	}
	a.item, a.thing = path, at
}

// rowOf is the shape of an array's items. A GraphQL-style edge is its node.
func (s *shapes) rowOf(list *shape) *shape { return s.of(list.items) }

func dotted(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// listProp returns the property of an envelope that holds its rows, or "".
func (s *shapes) listProp(at *shape, named string) string {
	var lists []string
	others := 0
	for _, p := range at.props {
		if strings.Contains(p.name, ".") {
			if !strings.HasPrefix(p.name, "@") {
				others++
			}
			continue
		}
		shape := s.of(p.schema)
		switch {
		case shape.kind == "array":
			if plain := plainName(p.name); named != "" && (plain == named || singular(plain) == named) {
				return p.name
			}
			if !envelopeWords[plainName(p.name)] {
				lists = append(lists, p.name)
			}
		case !s.aside(p.name, shape):
			others++
		}
	}
	for _, name := range lists {
		rank := rowNames[plainName(name)]
		if rank && (others <= 2 || len(lists) == 1) {
			return name
		}
	}
	if len(lists) == 1 && others == 0 {
		return lists[0]
	}
	return ""
}

// identified reports whether an object is a thing of its own, not an envelope.
func (s *shapes) identified(at *shape) bool {
	for _, p := range at.props {
		switch plainName(p.name) {
		case "id", "uuid", "sid", "guid", "name", "slug", "key":
			return true
		case "metadata":
			if inner := s.of(p.schema); inner.has("name") || inner.has("id") || inner.has("uid") {
				return true
			}
		}
	}
	return false
}

// aside reports whether a property tells about an answer, not of its subject.
func (s *shapes) aside(name string, at *shape) bool {
	plain := plainName(name)
	if envelopeWords[plain] || strings.HasPrefix(name, "_") || strings.HasPrefix(name, "@") || strings.HasPrefix(name, "$") {
		return true
	}
	if at.isScalar() && hasAnySuffix(plain, "token", "cursor", "total", "count", "uri", "url", "page", "pages", "offset", "limit", "size", "more") {
		return true
	}
	return strings.HasSuffix(plain, "pagination") || strings.HasSuffix(plain, "paging") || strings.HasSuffix(plain, "metadata") || strings.HasSuffix(plain, "pageinfo")
}

// inner returns the one object of an envelope, where all else is aside.
func (s *shapes) inner(at *shape) string {
	found := ""
	for _, p := range at.props {
		shape := s.of(p.schema)
		switch {
		case s.aside(p.name, shape):
		case found == "" && shape.isObject() && len(shape.props) > 0 && !strings.Contains(p.name, "."):
			found = p.name
		default:
			return ""
		}
	}
	return found
}

// envelopeWords are names, without case and separators, of what stands beside
// the rows of an answer.
var envelopeWords = set("meta metadata links link paging pagination pageinfo pager page pages next previous prev first last total totalcount " +
	"count hasmore hasnext hasprev haspreviouspage hasnextpage more limit offset start end size pagesize perpage cursor cursors nextcursor nexttoken " +
	"nextpagetoken nextpage prevpage previouspage currentpage lastpage object url uri self kind apiversion success ok status statuscode code message messages " +
	"error errors warnings requestid requestids traceid version timestamp took timedout totalitems totalelements totalpages totalresults " +
	"totalrecords numberofelements number sort empty pageable incompleteresults firstid lastid included jsonapi schemas responsemetadata " +
	"etag nextlink continuationtoken responsestatus result_info resultinfo startindex itemsperpage remaining truncated istruncated hits_total facets aggregations")

var rowNames = set("data items results result value values records entries rows content contents list objects resources elements " +
	"hits docs documents nodes edges embedded collection resultset payload")
