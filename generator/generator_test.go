package generator_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const shop = `openapi: 3.1.0
info: {title: Corner shop, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      tags: [Books]
      responses: {"200": {description: All of them, content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}}}}
    post:
      tags: [Books]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
      responses: {"201": {description: Added}}
components:
  schemas:
    Book: {type: object, properties: {title: {type: string}}}
`

// brokenShop has an operation of which only method and path can be read.
var brokenShop = strings.Replace(shop, "components:", "  /broken:\n    get: {$ref: nowhere.yaml}\ncomponents:", 1)

func parse(t *testing.T, text string) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse([]byte(text))
	require.NoError(t, err)
	return doc
}

func TestGenerateWithoutAModelGivesEveryOperation(t *testing.T) {
	t.Parallel()
	g, err := generator.New()
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), parse(t, brokenShop))
	require.NoError(t, err)

	var planned []string
	for _, resource := range result.Plan.App.Resources {
		for _, view := range resource.Views {
			planned = append(planned, view.Operation)
		}
	}
	require.ElementsMatch(t, []string{"listBooks", "post_books", "get_broken"}, planned)
	require.Equal(t, 3, result.Report.Operations)
	require.Len(t, result.Report.Warnings, 1)
	require.NoError(t, result.Plan.Validate())
}

func TestReportSaysFirstWhatWasMadeAndThenWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	r := generator.Report{Title: "Shop", Operations: 1, Resources: 2}
	require.Equal(t, "Shop: 1 operation in 2 resources, from the description alone", r.String())
	for i := range 13 {
		r.Warnings = append(r.Warnings, openapi.Warning{File: "a.yaml", Line: i + 1, Pointer: "/paths", Message: "odd"})
	}
	lines := strings.Split(r.String(), "\n")
	require.Len(t, lines, 12)
	require.Equal(t, "warning: a.yaml:1: #/paths: odd", lines[1])
	require.Equal(t, "warning: 3 more", lines[11])
}

func TestGenerateGivesAPlanBesideEveryError(t *testing.T) {
	t.Parallel()
	g, err := generator.New()
	require.NoError(t, err)

	result, err := g.Generate(t.Context(), nil)
	require.ErrorContains(t, err, "the document is nil")
	require.NotNil(t, result.Plan)
	require.NoError(t, result.WriteHTML(&bytes.Buffer{}))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	result, err = g.Generate(ctx, parse(t, brokenShop))
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, result.Plan.API.Operations, 3)
}

func TestNewRefusesABadOption(t *testing.T) {
	t.Parallel()
	_, err := generator.New(nil, nil)
	require.ErrorContains(t, err, "option 1 is nil")
	require.ErrorContains(t, err, "option 2 is nil")
}

func TestOneGeneratorServesManyAndAlwaysMakesTheSamePage(t *testing.T) {
	t.Parallel()
	g, err := generator.New()
	require.NoError(t, err)
	doc := parse(t, brokenShop)
	pages := make([]bytes.Buffer, 16)
	var wg sync.WaitGroup
	for i := range pages {
		wg.Go(func() {
			result, err := g.Generate(t.Context(), doc)
			if assert.NoError(t, err) {
				assert.NoError(t, result.WriteHTML(&pages[i]))
			}
		})
	}
	wg.Wait()
	for i := range pages {
		require.Equal(t, pages[0].String(), pages[i].String())
	}
	require.Contains(t, pages[0].String(), "<title>Corner shop</title>")
}

func TestAPlanThatPeopleEditRendersAsEdited(t *testing.T) {
	t.Parallel()
	g, err := generator.New()
	require.NoError(t, err)
	result, err := g.Generate(t.Context(), parse(t, brokenShop))
	require.NoError(t, err)
	result.Plan.App.Title = "My shop"
	var page bytes.Buffer
	require.NoError(t, ui.Render(&page, result.Plan))
	require.Contains(t, page.String(), "<title>My shop</title>")
}

func Example() {
	spec, err := openapi.Parse([]byte(shop))
	if err != nil {
		log.Fatal(err)
	}
	g, err := generator.New()
	if err != nil {
		log.Fatal(err)
	}
	result, err := g.Generate(context.Background(), spec)
	if err != nil {
		log.Fatal(err)
	}
	var page bytes.Buffer
	if err := result.WriteHTML(&page); err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Report)
	// Output: Corner shop: 2 operations in 1 resource, from the description alone
}
