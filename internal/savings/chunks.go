package main

import (
	"strings"

	"github.com/specloom/specloom/openapi"
)

// Sizes of the chunks that are measured, in operations.
const (
	mostOperations = 12
	fewOperations  = 8 // smaller groups are joined until they have so many
)

// chunksOf splits a description into chunks by tag or, without tags, by the
// beginning of the path. It is not package chunker, which makes chunks that fit
// the texts: here all levels and notations are measured on the same operations.
func chunksOf(doc *openapi.Document) [][]*openapi.Operation {
	groups := map[string][]*openapi.Operation{}
	var names []string
	for _, op := range doc.Operations {
		name := groupOf(op)
		if groups[name] == nil {
			names = append(names, name)
		}
		groups[name] = append(groups[name], op)
	}
	var out [][]*openapi.Operation
	var small []*openapi.Operation
	for _, name := range names {
		group := groups[name]
		if len(small)+len(group) <= mostOperations {
			if small = append(small, group...); len(small) >= fewOperations {
				out, small = append(out, small), nil
			}
			continue
		}
		parts := (len(group) + mostOperations - 1) / mostOperations
		for i := range parts {
			out = append(out, group[i*len(group)/parts:(i+1)*len(group)/parts])
		}
	}
	if len(small) > 0 {
		out = append(out, small)
	}
	return out
}

func groupOf(op *openapi.Operation) string {
	if len(op.Tags) > 0 {
		return op.Tags[0]
	}
	parts := strings.SplitN(op.Path, "/", 4)
	return strings.Join(parts[:min(3, len(parts))], "/")
}

// spread takes so many chunks at even distances, so that the largest description
// does not outweigh the others.
func spread(chunks [][]*openapi.Operation, most int) [][]*openapi.Operation {
	if most <= 0 || len(chunks) <= most {
		return chunks
	}
	out := make([][]*openapi.Operation, most)
	for i := range out {
		out[i] = chunks[i*len(chunks)/most]
	}
	return out
}
