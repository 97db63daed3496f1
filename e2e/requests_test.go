package e2e_test

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table of OpenAPI 3.1, section 4.8.12.4, with values that a careless page
// would change: a text "1.0", the list of "1.0" and "b/c", and the object of X
// "100" and Y "b c". What is empty
// the specification leaves open.
var styles = []struct {
	in, style          string
	explode            bool
	text, list, object string
}{
	{"path", "simple", false, "1.0", "1.0,b%2Fc", "X,100,Y,b%20c"},
	{"path", "simple", true, "1.0", "1.0,b%2Fc", "X=100,Y=b%20c"},
	{"path", "label", false, ".1.0", ".1.0,b%2Fc", ".X,100,Y,b%20c"},
	{"path", "label", true, ".1.0", ".1.0.b%2Fc", ".X=100.Y=b%20c"},
	{"path", "matrix", false, ";color=1.0", ";color=1.0,b%2Fc", ";color=X,100,Y,b%20c"},
	{"path", "matrix", true, ";color=1.0", ";color=1.0;color=b%2Fc", ";X=100;Y=b%20c"},
	{"query", "form", false, "color=1.0", "color=1.0,b%2Fc", "color=X,100,Y,b%20c"},
	{"query", "form", true, "color=1.0", "color=1.0&color=b%2Fc", "X=100&Y=b%20c"},
	{"query", "spaceDelimited", false, "", "color=1.0%20b%2Fc", "color=X%20100%20Y%20b%20c"},
	{"query", "pipeDelimited", false, "", "color=1.0%7Cb%2Fc", "color=X%7C100%7CY%7Cb%20c"},
	{"query", "deepObject", true, "", "", "color%5BX%5D=100&color%5BY%5D=b%20c"},
	{"header", "simple", false, "1.0", "1.0,b/c", "X,100,Y,b c"},
	{"header", "simple", true, "1.0", "1.0,b/c", "X=100,Y=b c"},
}

// Reads keep their values in the page's address on the way, changes do not:
// what is sent must be the same.
func TestParametersAreWrittenByTheirStyle(t *testing.T) {
	t.Parallel()
	text := object{"type": "string"}
	schemas := map[string]object{
		"text": text,
		"list": {"type": "array", "items": text},
		"object": {
			"type": "object", "required": []any{"X", "Y"},
			"properties": object{"X": text, "Y": text},
		},
	}
	paths := object{}
	type call struct{ id, in, shape, want string }
	var calls []call
	for i, row := range styles {
		for shape, want := range map[string]string{"text": row.text, "list": row.list, "object": row.object} {
			if want == "" {
				continue
			}
			for _, method := range []string{"get", "post"} {
				id := fmt.Sprintf("%s%d%s", method, i, shape)
				path := "/" + id
				if row.in == "path" {
					path += "/{color}"
				}
				paths[path] = object{method: operation(id, object{"parameters": []any{object{
					"name": "color", "in": row.in, "required": true, "style": row.style, "explode": row.explode, "schema": schemas[shape],
				}}})}
				calls = append(calls, call{id, row.in, shape, want})
			}
		}
	}
	e := newEcho(t, object{"paths": paths}, nil)
	p := newPage(t, e.page("/"))
	for _, c := range calls {
		p.open("/op/" + c.id)
		switch c.shape {
		case "text":
			p.fill("color", "1.0")
		case "list":
			p.addTo("color", "1.0", "b/c")
		case "object":
			p.fill("X", "100")
			p.fill("Y", "b c")
		}
		p.send(c.id)
		if strings.HasPrefix(c.id, "get") {
			require.Contains(t, p.text(`location.hash`), "color=", "the address does not hold what was asked for")
		}
		got := e.last(c.id)
		assert.Equal(t, c.want, map[string]string{"path": got.Path, "query": got.Query, "header": got.Header.Get("color")}[c.in], c.id)
	}
}

