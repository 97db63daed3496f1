package openapi_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// inMemory is a Document that no description stands behind.
func inMemory() *openapi.Document {
	count := 2
	pet := &openapi.Schema{
		Types: []string{"object"}, Required: []string{"name"}, Pointer: "/made/Pet",
		Properties: []openapi.Property{
			{Name: "name", Schema: &openapi.Schema{Types: []string{"string", "null"}, MinLength: &count}},
			{Name: "a/b", Schema: &openapi.Schema{Ref: "Ä %"}},
		},
		AdditionalProperties: &openapi.Schema{Never: true},
		DependentRequired:    []openapi.DependentRequirement{{Property: "a/b", Required: []string{"name"}}},
	}
	return &openapi.Document{
		Title: "Made", Version: "1",
		Servers: []openapi.Server{{URL: "https://{h}", Variables: []openapi.ServerVariable{{Name: "h", Default: "x"}}}},
		Tags:    []openapi.Tag{{Name: "pets"}},
		Operations: []*openapi.Operation{
			{
				ID: "getPet", Method: "GET", Path: "/pets/{id}", Pointer: "/made/getPet", Tags: []string{"pets"},
				Parameters: []*openapi.Parameter{{Name: "id", In: "path", Required: true, Style: "simple", Schema: &openapi.Schema{Types: []string{"string"}}}},
				Responses: []*openapi.Response{{
					Status: "200", Description: "A pet",
					Headers: []*openapi.Parameter{{Name: "ETag", In: "header", Style: "simple", Schema: &openapi.Schema{}}},
					Content: []openapi.MediaType{{
						Type: "application/json", Schema: &openapi.Schema{Ref: "Pet"},
						Examples: []openapi.Example{{Value: json.RawMessage(` {"name" : 1.50} `)}},
					}},
					Links: []openapi.Link{{Name: "self", Operation: "getPet", Parameters: []openapi.LinkParameter{{Name: "id", Value: json.RawMessage(`"$response.body#/id"`)}}}},
				}},
				Security:  []openapi.SecurityRequirement{{{Scheme: "key", Scopes: []string{"a"}}}, {}},
				Callbacks: []*openapi.Operation{{ID: "called", Method: "POST", Path: "{$url}"}},
			},
			{ID: "copy", Method: "COPY", Path: "/pets"},
			{ID: "hook", Method: "POST", Path: "hook", Webhook: true, Body: &openapi.Body{
				Required: true, Pointer: "/made/body",
				Content: []openapi.MediaType{{Type: "multipart/mixed", PrefixEncoding: []openapi.Encoding{{ContentType: "text/csv"}}}},
			}},
		},
		Schemas: map[string]*openapi.Schema{
			"Pet": pet,
			"Ä %": {OneOf: []*openapi.Schema{{Ref: "Pet"}}, Discriminator: &openapi.Discriminator{
				Property: "k", Mapping: []openapi.DiscriminatorValue{{Value: "p", Ref: "Pet"}}, Default: "Pet",
			}},
		},
		SecuritySchemes: map[string]*openapi.SecurityScheme{"key": {Type: "apiKey", In: "header", Name: "K"}},
	}
}

