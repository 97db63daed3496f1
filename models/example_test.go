package models_test

import (
	"fmt"

	"github.com/specloom/specloom/models"
)

func ExampleLookup() {
	info, known := models.Lookup("azure/gpt-4o-2024-08-06")
	fmt.Println(known)
	fmt.Println(info)

	info, known = models.Lookup("our-deployment")
	fmt.Println(known)
	fmt.Println(info)
	// Output:
	// true
	// gpt-4o (OpenAI): context 128,000, output up to 16,384, o200k_base, $2.5 in, $1.25 cached, $10 out per million tokens as of 2025-10-01
	// false
	// our-deployment (not known: cautious assumptions): context 32,768, output up to 4,096, o200k_base × 1.35 (estimate), price not known
}

func ExamplePrice_Cost() {
	info, _ := models.Lookup("gpt-4o-mini")
	fmt.Printf("$%.4f\n", info.Price.Cost(20_000, 8_000, 1_500))

	info.Price = models.Price{Input: 0.10, CachedInput: 0.05, Output: 0.40, AsOf: "2027-01-15"}
	fmt.Printf("$%.4f by your own contract\n", info.Price.Cost(20_000, 8_000, 1_500))
	// Output:
	// $0.0033
	// $0.0022 by your own contract
}
