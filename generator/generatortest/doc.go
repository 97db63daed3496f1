// Package generatortest has a simulated model, for tests and demonstrations of
// what a generator does with a language model.
//
//	model := generatortest.New(generatortest.WithSeed(1))
//	g, err := generator.New(generator.WithClient(model))
//
// The [Model] answers from the request alone. It reads the description that it
// was sent by a reader of its own, written against optimizer.Legend and the JSON
// forms, so that what cannot be read from a prompt cannot be in an answer. What
// it says is valid, and slightly inconsistent from call to call, as it is with
// real models: one chunk is told "List" and "ID", the next "Browse" and
// "identifier". Names that all parts share it keeps to nine times in ten.
//
// It is a simulation. How good the words are, how long an answer takes and how
// often one fails are assumptions, which options change; none of it is a
// measurement of a real model. Everything it gives is called "simulated".
package generatortest
