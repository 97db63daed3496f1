// Package generator turns an API description into a working web page, with a
// language model or without.
//
//	spec, err := openapi.ReadFile("api.yaml")
//	g, err := generator.New(generator.WithClient(client), generator.WithModel("gpt-4o"))
//	result, err := g.Generate(ctx, spec)
//	err = result.WriteHTML(file)
//	fmt.Println(result.Report)
//
// [New] is the call to start with. Without a client the page comes from the
// description alone ([ui.Baseline]): every operation with its form, nothing sent
// anywhere. With one, the model words and orders what is there: it is asked once
// for the names that all parts share, and then for the operations in chunks, in
// parallel, within the quota. Each answer is checked against the description and
// merged over the baseline, so that a failed, late or nonsensical one costs
// nothing but its wording; [Report] and [Result.Err] say so.
//
// The package only joins the others: chunker, optimizer, llm, ratelimit, parallel
// and ui can each be used without it. Package generatortest has a simulated model.
package generator
