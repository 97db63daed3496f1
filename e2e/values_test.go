package e2e_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a filter was given stays as it was written, on its way through the
// address and where it is shown again.
func TestFiltersStayAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	text := object{"type": "string"}
	query := func(name string, more object) object {
		out := object{"name": name, "in": "query"}
		maps.Copy(out, more)
		return out
	}
	e := newEcho(t, object{"paths": object{"/things": object{"get": operation("things", object{"parameters": []any{
		query("edition", object{"schema": object{"type": "string", "enum": []any{"1.0", "2.0", "true"}}}),
		query("any", object{"schema": object{}}),
		query("either", object{"schema": object{"anyOf": []any{object{"type": "integer"}, text}}}),
		query("ids", object{"schema": object{"type": "array", "items": text}}),
		query("sort", object{"explode": false, "schema": object{"type": "array", "items": object{"type": "string", "enum": []any{"1.0", "-name"}}}}),
		query("flag", object{"allowEmptyValue": true, "schema": text}),
	}})}}}, nil)
	p := newPage(t, e.page("/op/things"))
	p.press("Filters")
	p.fill("edition", "1.0")
	p.fill("any", "hello")
	p.addTo("ids", "1.0", "a,b")
	p.tick("1.0")
	p.tick("Send it empty: Flag")
	p.send("things")
	want := "edition=1.0&any=hello&ids=1.0&ids=a%2Cb&sort=1.0&flag="
	require.Equal(t, want, e.last("things").Query)

	require.Equal(t, "Filters (5 in use)", p.text(`tidy(document.querySelector("main summary").innerText)`))
	p.press("Filters (5 in use)")
	require.Equal(t, []string{"Not set", "1.0", "2.0", "true"}, p.list(`[...field("edition").options].map((o) => o.text)`))
	require.Equal(t, "1.0", p.value("edition"))
	require.Equal(t, "true", p.value("Send it empty: Flag"))
	p.send("things")
	require.Equal(t, want, e.last("things").Query)

	for _, written := range []string{"any=1.0", "either=007.50", "either=7", "ids=1.0", "sort=1.0", "edition=3.0"} {
		p.open("/op/things?" + written)
		require.Equal(t, "200", p.status())
		require.Equal(t, written, e.last("things").Query)
	}
}

// Saving a thing sends back what the form cannot show.
func TestEditingLosesNothing(t *testing.T) {
	t.Parallel()
	text := object{"type": "string"}
	body := object{"type": "object", "required": []any{"name"}, "properties": object{
		"id":    object{"type": "string", "readOnly": true},
		"name":  text,
		"count": object{"type": "integer"},
		"tags":  object{"type": "array", "items": text},
		"attrs": object{"type": "object", "additionalProperties": text},
	}}
	loaded := object{"name": "old", "count": "many", "secretly": object{"a": 1.0}}
	var tags []any
	attrs := object{}
	for i := range 600 {
		tags = append(tags, fmt.Sprint("tag ", i))
		attrs[fmt.Sprint("key ", i)] = fmt.Sprint(i)
	}
	loaded["tags"], loaded["attrs"] = tags, attrs
	answer := object{"id": "7"}
	maps.Copy(answer, loaded)
	source, err := json.Marshal(answer)
	require.NoError(t, err)

	content := object{"application/json": object{"schema": body}}
	e := newEcho(t, object{"paths": object{"/thing/{id}": object{
		"parameters": []any{object{"name": "id", "in": "path", "required": true, "schema": text}},
		"get":        object{"operationId": "thing", "responses": object{"200": object{"description": "ok", "content": content}}},
		"put":        object{"operationId": "put", "requestBody": object{"required": true, "content": content}, "responses": object{"200": object{"description": "ok"}}},
	}}}, map[string]string{"thing": string(source)})
	p := newPage(t, e.page("/op/put?id=7"))
	save := func() object {
		p.send("put")
		var sent object
		require.NoError(t, json.Unmarshal([]byte(e.last("thing").Body), &sent))
		return sent
	}
	p.until(`field("name").value === "old"`)
	p.sees("Sent as it is: secretly")
	p.fill("name", "new")
	loaded["name"] = "new"
	require.Equal(t, loaded, save())

	p.addTo("tags", "the last")
	loaded["tags"] = append(tags, "the last")
	require.Equal(t, loaded, save())

	p.click(`all("[data-field=tags] button").find((b) => b.innerText.startsWith("Show more"))`)
	p.click(`only(all("[data-field=tags] .remove"), "button")`)
	loaded["tags"] = append(tags[1:], "the last")
	require.Equal(t, loaded, save())

	p.press("Edit as JSON")
	p.press("Edit as form")
	p.fill("count", "5")
	loaded["count"] = 5.0
	require.Equal(t, loaded, save())
}

