package tokens

import "sync/atomic"

// cache remembers how many tokens recent pieces have. Descriptions repeat their
// words, so nearly all of a text is answered from here. It has a fixed size, a piece
// has one place in it, and a later piece takes the place of an earlier one. It is
// safe for concurrent use, and nobody ever waits: a reader that meets a writer counts
// the piece itself, and a writer that meets another writes nothing.
type cache struct {
	short [1 << shortBits]atomic.Uint64
	long  [1 << longBits]longEntry
}

const (
	shortBits  = 15  // 256 KiB
	longBits   = 14  // 2 MiB
	shortLimit = 7   // bytes of a piece in a short entry
	longLimit  = 120 // bytes of a piece in a long entry: sentences that are written without blanks too
)

// A short entry is one word: the bytes of the piece, and in the highest byte its
// length and its count, which is never zero.
func shortKey(s string, from, to int) uint64 {
	n := to - from
	return partWord(s, from, n) | uint64(n)<<60
}

func (c *cache) getShort(key uint64) (count int, ok bool) {
	entry := c.shortEntry(key).Load()
	const countBits = 15 << 56
	if entry&^countBits != key || entry == 0 {
		return 0, false
	}
	return int(entry>>56) & 15, true
}

func (c *cache) putShort(key uint64, count int) {
	c.shortEntry(key).Store(key | uint64(count)<<56)
}

func (c *cache) shortEntry(key uint64) *atomic.Uint64 {
	return &c.short[mix(key)>>(64-shortBits)]
}

// longEntry is two cache lines, of which most pieces need one. state is odd while somebody writes, and changes with
// every write: a reader that finds the same even state before and after has read one
// piece and its own count. Its low half is that version, then the count and length.
type longEntry struct {
	state atomic.Uint64
	words [longLimit / 8]atomic.Uint64
}

func (c *cache) getLong(hash uint64, s string, from, to int) (count int, ok bool) {
	e := c.longEntry(hash)
	state := e.state.Load()
	if state&1 != 0 || int(state>>48) != to-from {
		return 0, false
	}
	for k := 0; from < to; k++ {
		if e.words[k].Load() != partWord(s, from, min(8, to-from)) {
			return 0, false
		}
		from += 8
	}
	return int(state>>32) & 0xffff, e.state.Load() == state
}

func (c *cache) putLong(hash uint64, s string, from, to, count int) {
	e := c.longEntry(hash)
	state := e.state.Load()
	if state&1 != 0 || !e.state.CompareAndSwap(state, state|1) {
		return
	}
	version := uint64(uint32(state) + 2)
	length := uint64(to - from)
	for k := 0; from < to; k++ {
		e.words[k].Store(partWord(s, from, min(8, to-from)))
		from += 8
	}
	e.state.Store(length<<48 | uint64(count)<<32 | version)
}

func (c *cache) longEntry(hash uint64) *longEntry { return &c.long[hash>>(64-longBits)] }
