package chunker

import "fmt"

// Bounds of what a counter can mean, and of what an error shows of a text.
const (
	maxCount    = 1_000_000_000
	shownOfText = 60
)

// checked is a caller's counter in use for one document. It keeps the first
// number that makes no sense, and counts nothing in its place.
type checked struct {
	counter Counter
	err     error
}

func (c *checked) Count(text string) int {
	n := c.counter.Count(text)
	if n < 0 || n > maxCount {
		c.complain("%d tokens of %q", n, first(text, shownOfText))
		return 0
	}
	return n
}

func (c *checked) complain(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("the counter says "+format, args...)
	}
}
