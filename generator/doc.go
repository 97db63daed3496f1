// Package generator turns an API description into a working web page.
//
//	spec, err := openapi.ReadFile("api.yaml")
//	g, err := generator.New()
//	result, err := g.Generate(ctx, spec)
//	err = result.WriteHTML(file)
//
// [New] is the call to start with. Without a language model the page comes from
// the description alone ([ui.Baseline]): every operation with its form, nothing
// sent anywhere. The package only joins the others: openapi reads, ui plans and
// renders, and each of them can be used without it.
package generator
