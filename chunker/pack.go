package chunker

import (
	"math"
	"slices"
)

// What cutting weighs, in chunks: a cost of 1 is as bad as one more chunk.
const (
	costTokens   = 0.6  // a target full of tokens
	costStranger = 0.14 // an operation of another family than most
	costTorn     = 0.4  // a resource in two chunks
	costSplit    = 0.2  // a group in one chunk more
	costParted   = 0.1  // a family in one chunk more, between groups
	costUneven   = 1.25 // complexity off the usual, as a share of that, squared
	costSmall    = 3.0  // an operation below the least number
	costOver     = 2.0  // the tokens between target and maximum
	costLevel    = 0.15 // an operation that is written stronger than it needs
)

// usualFill is how full of operations chunks are on average.
const usualFill = 0.9

// packed is a set of operations and its text.
type packed struct {
	ops    []int
	text   string
	tokens int
}

// pack makes sets of operations of which no text is over the maximum. Sizes are
// estimated as sums of parts; then each final text is counted, and the few that
// are over are packed again, more narrowly.
func (s *session) pack() []packed {
	order := s.order()
	sets := s.cut(order, s.max)
	if s.grouping == Semantic {
		sets = s.inOrder(s.search(sets), order)
	}
	return s.write(sets, s.max)
}

// inOrder sorts sets, and the operations in each, as the operations were.
func (s *session) inOrder(sets [][]int, order []int) [][]int {
	rank := make([]int, len(s.ops))
	for n, i := range order {
		rank[i] = n
	}
	byRank := func(i, j int) int { return rank[i] - rank[j] }
	for _, ops := range sets {
		slices.SortFunc(ops, byRank)
	}
	slices.SortFunc(sets, func(a, b []int) int { return byRank(a[len(a)/2], b[len(b)/2]) })
	return sets
}

func (s *session) write(sets [][]int, limit int) []packed {
	var out []packed
	for _, set := range sets {
		text := s.levels[s.levelOf(set)].text(set)
		tokens := s.counter.Count(text)
		switch {
		case tokens <= s.max:
			out = append(out, packed{set, text, tokens})
		case len(set) > 1:
			narrow := min(limit, s.levels[s.levelOf(set)].sum(set)) * 19 / 20
			out = append(out, s.write(s.cut(set, narrow), narrow)...)
		case s.ops[set[0]].level == len(s.levels)-1: // no more than a name is left of it
			s.counter.complain("%d tokens, over the maximum of %d, of %q", tokens, s.max, first(text, shownOfText))
			out = append(out, packed{set, text, tokens})
		default: // the estimate of a single operation was off
			s.ops[set[0]].level++
			out = append(out, s.write([][]int{set}, s.max)...)
		}
	}
	return out
}

// cut finds the cheapest way to cut a sequence into sets whose estimate is
// within the limit, by dynamic programming over the places to cut at.
func (s *session) cut(ops []int, limit int) [][]int {
	best := make([]float64, len(ops)+1) // of the first so many operations
	from := make([]int, len(ops)+1)     // where the last set begins
	for i := range best[1:] {
		best[i+1] = math.Inf(1)
	}
	strongest := s.levelOf(ops)
	for start := range ops {
		w := s.weigh()
		for end := start; end < len(ops) && end-start < s.most; end++ {
			tokens := w.add(ops[start : end+1])
			if tokens > limit && end > start {
				if w.level == strongest { // more operations cannot make it shorter
					break
				}
				continue
			}
			cost := best[start] + w.cost()
			if end+1 < len(ops) {
				cost += s.tear(ops[end], ops[end+1])
			}
			if cost < best[end+1]-1e-9 {
				best[end+1], from[end+1] = cost, start
			}
		}
	}
	var out [][]int
	for end := len(ops); end > 0; end = from[end] {
		out = append(out, ops[from[end]:end])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// tear is the cost of cutting between two neighbours.
func (s *session) tear(a, b int) float64 {
	if s.grouping != Semantic || s.ops[a].family != s.ops[b].family {
		return 0
	}
	switch {
	case s.ops[a].group != s.ops[b].group:
		return costParted
	case s.ops[a].resource != s.ops[b].resource:
		return costSplit
	}
	return costSplit + costTorn
}

// weighing is the cost of a growing set of operations.
type weighing struct {
	s       *session
	level   int
	tokens  int
	score   float64
	ops     int
	needed  int // levels that operations need, summed
	members []memberCount
	largest int
}

type memberCount struct{ family, count int }

func (s *session) weigh() *weighing {
	return &weighing{s: s, members: make([]memberCount, 0, 4)}
}

// add puts the last of the operations into the set and gives the set's tokens.
func (w *weighing) add(ops []int) int {
	op := w.s.ops[ops[len(ops)-1]]
	if op.level > w.level || len(ops) == 1 {
		w.level = op.level
		w.tokens = w.s.levels[w.level].sum(ops)
	} else {
		w.tokens += w.s.levels[w.level].add(ops[len(ops)-1])
	}
	w.ops++
	w.needed += op.level
	w.score += op.score
	for i := range w.members {
		if w.members[i].family == op.family {
			w.members[i].count++
			w.largest = max(w.largest, w.members[i].count)
			return w.tokens
		}
	}
	w.members = append(w.members, memberCount{op.family, 1})
	w.largest = max(w.largest, 1)
	return w.tokens
}

func (w *weighing) cost() float64 {
	s := w.s
	cost := 1 + costTokens*float64(w.tokens)/float64(s.target)
	if s.grouping == Semantic {
		cost += costStranger * float64(w.ops-w.largest)
	}
	off := w.score/s.usual - 1
	cost += costUneven * min(off*off, 1)
	if w.ops < s.least {
		cost += costSmall * float64(s.least-w.ops)
	}
	if w.tokens > s.target && w.ops > 1 {
		cost += costOver * (0.1 + float64(w.tokens-s.target)/float64(s.max-s.target+1))
	}
	return cost + costLevel*float64(w.level*w.ops-w.needed)
}

// usualComplexity is the complexity that chunks should have: that of a chunk
// nearly full of average operations. It is rounded, so that a small edit of the
// description does not move cuts everywhere.
func (s *session) usualComplexity() float64 {
	sum := 0.0
	alone := make([]int, len(s.ops))
	for i := range s.ops {
		sum += s.ops[i].score
		alone[i] = s.ops[i].alone
	}
	if len(alone) == 0 {
		return 1
	}
	slices.Sort(alone)
	operations := float64(s.target) / float64(max(alone[len(alone)/2], 1))
	operations = usualFill * min(max(operations, float64(s.least)), float64(s.most))
	const steps = 8 // to a doubling
	return math.Exp2(math.Round(steps*math.Log2(max(sum/float64(len(alone))*operations, 1))) / steps)
}
