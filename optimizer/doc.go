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
// None is the description itself, as JSON without white space and with everything
// taken out that the operations do not reach: info, tags with their texts,
// servers, $self and x- members of the description itself, and components that
// nothing refers to. What stands beside the operations in their path items stays,
// unknown members too. Of documents that were built in
// memory it is the JSON form of package openapi. It quotes the description as it
// was read: what a service changed in the model since then shows at Balanced and
// Aggressive.
//
// Conservative says the same in a notation of its own, in which a field is a word
// and not an object, and what repeats stands once: two thirds of the tokens of
// None, and nothing is lost but what [Normalise] lists, which means nothing.
// [Decode] gives the JSON back. Where the notation would be longer, the text is
// JSON, which [Decode] reads as well.
//
// Balanced keeps of each operation: id, method, path, summary, the first
// sentence of the description, parameters with place, type, format, required,
// values, default and bounds, the fields of requests with the same, the fields
// of successful answers with their types, media types, statuses of errors,
// security, and headers that lead to more pages. Texts are cut to some words, and
// left out where they say no more than the names around them. Of inputs it keeps
// which value of a discriminator means which schema, where neither the schema's
// name nor its own field tells, and dependentRequired. It drops tags, examples,
// error bodies, callbacks, links, servers, how parameters and the parts of bodies
// are serialised (style, explode, encoding and its kin), titles where there is a
// description, not, if, dependentSchemas, contains, unevaluatedItems,
// propertyNames, contentSchema, patterns over 60 bytes, defaults over 100 bytes,
// and of answers values of an enumeration behind the 20th, the values of discriminators, what is required,
// null, bounds, types of headers and formats of numbers. Answers whose named
// schemas take over 9,000 bytes are told to the depth that fits, and "…" says so.
//
// Aggressive also drops texts but the summary, bounds, statuses of errors, and of
// answers everything but names, down to the second named schema. It keeps every
// parameter and, at any depth, every input that must be sent; optional inputs
// to the second nested object; and 8 values of an enumeration.
//
// [WithKeep] and [WithDrop] change what these two do, and [Optimizer.Measure]
// tells what was saved and dropped.
//
// # The notation
//
// The text of Conservative begins with a line "#openapi", "#swagger" or "#json" and
// is made to be decoded. That of Balanced and Aggressive reads like signatures.
// [Legend] explains each, [WithFormat] turns them off. In small texts, of some
// hundred tokens, a legend takes more than the notation saves. A text of the
// description stands behind "//" and never has a line break, and every name and
// value that is more than letters, digits and a few marks is a JSON string: so
// nothing in a description can be taken for notation. What a plan may cite
// appears as it is.
package optimizer
