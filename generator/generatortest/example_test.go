package generatortest_test

import (
	"context"
	"fmt"
	"log"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/generator/generatortest"
	"github.com/specloom/specloom/openapi"
)

// A whole run without a key or a network.
func Example() {
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{
		"/pets":{"get":{"operationId":"listPets","summary":"List pets"},"post":{"operationId":"addPet","summary":"Add a pet"}}}}`))
	if err != nil {
		log.Fatal(err)
	}
	model := generatortest.New(generatortest.WithSeed(4))
	g, err := generator.New(generator.WithClient(model))
	if err != nil {
		log.Fatal(err)
	}
	result, err := g.Generate(context.Background(), doc)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Report.ByModel, "of", result.Report.Operations, "operations planned")
	for _, request := range model.Requests() {
		fmt.Println(request.SchemaName)
	}
	// Output:
	// 2 of 2 operations planned
	// blueprint
	// chunk_plan
}
