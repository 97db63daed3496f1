package ui_test

import (
	"fmt"
	"log"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

// What a model said goes over what the description gives; what it made up does
// not.
func ExampleMerge() {
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{
		"/pets":{"get":{"operationId":"listPets"},"post":{"operationId":"addPet"}}}}`))
	if err != nil {
		log.Fatal(err)
	}
	plan, repairs := ui.Merge(ui.Baseline(doc), &ui.Blueprint{Title: "Pet shop"}, ui.ChunkPlan{
		Operations: []string{"listPets", "addPet"},
		Views: []ui.ChunkView{
			{Operation: "addPet", Title: "Take in a pet", Submit: "Take in"},
			{Operation: "sellPets", Title: "Sell pets"},
		},
	})
	fmt.Println(plan.App.Title)
	for _, resource := range plan.App.Resources {
		for _, view := range resource.Views {
			fmt.Printf("%s: %s: %s, by %q\n", resource.Title, view.Operation, view.Title, view.By)
		}
	}
	for _, repair := range repairs {
		fmt.Println(repair)
	}
	// Output:
	// Pet shop
	// Pets: listPets: List pets, by ""
	// Pets: addPet: Take in a pet, by "model"
	// sellPets: operation: no such operation
}
