package chunker_test

import (
	"fmt"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/openapi"
)

func ExampleChunker_Chunk() {
	doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{
		"/pets":{"get":{"operationId":"listPets"},"post":{"operationId":"addPet"}},
		"/pets/{id}":{"get":{"operationId":"getPet"},"delete":{"operationId":"removePet"}}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, _ := chunker.New()
	chunks, _ := c.Chunk(doc)
	for _, one := range chunks {
		fmt.Println(one.ID, one.Group, len(one.Operations))
	}
	fmt.Print(chunker.Table(chunks))
	// Output:
	// pets-338aba52 /pets 4
	// CHUNK  GROUP  OPERATIONS  TOKENS  FILL                  COMPLEXITY
	// 1      /pets  4           122     ████████████████████  4.1
	//               4           122
}
