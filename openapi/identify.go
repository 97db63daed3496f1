package openapi

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"strconv"
	"strings"
)

// identify gives every operation its ID. What authors wrote comes first, so that
// a made ID never takes one away.
func (r *reader) identify() {
	taken := map[string]bool{}
	var made [maxCallbacks + 1][]*operationPlace // by depth: a callback's ID begins with that of its operation
	for _, op := range r.operations {
		switch {
		case op.written != "" && !taken[op.written]:
			op.ID = op.written
			taken[op.ID] = true
			continue
		case op.written != "":
			r.warn(op.node, "the operationId %q stands twice; this operation is named by method and path", op.written)
		}
		made[op.depth] = append(made[op.depth], op)
	}
	for _, ops := range made {
		makeIDs(ops, taken)
	}
}

// makeIDs names operations so that none gets another ID when one is added, taken
// away or moved elsewhere: those that would have the same ID are told apart by
// what they are, not by their order.
func makeIDs(ops []*operationPlace, taken map[string]bool) {
	names := make([]string, len(ops))
	uses := map[string]int{}
	for i, op := range ops {
		names[i] = madeID(op)
		uses[names[i]]++
	}
	next := map[string]int{}
	for i, op := range ops {
		id := names[i]
		if uses[id] > 1 || taken[id] {
			hash := fnv.New32a()
			fmt.Fprint(hash, op.Method, " ", op.Path, " ", op.Pointer)
			id = fmt.Sprintf("%s_%08x", id, hash.Sum32())
		}
		base := id
		for taken[id] { // one place of the description, used twice
			next[base]++
			id = base + "_" + strconv.Itoa(next[base]+1)
		}
		op.ID = id
		taken[id] = true
	}
}

var notInID = regexp.MustCompile(`[^\p{L}\p{M}\p{N}]+`)

// madeID names an operation by method and path: "get_pets_petId".
func madeID(op *operationPlace) string {
	words := strings.Trim(notInID.ReplaceAllString(op.Path, "_"), "_")
	name := strings.TrimSuffix(strings.ToLower(op.Method)+"_"+words, "_")
	if op.parent != nil {
		name = op.parent.ID + "_" + name
	}
	return name
}
