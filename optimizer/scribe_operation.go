package optimizer

import (
	"bytes"
)

// mediaWords are the notation's words for common media types.
var mediaWords = map[string]string{
	"application/json": "json", "application/x-www-form-urlencoded": "form", "multipart/form-data": "multipart",
	"application/xml": "xml", "text/plain": "plain", "application/octet-stream": "binary",
}

// line ends a line.
func (w *scribe) line() {
	if w.out[len(w.out)-1] != '\n' {
		w.out = append(w.out, '\n')
	}
}

// itemMethods are the methods of a path item, and how they stand in the notation.
var itemMethods = map[string]string{
	"get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "options": "OPTIONS", "head": "HEAD", "patch": "PATCH",
	"trace": "TRACE", "query": "QUERY",
}

// item writes what a path item has besides operations, then these.
func (w *scribe) item(i int32) {
	t := w.tree
	more := func(c int32) bool { return t.isKey(c, "additionalOperations") && t[c].kind == '{' && w.areObjects(c) }
	for c := t[i].first; c != 0; c = t[c].next {
		if (itemMethods[string(t[c].key)] == "" || t[c].kind != '{') && !more(c) {
			w.itemMember(c)
		}
	}
	for c := t[i].first; c != 0; c = t[c].next {
		if method := itemMethods[string(t[c].key)]; method != "" && t[c].kind == '{' {
			w.put(method)
			w.operation(c)
		}
	}
	for c := t[i].first; c != 0; c = t[c].next {
		if more(c) {
			for op := t[c].first; op != 0; op = t[op].next {
				w.put("!")
				w.name(t[op].key)
				w.operation(op)
			}
		}
	}
}

// itemMember writes a member of a path item that is no operation.
func (w *scribe) itemMember(i int32) {
	if w.tree.isKey(i, "parameters") && w.areParameters(i) {
		w.parameters(i)
	} else {
		w.generic(i)
	}
}

func (t jsonTree) isKey(i int32, key string) bool { return string(t[i].key) == key }

// generic writes a member in a line ".name=value".
func (w *scribe) generic(i int32) {
	w.put(".")
	w.name(w.tree[i].key)
	w.put("=")
	w.value(i, inLoose)
	w.put("\n")
}

// operation writes, behind the method, a line for the operation itself, then its
// parameters, its body, its responses, and the rest.
func (w *scribe) operation(op int32) {
	t := w.tree
	var id, summary, description, tags, parameters, body, responses int32
	for i := t[op].first; i != 0; i = t[i].next {
		isText, isObject := t[i].kind == '"', t[i].kind == '{'
		switch key := string(t[i].key); {
		case key == "operationId" && isText:
			id = i
		case key == "summary" && isText:
			summary = i
		case key == "description" && isText:
			description = i
		case key == "deprecated" && t[i].kind == 't' && t[i].raw[0] == 't':
			w.put(" !deprecated")
		case key == "tags" && t[i].kind == '[' && w.areTexts(i):
			tags = i
			continue
		case key == "parameters" && w.areParameters(i):
			parameters = i
		case key == "requestBody" && isObject && w.isBody(i):
			body = i
		case key == "responses" && isObject && w.areObjects(i):
			responses = i
		default:
			continue
		}
		w.take(i)
	}
	if id != 0 {
		w.put(" ")
		w.text(t[id].raw, inTight)
	}
	if summary != 0 {
		w.note(t[summary].raw)
	}
	w.line()
	if description != 0 {
		w.put("//")
		if summary != 0 && bytes.Equal(t[summary].raw, t[description].raw) {
			w.put("$=")
		} else {
			w.noteText(t[description].raw)
		}
		w.put("\n")
	}
	if parameters != 0 {
		w.parameters(parameters)
	}
	if body != 0 {
		w.put("body")
		w.body(body)
	}
	if responses != 0 {
		for c := t[responses].first; c != 0; c = t[c].next {
			w.status(t[c].key)
			w.response(c, t[c].key)
		}
	}
	if tags != 0 {
		w.take(tags)
		w.put("#")
		for c := t[tags].first; c != 0; c = t[c].next {
			if c != t[tags].first {
				w.put(",")
			}
			w.text(t[c].raw, inLoose)
		}
		w.put("\n")
	}
	for i := t[op].first; i != 0; i = t[i].next {
		if t[i].done {
			continue
		}
		if !t.isKey(i, "security") || !w.security(i) {
			w.generic(i)
		}
	}
}

// status writes the status of a response, or another member of responses.
func (w *scribe) status(raw []byte) {
	if isStatus(raw) {
		w.out = append(w.out, raw...)
	} else {
		w.put("-")
		w.quoted(raw)
	}
}

