package ui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// parse reads the paths and components of a description.
func parse(t *testing.T, text string) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse([]byte("openapi: 3.1.0\ninfo: {title: Test, version: '1'}\n" + strings.ReplaceAll(strings.TrimSpace(text), "\t", "  ")))
	require.NoError(t, err)
	return doc
}

// views indexes the views of a plan by method and path.
func views(plan *ui.Plan) map[string]*ui.View {
	out := map[string]*ui.View{}
	ops := map[string]*openapi.Operation{}
	for _, op := range plan.API.Operations {
		ops[op.ID] = op
	}
	for i := range plan.App.Resources {
		for j := range plan.App.Resources[i].Views {
			v := &plan.App.Resources[i].Views[j]
			out[ops[v.Operation].Method+" "+ops[v.Operation].Path] = v
		}
	}
	return out
}

// layout writes the resources of a plan, one a line: "Group / Title: paths".
func layout(plan *ui.Plan) []string {
	ops := map[string]*openapi.Operation{}
	for _, op := range plan.API.Operations {
		ops[op.ID] = op
	}
	var out []string
	for _, r := range plan.App.Resources {
		line := r.Title + ":"
		if r.Group != "" {
			line = r.Group + " / " + line
		}
		for _, v := range r.Views {
			line += " " + ops[v.Operation].Method + " " + ops[v.Operation].Path
		}
		out = append(out, line)
	}
	return out
}

const bookSchemas = `
components:
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        isbnHash: {type: string}
        id: {type: string, format: uuid, readOnly: true}
        title: {type: string}
        blurb: {type: string, maxLength: 2000}
        state: {type: string, enum: [draft, published]}
        authorId: {type: string, format: uuid}
        publisher: {$ref: '#/components/schemas/Publisher'}
        price: {type: number}
        coverUrl: {type: string, format: uri}
        createdAt: {type: integer}
        secretToken: {type: string}
        chapters: {type: array, items: {type: object, properties: {title: {type: string}}}}
    Publisher: {type: object, properties: {id: {type: string}, name: {type: string}}}
    Author: {type: object, properties: {id: {type: string, format: uuid}, name: {type: string}}}
`

const bookshop = `
paths:
  /api/v1/books:
    get:
      operationId: listBooks
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 0}}
        - {name: per_page, in: query, schema: {type: integer}}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {$ref: '#/components/schemas/Book'}}
                  meta: {type: object, properties: {total: {type: integer}}}
    post:
      operationId: addBook
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
  /api/v1/books/{bookId}:
    parameters: [{name: bookId, in: path, required: true, schema: {type: string}}]
    get: {operationId: getBook, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}}
    put:
      operationId: replaceBook
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}
      responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
    delete: {operationId: removeBook, responses: {'204': {description: gone}}}
  /api/v1/books/{bookId}/publish:
    parameters: [{name: bookId, in: path, required: true, schema: {type: string}}]
    post: {operationId: publishBook, responses: {'204': {description: done}}}
  /api/v1/books/{bookId}/cover:
    parameters: [{name: bookId, in: path, required: true, schema: {type: string}}]
    get: {operationId: getCover, responses: {'200': {description: OK, content: {image/png: {}}}}}
  /api/v1/authors/{authorId}:
    parameters: [{name: authorId, in: path, required: true, schema: {type: string}}]
    get: {operationId: getAuthor, responses: {'200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Author'}}}}}}
    patch: {operationId: editAuthor, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Author'}}}}, responses: {'204': {description: done}}}
`

