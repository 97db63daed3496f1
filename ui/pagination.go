package ui

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

var (
	pageParams   = set("page pagenumber pageno pagenum pageindex p pagenr currentpage")
	offsetParams = set("offset skip start startindex startat firstresult from startrecord offsetrows")
	cursorParams = set("pagetoken nexttoken nextpagetoken cursor continue continuationtoken continuation marker startingafter after paginationtoken " +
		"startcursor nextcursor pagecursor scrollid starttoken exclusivestartkey lastevaluatedkey next sincetoken afterid")
	sizeParams = set("limit perpage pagesize size count maxresults max top rows take num maxitems pagelimit pagecount resultsperpage itemsperpage first " +
		"maxpagesize psize n")
	nextNamesList = []string{
		"nextpagetoken", "nexttoken", "nextcursor", "nextpagecursor", "continuationtoken", "continue", "endcursor", "cursor", "after",
		"nextmarker", "scrollid", "next", "pagetoken", "paginationtoken", "nextpage", "lastevaluatedkey",
	}
	totalNames = []string{"total", "totalcount", "totalitems", "totalelements", "totalresults", "totalrecords", "totalsize", "totalrows", "counttotal"}
	pagingBags = set("meta metadata pagination paging pageinfo page links responsemetadata cursors cursor resultinfo nextpage")
)

// pagination finds out how a list is asked for more.
func (b *builder) pagination(o *operation) *Pagination {
	var page, offset, cursor, size *openapi.Parameter
	for _, p := range o.Parameters {
		if p.In != "query" || p.Name == "" {
			continue
		}
		name, s := plainName(p.Name), b.shapes.of(p.Schema)
		number := s.kind == "integer" || s.kind == "number" || s.kind == "" || s.kind == "string"
		switch {
		case s.kind == "array" || s.kind == "object":
			continue
		case cursor == nil && cursorParams[name]:
			cursor = p
		case page == nil && number && pageParams[name]:
			page = p
		case offset == nil && number && offsetParams[name] && dateless(s):
			offset = p
		case size == nil && (s.kind == "integer" || s.kind == "number" || s.kind == "") && sizeParams[name]:
			size = p
		}
	}
	out := Pagination{Total: b.find(o.answer.shape, totalNames, "integer")}
	if size != nil {
		out.Size = size.Name
	}
	if cursor != nil {
		out.Param, out.Style = cursor.Name, "cursor"
		if out.Next = b.nextCursor(o, plainName(cursor.Name)); out.Next != "" {
			return &out
		}
		out.Next = ""
	}
	switch {
	case page != nil && b.shapes.of(page.Schema).kind == "string" && b.find(o.answer.shape, []string{"nextpage"}, "string") != "":
		out.Style, out.Param, out.Next = "cursor", page.Name, b.find(o.answer.shape, []string{"nextpage"}, "string")
		return &out
	case page != nil:
		out.Style, out.Param, out.First = "page", page.Name, b.firstPage(page)
	case offset != nil && (size != nil || offsetSure[plainName(offset.Name)]):
		out.Style, out.Param = "offset", offset.Name
	default:
		return nil
	}
	if out.Total == "" {
		out.Total = b.countBeside(o.answer.shape)
	}
	return &out
}

var offsetSure = set("offset skip startindex startat")

// dateless tells rows to skip from times to begin at.
func dateless(s *shape) bool { return !strings.HasPrefix(s.format, "date") }

// firstPage is the number of the first page: 1 unless the description says 0.
func (b *builder) firstPage(p *openapi.Parameter) int {
	s := b.shapes.of(p.Schema)
	text := strings.ToLower(clip(p.Description+" "+s.description, 500))
	switch {
	case s.defaultText == "0":
		return 0
	case s.defaultText != "":
		return 1
	case s.minimum == "0", strings.Contains(text, "zero-based"), strings.Contains(text, "0-based"), strings.Contains(text, "starting from 0"),
		strings.Contains(text, "starts at 0"), strings.Contains(text, "starting at 0"), strings.Contains(text, "(0.."), hasAnySuffix(plainName(p.Name), "index"):
		return 0
	}
	return 1
}

// nextCursor finds where the answer says the next cursor, or takes it from the
// last row.
func (b *builder) nextCursor(o *operation, param string) string {
	if o.answer.shape == nil {
		return ""
	}
	lastRow := func() string {
		if o.answer.thing == nil {
			return ""
		}
		for _, name := range []string{"id", "uuid", "sid"} {
			if o.answer.thing.has(name) {
				return "$last." + name
			}
		}
		return ""
	}
	names := nextNamesList
	if param == "after" || param == "afterid" || param == "startingafter" {
		if last := b.find(o.answer.shape, []string{"lastid"}, "string"); last != "" {
			return last
		}
		if param != "after" {
			return lastRow()
		}
	}
	if path := b.find(o.answer.shape, append([]string{"next" + param}, names...), "string"); path != "" {
		return path
	}
	if (param == "after" || param == "cursor" || param == "marker") && b.find(o.answer.shape, []string{"hasmore"}, "boolean") != "" {
		return lastRow()
	}
	return ""
}

// find looks for one of the names in an answer: at its top, then within what
// is there to tell about pages. The first name that is there wins.
func (b *builder) find(at *shape, names []string, kind string) string {
	if at == nil {
		return ""
	}
	for _, name := range names {
		if path := b.findIn(at, "", name, kind, 0); path != "" {
			return path
		}
	}
	return ""
}

func (b *builder) findIn(at *shape, path, name, kind string, depth int) string {
	for _, p := range at.props[:min(len(at.props), 60)] {
		if strings.Contains(p.name, ".") || plainName(p.name) != name {
			continue
		}
		s := b.shapes.of(p.schema)
		if s.kind == kind || s.kind == "" && len(s.props) == 0 || kind == "integer" && s.kind == "number" {
			if s.format == "uri" || s.format == "url" {
				continue
			}
			return dotted(path, p.name)
		}
	}
	if depth >= 2 {
		return ""
	}
	for _, p := range at.props[:min(len(at.props), 60)] {
		if !strings.Contains(p.name, ".") && pagingBags[plainName(p.name)] {
			if found := b.findIn(b.shapes.of(p.schema), dotted(path, p.name), name, kind, depth+1); found != "" {
				return found
			}
		}
	}
	return ""
}

// countBeside takes "count" for the total where next and previous stand beside
// it, since there it is not the number of rows in the page.
func (b *builder) countBeside(at *shape) string {
	if at == nil || !at.has("count") || !at.has("next") || !at.has("previous") {
		return ""
	}
	return "count"
}
