package benchmarks_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pkoukk/tiktoken-go"
	tiktokenloader "github.com/pkoukk/tiktoken-go-loader"
	"github.com/stretchr/testify/require"
	"github.com/tiktoken-go/tokenizer"

	"github.com/specloom/specloom/tokens"
)

// counting compares what it takes to know the number of tokens of each operation of
// a description. Every counter is made and has counted the text once before. That
// changes nothing for the peers, which remember nothing; ours then has the pieces
// of the text in its cache as far as there is room. What a process pays that makes
// a counter and counts each operation once is a line of its own.
func counting() []*measure {
	const o200k, cl100k = "o200k_base", "cl100k_base"
	return []*measure{
		{
			what: "o200k: count operations", peer: "tiktoken-go", unit: "x", must: 20, aim: 40, atLeast: true,
			cases: counts(o200k, byTiktoken),
		},
		{
			what: "o200k: count operations", peer: "tiktoken-go/tokenizer", unit: "x", must: 8, aim: 16, atLeast: true,
			cases: counts(o200k, byTokenizer),
		},
		{
			what: "cl100k: count operations", peer: "tiktoken-go", unit: "x", must: 15, aim: 30, atLeast: true,
			cases: counts(cl100k, byTiktoken),
		},
		{
			what: "o200k: init and count operations once", peer: "tiktoken-go", unit: "x", atLeast: true, unasked: true,
			cases: firstCounts(o200k),
		},
		{
			what: "allocations per operation counted", unit: "allocs",
			cases: allocations(o200k, cl100k),
		},
		{
			what: "init and first count", peer: "tiktoken-go", unit: "of-peer", must: 0.125, aim: 0.125,
			cases: starts(o200k, cl100k),
		},
		{
			what: "count 50 KB that are one piece", unit: "ms", must: 50, aim: 15,
			cases: pieces(o200k, cl100k),
		},
	}
}

type countFunc func(text string) int

func bySpecloom(encoding string) countFunc { return must(tokens.ForEncoding(encoding)).Count }

// byTiktoken has no count; its ids are made and counted, as its users do.
func byTiktoken(encoding string) countFunc {
	tiktoken.SetBpeLoader(tiktokenloader.NewOfflineLoader())
	enc := must(tiktoken.GetEncoding(encoding))
	return func(text string) int { return len(enc.EncodeOrdinary(text)) }
}

func byTokenizer(encoding string) countFunc {
	codec := must(tokenizer.Get(tokenizer.Encoding(encoding)))
	return func(text string) int { return must(codec.Count(text)) }
}

func (count countFunc) all(texts []string) (total int) {
	for _, text := range texts {
		total += count(text)
	}
	return total
}

func counts(encoding string, by func(string) countFunc) func(testing.TB, []string) []trial {
	return func(tb testing.TB, paths []string) []trial {
		tb.Helper()
		ours, theirs := bySpecloom(encoding), by(encoding)
		var cases []trial
		for _, path := range paths {
			texts := operations(tb, path)
			require.Equal(tb, theirs.all(texts), ours.all(texts), "tokens of %s", path)
			cases = append(cases, trial{filepath.Base(path), func(round int) float64 {
				return ratio(func() { theirs.all(texts) }, func() { ours.all(texts) }, round%2 == 1)
			}})
		}
		return cases
	}
}

func allocations(encodings ...string) func(testing.TB, []string) []trial {
	return func(tb testing.TB, paths []string) []trial {
		tb.Helper()
		var cases []trial
		for _, encoding := range encodings {
			count := bySpecloom(encoding)
			for _, path := range paths {
				texts := operations(tb, path)
				cases = append(cases, trial{encoding + "/" + filepath.Base(path), func(int) float64 {
					return testing.AllocsPerRun(3, func() { count.all(texts) }) / float64(len(texts))
				}})
			}
		}
		return cases
	}
}

// starts measures processes that make a counter and count a few words.
func starts(encodings ...string) func(testing.TB, []string) []trial {
	return func(tb testing.TB, _ []string) []trial {
		tb.Helper()
		var cases []trial
		for _, encoding := range encodings {
			cases = append(cases, trial{encoding, func(int) float64 {
				ours, _ := child(tb, "count", encoding)
				theirs, _ := child(tb, "count by tiktoken-go", encoding)
				return float64(ours) / float64(theirs)
			}})
		}
		return cases
	}
}

// firstCounts measures processes that read texts, make a counter and count
// every operation once.
func firstCounts(encoding string) func(testing.TB, []string) []trial {
	return func(tb testing.TB, paths []string) []trial {
		tb.Helper()
		var cases []trial
		for _, path := range paths {
			texts := filepath.Join(tb.TempDir(), "texts")
			require.NoError(tb, os.WriteFile(texts, []byte(strings.Join(operations(tb, path), "\x00")), 0o600))
			cases = append(cases, trial{filepath.Base(path), func(int) float64 {
				ours, _ := child(tb, "count all", encoding+"="+texts)
				theirs, _ := child(tb, "count all by tiktoken-go", encoding+"="+texts)
				return float64(theirs) / float64(ours)
			}})
		}
		return cases
	}
}

// countAll is what the processes do.
func countAll(by func(string) countFunc) func(string) {
	return func(argument string) {
		encoding, path, _ := strings.Cut(argument, "=")
		by(encoding).all(strings.Split(string(must(os.ReadFile(path))), "\x00"))
	}
}

// pieces are texts that the rules of the encodings cut nowhere, so that one merge has
// to do with all of it.
func pieces(encodings ...string) func(testing.TB, []string) []trial {
	texts := []struct{ name, text string }{
		{"one letter", strings.Repeat("a", 50_000)},
		{"combining marks", strings.Repeat("\u0301", 25_000)},
	}
	return func(tb testing.TB, _ []string) []trial {
		tb.Helper()
		var cases []trial
		for _, encoding := range encodings {
			count := bySpecloom(encoding)
			for _, piece := range texts {
				cases = append(cases, trial{encoding + "/" + piece.name, func(int) float64 {
					return timed(func() { count(piece.text) }).Seconds() * 1e3
				}})
			}
		}
		return cases
	}
}
