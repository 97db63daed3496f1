package tokens

import "unicode/utf8"

// cl100k gives the end of the piece of cl100k_base that begins at i:
//
//	(?i:'s|'t|'re|'ve|'m|'ll|'d)
//	[^\r\n\p{L}\p{N}]?\p{L}+
//	\p{N}{1,3}
//	 ?[^\s\p{L}\p{N}]+[\r\n]*
//	\s*[\r\n]+
//	\s+(?!\S)
//	\s+
//
// Like o200k it knows ASCII, and leaves the rest to cl100kAny.
func (sp *splitter) cl100k(s string, i int) int {
	j := i
	c := ascii[s[i]]
	if c&(space|other) != 0 && i+1 < len(s) {
		if s[i] == '\'' {
			if end := contraction(s, i); end > i {
				return end
			}
		}
		if next := ascii[s[i+1]]; next&(upper|lower) != 0 || next == other && s[i] == ' ' {
			j, c = i+1, next
		}
	}
	switch c {
	case upper, lower:
		for j < len(s) && ascii[s[j]]&(upper|lower) != 0 {
			j++
		}
	case other:
		for j < len(s) && ascii[s[j]] == other {
			j++
		}
		j = past(s, j, "\r\n")
	case number:
		return sp.digits(s, i)
	case newline:
		return sp.blanks(s, i, true)
	default:
		return sp.cl100kAny(s, i)
	}
	if j < len(s) && s[j] >= utf8.RuneSelf {
		return sp.cl100kAny(s, i)
	}
	return j
}

// cl100kAny is cl100k for every text.
func (sp *splitter) cl100kAny(s string, i int) int {
	if end := contraction(s, i); end > i {
		return end
	}
	c, size := sp.at(s, i)
	after := i + size
	switch {
	case c&letter != 0:
		return sp.run(s, i, letter)
	case c == number:
		return sp.digits(s, i)
	case c != newline && after < len(s):
		if next, _ := sp.at(s, after); next&letter != 0 {
			return sp.run(s, after, letter)
		}
	}
	return sp.others(s, i, "\r\n")
}
