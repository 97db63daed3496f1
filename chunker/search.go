package chunker

import (
	"cmp"
	"slices"
)

// stakes say what the search weighs. Repetition and unevenness are measured by
// what as many chunks of one size in document order would have: 1 is as bad.
type stakes struct {
	repeated float64 // tokens that stand in more than one chunk
	uneven   float64 // variance of complexity
	stranger float64 // an operation outside its chunk's main family
}

// The stakes to begin with, found by trying on real descriptions (TestQuality),
// and the goals, which are a little more than TestQuality asks for.
var (
	firstStakes = stakes{repeated: 1.2, uneven: 0.25, stranger: 0.24}
	goals       = stakes{repeated: 0.58, uneven: 0.78 * 0.78, stranger: 0.085}
)

// The search goes through rounds. In the first two it makes the exchanges that
// gain much. Only where goals are missed it goes on with lesser ones, and weighs
// more what is missed: each exchange is a chunk or two with another ID.
const (
	firstGain  = 0.5 // in chunks
	secondGain = 0.2
	leastGain  = 0.1
	maxRounds  = 8
	weighMore  = 1.5
)

// Prices of what chunks are better without, in chunks.
const (
	priceTorn  = 0.12 // a resource in one chunk more
	priceSplit = 0.02 // a group in one chunk more
	priceOver  = 2.0  // a target full of tokens beyond the target
	priceSmall = 50.0 // an operation below the least number
)

// Bounds of the search: of how often it goes through all chunks in a round, and
// of its work in all.
const (
	maxPasses = 4
	maxSteps  = 30_000_000
)

// search moves operations between chunks while that makes them better. It makes
// no chunk larger than the maximum or smaller than the least number.
type search struct {
	*session
	stakes
	plain    baseline
	holds    [][]int32 // by operation: its atoms, its group and its resource
	price    []float64 // by atom: of one more chunk with it
	size     []int32   // by atom: tokens
	resource []int32   // by operation
	sets     []set
	inFamily []int   // by family, for strangers
	usual    float64 // complexity
	variance float64 // that costs as much as stakes.uneven says
	steps    int     // that are left
	mark     []int   // by atom, for whoever goes through some
	marks    int
	gain     float64  // that an exchange must have
	of       families // of the pair that exchanges, to be used again
}

// set is a chunk that is not written yet.
type set struct {
	ops    []int // those of a resource next to each other
	tokens int
	score  float64
	pass   int // in which it last changed
}

// search makes chunks better. Only those that one encoder writes exchange
// operations with each other.
func (s *session) search(packs [][]int) [][]int {
	byLevel := make([][][]int, len(s.levels))
	mixed := false
	for _, ops := range packs {
		level := s.levelOf(ops)
		byLevel[level] = append(byLevel[level], ops)
		for _, i := range ops {
			mixed = mixed || s.ops[i].written != level
			s.ops[i].written = level
		}
	}
	if mixed {
		s.atoms = s.atomize()
	}
	var out [][]int
	for _, packs := range byLevel {
		if len(packs) < 2 {
			out = append(out, packs...)
			continue
		}
		x := s.newSearch(packs)
		x.run()
		for i := range x.sets {
			out = append(out, x.sets[i].ops)
		}
	}
	return out
}

func (s *session) newSearch(packs [][]int) *search {
	x := &search{
		session: s, stakes: firstStakes, plain: s.inDocumentOrder(packs), steps: maxSteps,
		size: slices.Clone(s.atoms.tokens), price: make([]float64, len(s.atoms.tokens)),
		holds: make([][]int32, len(s.ops)), resource: make([]int32, len(s.ops)), inFamily: make([]int, len(s.ops)),
	}
	groups := map[string]int32{}
	resources := map[[2]string]int32{}
	for _, ops := range packs {
		for _, i := range ops {
			op := &s.ops[i]
			x.resource[i] = number(x, resources, [2]string{op.group, op.resource}, priceTorn)
			x.holds[i] = append(slices.Clip(s.atoms.of[i]), number(x, groups, op.group, priceSplit), x.resource[i])
		}
	}
	x.mark = make([]int, len(x.size))
	count := make([]int32, len(x.size))
	for _, ops := range packs {
		one := set{ops: slices.Clone(ops)}
		slices.SortFunc(one.ops, x.byResource)
		for _, i := range ops {
			one.score += s.ops[i].score
		}
		one.tokens = x.put(count, one.ops).tokens
		x.take(count, one.ops)
		x.usual += one.score / float64(len(packs))
		x.sets = append(x.sets, one)
	}
	x.usual, x.variance = coarse(x.usual), coarse(x.plain.variance)
	return x
}

func (x *search) byResource(i, j int) int {
	return cmp.Or(cmp.Compare(x.resource[i], x.resource[j]), cmp.Compare(i, j))
}

// number gives what operations have in common a number among the atoms.
func number[K comparable](x *search, known map[K]int32, key K, price float64) int32 {
	n, ok := known[key]
	if !ok {
		n = int32(len(x.size))
		known[key] = n
		x.size = append(x.size, 0)
		x.price = append(x.price, price)
	}
	return n
}

func (x *search) run() {
	a, b := x.side(), x.side()
	rate := coarse(float64(len(x.sets)) / x.plain.repeated)
	for round := range maxRounds {
		x.gain = []float64{firstGain, secondGain, leastGain}[min(round, 2)]
		for n, tokens := range x.atoms.tokens {
			x.price[n] = x.repeated * rate * float64(tokens)
		}
		for i := range x.sets {
			x.sets[i].pass = 1
		}
		for pass := 1; pass <= maxPasses && x.pass(pass, a, b); pass++ {
		}
		missed := x.missed()
		if round > 0 && len(missed) == 0 {
			return
		}
		if round > 1 {
			for _, weight := range missed {
				*weight *= weighMore
			}
		}
	}
}

// pass goes through all pairs of chunks of which one has changed.
func (x *search) pass(pass int, a, b *side) bool {
	better := false
	for i, partners := range x.partners() {
		a.open(i)
		for _, j := range partners {
			if x.steps <= 0 {
				break
			}
			if x.sets[i].pass < pass && x.sets[j].pass < pass {
				continue
			}
			b.open(j)
			if x.potential(a, b) > x.gain && (x.improve(a, b) || x.consolidate(a, b) || x.consolidate(b, a)) {
				a.now.pass, b.now.pass = pass+1, pass+1
				better = true
			}
			b.close()
		}
		a.close()
	}
	return better
}

// missed gives the stakes of what misses its goal.
func (x *search) missed() []*float64 {
	var packs [][]int
	strangers, operations := 0, 0
	for i := range x.sets {
		packs = append(packs, x.sets[i].ops)
		strangers += x.strangers(x.sets[i].ops)
		operations += len(x.sets[i].ops)
	}
	is := x.measure(packs)
	var out []*float64
	if is.repeated > goals.repeated*x.plain.repeated {
		out = append(out, &x.repeated)
	}
	if is.variance > goals.uneven*x.plain.variance {
		out = append(out, &x.uneven)
	}
	if float64(strangers) > goals.stranger*float64(operations) {
		out = append(out, &x.stranger)
	}
	return out
}
