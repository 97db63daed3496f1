package tokens_test

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/models"
	"github.com/specloom/specloom/tokens"
)

func TestKnownIDs(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]int{
		"o200k_base":  {24912, 2375},
		"cl100k_base": {15339, 1917},
		"p50k_base":   {31373, 995},
		"r50k_base":   {31373, 995},
	} {
		require.Equal(t, want, encoding(t, name).Encode("hello world"), name)
	}
	require.Empty(t, encoding(t, "o200k_base").Encode(""))
	require.Zero(t, encoding(t, "o200k_base").Count(""))
}

func TestSpecialTokensAreOrdinaryText(t *testing.T) {
	t.Parallel()
	for _, name := range published {
		enc := encoding(t, name)
		for _, text := range []string{"<|endoftext|>", "a<|endofprompt|>b", "<|fim_prefix|><|fim_middle|>", "<|start|>user<|message|>"} {
			requireOracle(t, enc, text)
			require.Greater(t, enc.Count(text), 4, "%s: %s", name, text)
		}
	}
}

func TestInvalidUTF8CountsAsReplacementCharacters(t *testing.T) {
	t.Parallel()
	for _, name := range published {
		enc := encoding(t, name)
		for text, same := range map[string]string{
			"\xff":                   "\ufffd",
			"a\xff\xfeb":             "a\ufffd\ufffdb",
			"caf\xc3":                "caf\ufffd",
			"\xed\xa0\x80 surrogate": "\ufffd\ufffd\ufffd surrogate",
			"\xf4\x90\x80\x80":       "\ufffd\ufffd\ufffd\ufffd",
			"\xc0\x80":               "\ufffd\ufffd",
		} {
			require.Equal(t, enc.Encode(same), enc.Encode(text), "%s: %q", name, text)
			require.Equal(t, enc.Count(same), enc.Count(text), "%s: %q", name, text)
			requireOracle(t, enc, text)
		}
	}
}

// TestLongPieces goes past where short pieces end, with pieces that merge well, badly
// and everywhere alike.
func TestLongPieces(t *testing.T) {
	t.Parallel()
	for i, name := range published {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enc := encoding(t, name)
			rnd := rand.New(rand.NewPCG(7, uint64(i)))
			alphabets := []string{"a", "ab", "abc", "etaoinshrdlu", "abcdefghijklmnopqrstuvwxyz", "ABC", "[]{}", "=-", " ", " \n", "\u0301", "漢字かな", "éü"}
			for _, alphabet := range alphabets {
				letters := []rune(alphabet)
				for range 12 {
					var b strings.Builder
					for range 40 + rnd.IntN(500) {
						b.WriteRune(letters[rnd.IntN(len(letters))])
					}
					requireOracle(t, enc, b.String())
				}
			}
		})
	}
}

func TestCountAllocatesNothingOnceWarm(t *testing.T) { //nolint:paralleltest // it counts allocations
	for _, name := range published {
		enc := encoding(t, name)
		for _, d := range shippedDescriptions(t) {
			text := excerpt(d.text, 20_000)
			if strings.ToValidUTF8(text, "") != text {
				continue // cut inside a character
			}
			enc.Count(text)
			allocs := testing.AllocsPerRun(4, func() { enc.Count(text) })
			require.True(t, allocs == 0 || raceEnabled, "%s: %s: %v allocations", name, d.name, allocs)
		}
	}
}

// TestTheCacheNeverTellsOfAnotherPiece counts far more pieces than there is room for,
// many of them alike, from many goroutines; ids are made without the cache.
func TestTheCacheNeverTellsOfAnotherPiece(t *testing.T) {
	t.Parallel()
	for i, name := range published {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			enc := encoding(t, name)
			rnd := rand.New(rand.NewPCG(3, uint64(i)))
			texts, counts := make([]string, 8000), make([]int, 8000)
			for k := range texts {
				stem := strings.Repeat("word", rnd.IntN(32))
				var b strings.Builder
				for range 4 {
					b.WriteString(stem)
					for range rnd.IntN(9) {
						b.WriteByte("abcdefz\x00"[rnd.IntN(8)])
					}
					b.WriteByte(' ')
				}
				texts[k] = b.String()
				counts[k] = len(enc.Encode(texts[k]))
			}
			var wg sync.WaitGroup
			for g := range 16 {
				wg.Go(func() {
					for k := range texts {
						k = (k*(2*g+1) + 97*g) % len(texts)
						if got := enc.Count(texts[k]); !assert.Equal(t, counts[k], got, "%q", texts[k]) {
							return
						}
					}
				})
			}
			wg.Wait()
		})
	}
}

func TestEncodingsThatDifferInSpecialTokensOnly(t *testing.T) {
	t.Parallel()
	text := "Lists the pets of <|endoftext|> an owner's shelter, 12345 at a time."
	for name, same := range map[string]string{"o200k_harmony": "o200k_base", "p50k_edit": "p50k_base", "gpt2": "r50k_base"} {
		enc := encoding(t, name)
		require.Equal(t, name, enc.Name())
		require.True(t, enc.Exact())
		require.Equal(t, encoding(t, same).Encode(text), enc.Encode(text))
	}
}

func TestUnknownEncodingNamesTheKnown(t *testing.T) {
	t.Parallel()
	enc, err := tokens.ForEncoding("o300k_base")
	require.Nil(t, enc)
	require.EqualError(t, err, `tokens: find encoding: "o300k_base" is none of cl100k_base, gpt2, o200k_base, o200k_harmony, p50k_base, p50k_edit, r50k_base`)
}

func TestForModel(t *testing.T) {
	t.Parallel()
	for model, want := range map[string]string{
		"gpt-4o":            "o200k_base (exact for gpt-4o)",
		"gpt-4o-2024-08-06": "o200k_base (exact for gpt-4o-2024-08-06)",
		"gpt-4":             "cl100k_base (exact for gpt-4)",
		"text-davinci-003":  "p50k_base (exact for text-davinci-003)",
		"davinci":           "r50k_base (exact for davinci)",
	} {
		enc, err := tokens.ForModel(model)
		require.NoError(t, err)
		require.True(t, enc.Exact(), model)
		require.Equal(t, want, enc.String())
	}
}

func TestEstimatesErrOnTheHighSide(t *testing.T) {
	t.Parallel()
	for _, model := range []string{"claude-sonnet-4-5", "gemini-2.5-pro", "a-model-nobody-knows", ""} {
		info, _ := models.Lookup(model)
		enc, err := tokens.ForModel(model)
		require.NoError(t, err)
		require.False(t, enc.Exact(), model)
		require.Contains(t, enc.String(), "estimate", model)
		exact := encoding(t, info.Encoding)
		for _, text := range []string{"", "a", "hello world", strings.Repeat("hello world ", 1000)} {
			n := exact.Count(text)
			require.GreaterOrEqual(t, float64(enc.Count(text)), float64(n)*info.Margin)
			require.Less(t, float64(enc.Count(text)), float64(n)*info.Margin+1)
			require.Len(t, enc.Encode(text), n)
		}
	}
}

func TestForInfoTakesWhatTheCallerKnows(t *testing.T) {
	t.Parallel()
	info, known := models.Lookup("my-own-finetune")
	require.False(t, known)
	info.Encoding, info.Estimated = "cl100k_base", false
	enc, err := tokens.ForInfo(info)
	require.NoError(t, err)
	require.True(t, enc.Exact())
	require.Equal(t, 2, enc.Count("hello world"))

	info.Encoding = "sentencepiece"
	_, err = tokens.ForInfo(info)
	require.Error(t, err)
}