func TestBaselineOfABookshop(t *testing.T) {
	t.Parallel()
	doc := parse(t, bookshop+bookSchemas)
	plan := ui.Baseline(doc)
	checkPlan(t, doc, plan)
	require.Equal(t, []string{
		"Books: GET /api/v1/books POST /api/v1/books GET /api/v1/books/{bookId} PUT /api/v1/books/{bookId} DELETE /api/v1/books/{bookId}" +
			" POST /api/v1/books/{bookId}/publish GET /api/v1/books/{bookId}/cover",
		"Authors: GET /api/v1/authors/{authorId} PATCH /api/v1/authors/{authorId}",
	}, layout(plan))
	all := views(plan)

	list := all["GET /api/v1/books"]
	require.Equal(t, ui.List, list.Kind)
	require.Equal(t, "List books", list.Title)
	require.Equal(t, "data", list.Rows)
	require.Equal(t, []ui.Column{
		{Path: "title"},
		{Path: "state", Format: ui.AsBadge},
		{Path: "price"},
		{Path: "publisher.name", Label: "Publisher"},
		{Path: "createdAt", Format: ui.AsTime},
		{Path: "coverUrl", Format: ui.AsImage},
	}, list.Columns)
	require.Equal(t, &ui.Pagination{Style: "page", Param: "page", First: 0, Size: "per_page", Total: "meta.total"}, list.Page)
	require.Equal(t, ui.Link{Operation: "getBook", Field: "title", Params: []ui.LinkParam{{Name: "bookId", From: "item", Value: "id"}}}, list.Links[0])

	create := all["POST /api/v1/books"]
	require.Equal(t, "Create book", create.Title)
	require.Equal(t, "Create", create.Submit)
	require.Equal(t, ui.Field{In: "body", Name: "title", Widget: ui.Text}, create.Fields[0], "the required one first")
	require.NotContains(t, create.Fields, ui.Field{In: "body", Name: "id", Widget: ui.Text}, "it is read-only")
	require.Contains(t, create.Fields, ui.Field{In: "body", Name: "blurb", Widget: ui.TextArea})
	require.Contains(t, create.Fields, ui.Field{In: "body", Name: "state", Widget: ui.Select})
	require.Contains(t, create.Fields, ui.Field{In: "body", Name: "coverUrl", Widget: ui.URL})
	require.Equal(t, ui.Link{Operation: "getBook", Params: []ui.LinkParam{{Name: "bookId", From: "item", Value: "id"}}}, create.Links[0])

	detail := all["GET /api/v1/books/{bookId}"]
	require.Equal(t, "title", detail.Columns[0].Path)
	require.Contains(t, detail.Links, ui.Link{Operation: "getAuthor", Field: "authorId", Params: []ui.LinkParam{{Name: "authorId", From: "item", Value: "authorId"}}})
	require.Contains(t, detail.Links, ui.Link{Operation: "publishBook", Params: []ui.LinkParam{{Name: "bookId", From: "input", Value: "bookId"}}})

	require.Equal(t, "getBook", all["PUT /api/v1/books/{bookId}"].Prefill)
	require.Equal(t, "Save", all["PUT /api/v1/books/{bookId}"].Submit)
	require.Equal(t, "Remove this book?", all["DELETE /api/v1/books/{bookId}"].Confirm)
	require.Equal(t, ui.Action, all["POST /api/v1/books/{bookId}/publish"].Kind)
	require.Equal(t, "Publish book", all["POST /api/v1/books/{bookId}/publish"].Title)
	require.Equal(t, "Download", all["GET /api/v1/books/{bookId}/cover"].Submit)
	require.Equal(t, "Book ID", plan.App.Labels["bookId"])
	require.Equal(t, "ID", plan.App.Labels["id"])
	require.Equal(t, "Created at", plan.App.Labels["createdAt"])
	require.Equal(t, "/", plan.API.Servers[0].URL)
}

// operation is one operation for a table of kinds.
func operation(method, path, id, response string, body bool) *openapi.Operation {
	op := &openapi.Operation{ID: id, Method: method, Path: path}
	for rest := path; ; {
		_, after, found := strings.Cut(rest, "{")
		if !found {
			break
		}
		name, after, _ := strings.Cut(after, "}")
		op.Parameters = append(op.Parameters, &openapi.Parameter{Name: name, In: "path", Required: true})
		rest = after
	}
	if body {
		op.Body = &openapi.Body{Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Ref: "Thing"}}}}
	}
	thing := &openapi.Schema{Ref: "Thing"}
	switch response {
	case "list":
		thing = &openapi.Schema{Types: []string{"array"}, Items: thing}
	case "":
		op.Responses = []*openapi.Response{{Status: "204"}}
		return op
	}
	op.Responses = []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: thing}}}}
	return op
}

