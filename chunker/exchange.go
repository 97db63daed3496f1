package chunker

import "slices"

// maxExchanges bounds how often a pair of chunks exchanges operations in a pass.
const maxExchanges = 8

// potential is more than two chunks can gain by any exchange.
func (x *search) potential(a, b *side) float64 {
	apart := (a.now.score - b.now.score) / x.usual
	sum := x.uneven * apart * apart / 2 / x.variance
	sum += x.stranger * float64(x.strangers(a.now.ops)+x.strangers(b.now.ops))
	sum += x.shape(x.usual, a.now.tokens, len(a.now.ops)) + x.shape(x.usual, b.now.tokens, len(b.now.ops))
	if sum <= x.gain {
		x.each(a.now.ops, func(h int32) {
			if b.count[h] > 0 {
				sum += x.price[h]
			}
		})
	}
	return sum
}

// improve makes the best exchange between two chunks until none is left.
func (x *search) improve(a, b *side) bool {
	done := 0
	for done < maxExchanges && x.exchange(a, b) {
		done++
	}
	return done > 0
}

// families counts the operations of each family on both sides.
type families struct {
	known []int
	a, b  []int
}

func (f *families) index(family int) int {
	if k := slices.Index(f.known, family); k >= 0 {
		return k
	}
	f.known = append(f.known, family)
	f.a = append(f.a, 0)
	f.b = append(f.b, 0)
	return len(f.known) - 1
}

func (x *search) families(a, b *side) *families {
	f := &x.of
	f.known, f.a, f.b = f.known[:0], f.a[:0], f.b[:0]
	for _, i := range a.now.ops {
		f.a[f.index(x.ops[i].family)]++
	}
	for _, i := range b.now.ops {
		f.b[f.index(x.ops[i].family)]++
	}
	for _, items := range [][]item{a.items, b.items} {
		for n := range items {
			items[n].family = f.index(items[n].family)
		}
	}
	return f
}

// strangers counts the operations outside their chunk's main family, were two
// items exchanged.
func (f *families) strangers(fromA, fromB *item) int {
	largestA, largestB, all := 0, 0, 0
	for k := range f.known {
		inA, inB := f.a[k], f.b[k]
		if fromA.family == k {
			inA -= len(fromA.ops)
			inB += len(fromA.ops)
		}
		if fromB.family == k {
			inA += len(fromB.ops)
			inB -= len(fromB.ops)
		}
		largestA, largestB = max(largestA, inA), max(largestB, inB)
		all += inA + inB
	}
	return all - largestA - largestB
}

// exchange makes the best exchange of two items, or of one for nothing.
func (x *search) exchange(a, b *side) bool {
	a.list(b)
	b.list(a)
	f := x.families(a, b)
	a.items, b.items = append(a.items, item{}), append(b.items, item{}) // nothing
	before := a.cost() + b.cost()
	best := before - x.gain
	var bestA, bestB *item
	for i := range a.items {
		fromA := &a.items[i]
		for j := range b.items {
			fromB := &b.items[j]
			more := len(fromB.ops) - len(fromA.ops)
			if !x.allowed(len(a.now.ops), more) || !x.allowed(len(b.now.ops), -more) {
				continue
			}
			x.steps--
			scoreA := a.now.score - fromA.score + fromB.score
			scoreB := b.now.score - fromB.score + fromA.score
			// A first guess, which is too low where both items hold the same.
			now := x.unevenness(scoreA) + x.unevenness(scoreB) +
				fromA.enter.price - fromA.leave.price + fromB.enter.price - fromB.leave.price
			if now >= best {
				continue
			}
			x.steps -= len(f.known)
			if now += x.stranger * float64(f.strangers(fromA, fromB)); now >= best {
				continue
			}
			outA, outB := a.take(a.count, fromA.ops), b.take(b.count, fromB.ops)
			inA, inB := a.entering(fromB.ops), b.entering(fromA.ops)
			a.put(a.count, fromA.ops)
			b.put(b.count, fromB.ops)
			tokensA := a.now.tokens - outA.tokens + inA.tokens
			tokensB := b.now.tokens - outB.tokens + inB.tokens
			if tokensA > max(x.limit(), a.now.tokens) || tokensB > max(x.limit(), b.now.tokens) {
				continue
			}
			now = inA.price - outA.price + inB.price - outB.price + x.stranger*float64(f.strangers(fromA, fromB)) +
				x.shape(scoreA, tokensA, len(a.now.ops)+more) + x.shape(scoreB, tokensB, len(b.now.ops)-more)
			if now < best {
				best, bestA, bestB = now, fromA, fromB
			}
		}
	}
	if bestA == nil {
		return false
	}
	out, in := slices.Clone(bestA.ops), slices.Clone(bestB.ops)
	a.replace(out, in)
	b.replace(in, out)
	return true
}

// allowed reports whether a chunk may have so many operations more.
func (x *search) allowed(ops, more int) bool {
	return ops+more <= x.most && ops+more >= max(1, min(x.least, ops))
}

// limit is the maximum for sums of parts, which are seldom less than the tokens
// of the whole, and never by a four-hundredth (measured on the descriptions of TestQuality: up to 1.003 of the sum, mostly
// 0.99); a text that is over in the end is packed again.
func (x *search) limit() int { return x.max - x.max/400 }