func TestAnotherVariantKeepsWhatItShares(t *testing.T) {
	t.Parallel()
	variant := func(kind string, name string) object {
		return object{"type": "object", "required": []any{"kind", name}, "properties": object{
			"kind": object{"type": "string", "enum": []any{kind}}, "id": object{"type": "integer"}, name: object{"type": "string"},
		}}
	}
	schema := object{"oneOf": []any{variant("circle", "radius"), variant("square", "width")}}
	e := newEcho(t, object{"paths": object{"/shape": object{"post": operation("shape", object{
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": schema}}},
	})}}}, nil)
	p := newPage(t, e.page("/op/shape"))
	p.fill("id", "12345678901234567890")
	p.fill("radius", "1")
	p.run(`const e = all(".choice select")[0]; e.selectedIndex = 2; e.dispatchEvent(new Event("change"))`)
	p.fill("width", "2")
	if p.text(`String(all("[data-field=kind]").length)`) == "1" {
		p.fill("kind", "square")
	}
	p.send("shape")
	require.JSONEq(t, `{"kind":"square","id":12345678901234567890,"width":"2"}`, e.last("shape").Body)
	require.Contains(t, e.last("shape").Body, "12345678901234567890") // JSONEq compares doubles
}

// A credential and a parameter of its name are one thing to the user.
func TestCredentialsAreGivenOnce(t *testing.T) {
	t.Parallel()
	header := func(name string) object {
		return object{"name": name, "in": "header", "required": true, "schema": object{"type": "string"}}
	}
	e := newEcho(t, object{
		"paths": object{"/things": object{"get": operation("things", object{
			"parameters": []any{header("x-key"), header("Authorization"), header("Accept")},
			"security":   []any{object{"key": []any{}, "basic": []any{}}},
		})}},
		"components": object{"securitySchemes": object{
			"key": object{"type": "apiKey", "in": "header", "name": "X-Key"}, "basic": object{"type": "http", "scheme": "basic"},
		}},
	}, nil)
	p := newPage(t, e.page("/op/things"))
	require.Equal(t, "200", p.status()) // nothing is missing but the credentials
	require.Empty(t, p.list(`all("main form input").map(name)`))
	p.click(`only(all("header button.auth"), "button to sign in")`)
	p.until(`top_() !== document`)
	p.fill("basic / User name", "u")
	p.run(`for (const e of all("input[type=password]")) { e.value = "S"; e.dispatchEvent(new Event("input", {bubbles: true})) }`)
	p.press("Save")
	p.until(`top_() === document`)
	p.settle()
	got := e.last("things").Header
	require.Equal(t, []string{"S"}, got.Values("X-Key"))
	require.Equal(t, []string{"Basic dTpT"}, got.Values("Authorization"))
}

// A search with a body asks for its next rows with the same body.
func TestTheNextRowsOfASearchWithABody(t *testing.T) {
	t.Parallel()
	integer := object{"type": "integer"}
	e := newEcho(t, object{"paths": object{"/find": object{"post": operation("find", object{
		"summary": "Search things",
		"parameters": []any{
			object{"name": "page", "in": "query", "schema": integer}, object{"name": "size", "in": "query", "schema": integer},
		},
		"requestBody": object{"required": true, "content": object{"application/json": object{"schema": object{
			"type": "object", "properties": object{"words": object{"type": "string"}},
		}}}},
	})}}}, map[string]string{"find": `[{"id":"1"},{"id":"2"}]`})
	p := newPage(t, e.page("/op/find"))
	require.Equal(t, "search", p.text(`document.querySelector("main article").dataset.kind`))
	p.fill("words", "red")
	p.fill("size", "2")
	p.send("find")
	require.Equal(t, "size=2", e.last("find").Query)
	for _, query := range []string{"page=2&size=2", "page=3&size=2"} {
		p.press("Next")
		require.Equal(t, "200", p.status())
		got := e.last("find")
		require.Equal(t, query, got.Query)
		require.JSONEq(t, `{"words":"red"}`, got.Body)
	}
	require.Equal(t, "red", p.value("words"))
	p.press("Previous")
	require.Equal(t, "page=2&size=2", e.last("find").Query)
	p.send("find") // asked anew, from the beginning
	require.Equal(t, "size=2", e.last("find").Query)
}