func TestBaselineKinds(t *testing.T) {
	t.Parallel()
	cases := []struct {
		op   *openapi.Operation
		kind ui.Kind
	}{
		{operation("GET", "/things", "a", "list", false), ui.List},
		{operation("POST", "/things", "b", "thing", true), ui.Create},
		{operation("GET", "/things/{id}", "c", "thing", false), ui.Detail},
		{operation("POST", "/things/{id}", "d", "thing", true), ui.Update}, // as Stripe does
		{operation("DELETE", "/things/{id}", "e", "", false), ui.Delete},
		{operation("POST", "/things/{id}/cancel", "f", "thing", false), ui.Action},
		{operation("POST", "/things/{id}:archive", "g", "", false), ui.Action},
		{operation("POST", "/things/search", "h", "list", true), ui.Search},
		{operation("GET", "/things/search", "i", "list", false), ui.Search},
		{operation("POST", "/things/{id}/delete", "j", "", false), ui.Delete},
		{operation("GET", "/account", "k", "thing", false), ui.Detail},
		{operation("PUT", "/things/{id}/star", "l", "", false), ui.Action},
		{operation("POST", "/chat.postMessage", "m", "thing", true), ui.Action},
		{operation("GET", "/users.list", "n", "list", false), ui.List},
		{operation("POST", "/users.list", "o", "list", true), ui.List},
		{operation("POST", "/users.delete", "p", "", true), ui.Delete},
		{operation("POST", "/createWidget", "q", "thing", true), ui.Create},
		{operation("QUERY", "/things", "r", "list", true), ui.Search},
		{operation("POST", "/login", "login", "thing", true), ui.Action},
		{operation("GET", "/products({id})", "s", "thing", false), ui.Detail},
		{operation("PATCH", "/products({id})", "u", "thing", true), ui.Update},
		{operation("PURGE", "/cache", "purgeCache", "", false), ui.Action},
	}
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{
		"Thing": {Types: []string{"object"}, Properties: []openapi.Property{{Name: "id", Schema: &openapi.Schema{Types: []string{"string"}}}, {Name: "color", Schema: &openapi.Schema{Types: []string{"string"}}}}},
	}}
	for _, c := range cases {
		doc.Operations = append(doc.Operations, c.op)
	}
	plan := ui.Baseline(doc)
	checkPlan(t, doc, plan)
	all := views(plan)
	for _, c := range cases {
		key := c.op.Method + " " + c.op.Path
		require.Equal(t, c.kind, all[key].Kind, key)
	}
	require.NotEmpty(t, all["POST /things/{id}/cancel"].Confirm)
	require.Empty(t, all["PUT /things/{id}/star"].Confirm)
}

func TestBaselineTitles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ summary, id, want string }{
		{"", "listURLs", "List things"},
		{"Lists things.", "x", "List things"},
		{"<b>Find</b> a [thing](http://x.example/a) &amp; more", "x", "Find a thing & more"},
		{"listThings", "x", "List things"},
		{"ユーザーのリストを取得。", "x", "ユーザーのリストを取得"},
		{"/v1/things", "x", "List things"},
		{strings.Repeat("word ", 40), "x", "List things"},
		{"a\nb\x00c", "x", "A b c"},
	} {
		doc := &openapi.Document{Operations: []*openapi.Operation{{
			ID: c.id, Method: "GET", Path: "/things", Summary: c.summary,
			Responses: []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Types: []string{"array"}}}}}},
		}}}
		require.Equal(t, c.want, ui.Baseline(doc).App.Resources[0].Views[0].Title, "%q", c.summary)
	}
}

