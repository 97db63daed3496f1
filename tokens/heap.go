package tokens

// pairs is a heap of pairs of parts: the rank above, the place below, so that order
// is that of the numbers.
type pairs []uint64

func pair(rank uint32, at int) uint64 { return uint64(rank)<<32 | uint64(at) }

// order makes a heap of pairs in any order.
func (p pairs) order() {
	for i := len(p)/2 - 1; i >= 0; i-- {
		p.down(i)
	}
}

func (p *pairs) push(x uint64) {
	*p = append(*p, x)
	h := *p
	i := len(h) - 1
	for i > 0 {
		parent := (i - 1) / 2
		if h[parent] <= x {
			break
		}
		h[i] = h[parent]
		i = parent
	}
	h[i] = x
}

func (p *pairs) pop() uint64 {
	h := *p
	top, last := h[0], len(h)-1
	h[0] = h[last]
	*p = h[:last]
	p.down(0)
	return top
}

func (p pairs) down(i int) {
	if i >= len(p) {
		return
	}
	x := p[i]
	for {
		child := 2*i + 1
		if child >= len(p) {
			break
		}
		if child+1 < len(p) && p[child+1] < p[child] {
			child++
		}
		if x <= p[child] {
			break
		}
		p[i] = p[child]
		i = child
	}
	p[i] = x
}