func TestBodiesAreWrittenByTheirType(t *testing.T) {
	t.Parallel()
	text := object{"type": "string"}
	of := func(properties object) object {
		return object{"type": "object", "required": []any{"a", "b"}, "properties": properties}
	}
	upload := filepath.Join(t.TempDir(), "picture.png")
	require.NoError(t, os.WriteFile(upload, []byte("PNG"), 0o600))
	two := func(p *page) {
		p.fill("a", "12345678901234567890")
		p.fill("b", "ä=1")
	}
	write := func(body string) func(*page) { return func(p *page) { p.fill("Body", body) } }
	tests := []struct {
		kind, media string
		content     object
		fill        func(*page)
		typ, want   string
	}{
		{"json", "application/json", object{"schema": of(object{"a": object{"type": "integer"}, "b": text})}, two, "application/json", `{"a":12345678901234567890,"b":"ä=1"}`},
		{"any", "*/*", object{"schema": of(object{"a": object{"type": "integer"}, "b": text})}, two, "application/json", `{"a":12345678901234567890,"b":"ä=1"}`},
		{"vendor", "application/vnd.example.json", object{"schema": of(object{"a": object{}, "b": text})}, two, "application/vnd.example.json", `{"a":12345678901234567890,"b":"ä=1"}`},
		{"scalar", "application/json", object{"schema": text}, write("1.0"), "application/json", `"1.0"`},
		{"form", "application/x-www-form-urlencoded", object{"schema": of(object{"a": object{}, "b": text})}, two, "application/x-www-form-urlencoded", "a=12345678901234567890&b=%C3%A4%3D1"},
		{"encoded", "application/x-www-form-urlencoded", object{
			"schema":   of(object{"a": object{"type": "array", "items": text}, "b": text}),
			"encoding": object{"a": object{"explode": false}, "b": object{"allowReserved": true}},
		}, func(p *page) {
			p.addTo("a", "1.0", "2")
			p.fill("b", "a/b?c")
		}, "application/x-www-form-urlencoded", "a=1.0,2&b=a/b?c"},
		{"lines", "application/x-ndjson", object{"schema": object{"type": "object"}}, write(`[{"a":1},{"a":2}]`), "application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n"},
		{"text", "text/plain", object{"schema": text}, write("1.0"), "text/plain", "1.0"},
		{"xml", "application/xml", object{"schema": object{"type": "object"}}, write("<a/>"), "application/xml", "<a/>"},
		{"bytes", "application/octet-stream", object{"schema": object{}}, func(p *page) { p.attach("File", upload) }, "application/octet-stream", "PNG"},
	}
	paths := object{}
	for _, test := range tests {
		paths["/"+test.kind] = object{"post": operation(test.kind, object{
			"requestBody": object{"required": true, "content": object{test.media: test.content}},
		})}
	}
	paths["/parts"] = object{"post": operation("parts", object{"requestBody": object{"required": true, "content": object{"multipart/form-data": object{
		"schema": of(object{
			"a": object{"type": "string", "contentMediaType": "image/png"},
			"b": object{"type": "object", "required": []any{"k"}, "properties": object{"k": text}},
		}),
		"encoding": object{"b": object{"contentType": "application/json"}},
	}}}})}

	e := newEcho(t, object{"paths": paths}, nil)
	p := newPage(t, e.page("/"))
	for _, test := range tests {
		p.open("/op/" + test.kind)
		test.fill(p)
		p.send(test.kind)
		got := e.last(test.kind)
		assert.Equal(t, test.typ, got.Header.Get("Content-Type"), test.kind)
		assert.Equal(t, test.want, got.Body, test.kind)
	}

	p.open("/op/parts")
	p.attach("a", upload)
	p.fill("k", "v")
	p.send("parts")
	got := e.last("parts")
	media, params, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/form-data", media)
	var parts []string
	for r := multipart.NewReader(strings.NewReader(got.Body), params["boundary"]); ; {
		part, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		data, err := io.ReadAll(part)
		require.NoError(t, err)
		parts = append(parts, fmt.Sprintf("%s %q %s: %s", part.FormName(), part.FileName(), part.Header.Get("Content-Type"), data))
	}
	require.Equal(t, []string{`a "picture.png" image/png: PNG`, `b "" application/json: {"k":"v"}`}, parts)
}