func TestBaselineLabels(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"created_at": "Created at", "bookId": "Book ID", "HTTPServerURL": "HTTP server URL", "userIDs": "User IDs", "FriendlyName": "Friendly name",
		"3DSecure": "3D secure", "oauthToken": "OAuth token", "x-request-id": "X request ID", "CREATED_AT": "Created at", "名前": "名前",
		"ipv6Address": "IPv6 address", "githubUser": "GitHub user", "__": "__", "filter[name]": "Filter name", "étatCivil": "État civil", "iosVersion": "iOS version",
	}
	op := &openapi.Operation{ID: "x", Method: "GET", Path: "/x"}
	for name := range want {
		op.Parameters = append(op.Parameters, &openapi.Parameter{Name: name, In: "query"})
	}
	require.Equal(t, want, ui.Baseline(&openapi.Document{Operations: []*openapi.Operation{op}}).App.Labels)
}

func TestBaselineInflects(t *testing.T) {
	t.Parallel()
	for one, many := range map[string]string{
		"pet": "Pets", "person": "People", "category": "Categories", "box": "Boxes", "status": "Statuses", "address": "Addresses", "movie": "Movies",
		"child": "Children", "analysis": "Analyses", "day": "Days", "news": "News", "series": "Series", "api": "APIs", "house": "Houses",
		"alias": "Aliases", "database": "Databases", "hero": "Heroes", "leaf": "Leaves", "cache": "Caches", "process": "Processes",
	} {
		plan := ui.Baseline(&openapi.Document{Operations: []*openapi.Operation{
			withTag(operation("GET", "/"+one, "a", "list", false), one), withTag(operation("GET", "/"+one+"/{id}", "b", "thing", false), one),
		}})
		require.Equal(t, many, plan.App.Resources[0].Title)
		require.Equal(t, "Show "+strings.TrimPrefix(one, "api"), strings.Replace(plan.App.Resources[0].Views[1].Title, "API", "", 1))
	}
}

func withTag(op *openapi.Operation, tags ...string) *openapi.Operation {
	op.Tags = tags
	return op
}

func TestBaselineResources(t *testing.T) {
	t.Parallel()
	t.Run("without tags, by path", func(t *testing.T) {
		t.Parallel()
		doc := &openapi.Document{Operations: []*openapi.Operation{
			operation("GET", "/v1/books", "a", "list", false), operation("GET", "/v1/books/{id}", "b", "thing", false),
			operation("GET", "/v1/books/{id}/reviews", "c", "list", false), operation("POST", "/v1/books/{id}/reviews", "d", "thing", true),
			operation("DELETE", "/v1/books/{bookId}/reviews/{id}", "e", "", false), operation("POST", "/v1/login", "login", "", true),
			operation("GET", "/v1/issuing/cards", "f", "list", false), operation("GET", "/v1/issuing/cards/{id}", "g", "thing", false),
			operation("GET", "/v1/issuing/disputes", "h", "list", false), operation("GET", "/v1/issuing/disputes/{id}", "i", "thing", false),
		}}
		require.Equal(t, []string{
			"Books: GET /v1/books GET /v1/books/{id}",
			"Reviews: GET /v1/books/{id}/reviews POST /v1/books/{id}/reviews DELETE /v1/books/{bookId}/reviews/{id}",
			"Issuing / Cards: GET /v1/issuing/cards GET /v1/issuing/cards/{id}",
			"Issuing / Disputes: GET /v1/issuing/disputes GET /v1/issuing/disputes/{id}",
			"Other: POST /v1/login",
		}, layout(ui.Baseline(doc)))
	})
	t.Run("the first tag that is for navigation, and its parent", func(t *testing.T) {
		t.Parallel()
		doc := &openapi.Document{
			Tags: []openapi.Tag{{Name: "zoo", Summary: "The zoo"}, {Name: "beta", Kind: "badge"}, {Name: "cats", Parent: "zoo"}},
			Operations: []*openapi.Operation{
				withTag(operation("GET", "/cats", "a", "list", false), "beta", "cats"), withTag(operation("GET", "/map", "b", "thing", false), "zoo"),
			},
		}
		require.Equal(t, []string{"The zoo: GET /map", "The zoo / Cats: GET /cats"}, layout(ui.Baseline(doc)))
	})
	t.Run("names of any script have an id of their own", func(t *testing.T) {
		t.Parallel()
		doc := &openapi.Document{}
		for i, tag := range []string{"本", "猫", "Café", "Cafe", "cafe!", "🎉", "💥"} {
			doc.Operations = append(doc.Operations, withTag(operation("GET", fmt.Sprintf("/x%d", i), fmt.Sprint(i), "list", false), tag))
		}
		plan := ui.Baseline(doc)
		checkPlan(t, doc, plan)
		require.Len(t, plan.App.Resources, 7)
	})
	t.Run("webhooks are last", func(t *testing.T) {
		t.Parallel()
		doc := &openapi.Document{Operations: []*openapi.Operation{
			{ID: "hook", Method: "POST", Path: "newBook", Webhook: true}, operation("GET", "/books", "a", "list", false), operation("GET", "/books/{id}", "b", "thing", false),
		}}
		require.Equal(t, []string{"Books: GET /books GET /books/{id}", "Webhooks: POST newBook"}, layout(ui.Baseline(doc)))
	})
	t.Run("hundreds of lone operations are few resources", func(t *testing.T) {
		t.Parallel()
		doc := &openapi.Document{}
		for i := range 300 {
			doc.Operations = append(doc.Operations, operation("POST", fmt.Sprintf("/verb%dThing", i), fmt.Sprint(i), "thing", true))
		}
		require.LessOrEqual(t, len(ui.Baseline(doc).App.Resources), 12)
	})
}

