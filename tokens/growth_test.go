package tokens_test

import (
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// hostile are texts that make one long piece, or that could make a splitter look
// ahead for the end of a piece again and again.
var hostile = []struct{ name, part string }{
	{"letter", "a"},
	{"capital", "A"},
	{"words", "abcdefgh"},
	{"mixed case", "aB"},
	{"letters of both cases", "中A"},
	{"ideographs", "漢字仮名交"},
	{"marks", "\u0301"},
	{"letters with marks", "e\u0301\u0302"},
	{"capitals with marks", "A\u0301"},
	{"mark before capitals", "\u0301" + strings.Repeat("A", 500)},
	{"joined emoji", "👩‍👩‍👧‍👦"},
	{"flags", "🇩🇪"},
	{"digits", "1234567890"},
	{"Arabic digits", "٣"},
	{"spaces", " "},
	{"wide spaces", "\u3000"},
	{"line ends", "\r\n"},
	{"spaces before line ends", strings.Repeat(" ", 997) + "\n"},
	{"spaces before words", strings.Repeat(" ", 300) + "x"},
	{"spaces and line ends", " \n"},
	{"brackets", "["},
	{"brackets and line ends", "}}\n"},
	{"slashes and line ends", "/\n"},
	{"apostrophes", "'"},
	{"contractions", "'s"},
	{"contractions of words", "x'LL"},
	{"no UTF-8", "\xff"},
	{"halves of characters", "\xc3"},
	{"surrogates", "\xed\xa0\x80"},
	{"random letters", randomOf("abcdefghijklmnopqrstuvwxyz")},
	{"random brackets", randomOf("[]{}()<>=-")},
}

// randomOf makes a long text of letters, always the same.
func randomOf(letters string) string {
	rnd := rand.New(rand.NewPCG(5, uint64(len(letters))))
	text := make([]byte, 1<<17)
	for i := range text {
		text[i] = letters[rnd.IntN(len(letters))]
	}
	return string(text)
}

// ofLength gives the text of a part, over and over.
func ofLength(part string, n int) string {
	return strings.Repeat(part, n/len(part)+1)[:n]
}

// TestTimeGrowsAsTheTextDoes holds the time for each byte of a text against that of one
// a 32nd as long. It is up to three times as much, for what takes n log n steps and for
// memory that no longer fits into the processor's; were anything quadratic, it would be
// 32 times as much. Time is that of the processor, and the least of several.
func TestTimeGrowsAsTheTextDoes(t *testing.T) { //nolint:paralleltest // it measures the process
	const short, long = 1 << 12, 1 << 17
	perByte := func(count func(string) int, text string) float64 {
		least := time.Duration(1 << 62)
		for range 3 {
			start, n := cpu(), 0
			for used := time.Duration(0); used < time.Millisecond; used = cpu() - start {
				require.Positive(t, count(text))
				n++
			}
			least = min(least, (cpu()-start)/time.Duration(n))
		}
		return float64(least) / float64(len(text))
	}
	for _, name := range published {
		count := encoding(t, name).Count
		for _, h := range hostile {
			before, after := perByte(count, ofLength(h.part, short)), perByte(count, ofLength(h.part, long))
			require.Less(t, after, 12*before, "%s: %s: from %.1f ns to %.1f ns a byte", name, h.name, before, after)
		}
	}
}

// cpu gives the processor time that this process has used.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// BenchmarkHostile counts 50 KB of them.
func BenchmarkHostile(b *testing.B) {
	for _, name := range published {
		for _, h := range hostile {
			b.Run(name+"/"+h.name, func(b *testing.B) {
				enc, text := encoding(b, name), ofLength(h.part, 50_000)
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					enc.Count(text)
				}
			})
		}
	}
}
