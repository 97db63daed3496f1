package optimizer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// says reports whether a text says more than names do: whether it has words that
// none of the names has, such as that of the field and of the thing it belongs to.
func says(text string, names ...string) bool {
	news := false
	eachWord(text, func(w string) bool {
		news = !idle(w) && !known(w, names)
		return !news
	})
	return news
}

// known reports whether one of the names has the word, or is short for it as
// "org" is for "organization".
func known(w string, names []string) bool {
	found := false
	for _, name := range names {
		eachWord(name, func(have string) bool {
			short, long := stem(have), stem(w)
			if len(short) > len(long) {
				short, long = long, short
			}
			found = len(short) == len(long) && strings.EqualFold(short, long) ||
				len(short) >= 3 && len(short) < len(long) && strings.EqualFold(short, long[:len(short)])
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// idleWords say nothing by themselves in the text of a field.
var idleWords = map[string]bool{
	"the": true, "a": true, "an": true, "of": true, "this": true, "is": true, "for": true, "to": true, "in": true,
	"its": true, "that": true, "which": true, "on": true, "by": true, "and": true, "s": true, "it": true, "was": true,
	"are": true, "has": true, "be": true, "as": true, "at": true, "with": true, "unique": true, "identifier": true,
	"id": true, "value": true, "given": true, "specified": true, "associated": true,
	"object": true, "resource": true, "field": true, "string": true, "represents": true, "contains": true,
	"指定": true, "情報": true, "識別子": true, "一意": true, "値": true,
}

func idle(w string) bool {
	if len(w) > 12 {
		return false
	}
	if idleWords[w] {
		return true
	}
	var small [12]byte
	for i := range len(w) {
		c := w[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		small[i] = c
	}
	return idleWords[string(small[:len(w)])]
}

// stem takes the simplest ending off.
func stem(w string) string {
	if len(w) > 3 && w[len(w)-1]|0x20 == 's' {
		return w[:len(w)-1]
	}
	return w
}

// eachWord takes a text or name apart at everything that is no letter or digit,
// where a capital follows a small letter, and where a script changes, since some
// put no spaces between words. What is left of Japanese when Kanji and Katakana
// are taken out are endings and particles, and no words here.
func eachWord(text string, yield func(string) bool) {
	const (
		none = iota
		small
		capital
		han
		katakana
	)
	start, last := 0, none
	for i, r := range text {
		class := none
		switch {
		case r < utf8.RuneSelf:
			switch c := byte(r); {
			case c >= 'A' && c <= 'Z':
				class = capital
			case isLetter(c), c >= '0' && c <= '9':
				class = small
			}
		case unicode.Is(unicode.Hiragana, r):
		case unicode.Is(unicode.Han, r):
			class = han
		case unicode.Is(unicode.Katakana, r), r == 'ー':
			class = katakana
		case unicode.IsUpper(r):
			class = capital
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			class = small
		}
		ends := class != last && !(last == capital && class == small)
		if ends {
			if last != none && !yield(text[start:i]) {
				return
			}
			start = i
		}
		last = class
	}
	if last != none {
		yield(text[start:])
	}
}
