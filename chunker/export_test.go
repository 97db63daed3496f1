package chunker

import "github.com/specloom/specloom/openapi"

// DefaultEncoder is the encoder without WithEncoders.
var DefaultEncoder Encoder = plain{}

// Groups gives the group of each operation.
func Groups(doc *openapi.Document) map[*openapi.Operation]string {
	s := &session{Chunker: &Chunker{most: 12}, doc: doc, ops: make([]operation, len(doc.Operations))}
	s.group()
	out := map[*openapi.Operation]string{}
	for _, o := range s.ops {
		out[o.Operation] = o.group
	}
	return out
}
