package tokens_test

import (
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pkoukk/tiktoken-go"
	tiktokenloader "github.com/pkoukk/tiktoken-go-loader"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/tokens"
)

// published are the encodings that there is a vocabulary of.
var published = []string{"o200k_base", "cl100k_base", "p50k_base", "r50k_base"}

var offline = tiktokenloader.NewOfflineLoader()

// oracles are tiktoken-go's encodings, loaded once: they are slow to make.
var oracles = func() map[string]func() *tiktoken.Tiktoken {
	tiktoken.SetBpeLoader(offline)
	made := map[string]func() *tiktoken.Tiktoken{}
	for _, name := range published {
		made[name] = sync.OnceValue(func() *tiktoken.Tiktoken {
			oracle, err := tiktoken.GetEncoding(name)
			if err != nil {
				panic(err)
			}
			return oracle
		})
	}
	return made
}()

func encoding(t testing.TB, name string) *tokens.Encoding {
	t.Helper()
	enc, err := tokens.ForEncoding(name)
	require.NoError(t, err)
	return enc
}

// requireOracle wants the ids of tiktoken-go for text, and their number.
func requireOracle(t testing.TB, enc *tokens.Encoding, text string) {
	t.Helper()
	want := oracles[enc.Name()]().EncodeOrdinary(text)
	got := enc.Encode(text)
	if len(want) != len(got) {
		require.Equal(t, want, got, "%s: %.200q", enc.Name(), text)
	}
	for i := range want {
		if want[i] != got[i] {
			require.Equal(t, want, got, "%s: %.200q", enc.Name(), text)
		}
	}
	if n := enc.Count(text); n != len(want) {
		require.Equal(t, len(want), n, "count by %s: %.200q", enc.Name(), text)
	}
}

// oracleKnows tells whether tiktoken-go and the reference agree about a character.
// tiktoken-go takes its classes from Go, which is at Unicode 15.0, while the
// reference, and we with it, is at 16.0; and it does not fold U+017F to an s.
func oracleKnows(r rune) bool {
	if r == 'ſ' || r == utf8.RuneError {
		return r != 'ſ'
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S, unicode.Z, unicode.Cc, unicode.Cf, unicode.Co)
}

// forOracle leaves out of text what the oracle does not know.
func forOracle(text string) string {
	return strings.Map(func(r rune) rune {
		if oracleKnows(r) {
			return r
		}
		return -1
	}, text)
}
