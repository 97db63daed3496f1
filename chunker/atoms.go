package chunker

// atoms are what operations share in their texts: classes of parts that the same
// operations need. Schemas that lead to each other mostly make one atom, so that
// there are few.
type atoms struct {
	of     [][]int32 // by operation, in rising order of first need
	tokens []int32   // by atom
	own    []int32   // by operation: tokens of what no other operation needs
}

func (s *session) atomize() atoms {
	out := atoms{of: make([][]int32, len(s.ops)), own: make([]int32, len(s.ops))}
	first := make([]int, len(s.levels)+1) // part of each level, in one row
	for i := range s.ops {
		s.levels[s.ops[i].written].of(i)
	}
	for n, l := range s.levels {
		first[n+1] = first[n] + len(l.texts)
	}
	// What needs a part is known by a sum of random numbers. An accident, or
	// somebody's design, would make an estimate worse and nothing else.
	type part struct {
		needs uint64
		times int32
		atom  int32 // none where it is not the first of its class
	}
	const none = -1
	parts := make([]part, first[len(s.levels)])
	each := func(i int, do func(p *part, tokens int32)) {
		level := s.ops[i].written
		l := s.levels[level]
		for _, n := range l.of(i) {
			do(&parts[first[level]+int(n)], l.counts[n]+separator)
		}
	}
	for i := range s.ops {
		number := scramble(uint64(i))
		each(i, func(p *part, _ int32) {
			p.needs += number
			p.times++
		})
	}
	known := map[uint64]int32{}
	for n, l := range s.levels {
		for k, tokens := range l.counts {
			p := &parts[first[n]+k]
			p.atom = none
			if p.times < 2 {
				continue
			}
			a, ok := known[p.needs]
			if !ok {
				a = int32(len(out.tokens))
				p.atom, known[p.needs] = a, a
				out.tokens = append(out.tokens, 0)
			}
			out.tokens[a] += tokens + separator
		}
	}
	for i := range s.ops {
		each(i, func(p *part, tokens int32) {
			switch {
			case p.times < 2:
				out.own[i] += tokens
			case p.atom != none:
				out.of[i] = append(out.of[i], p.atom)
			}
		})
	}
	return out
}

// scramble makes a number of a number that looks random: the finalizer of
// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
// generators", 2014).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
