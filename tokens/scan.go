package tokens

import (
	"strings"
	"unicode/utf8"
)

// splitter finds the pieces that a text is cut into before any merging: no token
// reaches from one piece into the next. The published rules are regular expressions
// with look-ahead; these are the same rules as code.
//
// The text given to its functions is valid UTF-8.
type splitter struct {
	classes *classTable
}

// at gives the class and the length of the character at i, which is inside s.
func (sp *splitter) at(s string, i int) (c class, size int) {
	if c = ascii[s[i]]; c != 0 {
		return c, 1
	}
	return sp.decode(s, i)
}

// decode is at for characters that are not ASCII. The loops below ask the table
// themselves and come here for the rest: a call for each byte would be most of the
// time that counting takes.
func (sp *splitter) decode(s string, i int) (class, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	return sp.classes.of(r), size
}

// run gives the end of the longest run of characters of set from i on.
func (sp *splitter) run(s string, i int, set class) int {
	for i < len(s) {
		c, size := ascii[s[i]], 1
		if c == 0 {
			c, size = sp.decode(s, i)
		}
		if c&set == 0 {
			break
		}
		i += size
	}
	return i
}

// digits gives the end of `\p{N}{1,3}` at i, where a number is.
func (sp *splitter) digits(s string, i int) int {
	for range 3 {
		if i == len(s) {
			break
		}
		c, size := sp.at(s, i)
		if c != number {
			break
		}
		i += size
	}
	return i
}

// blanks gives the end of white space at i, where some is, by the rules
// `\s*[\r\n]+|\s+(?!\S)|\s+`, or without the first where newlines is false: up to the
// last line end; or else all of it at the end of the text; or else all but the last
// character, which goes with what follows; or else that one character.
func (sp *splitter) blanks(s string, i int, newlines bool) int {
	end, last, lines := i, i, 0
	for end < len(s) {
		c, size := ascii[s[end]], 1
		if c == 0 {
			c, size = sp.decode(s, end)
		}
		if c&blank == 0 {
			break
		}
		last = end
		end += size
		if c == newline {
			lines = end
		}
	}
	switch {
	case newlines && lines > 0:
		return lines
	case end == len(s) || last == i:
		return end
	default:
		return last
	}
}

// others gives the end of ` ?[^\s\p{L}\p{N}]+` at i and of the characters of trail after
// it, or else that of the white space that is there.
func (sp *splitter) others(s string, i int, trail string) int {
	c, size := sp.at(s, i)
	start := i
	if s[i] == ' ' && i+size < len(s) {
		start += size
		c, _ = sp.at(s, start)
	}
	if c&(other|mark) == 0 {
		return sp.blanks(s, i, true)
	}
	return past(s, sp.run(s, start, other|mark), trail)
}

// past gives the end of the run of characters of set from i on, all of them ASCII.
func past(s string, i int, set string) int {
	for i < len(s) && strings.IndexByte(set, s[i]) >= 0 {
		i++
	}
	return i
}

// contraction gives the end of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at i, or i where there
// is none. Folding case makes an s of U+017F too.
func contraction(s string, i int) int {
	if i+1 >= len(s) || s[i] != '\'' {
		return i
	}
	second := byte(0)
	switch s[i+1] | 0x20 {
	case 's', 't', 'm', 'd':
		return i + 2
	case 'r', 'v':
		second = 'e'
	case 'l':
		second = 'l'
	case 0xc5 | 0x20:
		if i+2 < len(s) && s[i+1] == 0xc5 && s[i+2] == 0xbf {
			return i + 3
		}
	}
	if second != 0 && i+2 < len(s) && s[i+2]|0x20 == second {
		return i + 3
	}
	return i
}
