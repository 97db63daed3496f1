package generator_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/llm/llmtest"
)

// Models name the fields of a thing, not the way to it through the answer's
// wrapper; and an answer that is shown as it is has no columns to choose.
func TestColumnsOfAThingInAWrapper(t *testing.T) {
	t.Parallel()
	doc := parse(t, `openapi: 3.1.0
info: {title: Wrapped, version: "1"}
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get:
      operationId: getThing
      responses: {"200": {description: One, content: {application/json: {schema: {type: object, properties: {data: {$ref: "#/components/schemas/Thing"}}}}}}}
    put:
      operationId: putThing
      responses: {"200": {description: All, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {$ref: "#/components/schemas/Thing"}}}}}}}}
components:
  schemas:
    Thing: {type: object, properties: {id: {type: string}, name: {type: string}, weight: {type: number}}}
`)
	client := llmtest.New(llmtest.Text("{}"), llmtest.Text(`{"views":[
		{"operation":"getThing","columns":["weight","data.name"],"labels":[{"name":"weight","label":"How heavy"}]},
		{"operation":"putThing","columns":["name"]}]}`))
	result, err := newGenerator(t, client).Generate(t.Context(), doc)
	require.NoError(t, err)
	require.NoError(t, result.Plan.Validate())
	columns := viewOf(t, result.Plan, "getThing").Columns
	require.Equal(t, []string{"data.weight", "data.name", "data.id"}, []string{columns[0].Path, columns[1].Path, columns[2].Path})
	require.Equal(t, "How heavy", columns[0].Label)
	require.Empty(t, viewOf(t, result.Plan, "putThing").Columns)
	require.Len(t, result.Repairs, 1)
}
