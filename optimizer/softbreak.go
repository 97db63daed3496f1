package optimizer

import (
	"bytes"
	"unicode/utf8"
)

// proseText takes the white space out of a Markdown text that means nothing; see
// [Normalise]. The text is as between the quotes of JSON. Where lines could be
// anything else than paragraphs or list items, they stay as they are.
func proseText(raw []byte) []byte {
	if !bytes.Contains(raw, []byte(`\n`)) && !endsBlank(raw) || bytes.Contains(raw, []byte("<pre")) {
		return raw
	}
	lines := splitLines(raw)
	for len(lines) > 0 && len(trimLine(lines[len(lines)-1])) == 0 {
		lines = lines[:len(lines)-1]
	}
	for len(lines) > 0 && len(trimLine(lines[0])) == 0 {
		lines = lines[1:]
	}
	out := make([]byte, 0, len(raw))
	var fence []byte
	paragraph := false // the line before can go on
	for i, line := range lines {
		indent := len(line) - len(bytes.TrimLeft(line, " "))
		rest := line[indent:]
		trimmed := trimLine(line)
		last := i == len(lines)-1
		switch mark := fenceMark(rest); {
		case fence != nil:
			if mark != nil && indent < 4 && mark[0] == fence[0] && len(mark) >= len(fence) && len(trimLine(rest)) == len(mark) {
				fence = nil
			}
			out, paragraph = newLine(out, i), false
			out = append(out, line...)
			continue
		case mark != nil && indent < 4:
			fence = mark
			out, paragraph = newLine(out, i), false
			out = append(out, line...)
			continue
		case len(trimmed) == 0 && indent < 4 && !bytes.Contains(line, []byte(`\t`)):
			line = nil
		case len(line)-len(trimmed) == 1 || last:
			line = trimmed // two spaces would be a hard break
		}
		if paragraph && len(line) > 0 && startsWithLetter(rest) && !bytes.ContainsRune(line, '|') {
			out = append(append(out, ' '), line[indent:]...)
		} else {
			out = append(newLine(out, i), line...)
			paragraph = (indent < 4 || paragraph) && beginsParagraph(rest) && !bytes.ContainsRune(line, '|')
		}
		if n := len(line); n > 0 && (line[n-1] == ' ' || line[n-1] == '\\' || n > 1 && line[n-2] == '\\') {
			paragraph = false // a hard break, or what could be one
		}
	}
	return out
}

func newLine(out []byte, i int) []byte {
	if i > 0 {
		out = append(out, `\n`...)
	}
	return out
}

func endsBlank(raw []byte) bool { return len(raw) > 0 && raw[len(raw)-1] == ' ' }

// trimLine takes spaces from the end of a line.
func trimLine(line []byte) []byte { return bytes.TrimRight(line, " ") }

// splitLines splits an escaped text at its line feeds.
func splitLines(raw []byte) (lines [][]byte) {
	start := 0
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		if raw[i+1] == 'n' {
			lines = append(lines, raw[start:i])
			start = i + 2
		}
		i++
	}
	return append(lines, raw[start:])
}

// fenceMark gives the run of ` or ~ that begins or ends a block of code, nil
// where there is none.
func fenceMark(rest []byte) []byte {
	if len(rest) < 3 || rest[0] != '`' && rest[0] != '~' {
		return nil
	}
	n := len(rest) - len(bytes.TrimLeft(rest, string(rest[0])))
	if n < 3 {
		return nil
	}
	return rest[:n]
}

func startsWithLetter(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	c := rest[0]
	return c >= utf8.RuneSelf || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '('
}

// beginsParagraph reports whether a line is text, or an item of a list.
func beginsParagraph(rest []byte) bool {
	if startsWithLetter(rest) {
		return true
	}
	i := 0
	for i < len(rest) && rest[i] >= '0' && rest[i] <= '9' {
		i++
	}
	if i == 0 && len(rest) > 0 && (rest[0] == '-' || rest[0] == '*' || rest[0] == '+') || i > 0 && i < len(rest) && (rest[i] == '.' || rest[i] == ')') {
		return i+2 < len(rest) && rest[i+1] == ' ' && startsWithLetter(bytes.TrimLeft(rest[i+1:], " "))
	}
	return false
}
