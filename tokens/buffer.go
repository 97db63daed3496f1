package tokens

import "sync"

// buffer is the working memory of one merge.
type buffer struct {
	starts, next, prev []uint32
	tree               pairs
}

var buffers sync.Pool

// takeBuffer lends a buffer; its free gives it back.
func takeBuffer() *buffer {
	if b, ok := buffers.Get().(*buffer); ok {
		return b
	}
	return new(buffer)
}

// keptBuffer is the longest piece whose working memory is kept for the next one.
const keptBuffer = 1 << 16

func (b *buffer) grow(n int) {
	if cap(b.next) < n {
		b.next, b.prev, b.tree = make([]uint32, n), make([]uint32, n), make(pairs, 2*n)
	}
	b.next, b.prev, b.tree = b.next[:n], b.prev[:n], b.tree[:2*n]
}

// free gives b back.
func (b *buffer) free() {
	if cap(b.next) <= keptBuffer {
		buffers.Put(b)
	}
}
