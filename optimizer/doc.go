// Package optimizer writes what a model is sent of a description, in fewer
// tokens.
//
// [New] and [Optimizer.Encode] are the calls to start with:
//
//	o, err := optimizer.New(optimizer.Balanced)
//	text, err := o.Encode(doc, doc.Operations[:12])
//	prompt := optimizer.Legend(optimizer.Balanced) + "\n\n" + text
//
// An [Optimizer] is also an encoder for package chunker, by Parts and Join.
// [Optimizer.Compress] does the like for any JSON value.
//
// # Levels
//
// None and Conservative are the description itself, as JSON without white space
// and with everything taken out that the operations do not reach. Of documents
// that were built in memory they are the JSON form of package openapi. In this
// version the two differ in Compress only. They quote the description as it was
// read: what a service changed in the model since then shows at the other levels.
//
// Balanced keeps of each operation: id, method, path, summary, the first
// sentence of the description, parameters with place, type, format, required,
// values, default and bounds, the fields of requests with the same, the fields
// of successful answers with their types, media types, statuses of errors,
// security, and headers that lead to more pages. It drops tags, examples, error
// bodies, callbacks, links, servers, how parameters are serialised, not/if/then,
// patterns over 60 bytes, and values of an enumeration behind the 50th. Answers
// whose named schemas are over 6,000 bytes are told to the depth that fits.
//
// Aggressive also drops texts but the summary, and bounds, and of answers
// everything but names, down to the second named schema. It keeps every
// parameter and, at any depth, every input that must be sent; optional inputs
// to the second nested object.
//
// # The notation
//
// At these two levels the text is a notation in which an operation reads like a
// signature; [Legend] explains it, [WithFormat] turns it off. A text of the
// description stands behind "//" and never has a line break, and every name and
// value that is more than letters, digits and a few marks is a JSON string: so
// nothing in a description can be taken for notation. What a plan may cite
// appears as it is.
package optimizer
