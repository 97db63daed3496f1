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
// An operation's group is its tag, or the outermost parent of that with no more
// operations than two chunks have; where it has no tag, the part of its path that
// names a resource. Groups too small to fill a chunk
// are merged into families with those most like them: by path, by the words of
// their names, and by the schemas that they share. All of that is settled before
// anything is packed.
//
// Then operations are brought into an order in which relatives are neighbours,
// and a dynamic programme cuts that order into chunks. It weighs the number of
// chunks, the tokens of all of them, operations of different families in one
// chunk, groups and resources cut in two, and uneven complexity.
//
// Last, a bounded search exchanges operations between chunks: where that saves
// tokens which would stand in both, makes complexity more even, or brings a
// resource together. It makes the exchanges that gain much, and lesser ones only
// where chunks would else be hardly better than pieces of one size in document
// order. So the edit of an operation's text moves nothing; one that is added or
// goes moves some chunks.
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
