package tokens_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// ranges are where random characters come from: what descriptions hold, the corners
// of the splitting rules, and every plane.
var ranges = [][2]rune{
	{' ', '~'},
	{' ', '~'},
	{'a', 'z'},
	{'A', 'Z'},
	{'0', '9'},
	{0, 0x1f},
	{'\t', '\r'},
	{0x80, 0xff},
	{0x100, 0x24f},
	{0x250, 0x36f},
	{0x370, 0x52f},
	{0x590, 0x8ff},
	{0x900, 0xdff},
	{0x1c4, 0x1cc},
	{0x1d00, 0x1fff},
	{0x2000, 0x206f},
	{0x2070, 0x218f},
	{0x2190, 0x2bff},
	{0x2c00, 0x2fff},
	{0x3000, 0x30ff},
	{0x4e00, 0x9fff},
	{0xa000, 0xabff},
	{0xac00, 0xd7ff},
	{0xe000, 0xffff},
	{0x10000, 0x1ffff},
	{0x1f300, 0x1faff},
	{0x20000, 0x3ffff},
	{0x40000, utf8.MaxRune},
}

// snippets meet the rules where they are easy to get wrong.
var snippets = []string{
	"'s", "'S", "'t", "'re", "'RE", "'Ve", "'m", "'ll", "'lL", "'d", "'", "''", "l'", "don't", "I'M",
	" ", "  ", "   ", "\n", "\r\n", "\n\n", " \n", "\n ", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "\v",
	"/", "//", "/\n", "\n/", "\r/", "{\n", "\":\"", "\",\"", "[]", "...", "---", "$ref", "#/components/schemas/",
	"12", "345", "6789012", "²", "Ⅷ", "٣", "\u0301", "\u0301\u0302", "e\u0301", "E\u0301", "\u0903", "ǅ", "ʰ", "ª", "中", "한국", "の",
	"camelCase", "HTMLParser", "XMLHttpRequest", "Über", "ÉCOLE", "straße", "ЖЖж", "ΑΒγ", "listRepositories", "snake_case",
	"<|endoftext|>", "<|fim_prefix|>", "🙂", "👩‍👩‍👧", "\x00", "\x00\x00", "\ufeff", "\ufffd",
}

// randomText makes a text of up to n parts.
func randomText(rnd *rand.Rand, n int) string {
	var b strings.Builder
	for range 1 + rnd.IntN(n) {
		switch rnd.IntN(8) {
		case 0, 1, 2:
			b.WriteString(snippets[rnd.IntN(len(snippets))])
		case 3:
			b.WriteString(strings.Repeat(string(randomRune(rnd)), 1+rnd.IntN(12)))
		default:
			b.WriteRune(randomRune(rnd))
		}
	}
	return b.String()
}

func randomRune(rnd *rand.Rand) rune {
	for {
		from := ranges[rnd.IntN(len(ranges))]
		r := from[0] + rnd.Int32N(from[1]-from[0]+1)
		if utf8.ValidRune(r) {
			return r
		}
	}
}

func TestRandomTextsAgreeWithTheOracle(t *testing.T) {
	t.Parallel()
	for i, name := range published {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enc := encoding(t, name)
			rnd := rand.New(rand.NewPCG(20261123, uint64(i)))
			for range often(6_000) {
				requireOracle(t, enc, forOracle(randomText(rnd, 24)))
			}
		})
	}
}
