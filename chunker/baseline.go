package chunker

import (
	"math"
	"slices"
)

// baseline is what chunks are compared with, and how they compare.
type baseline struct {
	repeated float64 // tokens that stand in more than one chunk, beyond the first
	variance float64 // of complexity, as a share of the mean
}

// inDocumentOrder measures as many chunks of one size in document order. Neither
// number is so small that more would be worth nothing: what a fiftieth of all
// tokens, or complexity that differs by a thirtieth, is compared with does not
// matter to anybody.
func (s *session) inDocumentOrder(packs [][]int) baseline {
	all := slices.Concat(packs...)
	slices.Sort(all)
	tokens := 0
	for _, i := range all {
		tokens += int(s.atoms.own[i])
	}
	size := (len(all) + len(packs) - 1) / len(packs)
	b := s.measure(slices.Collect(slices.Chunk(all, size)))
	b.repeated = max(b.repeated, float64(tokens)/50, 1)
	b.variance = max(b.variance, 1.0/30/30)
	return b
}

func (s *session) measure(packs [][]int) (b baseline) {
	last := make([]int, len(s.atoms.tokens)) // chunk with each atom, from 1
	sum := 0.0
	scores := make([]float64, len(packs))
	for n, ops := range packs {
		for _, i := range ops {
			scores[n] += s.ops[i].score
			for _, a := range s.atoms.of[i] {
				if last[a] != 0 && last[a] != n+1 {
					b.repeated += float64(s.atoms.tokens[a])
				}
				last[a] = n + 1
			}
		}
		sum += scores[n]
	}
	for _, score := range scores {
		off := score*float64(len(packs))/sum - 1
		b.variance += off * off / float64(len(packs))
	}
	return b
}

// coarse rounds to one of eight steps between a number and its double, so that
// an edit changes little elsewhere.
func coarse(n float64) float64 { return math.Exp2(math.Round(8*math.Log2(n)) / 8) }
