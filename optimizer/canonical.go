package optimizer

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// canonicalText writes what stands between the quotes of a JSON text in the one
// form that has: everything as it is, but for quotes, backslashes, and what a
// reader could take for the end of a line or does not show: control characters
// and the separators U+2028 and U+2029. Halves of surrogate pairs, which UTF-8
// cannot hold, stay escapes.
func canonicalText(raw []byte) []byte {
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			r, n := utf8.DecodeRune(raw[i:])
			out = appendRune(out, r)
			i += n
			continue
		}
		if raw[i+1] != 'u' {
			out = appendRune(out, rune(unescaped[raw[i+1]]))
			i += 2
			continue
		}
		r := hex(raw[i+2:])
		i += 6
		if utf16.IsSurrogate(r) && i+6 <= len(raw) && raw[i] == '\\' && raw[i+1] == 'u' {
			if pair := utf16.DecodeRune(r, hex(raw[i+2:])); pair != utf8.RuneError {
				r = pair
				i += 6
			}
		}
		out = appendRune(out, r)
	}
	return out
}

// unescaped is what the letter behind a backslash stands for (RFC 8259, section
// 7).
var unescaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func hex(digits []byte) rune {
	n, _ := strconv.ParseUint(string(digits[:4]), 16, 16) // they were looked at before
	return rune(n)
}

// appendRune writes one character of a text; a half of a surrogate pair, too.
func appendRune(out []byte, r rune) []byte {
	switch {
	case r == '"' || r == '\\':
		return append(out, '\\', byte(r))
	case r == '\n':
		return append(out, '\\', 'n')
	case r == '\t':
		return append(out, '\\', 't')
	case r == '\r':
		return append(out, '\\', 'r')
	case r < ' ' || r >= 0x7F && r < 0xA0 || r == '§' || r == '\u2028' || r == '\u2029' || utf16.IsSurrogate(r):
		const digits = "0123456789abcdef"
		return append(out, '\\', 'u', digits[r>>12], digits[r>>8&15], digits[r>>4&15], digits[r&15])
	}
	return utf8.AppendRune(out, r)
}
