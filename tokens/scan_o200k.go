package tokens

import "unicode/utf8"

// o200k gives the end of the piece of o200k_base that begins at i:
//
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
//	\p{N}{1,3}
//	 ?[^\s\p{L}\p{N}]+[\r\n/]*
//	\s*[\r\n]+
//	\s+(?!\S)
//	\s+
//
// This part knows ASCII; where another character may belong to the piece it leaves
// the whole of it to o200kAny.
func (sp *splitter) o200k(s string, i int) int {
	j := i
	c := ascii[s[i]]
	if c&(space|other) != 0 && i+1 < len(s) {
		// The character before a word, or a space before a run of others.
		if next := ascii[s[i+1]]; next&(upper|lower) != 0 || next == other && s[i] == ' ' {
			j, c = i+1, next
		}
	}
	switch c {
	case upper, lower:
		for j < len(s) && ascii[s[j]] == upper {
			j++
		}
		for j < len(s) && ascii[s[j]] == lower {
			j++
		}
		if j < len(s) && s[j] == '\'' {
			return contraction(s, j)
		}
	case other:
		for j < len(s) && ascii[s[j]] == other {
			j++
		}
		j = past(s, j, "\r\n/")
	case number:
		return sp.digits(s, i)
	case newline:
		return sp.blanks(s, i, true)
	default:
		return sp.o200kAny(s, i)
	}
	if j < len(s) && s[j] >= utf8.RuneSelf {
		return sp.o200kAny(s, i)
	}
	return j
}

// o200kAny is o200k for every text.
func (sp *splitter) o200kAny(s string, i int) int {
	c, size := sp.at(s, i)
	after := i + size
	switch {
	case c&letter != 0:
		end, _ := sp.word(s, i)
		return end
	case c == number:
		return sp.digits(s, i)
	case c != newline && after < len(s):
		if next, _ := sp.at(s, after); next&wordLike != 0 {
			end, small := sp.word(s, after)
			if c == mark && !small {
				// The first rule goes before the second: it takes the mark as a word
				// of its own rather than as what precedes capitals.
				return after
			}
			return end
		}
	}
	if c == mark {
		return contraction(s, after)
	}
	return sp.others(s, i, "\r\n/")
}

// word gives the end of the word at i, where a letter or mark is: capitals, then
// small letters, then a contraction; letters without case and marks pass as both.
// It tells whether anything in it passed as small: the first of the two rules.
func (sp *splitter) word(s string, i int) (end int, small bool) {
	both := -1 // end of the last letter that passed as both
	end = i
	for end < len(s) {
		c, size := sp.at(s, end)
		if c == lower {
			return contraction(s, sp.run(s, end, lower|caseless|mark)), true
		}
		if c&wordLike == 0 {
			break
		}
		end += size
		if c != upper {
			both = end
		}
	}
	if both >= 0 {
		return contraction(s, both), true
	}
	return contraction(s, end), false
}
