package chunker

// maxCompared bounds the work of finding which resources share schemas: pairs
// of resources times the parts of each.
const maxCompared = 20_000_000

// order brings the operations into the sequence that is cut into chunks: group
// by group as the document first names them, resource by resource within.
func (s *session) order() []int {
	all := make([]int, len(s.ops))
	for i := range all {
		all[i] = i
	}
	if s.grouping == DocumentOrder {
		return all
	}
	var out []int
	for _, group := range split(all, func(i int) int { return s.ops[i].family }) {
		resources := split(group, func(i int) string { return s.ops[i].group + "|" + s.ops[i].resource })
		for _, ops := range s.related(resources) {
			out = append(out, ops...)
		}
	}
	return out
}

// split divides a sequence by a key, in the order of first occurrence.
func split[K comparable](ops []int, key func(int) K) [][]int {
	at := map[K]int{}
	var out [][]int
	for _, op := range ops {
		i, ok := at[key(op)]
		if !ok {
			i = len(out)
			at[key(op)] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], op)
	}
	return out
}

// related orders the resources of a group so that each follows the one that it
// shares the most tokens with. A group that fits into a chunk stays as it is.
func (s *session) related(resources [][]int) [][]int {
	l := s.levels[0]
	operations, parts := 0, 0
	for _, ops := range resources {
		operations += len(ops)
		for _, op := range ops {
			parts += len(l.of(op))
		}
	}
	if operations <= s.most || parts*len(resources) > maxCompared {
		return resources
	}
	out := make([][]int, 0, len(resources))
	rest := append([][]int{}, resources...)
	for next := 0; ; {
		out = append(out, rest[next])
		rest = append(rest[:next], rest[next+1:]...)
		if len(rest) == 0 {
			return out
		}
		l.sum(out[len(out)-1])
		most := -1
		for i, ops := range rest {
			if shared := l.shared(ops); shared > most {
				next, most = i, shared
			}
		}
	}
}

// shared gives the tokens of the operations' parts that are in the set.
func (l *level) shared(ops []int) int {
	sum := 0
	for _, op := range ops {
		for _, n := range l.of(op) {
			if l.used[n] == l.mark {
				sum += int(l.counts[n])
			}
		}
	}
	return sum
}
