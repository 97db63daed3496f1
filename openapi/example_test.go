package openapi_test

import (
	"fmt"
	"log"

	"github.com/specloom/specloom/openapi"
)

func ExampleParse() {
	doc, err := openapi.Parse([]byte(`
openapi: 3.1.0
info: {title: Bookshop, version: 1.0.0}
paths:
  /books/{isbn}:
    parameters:
      - {name: isbn, in: path, required: true, schema: {type: string}}
    get:
      operationId: getBook
      responses:
        "200":
          description: The book
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Book"}
components:
  schemas:
    Book:
      type: object
      properties:
        title: {type: string}
        sequel: {$ref: "#/components/schemas/Book"}
        author: {$ref: "#/components/schemas/Author"}
`))
	if err != nil {
		log.Fatal(err)
	}
	for _, op := range doc.Operations {
		fmt.Println(op.ID, op.Method, op.Path)
		book := doc.Resolve(op.Responses[0].Content[0].Schema)
		for _, p := range book.Properties {
			fmt.Printf("- %s: types %v, ref %q\n", p.Name, p.Schema.Types, p.Schema.Ref)
		}
	}
	for _, warning := range doc.Warnings {
		fmt.Println(warning)
	}
	// Output:
	// getBook GET /books/{isbn}
	// - title: types [string], ref ""
	// - sequel: types [], ref "Book"
	// - author: types [], ref ""
	// line 23: #/components/schemas/Book/properties/author/$ref: the reference "#/components/schemas/Author" leads nowhere
}

func ExampleReadFile() {
	doc, err := openapi.ReadFile("testdata/library/openapi-3.1.yaml")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(doc.Title, doc.SpecVersion)
	for _, op := range doc.Operations {
		fmt.Println(op.ID)
	}
	// Output:
	// Library 3.1.1
	// listBooks
	// post_books
	// getBook
	// delete_books_isbn
	// größe
	// post_overdue
	// onReturned
}

func ExampleDocument_Source() {
	doc, err := openapi.ReadFile("testdata/library/openapi-3.1.yaml")
	if err != nil {
		log.Fatal(err)
	}
	op := doc.Operation("getBook")
	source, err := doc.Source(op.Pointer)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(op.Pointer)
	fmt.Println(string(source))
	// Output:
	// paths/book.yaml#/item/get
	// {"operationId":"getBook","responses":{"200":{"$ref":"./parts.yaml#/responses/Done"}}}
}

func ExampleDocument_Resolve() {
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{
		"Pet": {Ref: "Dog"},
		"Dog": {Title: "A dog"},
	}}
	fmt.Println(doc.Resolve(&openapi.Schema{Ref: "Pet"}).Title)
	// Output: A dog
}

func ExampleWarning_String() {
	fmt.Println(openapi.Warning{File: "api.yaml", Line: 7, Pointer: "/paths/~1pets", Message: "a path item must be an object"})
	// Output: api.yaml:7: #/paths/~1pets: a path item must be an object
}
