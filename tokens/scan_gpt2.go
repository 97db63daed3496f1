package tokens

// gpt2 gives the end of the piece of p50k_base or r50k_base that begins at i:
//
//	's|'t|'re|'ve|'m|'ll|'d
//	 ?\p{L}+
//	 ?\p{N}+
//	 ?[^\s\p{L}\p{N}]+
//	\s+(?!\S)
//	\s+
func (sp *splitter) gpt2(s string, i int) int {
	if s[i] == '\'' {
		// Unlike the later encodings, small letters only.
		for _, suffix := range [...]string{"s", "t", "re", "ve", "m", "ll", "d"} {
			if end := i + 1 + len(suffix); end <= len(s) && s[i+1:end] == suffix {
				return end
			}
		}
	}
	start := i
	if s[i] == ' ' && i+1 < len(s) {
		start = i + 1
	}
	switch c, _ := sp.at(s, start); {
	case c&letter != 0:
		return sp.run(s, start, letter)
	case c == number:
		return sp.run(s, start, number)
	case c&(other|mark) != 0:
		return sp.run(s, start, other|mark)
	default:
		return sp.blanks(s, i, false)
	}
}