// TestDirectoryPrefillWithOtherParameters: paths that differ in the names of
// their parameters only are one place, but the form of one cannot ask the other.
func TestDirectoryPrefillWithOtherParameters(t *testing.T) {
	t.Parallel()
	photo := `{type: object, properties: {caption: {type: string}}}`
	answer := `responses: {"200": {description: ok, content: {application/json: {schema: ` + photo + `}}}}`
	body := `requestBody: {content: {application/json: {schema: ` + photo + `}}}`
	spec := `paths:
  /photos/{key}: {get: {operationId: byKey, parameters: [{name: key, in: path, required: true, schema: {type: string}}], ` + answer + `}}
  /photos/{id}: {put: {operationId: change, parameters: [{name: id, in: path, required: true, schema: {type: string}}], ` + body + `, ` + answer + `}}
  %s`
	for name, c := range map[string]struct{ more, want string }{
		"no other reads it": {"", ""},
		"one reads it by the same name": {
			`/photos/{id}/: {get: {operationId: byID, parameters: [{name: id, in: path, required: true, schema: {type: string}}], ` + answer + `}}`, "byID",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := ui.Baseline(parse(t, fmt.Sprintf(spec, c.more)))
			require.NoError(t, plan.Validate())
			require.Equal(t, c.want, viewOf(t, plan, "change").Prefill)
		})
	}
}

// TestDirectoryTagWithoutName: operations that name a declared tag "" have no
// tag, and one view each.
func TestDirectoryTagWithoutName(t *testing.T) {
	t.Parallel()
	doc := parse(t, `
tags: [{name: Users}, {name: "", description: core}]
paths:
  /users: {get: {operationId: list, tags: [Users], responses: {"200": {description: ok}}}}
  /settings: {get: {operationId: settings, tags: [""], responses: {"200": {description: ok}}}}
  /locales: {get: {operationId: locales, responses: {"200": {description: ok}}}}`)
	doc.Tags = append(doc.Tags, openapi.Tag{Description: "of a service"})
	plan := ui.Baseline(doc)
	require.NoError(t, plan.Validate())
	checkPlan(t, doc, plan)
}
