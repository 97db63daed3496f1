package optimizer

import (
	"regexp"
	"strings"
	"unicode"
)

// brief gives the first sentence of a text in at most so many words, in one
// line and without Markdown. A cut is marked by an ellipsis.
func brief(text string, words int) string {
	if words <= 0 {
		return ""
	}
	if len(text) > 4_000 { // the rest would be cut anyway
		text = strings.ToValidUTF8(text[:4_000], "")
	}
	return cutWords(sentence(strings.Join(strings.FieldsFunc(stripMarkdown(text), isSpace), " ")), words)
}

// isSpace holds for everything that could end a line or stand between words.
// Control characters count, so that no text can begin a line of its own.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r)
}

var (
	markdownLink  = regexp.MustCompile(`!?\[([^\[\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)`)
	markdownFence = regexp.MustCompile("(?s)```.*?(?:```|$)")
	htmlTag       = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|<!--.*?-->`)
	markdownLine  = regexp.MustCompile(`(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\|[-| :]*\|?[ \t]*$)`)
	markdownMark  = strings.NewReplacer("**", "", "__", "", "`", "")
)

func stripMarkdown(text string) string {
	text = markdownFence.ReplaceAllString(text, " ")
	text = markdownLink.ReplaceAllString(text, "$1")
	text = htmlTag.ReplaceAllString(text, " ")
	text = markdownLine.ReplaceAllString(text, "")
	return markdownMark.Replace(text)
}

// sentence cuts a line behind its first sentence. A full stop ends one only
// before a space and a character that can begin one, and not after an
// abbreviation; the stops of scripts without spaces always do.
func sentence(text string) string {
	for i, r := range text {
		switch r {
		case '。', '！', '？', '｡', '।', '።':
			return text[:i+len(string(r))]
		case '.', '!', '?':
			rest := text[i+1:]
			if len(rest) < 2 || rest[0] != ' ' {
				continue
			}
			next := []rune(rest[1:min(len(rest), 8)])[0]
			if unicode.IsLower(next) || r == '.' && abbreviation(text[:i]) {
				continue
			}
			return text[:i]
		}
	}
	return strings.TrimRight(text, ".")
}

// abbreviation reports whether a text ends like "e.g" or "Dr": a short word
// with a stop in it, or a single letter.
func abbreviation(text string) bool {
	last := text[strings.LastIndexByte(text, ' ')+1:]
	last = strings.TrimLeft(last, "(\"'")
	switch strings.ToLower(last) {
	case "e.g", "i.e", "etc", "vs", "cf", "approx", "incl", "no", "dr", "mr", "ms", "st", "eg", "ie":
		return true
	}
	return len(last) == 1 && unicode.IsLetter(rune(last[0]))
}

// cutWords keeps so many words. In scripts that do not put spaces between words
// two characters count as a word.
func cutWords(text string, words int) string {
	left := 2 * words // in halves of a word
	inWord := false
	for i, r := range text {
		switch {
		case r == ' ':
			inWord = false
			continue
		case unspaced(r):
			left--
			inWord = false
		case !inWord:
			left -= 2
			inWord = true
		}
		if left < 0 {
			return strings.TrimRight(text[:i], " ,;:") + "…"
		}
	}
	return text
}

func unspaced(r rune) bool {
	return r > 0xE00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// says reports whether a text says more than a name does: whether it has words
// that the name and other names around it do not have.
func says(text string, names ...string) bool {
	known := map[string]bool{}
	for _, name := range names {
		for _, w := range wordsOf(name) {
			known[stem(w)] = true
		}
	}
	for _, w := range wordsOf(text) {
		if !idle[w] && !known[stem(w)] {
			return true
		}
	}
	return false
}

var idle = map[string]bool{
	"the": true, "a": true, "an": true, "of": true, "this": true, "is": true, "for": true, "to": true, "in": true,
	"its": true, "that": true, "which": true, "on": true, "by": true, "and": true, "s": true,
}

// stem takes the simplest endings off.
func stem(w string) string {
	if len(w) > 3 {
		w = strings.TrimSuffix(w, "s")
	}
	return w
}

// wordsOf splits a text or name at everything that is no letter or digit, and
// where a capital follows a small letter.
func wordsOf(text string) []string {
	var out []string
	var word strings.Builder
	small := false
	end := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			small = false
			continue
		case unicode.IsUpper(r) && small:
			end()
		}
		small = unicode.IsLower(r) || unicode.IsDigit(r)
		word.WriteRune(unicode.ToLower(r))
	}
	end()
	return out
}
