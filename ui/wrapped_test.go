package ui_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// paths returns the paths of a view's columns.
func paths(v *ui.View) []string {
	var out []string
	for _, c := range v.Columns {
		out = append(out, c.Path)
	}
	return out
}

// inputs returns the fields of a view, as "in name".
func inputs(v *ui.View) []string {
	var out []string
	for _, f := range v.Fields {
		out = append(out, f.In+" "+f.Name)
	}
	return out
}

func TestBaselineOfJSONAPI(t *testing.T) {
	t.Parallel()
	doc := parse(t, `
paths:
	/articles:
		get: {responses: {'200': {content: {application/vnd.api+json: {schema: {type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Article'}}}}}}}}}
	/articles/{id}:
		parameters: [{name: id, in: path, required: true, schema: {type: string}}]
		get: {responses: {'200': {content: {application/vnd.api+json: {schema: {$ref: '#/components/schemas/Document'}}}}}}
		patch: {requestBody: {content: {application/vnd.api+json: {schema: {$ref: '#/components/schemas/Document'}}}}, responses: {'204': {}}}
components:
	schemas:
		Document: {type: object, properties: {data: {$ref: '#/components/schemas/Article'}}}
		Article:
			type: object
			properties:
				id: {type: string}
				type: {type: string, const: articles}
				attributes: {type: object, properties: {text: {type: string}, title: {type: string}}}
				relationships: {type: object, properties: {author: {type: object}}}
`)
	plan := ui.Baseline(doc)
	checkPlan(t, doc, plan)
	all := views(plan)
	require.Equal(t, "attributes.title", all["GET /articles"].Columns[0].Path)
	require.Equal(t, []string{"data.attributes.title", "data.id", "data.type", "data.attributes.text", "data.relationships"}, paths(all["GET /articles/{id}"]))
	require.Equal(t, all["GET /articles/{id}"].Operation, all["PATCH /articles/{id}"].Prefill, "it is wrapped as the answer is")
}

func TestBaselineShowsWhatEveryRowHas(t *testing.T) {
	t.Parallel()
	plan := ui.Baseline(parse(t, `
paths:
	/books:
		get:
			responses:
				'200':
					content:
						application/json:
							schema:
								type: array
								items:
									type: object
									required: [title, authorId, authorName, stock, comment2]
									properties:
										title: {type: string}
										weight: {type: number}
										pages: {type: integer}
										binding: {type: string, enum: [hard, soft]}
										depth: {type: number}
										authorId: {type: string}
										authorName: {type: string}
										stock: {type: integer}
										lastSeen: {type: string}
`))
	require.Equal(t, []string{"title", "binding", "stock", "pages", "lastSeen", "authorName"}, paths(views(plan)["GET /books"]))
}

func TestBaselineLeavesOutWhatOthersWrite(t *testing.T) {
	t.Parallel()
	const text = `
components:
	securitySchemes: {k: {type: apiKey, in: header, name: X-Key}, q: {type: apiKey, in: query, name: key}, b: {type: http, scheme: basic}}
paths:
	/a:
		get:
			security: [{k: [], b: []}, {q: []}]
			parameters:
				- {name: x-key, in: header, required: true, schema: {type: string}}
				- {name: key, in: query, schema: {type: string}}
				- {name: key, in: header, schema: {type: string}}
				- {name: Authorization, in: header, schema: {type: string}}
				- {name: accept, in: header, schema: {type: string}}
				- {name: Content-Type, in: header, schema: {type: string}}
	/b:
		get:
			parameters: [{name: X-Key, in: header, schema: {type: string}}, {name: Authorization, in: header, schema: {type: string}}]
`
	doc := parse(t, text)
	plan := ui.Baseline(doc)
	checkPlan(t, doc, plan)
	require.Equal(t, []string{"header key"}, inputs(views(plan)["GET /a"]))
	require.Equal(t, []string{"header X-Key", "header Authorization"}, inputs(views(plan)["GET /b"]), "there is no other way to send them")
	require.Len(t, doc.Operations[0].Parameters, 6, "the document stays as it is")

	doc, err := openapi.Parse([]byte("swagger: '2.0'\ninfo: {title: Test, version: '1'}\npaths: {/a: {get: {parameters: [{name: Accept, in: header, type: string}]}}}"))
	require.NoError(t, err)
	require.Equal(t, []string{"header Accept"}, inputs(views(ui.Baseline(doc))["GET /a"]), "Swagger 2.0 does not say so")
}