func TestSourceOfADocumentInMemory(t *testing.T) {
	t.Parallel()
	doc := inMemory()
	for pointer, want := range map[string]string{
		"/info": `{"title":"Made","version":"1"}`,
		"/components/schemas/Pet/properties/name":          `{"type":["string","null"],"minLength":2}`,
		"#/components/schemas/Pet/properties/a~1b":         `{"$ref":"#/components/schemas/%C3%84%20%25"}`,
		"/made/Pet/additionalProperties":                   `false`,
		"/made/Pet/dependentRequired":                      `{"a/b":["name"]}`,
		"/components/schemas/Ä %/discriminator":            `{"propertyName":"k","mapping":{"p":"#/components/schemas/Pet"},"defaultMapping":"#/components/schemas/Pet"}`,
		"/components/securitySchemes":                      `{"key":{"type":"apiKey","name":"K","in":"header"}}`,
		"/made/getPet/security":                            `[{"key":["a"]},{}]`,
		"/paths/~1pets~1{id}/get/parameters/0":             `{"name":"id","in":"path","required":true,"style":"simple","explode":false,"schema":{"type":"string"}}`,
		"/paths/~1pets~1{id}/get/responses/200/headers":    `{"ETag":{"style":"simple","explode":false,"schema":{}}}`,
		"/paths/~1pets~1{id}/get/responses/200/content":    `{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"},"example":{"name":1.50}}}`,
		"/paths/~1pets~1{id}/get/responses/200/links/self": `{"operationId":"getPet","parameters":{"id":"$response.body#/id"}}`,
		"/paths/~1pets/additionalOperations/COPY":          `{"operationId":"copy","security":[]}`,
		"/made/getPet/callbacks":                           `{"called":{"{$url}":{"post":{"operationId":"called","security":[]}}}}`,
		"/webhooks/hook/post/requestBody":                  `{"required":true,"content":{"multipart/mixed":{"prefixEncoding":[{"contentType":"text/csv"}]}}}`,
		"/made/body/required":                              `true`,
		"/servers":                                         `[{"url":"https://{h}","variables":{"h":{"default":"x"}}}]`,
	} {
		got, err := doc.Source(pointer)
		require.NoError(t, err, pointer)
		require.Equal(t, want, string(got), pointer)
	}
	for _, pointer := range []string{"/none", "/paths/~1x", "/made/Pet/none", "file.yaml#/a"} {
		_, err := doc.Source(pointer)
		require.ErrorContains(t, err, "nothing is there", pointer)
	}
}

// What Source writes of a whole Document is a description that reads the same.
func TestSourceOfADocumentReadsTheSame(t *testing.T) {
	t.Parallel()
	documents := map[string]*openapi.Document{"in memory": inMemory()}
	for _, name := range []string{"garden-2.0.yaml", "ferry-3.0.json", "library/openapi-3.1.yaml", "radio-3.2.yaml"} {
		read, err := openapi.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)))
		require.NoError(t, err)
		documents[name] = &openapi.Document{
			Title: read.Title, Version: read.Version, Summary: read.Summary, Description: read.Description,
			Servers: read.Servers, Tags: read.Tags, Operations: read.Operations, Schemas: read.Schemas, SecuritySchemes: read.SecuritySchemes,
		}
	}
	for name, doc := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := doc.Source("")
			require.NoError(t, err)
			again, err := openapi.Parse(text)
			require.NoError(t, err)
			require.Empty(t, again.Warnings)
			twice, err := (&openapi.Document{
				Title: again.Title, Version: again.Version, Summary: again.Summary, Description: again.Description, Servers: again.Servers,
				Tags: again.Tags, Operations: again.Operations, Schemas: again.Schemas, SecuritySchemes: again.SecuritySchemes,
			}).Source("")
			require.NoError(t, err)
			require.JSONEq(t, string(text), string(twice))
			for _, op := range doc.Operations {
				same := again.Operation(op.ID)
				require.NotNil(t, same, op.ID)
				require.Len(t, same.Parameters, len(op.Parameters), op.ID)
				require.Len(t, same.Responses, len(op.Responses), op.ID)
			}
		})
	}
}

// A service may add to what was read.
func TestSourceOfWhatWasAdded(t *testing.T) {
	t.Parallel()
	doc := parse(t, "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {x-b: 1}}}")
	doc.Operations = append(doc.Operations, &openapi.Operation{ID: "new", Method: "PUT", Path: "/a"})
	old, err := doc.Source("/paths/~1a/get")
	require.NoError(t, err)
	require.Equal(t, `{"x-b":1}`, string(old))
	added, err := doc.Source("/paths/~1a/put")
	require.NoError(t, err)
	require.JSONEq(t, `{"operationId":"new","security":[]}`, string(added))
}

func TestSourceOfWhatHasNoEnd(t *testing.T) {
	t.Parallel()
	loop := &openapi.Schema{}
	loop.Not = loop
	_, err := (&openapi.Document{Schemas: map[string]*openapi.Schema{"A": loop}}).Source("/components/schemas/A")
	require.ErrorContains(t, err, "contain themselves")
	_, err = (&openapi.Document{Schemas: map[string]*openapi.Schema{"A": {Default: json.RawMessage("{")}}}).Source("/components/schemas/A")
	require.ErrorContains(t, err, "not valid JSON")
}
