package tokens

// The merging of byte pairs: a piece begins as single bytes; of all neighbours that
// together are a token, those with the smallest rank are joined, the leftmost first,
// until no two are. A part is known by where it starts; it ends where the next one
// starts.

// shortPiece is the longest piece that is merged by looking at all pairs each time.
const shortPiece = 64

// merge gives the starts of the parts that s, a piece that is no token itself, falls
// into. The result is held by buf.
func (v *vocabulary) merge(s string, buf *buffer) []uint32 {
	if len(s) > shortPiece {
		return v.mergeLong(s, buf)
	}
	// starts[k] is where part k starts, ranks[k] the rank of parts k and k+1 together.
	var starts [shortPiece + 2]uint32
	var ranks [shortPiece + 2]uint32
	n := len(s)
	for k := range n + 1 {
		starts[k], ranks[k] = uint32(k), none
		if k+2 <= n {
			ranks[k] = v.id(s, k, k+2)
		}
	}
	for {
		best, least := 0, none
		for k, rank := range ranks[:n] {
			if rank < least {
				best, least = k, rank
			}
		}
		if least == none {
			break
		}
		copy(starts[best+1:n], starts[best+2:n+1])
		copy(ranks[best+1:n], ranks[best+2:n+1])
		n--
		ranks[best] = none
		if best+2 <= n {
			ranks[best] = v.id(s, int(starts[best]), int(starts[best+2]))
		}
		if best > 0 {
			ranks[best-1] = v.id(s, int(starts[best-1]), int(starts[best+1]))
		}
	}
	buf.starts = append(buf.starts[:0], starts[:n]...)
	return buf.starts
}

// mergeLong is merge for pieces of any length, in n log n: the parts are a linked
// list, the pairs a heap ordered by rank, then place.
func (v *vocabulary) mergeLong(s string, buf *buffer) []uint32 {
	n := len(s)
	// next[k] and prev[k] are the neighbours of the part that starts at k, ranks[k]
	// the rank of it and the next one together.
	buf.grow(n + 1)
	next, prev, ranks := buf.next, buf.prev, buf.ranks
	heap := buf.heap[:0]
	for k := range n {
		next[k], prev[k], ranks[k] = uint32(k+1), uint32(k-1), none
		if k+2 <= n {
			if ranks[k] = v.id(s, k, k+2); ranks[k] != none {
				heap = append(heap, pair(ranks[k], k))
			}
		}
	}
	heap.order()
	rerank := func(k int) {
		ranks[k] = none
		if end := int(next[k]); end < n {
			if ranks[k] = v.id(s, k, int(next[end])); ranks[k] != none {
				heap.push(pair(ranks[k], k))
			}
		}
	}
	for len(heap) > 0 {
		least := heap.pop()
		k := int(uint32(least))
		if ranks[k] != uint32(least>>32) {
			continue // one of the two has been joined to another since
		}
		gone := next[k]
		next[k] = next[gone]
		if int(next[k]) < n {
			prev[next[k]] = uint32(k)
		}
		ranks[gone] = none
		rerank(k)
		if k > 0 {
			rerank(int(prev[k]))
		}
	}
	buf.heap = heap
	buf.starts = buf.starts[:0]
	for k := 0; k < n; k = int(next[k]) {
		buf.starts = append(buf.starts, uint32(k))
	}
	return buf.starts
}