// isStatus: 200, 2XX, default.
func isStatus(raw []byte) bool {
	if string(raw) == "default" {
		return true
	}
	if len(raw) != 3 || raw[0] < '1' || raw[0] > '9' {
		return false
	}
	for _, c := range raw[1:] {
		if c != 'X' && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}

func (w *scribe) areTexts(list int32) bool {
	for c := w.tree[list].first; c != 0; c = w.tree[c].next {
		if w.tree[c].kind != '"' {
			return false
		}
	}
	return w.tree[list].count > 0
}

// isBody reports whether a request's body is a reference or has content.
func (w *scribe) isBody(i int32) bool {
	ref, content := w.tree.member(i, "$ref"), w.tree.member(i, "content")
	return ref != 0 && w.tree[ref].kind == '"' || content != 0
}

// body writes what stands behind "body" or a name: "*:type //text" and a line for
// each further media type.
func (w *scribe) body(i int32) {
	t := w.tree
	if w.referred(i, " &", "requestBodies") {
		w.line()
		return
	}
	if required := t.member(i, "required"); required != 0 && t[required].kind == 't' && t[required].raw[0] == 't' {
		w.take(required)
		w.put("*")
	}
	content := w.content(i)
	w.rest(i)
	w.line()
	if content != 0 {
		w.media(content)
	}
}

// content writes the schema of a body or response, if it is JSON and nothing
// else. If not, it gives the content that [scribe.media] writes, and 0 if it has
// none.
func (w *scribe) content(i int32) int32 {
	t := w.tree
	content := t.member(i, "content")
	if content == 0 || t[content].kind != '{' || t[content].count == 0 {
		return 0
	}
	first := t[content].first
	if t[content].count == 1 && t.isKey(first, "application/json") && t[first].kind == '{' && t[first].count == 1 && t.isKey(t[first].first, "schema") {
		w.take(content)
		w.put(":")
		w.schema(t[first].first, w.owner(i))
		return 0
	}
	for c := first; c != 0; c = t[c].next {
		if t[c].kind != '{' {
			return 0
		}
	}
	return w.take(content)
}

// media writes a line ">type:schema .attribute" for each media type.
func (w *scribe) media(content int32) {
	t := w.tree
	before := int32(0)
	for c := t[content].first; c != 0; c = t[c].next {
		w.put(">")
		if short := mediaWords[string(t[c].key)]; short != "" {
			w.put(short)
		} else if bytes.IndexByte(t[c].key, '/') > 0 && fits(t[c].key, inMedia) {
			w.out = append(w.out, t[c].key...)
		} else {
			w.quoted(t[c].key)
		}
		schema := t.member(c, "schema")
		if schema != 0 {
			w.take(schema)
			if before != 0 && t.equal(before, schema) {
				w.put(":=")
			} else {
				w.put(":")
				w.schema(schema, w.owner(c))
			}
			before = schema
		}
		w.rest(c)
		w.line()
	}
}

// areObjects reports whether an object or list has members, and all are objects.
func (w *scribe) areObjects(i int32) bool {
	for c := w.tree[i].first; c != 0; c = w.tree[c].next {
		if w.tree[c].kind != '{' {
			return false
		}
	}
	return w.tree[i].count > 0
}

// reasons are the descriptions that a status has where the notation has none:
// those of RFC 9110, section 15.
var reasons = map[string]string{
	"200": "OK", "201": "Created", "202": "Accepted", "204": "No Content", "304": "Not Modified", "400": "Bad Request",
	"401": "Unauthorized", "403": "Forbidden", "404": "Not Found", "405": "Method Not Allowed", "409": "Conflict",
	"410": "Gone", "422": "Unprocessable Entity", "429": "Too Many Requests", "500": "Internal Server Error",
	"503": "Service Unavailable",
}

// response writes what stands behind the status: ":schema //text", "&name" for
// one that is referred to; and lines for further media types and headers.
func (w *scribe) response(i int32, status []byte) {
	t := w.tree
	if w.referred(i, " &", "responses") {
		w.line()
		return
	}
	reason := reasons[string(status)]
	if reason != "" {
		if text := t.member(i, "description"); text == 0 {
			w.put("-")
		} else if t.isText(text, reason) {
			w.take(text)
		}
	}
	headers := t.member(i, "headers")
	if headers != 0 && (t[headers].kind != '{' || t[headers].count == 0 || !w.areObjects(headers)) {
		headers = 0
	} else if headers != 0 {
		w.take(headers)
	}
	content := int32(0)
	if w.swagger {
		if schema := t.member(i, "schema"); schema != 0 {
			w.take(schema)
			w.put(":")
			w.schema(schema, w.owner(i))
		}
	} else {
		content = w.content(i)
	}
	w.rest(i)
	w.line()
	if content != 0 {
		w.media(content)
	}
	if headers != 0 {
		for c := t[headers].first; c != 0; c = t[c].next {
			w.put("<")
			w.name(t[c].key)
			w.header(c)
			w.line()
		}
	}
}

// header writes what stands behind the name of a header: as of a parameter.
func (w *scribe) header(i int32) {
	t := w.tree
	if w.referred(i, " &", "headers") {
		return
	}
	if w.swagger {
		w.typed(i, ownLine)
		return
	}
	if required := t.member(i, "required"); required != 0 && t[required].kind == 't' && t[required].raw[0] == 't' {
		w.take(required)
		w.put("*")
	}
	if schema := t.member(i, "schema"); schema != 0 {
		w.typed(w.take(schema), w.owner(i))
	} else {
		w.put(":-")
	}
	w.rest(i)
}
