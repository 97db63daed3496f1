package tokens_test

import (
	"fmt"
	"log"

	"github.com/specloom/specloom/tokens"
)

func ExampleForModel() {
	enc, err := tokens.ForModel("gpt-4o")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(enc)
	fmt.Println(enc.Count(`{"get":{"operationId":"listPets","summary":"Lists all pets"}}`))
	// Output:
	// o200k_base (exact for gpt-4o)
	// 15
}

func ExampleForModel_estimate() {
	enc, err := tokens.ForModel("some-new-model")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(enc.Exact())
	fmt.Println(enc)
	// Output:
	// false
	// o200k_base × 1.35 (estimate for some-new-model)
}

func ExampleEncoding_Encode() {
	enc, err := tokens.ForEncoding("cl100k_base")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(enc.Encode("hello world"))
	// Output: [15339 1917]
}
