package tokens_test

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
)

const reference = "tiktoken@1.0.22"

// need skips the test, or fails it where nothing may be skipped.
func need(t testing.TB, ok bool, what string) {
	t.Helper()
	if !ok {
		corpus.Missing(t, what)
	}
}

// referenceFolder installs the reference into the user's cache folder, once.
var referenceFolder = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "specloom-test", strings.ReplaceAll(reference, "@", "-"))
	done := filepath.Join(folder, "node_modules", "tiktoken", "tiktoken_bg.wasm")
	if _, err := os.Stat(done); err == nil {
		return folder, nil
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return "", err
	}
	// Installed beside and renamed, so that nobody finds half of it.
	beside, err := os.MkdirTemp(filepath.Dir(folder), "installing-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(beside)
	if err := os.WriteFile(filepath.Join(beside, "package.json"), []byte("{}"), 0o644); err != nil {
		return "", err
	}
	npm := exec.Command("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", reference)
	npm.Dir = beside
	if out, err := npm.CombinedOutput(); err != nil {
		return "", &exec.Error{Name: string(out), Err: err}
	}
	if err := os.Rename(beside, folder); err != nil {
		if _, already := os.Stat(done); already != nil {
			return "", err
		}
	}
	return folder, nil
})

// referenceIDs gives the ids that the reference encodes texts to.
func referenceIDs(t *testing.T, encoding string, texts []string) [][]int {
	t.Helper()
	folder, err := referenceFolder()
	need(t, err == nil, "the reference "+reference+" cannot be installed with npm")
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, text := range texts {
		require.NoError(t, enc.Encode(text))
	}
	node := exec.CommandContext(t.Context(), "node", filepath.Join("testdata", "reference.cjs"), folder, encoding)
	node.Stdin = &in
	out, err := node.Output()
	require.NoError(t, err)
	ids := make([][]int, 0, len(texts))
	for line := range strings.Lines(string(out)) {
		of := []int{}
		for word := range strings.FieldsSeq(line) {
			id, err := strconv.Atoi(word)
			require.NoError(t, err)
			of = append(of, id)
		}
		ids = append(ids, of)
	}
	require.Len(t, ids, len(texts))
	return ids
}

func requireReference(t *testing.T, encodingName string, texts []string) {
	t.Helper()
	enc := encoding(t, encodingName)
	for i, want := range referenceIDs(t, encodingName, texts) {
		require.Equal(t, want, enc.Encode(texts[i]), "%s: %.200q", encodingName, texts[i])
		require.Equal(t, len(want), enc.Count(texts[i]), "count by %s: %.200q", encodingName, texts[i])
	}
}

// TestRandomTextsAgreeWithTheReference holds for all characters, those included that
// are newer than Go's tables.
func TestRandomTextsAgreeWithTheReference(t *testing.T) {
	t.Parallel()
	for i, name := range published {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(16, uint64(i)))
			texts := make([]string, often(20_000))
			for k := range texts {
				texts[k] = randomText(rnd, 16)
			}
			requireReference(t, name, texts)
		})
	}
}

// TestCharactersHaveTheClassOfTheReference puts characters where their class decides
// which token follows: between a word and what only goes on with one. Tried are those
// at which Go's tables see a change, all of the first planes that Go knows nothing of,
// and a part of the rest.
func TestCharactersHaveTheClassOfTheReference(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"o200k_base", "cl100k_base"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var texts []string
			var b strings.Builder
			before := 0
			for r := rune(0x80); r <= utf8.MaxRune; r++ {
				class := goClass(r)
				tried := class != before || r%101 == 0 || class == 0 && r < 0x20000 && r%3 == 0
				before = class
				if !utf8.ValidRune(r) || !tried && !exhaustive {
					continue
				}
				// "/log" is one token where r is a letter, "'m" where it is none.
				for _, around := range [...]string{"*/log ", "*\n/ ", "a*'mine ", "A*'SHARE ", "-*-*'s", "* \n"} {
					b.WriteString(strings.ReplaceAll(around, "*", string(r)))
				}
				if b.Len() > 4000 {
					texts = append(texts, b.String())
					b.Reset()
				}
			}
			requireReference(t, name, append(texts, b.String()))
		})
	}
}

// goClass tells characters apart by Go's own tables; 0 is what they do not know.
func goClass(r rune) int {
	for i, table := range []*unicode.RangeTable{unicode.Lu, unicode.Lt, unicode.Ll, unicode.Lm, unicode.Lo, unicode.M, unicode.N, unicode.White_Space} {
		if unicode.Is(table, r) {
			return i + 2
		}
	}
	if unicode.In(r, unicode.P, unicode.S, unicode.Cc, unicode.Cf, unicode.Co) {
		return 1
	}
	return 0
}
