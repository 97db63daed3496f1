package chunker

import "slices"

// heavy is the price of something that is worth clearing a chunk of.
const heavy = 0.15

// consolidate clears a chunk, from, of the dearest thing that two chunks hold:
// one by one, the operations that need it change places with those of the other
// chunk that do not. The way there leads uphill, so in the end all of that stays
// or nothing.
func (x *search) consolidate(into, from *side) bool {
	dearest := int32(-1)
	x.each(into.now.ops, func(h int32) {
		if from.count[h] > 0 && int(into.count[h]) < len(into.now.ops) && x.price[h] >= heavy &&
			(dearest < 0 || x.price[h] > x.price[dearest]) {
			dearest = h
		}
	})
	if dearest < 0 {
		return false
	}
	oldInto, oldFrom := *into.now, *from.now
	before := into.whole() + from.whole()
	for from.count[dearest] > 0 {
		n := slices.IndexFunc(from.now.ops, func(i int) bool { return slices.Contains(x.holds[i], dearest) })
		moved := from.now.ops[n : n+1 : n+1]
		back := x.replacement(into, from, moved, dearest)
		if back == nil {
			break
		}
		into.replace(back, moved)
		from.replace(moved, back)
	}
	if from.count[dearest] == 0 && into.whole()+from.whole() < before-x.gain &&
		into.now.tokens <= max(x.limit(), oldInto.tokens) && from.now.tokens <= max(x.limit(), oldFrom.tokens) {
		return true
	}
	into.close()
	from.close()
	*into.now, *from.now = oldInto, oldFrom
	into.put(into.count, into.now.ops)
	from.put(from.count, from.now.ops)
	return false
}

// replacement finds the operation that had best take the place of another.
func (x *search) replacement(into, from *side, moved []int, without int32) []int {
	from.take(from.count, moved)
	into.put(into.count, moved)
	var back []int
	least := 0.0
	for n, i := range into.now.ops {
		if slices.Contains(x.holds[i], without) {
			continue
		}
		one := into.now.ops[n : n+1 : n+1]
		change := x.ops[i].score - x.ops[moved[0]].score
		cost := from.entering(one).price - into.leaving(one).price +
			x.unevenness(into.now.score-change) + x.unevenness(from.now.score+change)
		if back == nil || cost < least {
			back, least = one, cost
		}
	}
	into.take(into.count, moved)
	from.put(from.count, moved)
	return slices.Clone(back)
}

// whole is the cost of a chunk and of what it holds.
func (d *side) whole() float64 { return d.cost() + d.leaving(d.now.ops).price }
