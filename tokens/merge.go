package tokens

// merge gives the starts of the parts that s, a piece that is no token itself, falls
// into: it begins as single bytes; of all neighbours that together are a token, those
// with the smallest rank are joined, the leftmost first, until no two are. A part is
// known by where it starts; it ends where the next one starts. The result is held by
// buf.
//
// It takes n log n steps: the pairs are the leaves of a tree that knows the least.
func (v *vocabulary) merge(s string, buf *buffer) []uint32 {
	n := len(s)
	buf.grow(n)
	// next[k] and prev[k] are the neighbours of the part that starts at k.
	next, prev, tree := buf.next, buf.prev, buf.tree
	for k := range n {
		next[k], prev[k] = uint32(k+1), uint32(k-1)
		tree[n+k] = pair(none, k)
		if k+2 <= n {
			tree[n+k] = pair(v.two[twoBytes(s, k)], k)
		}
	}
	tree.order()
	rerank := func(k int) {
		rank := none
		if end := int(next[k]); end < n {
			rank = v.id(s, k, int(next[end]))
		}
		tree.set(n+k, pair(rank, k))
	}
	for tree[1] < pair(none, 0) {
		k := int(uint32(tree[1]))
		gone := int(next[k])
		next[k] = next[gone]
		if int(next[k]) < n {
			prev[next[k]] = uint32(k)
		}
		tree.set(n+gone, pair(none, gone))
		rerank(k)
		if k > 0 {
			rerank(int(prev[k]))
		}
	}
	buf.starts = buf.starts[:0]
	for k := 0; k < n; k = int(next[k]) {
		buf.starts = append(buf.starts, uint32(k))
	}
	return buf.starts
}

// pairs is a tree of pairs of parts, the least at 1: that of two below i, which are at
// 2i and 2i+1. Its second half are its leaves. A pair is its rank above and its place
// below, so that their order is that of the numbers.
type pairs []uint64

func pair(rank uint32, at int) uint64 { return uint64(rank)<<32 | uint64(at) }

// order makes a tree of leaves.
func (p pairs) order() {
	for i := len(p)/2 - 1; i > 0; i-- {
		p[i] = min(p[2*i], p[2*i+1])
	}
}

// set changes a leaf.
func (p pairs) set(i int, to uint64) {
	p[i] = to
	for i >>= 1; i > 0; i >>= 1 {
		least := min(p[2*i], p[2*i+1])
		if p[i] == least {
			break
		}
		p[i] = least
	}
}
