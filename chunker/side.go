package chunker

import "slices"

// side is one of two chunks that exchange operations.
type side struct {
	*search
	now   *set
	count []int32 // by atom: operations that hold it
	items []item
}

// item is what may go to the other side: an operation, or all of a resource.
type item struct {
	ops          []int
	score        float64
	family       int
	leave, enter cost
}

// cost is what operations add to a chunk, or save by leaving it.
type cost struct {
	price  float64
	tokens int
}

func (x *search) side() *side { return &side{search: x, count: make([]int32, len(x.size))} }

func (d *side) open(chunk int) {
	d.now = &d.sets[chunk]
	d.put(d.count, d.now.ops)
}

func (d *side) close() { d.take(d.count, d.now.ops) }

// put adds operations to the counts of what a chunk holds.
func (x *search) put(count []int32, ops []int) (c cost) {
	for _, i := range ops {
		c.tokens += int(x.atoms.own[i])
		for _, h := range x.holds[i] {
			if count[h]++; count[h] == 1 {
				c.price += x.price[h]
				c.tokens += int(x.size[h])
			}
		}
		x.steps -= len(x.holds[i])
	}
	return c
}

// take undoes put.
func (x *search) take(count []int32, ops []int) (c cost) {
	for _, i := range ops {
		c.tokens += int(x.atoms.own[i])
		for _, h := range x.holds[i] {
			if count[h]--; count[h] == 0 {
				c.price += x.price[h]
				c.tokens += int(x.size[h])
			}
		}
		x.steps -= len(x.holds[i])
	}
	return c
}

// leaving is what a chunk saves without some of its operations, and entering what
// it costs with others.
func (d *side) leaving(ops []int) cost {
	c := d.take(d.count, ops)
	d.put(d.count, ops)
	return c
}

func (d *side) entering(ops []int) cost {
	c := d.put(d.count, ops)
	d.take(d.count, ops)
	return c
}

// replace lets operations go and others in.
func (d *side) replace(out, in []int) {
	d.now.tokens -= d.take(d.count, out).tokens
	d.now.tokens += d.put(d.count, in).tokens
	d.steps -= len(d.now.ops) * len(out)
	ops := make([]int, 0, len(d.now.ops)+len(in))
	for _, i := range d.now.ops {
		if !slices.Contains(out, i) {
			ops = append(ops, i)
		}
	}
	ops = append(ops, in...)
	slices.SortFunc(ops, d.byResource)
	d.now.ops, d.now.score = ops, 0
	for _, i := range ops {
		d.now.score += d.ops[i].score
	}
}

// list finds the items, what each saves here, and what it costs on the other
// side.
func (d *side) list(other *side) {
	d.items = d.items[:0]
	ops := d.now.ops
	for start := 0; start < len(ops); {
		end := start + 1
		for end < len(ops) && d.resource[ops[end]] == d.resource[ops[start]] {
			end++
		}
		for i := start; i < end; i++ {
			d.add(ops[i:i+1], other)
		}
		if end-start > 1 {
			d.add(ops[start:end], other)
		}
		start = end
	}
}

func (d *side) add(ops []int, other *side) {
	it := item{ops: ops, family: d.ops[ops[0]].family, leave: d.leaving(ops), enter: other.entering(ops)}
	for _, i := range ops {
		it.score += d.ops[i].score
	}
	d.items = append(d.items, it)
}

// cost is the cost of a chunk but for the price of what it holds.
func (d *side) cost() float64 {
	return d.shape(d.now.score, d.now.tokens, len(d.now.ops)) + d.stranger*float64(d.strangers(d.now.ops))
}

// shape is the cost of how large and how complex a chunk is.
func (x *search) shape(score float64, tokens, ops int) float64 {
	c := x.unevenness(score)
	if tokens > x.target {
		c += priceOver * (0.02 + float64(tokens-x.target)/float64(x.target))
	}
	if ops < x.least {
		c += priceSmall * float64(x.least-ops)
	}
	return c
}

func (x *search) unevenness(score float64) float64 {
	off := score/x.usual - 1
	return x.uneven * off * off / x.variance
}

// strangers counts the operations outside the family that most belong to.
func (x *search) strangers(ops []int) int {
	largest := 0
	for _, i := range ops {
		x.inFamily[x.ops[i].family]++
		largest = max(largest, x.inFamily[x.ops[i].family])
	}
	for _, i := range ops {
		x.inFamily[x.ops[i].family] = 0
	}
	return len(ops) - largest
}
