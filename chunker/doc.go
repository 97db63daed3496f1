// Package chunker decides which operations of a description go to a model
// together.
//
// [New] and [Chunker.Chunk] are the calls to start with. They need no other
// part of this library than a description and a counter of tokens:
//
//	c, err := chunker.New()
//	chunks, err := c.Chunk(doc)
//	fmt.Print(chunker.Table(chunks))
//
// Every operation is in exactly one chunk, no chunk's text has more tokens than
// the maximum, and Tokens is what the counter says of the text as it is. What
// operations share, such as the schema of a pet, stands once in each chunk.
//
// # How operations are put together
//
// Operations are brought into an order in which relatives are neighbours: by tag
// (the outermost, where tags have parents), else by the part of the path that
// names a resource; then by resource, where those that share schemas follow each
// other. One dynamic programme then cuts that order into chunks. It weighs the
// number of chunks, the tokens of all of them, operations of different groups in
// one chunk, resources cut in two, and uneven complexity. An edit of one
// operation therefore moves few cuts, and only near it.
//
// # Operations that are too large
//
// An [Encoder] writes the text. [WithEncoders] takes several, ordered by
// strength: an operation whose text is over the maximum is written by the next
// one. Behind the last stands a depth cut of this package, which marks in the
// text what it left out. Chunk.Escalated names such operations.
//
// What is written about a chunk beside its text, such as a prompt or a legend,
// is the caller's to count.
package chunker
