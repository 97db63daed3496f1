package ui

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxText  = 4000 // bytes of a description that are looked at
	maxTitle = 70   // runes
	maxHelp  = 240  // runes
)

// plain turns the start of a text in HTML or Markdown into plain text in one
// line. It reads each byte a fixed number of times, whatever the text holds.
func plain(text string) string {
	text = clip(text, maxText)
	var b strings.Builder
	fenced := false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "```") || strings.HasPrefix(line, "~~~") {
			fenced = !fenced
			continue
		}
		if fenced || rule(line) {
			continue
		}
		line = strings.TrimLeft(line, "#> ")
		for _, bullet := range []string{"* ", "- ", "+ "} {
			line = strings.TrimPrefix(line, bullet)
		}
		b.WriteString(line)
		b.WriteByte(' ')
	}
	out := html.UnescapeString(stripTags(b.String()))
	out = stripMarks(out)
	return collapse(out)
}

// rule reports whether a line is only drawing: ---, ===, ***.
func rule(line string) bool {
	return len(line) > 2 && strings.Trim(line, "-=*_|: ") == ""
}

// stripTags drops what looks like an HTML tag, with the content of script and
// style. A "<" that opens none stays.
func stripTags(s string) string {
	var b strings.Builder
	last := strings.LastIndexByte(s, '>')
	skip := ""
	for i := 0; i < len(s); {
		if s[i] == '<' && i < last && i+1 < len(s) && (letter(s[i+1]) || s[i+1] == '/' || s[i+1] == '!') {
			end := i + 1 + strings.IndexByte(s[i+1:], '>')
			name := tagName(s[i+1 : end])
			switch {
			case skip != "" && name == "/"+skip:
				skip = ""
			case skip == "" && (name == "script" || name == "style"):
				skip = name
			}
			b.WriteByte(' ')
			i = end + 1
			continue
		}
		if skip == "" {
			b.WriteByte(s[i])
		}
		i++
	}
	return b.String()
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func tagName(tag string) string {
	end := strings.IndexFunc(tag, func(r rune) bool { return unicode.IsSpace(r) })
	if end >= 0 {
		tag = tag[:end]
	}
	return strings.ToLower(clip(tag, 16))
}

// stripMarks drops Markdown's marks: the target of links, emphasis and code.
func stripMarks(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "]("):
			end := closing(s, i+2)
			if end < 0 {
				b.WriteByte(s[i])
				i++
				continue
			}
			i = end + 1
		case s[i] == '[' || s[i] == ']' || s[i] == '`':
			i++
		case s[i] == '!' && i+1 < len(s) && s[i+1] == '[':
			i++
		case s[i] == '*' || strings.HasPrefix(s[i:], "__"):
			i++
			if s[i-1] == '_' {
				i++
			}
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String()
}

// closing finds the end of a link's target, which is short.
func closing(s string, from int) int {
	for i := from; i < len(s) && i < from+500; i++ {
		if s[i] == ')' {
			return i
		}
	}
	return -1
}

// collapse writes white space and control characters as single spaces.
func collapse(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// firstSentences returns the first sentence or two of a text, plain and short.
func firstSentences(text string) string {
	text = plain(text)
	end, seen, runes := 0, 0, 0
	for i, r := range text {
		runes++
		if runes > maxHelp {
			break
		}
		next := i + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？', '｡':
		case '.', '!', '?':
			if next < len(text) && text[next] != ' ' || abbreviation(text[:i]) {
				continue
			}
		default:
			continue
		}
		seen++
		if seen == 2 && runes > maxHelp*2/3 {
			break
		}
		end = next
		if seen == 2 {
			break
		}
	}
	if end > 0 {
		return strings.TrimRight(text[:end], " ")
	}
	return shorten(text, maxHelp)
}

func abbreviation(before string) bool {
	return hasAnySuffix(strings.ToLower(clipStart(before, 8)), "e.g", "i.e", " vs", " etc", " no", " approx", "(eg", " eg", " ie")
}

func clipStart(s string, n int) string {
	if len(s) > n {
		return s[len(s)-n:]
	}
	return s
}

// shorten cuts a text to at most n runes: between words where there are any,
// never between a letter and its marks.
func shorten(text string, n int) string {
	runes, cut, space := 0, 0, 0
	for i, r := range text {
		if !joins(r) {
			cut = i // a place before which the text may end
			if unicode.IsSpace(r) {
				space = i
			}
		}
		if runes++; runes > n {
			if space > cut/2 {
				cut = space
			}
			return strings.TrimRight(text[:cut], " ,;:-–(") + "…"
		}
	}
	return text
}

// joins reports whether r belongs to the character before it.
func joins(r rune) bool {
	return unicode.IsMark(r) || r == '\u200d' || '\ufe00' <= r && r <= '\ufe0f' || 0x1f3fb <= r && r <= 0x1f3ff
}
