package chunker

import (
	"cmp"
	"slices"
)

// The chunks that a chunk exchanges operations with: those next to it, and those
// that it has the most in common with.
const (
	neighbours = 5
	relatives  = 6
	maxHolders = 64 // chunks with something, beyond which it relates nobody
)

// partners lists for each chunk the later ones that it exchanges operations with.
func (x *search) partners() [][]int {
	holders := make([][]int, len(x.size))
	for c := range x.sets {
		x.each(x.sets[c].ops, func(h int32) { holders[h] = append(holders[h], c) })
	}
	out := make([][]int, len(x.sets))
	common := make([]float64, len(x.sets))
	for c := range x.sets {
		var with []int
		x.each(x.sets[c].ops, func(h int32) {
			if len(holders[h]) > maxHolders {
				return
			}
			for _, o := range holders[h] {
				if o == c {
					continue
				}
				if common[o] == 0 {
					with = append(with, o)
				}
				common[o] += x.price[h]
			}
		})
		slices.SortFunc(with, func(p, q int) int {
			return cmp.Or(cmp.Compare(common[q], common[p]), cmp.Compare(p, q))
		})
		for n, o := range with {
			if common[o] = 0; n < relatives {
				out[min(c, o)] = append(out[min(c, o)], max(c, o))
			}
		}
		for o := c + 1; o <= min(c+neighbours, len(x.sets)-1); o++ {
			out[c] = append(out[c], o)
		}
	}
	for c := range out {
		slices.Sort(out[c])
		out[c] = slices.Compact(out[c])
	}
	return out
}

// each calls a function with everything that some operations hold, once.
func (x *search) each(ops []int, do func(h int32)) {
	x.marks++
	for _, i := range ops {
		x.steps -= len(x.holds[i])
		for _, h := range x.holds[i] {
			if x.mark[h] != x.marks {
				x.mark[h] = x.marks
				do(h)
			}
		}
	}
}
