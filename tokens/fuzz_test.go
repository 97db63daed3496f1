package tokens_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzEncode wants of any bytes the ids that tiktoken-go gives, in every encoding.
func FuzzEncode(f *testing.F) {
	for _, snippet := range snippets {
		f.Add(snippet)
	}
	f.Add(strings.Join(snippets, ""))
	f.Add(strings.Join(snippets, " "))
	f.Add(strings.Repeat("Á", 100) + "'s\xff\xc3")
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range published {
			enc := encoding(t, name)
			ids := enc.Encode(text)
			require.Len(t, ids, enc.Count(text))
			require.Len(t, ids, enc.Count(text), "from the cache")
			if len(text) <= 4096 { // the oracle is quadratic
				requireOracle(t, enc, forOracle(text))
			}
		}
	})
}
