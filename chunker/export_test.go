package chunker

import (
	"slices"

	"github.com/specloom/specloom/openapi"
)

// DefaultEncoder is the encoder without WithEncoders.
var DefaultEncoder Encoder = plain{}

// Groups gives the group of each operation, and its family as the Chunker merges
// small groups.
func Groups(c *Chunker, doc *openapi.Document) (groups map[*openapi.Operation]string, families map[*openapi.Operation]int) {
	s := newSession(c, doc)
	groups, families = map[*openapi.Operation]string{}, map[*openapi.Operation]int{}
	for _, o := range s.ops {
		groups[o.Operation], families[o.Operation] = o.group, o.family
	}
	return groups, families
}

// Resource is what the operations on a collection and on its things share.
func Resource(op *openapi.Operation) string { return resource(op) }

// EncoderOf gives the encoder of Chunk.Encoder's number.
func EncoderOf(n int, encoders []Encoder) Encoder {
	return append(slices.Clip(encoders), cuts(nil, 0)...)[n]
}
