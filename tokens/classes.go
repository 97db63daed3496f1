package tokens

import (
	"sync"
	"unicode/utf8"
)

// class is what the splitting rules need to know about a character. Each class is a
// bit, so that a set of classes is tested at once.
type class uint8

const (
	upper    class = 1 << iota // Lu, Lt
	lower                      // Ll
	caseless                   // Lm, Lo: letters that stand for both cases
	mark                       // M
	number                     // N
	space                      // White_Space but for the two below
	newline                    // CR and LF
	other                      // everything else

	letter = upper | lower | caseless
	blank  = space | newline
	// wordLike are what o200k_base builds words of.
	wordLike = letter | mark
)

const (
	blockBits = 7
	blockSize = 1 << blockBits
)

// classTable is a two-stage table: stage finds the block of a code point, equal
// blocks are kept once.
type classTable struct {
	stage  [(utf8.MaxRune + 1) >> blockBits]uint16
	blocks []([blockSize]class)
}

func (t *classTable) of(r rune) class {
	return t.blocks[t.stage[r>>blockBits]][r&(blockSize-1)]
}

// ascii holds the classes below 0x80; above, zero says "decode first".
var ascii = func() (table [256]class) {
	for b := range 0x80 {
		switch {
		case b >= 'A' && b <= 'Z':
			table[b] = upper
		case b >= 'a' && b <= 'z':
			table[b] = lower
		case b >= '0' && b <= '9':
			table[b] = number
		case b == '\n' || b == '\r':
			table[b] = newline
		case b == ' ' || b >= '\t' && b <= '\f':
			table[b] = space
		default:
			table[b] = other
		}
	}
	return table
}()

// classes is the whole table, made when the first vocabulary is.
var classes = sync.OnceValue(func() *classTable { return parseClasses(classRuns) })

// parseClasses reads runs of a length and a letter: u, l, c, m, d, s, n and o for
// the classes above, in that order.
func parseClasses(runs string) *classTable {
	table := &classTable{}
	known := map[[blockSize]class]uint16{}
	var block [blockSize]class
	at, length := 0, 0
	for i := range len(runs) {
		if b := runs[i]; b >= '0' && b <= '9' {
			length = 10*length + int(b-'0')
			continue
		}
		c := classLetter(runs[i])
		for end := at + max(length, 1); at < end; {
			from := at % blockSize
			to := min(blockSize, from+end-at)
			for k := from; k < to; k++ {
				block[k] = c
			}
			if at += to - from; to < blockSize {
				break
			}
			index, ok := known[block]
			if !ok {
				index = uint16(len(table.blocks))
				known[block] = index
				table.blocks = append(table.blocks, block)
			}
			table.stage[at/blockSize-1] = index
			for ; from == 0 && end-at >= blockSize; at += blockSize {
				table.stage[at/blockSize] = index // most runs are far longer than a block
			}
		}
		length = 0
	}
	return table
}

func classLetter(b byte) class {
	switch b {
	case 'u':
		return upper
	case 'l':
		return lower
	case 'c':
		return caseless
	case 'm':
		return mark
	case 'd':
		return number
	case 's':
		return space
	case 'n':
		return newline
	default:
		return other
	}
}
