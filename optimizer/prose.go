package optimizer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxProse bounds how much of a text is read for its first sentence, in bytes.
const maxProse = 4_000

// brief gives the first sentence of a text in at most so many words, in one line
// and without Markdown and HTML. A cut is marked by an ellipsis. It reads no
// further than it must.
func brief(text string, words int) string {
	if words <= 0 || text == "" {
		return ""
	}
	cut := false
	if len(text) > maxProse {
		text, cut = text[:maxProse], true
	}
	b := briefer{text: text, left: 2 * words, lineStart: true, out: make([]byte, 0, min(len(text), 10*words))}
	b.run()
	if b.over || cut && b.at >= len(text) {
		return strings.TrimRight(string(b.out), " ,;:") + "…"
	}
	return strings.TrimRight(string(b.out), " .")
}

// briefer reads a text once, up to the end of its first sentence.
type briefer struct {
	text      string
	at        int
	out       []byte
	left      int // halves of a word that there is room for
	over      bool
	inWord    bool
	lineStart bool
	heading   bool // this line is one
}

func (b *briefer) run() {
	for b.at < len(b.text) {
		if b.lineStart {
			b.lineStart = false
			if b.begin() || b.at >= len(b.text) {
				continue
			}
		}
		c := b.text[b.at]
		switch c {
		case '\n':
			if b.breaks() {
				return
			}
			continue
		case '`', '*', '_', '[', ']', '!', '<', '\\':
			if n := b.mark(c); n > 0 {
				b.at += n
				continue
			}
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			if r, size = utf8.DecodeRuneInString(b.text[b.at:]); r == utf8.RuneError && size == 1 {
				b.at++
				continue
			}
		}
		b.at += size
		if isSpace(r) {
			b.space()
			continue
		}
		if !b.put(r) || b.ends(r) {
			return
		}
	}
}

// begin skips what stands for Markdown at the beginning of a line. It reports
// whether there may be more of it.
func (b *briefer) begin() bool {
	rest := strings.TrimLeft(b.text[b.at:], " \t")
	b.at = len(b.text) - len(rest)
	b.heading = false
	switch {
	case strings.HasPrefix(rest, "```"):
		end := strings.Index(rest[3:], "```")
		if end < 0 {
			b.at = len(b.text)
		} else {
			b.at += 3 + end + 3
		}
		b.space()
		return true
	case strings.HasPrefix(rest, "#"):
		if text := strings.TrimLeft(rest, "#"); strings.HasPrefix(text, " ") && len(rest)-len(text) <= 6 {
			b.at = len(b.text) - len(text)
			b.heading = true
		}
	case strings.HasPrefix(rest, ">"):
		b.at++
		b.lineStart = true
		return true
	case strings.HasPrefix(rest, "- "), strings.HasPrefix(rest, "* "), strings.HasPrefix(rest, "+ "):
		b.at += 2
	case strings.HasPrefix(rest, "|"):
		if line, _, _ := strings.Cut(rest, "\n"); strings.Trim(line, "|-: \t\r") == "" {
			b.at += len(line)
		}
	}
	return false
}

// breaks passes a line break, and reports whether a paragraph ends there.
func (b *briefer) breaks() bool {
	b.at++
	b.lineStart = true
	rest := strings.TrimLeft(b.text[b.at:], " \t\r")
	b.space()
	return strings.HasPrefix(rest, "\n") && !b.heading && len(b.out) > 0
}

// mark tells how many bytes of Markdown or HTML stand here, 0 for none.
func (b *briefer) mark(c byte) int {
	rest := b.text[b.at:]
	switch c {
	case '`':
		return 1
	case '*', '_':
		if len(rest) > 1 && rest[1] == c {
			return 2
		}
		if c == '*' && (len(rest) > 1 && rest[1] > ' ' || len(b.out) > 0 && b.out[len(b.out)-1] > ' ') {
			return 1
		}
	case '!':
		if strings.HasPrefix(rest, "![") && linkAt(rest[1:]) > 0 {
			return 1
		}
	case '[':
		if linkAt(rest) > 0 {
			return 1
		}
	case ']':
		if strings.HasPrefix(rest, "](") {
			if end := strings.IndexAny(rest, ")\n"); end > 0 && rest[end] == ')' {
				return end + 1
			}
		}
	case '<':
		if strings.HasPrefix(rest, "<!--") {
			if end := strings.Index(rest, "-->"); end > 0 {
				return end + 3
			}
		}
		if len(rest) > 2 && (rest[1] == '/' || isLetter(rest[1])) {
			if end := strings.IndexAny(rest[1:], "<>"); end > 0 && rest[1+end] == '>' {
				b.space()
				return end + 2
			}
		}
	case '\\':
		if len(rest) > 1 && strings.IndexByte("*_[]()#<>`|", rest[1]) >= 0 {
			return 1
		}
	}
	return 0
}

// linkAt tells how long the text of a link in brackets is, 0 where there is none.
func linkAt(rest string) int {
	end := strings.IndexAny(rest[1:], "[]\n")
	if end >= 0 && rest[1+end] == ']' && strings.HasPrefix(rest[2+end:], "(") {
		return end + 1
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func (b *briefer) space() {
	b.inWord = false
	if n := len(b.out); n > 0 && b.out[n-1] != ' ' {
		b.out = append(b.out, ' ')
	}
}

// put writes a character, unless there is no more room. In scripts that do not
// put spaces between words two characters count as a word.
func (b *briefer) put(r rune) bool {
	switch {
	case unspaced(r):
		b.left--
		b.inWord = false
	case !b.inWord:
		b.left -= 2
		b.inWord = true
	}
	if b.over = b.left < 0; b.over {
		return false
	}
	b.out = utf8.AppendRune(b.out, r)
	return true
}

// ends reports whether a sentence ends with the character that was written last.
// A full stop ends one only before a space and a character that can begin one,
// and not after an abbreviation; the stops of scripts without spaces always do.
func (b *briefer) ends(r rune) bool {
	switch r {
	case '。', '！', '？', '｡', '।', '។', '။', '۔', '؟':
		return true
	case '.', '!', '?':
		rest := b.text[b.at:]
		next := strings.TrimLeft(rest, " \t\r\n*_")
		if len(next) == len(rest) || next == "" {
			return false
		}
		first, _ := utf8.DecodeRuneInString(next)
		if unicode.IsLower(first) || r == '.' && abbreviation(b.out[:len(b.out)-1]) {
			return false
		}
		b.out = b.out[:len(b.out)-1]
		return true
	}
	return false
}

// isSpace holds for everything that could end a line or stand between words.
// Control characters count, so that no text can begin a line of its own.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}

var abbreviations = map[string]bool{
	"e.g": true, "i.e": true, "etc": true, "vs": true, "cf": true, "approx": true, "incl": true, "no": true, "dr": true,
	"mr": true, "ms": true, "st": true, "eg": true, "ie": true,
}

// abbreviation reports whether a text ends like "e.g" or "Dr": a short word
// with a stop in it, or a single letter.
func abbreviation(text []byte) bool {
	last := strings.TrimLeft(string(text[strings.LastIndexByte(string(text), ' ')+1:]), "(\"'")
	return len(last) == 1 && isLetter(last[0]) || len(last) <= 6 && abbreviations[strings.ToLower(last)]
}

// unspaced holds for scripts that put no space between words.
func unspaced(r rune) bool {
	return r > 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
