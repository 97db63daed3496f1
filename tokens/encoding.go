package tokens

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/specloom/specloom/models"
)

// Encoding counts tokens. It is made by [ForModel], [ForInfo] or [ForEncoding], and
// is safe for concurrent use; all Encodings of one name share their memory.
type Encoding struct {
	*counter
	name   string
	model  string  // that it was made for, if any
	margin float64 // 0: exact
}

// ForModel gives the Encoding of a model by its name, as [models.Lookup] knows it.
// For a model whose encoding is not published, or that is not known, it gives an
// estimate, and [Encoding.Exact] says so. The error is always nil unless a vocabulary
// of this build cannot be read.
func ForModel(model string) (*Encoding, error) {
	info, _ := models.Lookup(model)
	info.Name = model
	return ForInfo(info)
}

// ForInfo is [ForModel] for what the caller knows of a model.
func ForInfo(info models.Info) (*Encoding, error) {
	enc, err := ForEncoding(info.Encoding)
	if err != nil {
		return nil, err
	}
	enc.model = info.Name
	if info.Estimated {
		enc.margin = max(info.Margin, 1)
	}
	return enc, nil
}

// ForEncoding gives an Encoding by its published name: o200k_base, cl100k_base,
// p50k_base, r50k_base, or one of those that differ from these in special tokens
// only: o200k_harmony, p50k_edit, gpt2.
func ForEncoding(name string) (*Encoding, error) {
	load, ok := counters[name]
	if !ok {
		known := strings.Join(slices.Sorted(maps.Keys(counters)), ", ")
		return nil, fmt.Errorf("tokens: find encoding: %q is none of %s", name, known)
	}
	counter, err := load()
	if err != nil {
		return nil, err
	}
	return &Encoding{counter: counter, name: name}, nil
}

// Name gives the name of the encoding that is counted with, such as "o200k_base".
func (e *Encoding) Name() string { return e.name }

// Exact tells whether Count gives the model's own number rather than an estimate.
func (e *Encoding) Exact() bool { return e.margin == 0 }

// String tells what is counted and whether the count is exact.
func (e *Encoding) String() string {
	switch {
	case !e.Exact():
		return fmt.Sprintf("%s × %.2f (estimate for %s)", e.name, e.margin, e.model)
	case e.model != "":
		return fmt.Sprintf("%s (exact for %s)", e.name, e.model)
	default:
		return e.name
	}
}

// Count gives the number of tokens of text: exactly as many as the reference encodes
// it to, or, where the Encoding is not exact, that number times the margin, rounded
// up. A byte that is not part of valid UTF-8 counts as U+FFFD, which it becomes on
// its way through JSON. Once the cache is warm, Count allocates nothing for valid
// UTF-8.
func (e *Encoding) Count(text string) int {
	n := e.count(valid(text))
	if e.margin > 0 {
		return int(math.Ceil(float64(n) * e.margin))
	}
	return n
}

// Encode gives the ids of text's tokens in the encoding of [Encoding.Name]. Special
// tokens are never among them. Where the Encoding is not exact these are not the
// model's ids, nor is Count their number.
func (e *Encoding) Encode(text string) []int {
	return e.encode(valid(text))
}

// valid replaces each byte that is not part of valid UTF-8.
func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return strings.Map(func(r rune) rune { return r }, text)
}

// counters hold what Encodings share, read when first asked for.
var counters = func() map[string]func() (*counter, error) {
	o200k := counterOf("o200k_base", (*splitter).o200k)
	cl100k := counterOf("cl100k_base", (*splitter).cl100k)
	p50k := counterOf("p50k_base", (*splitter).gpt2)
	r50k := counterOf("r50k_base", (*splitter).gpt2)
	return map[string]func() (*counter, error){
		"o200k_base": o200k, "o200k_harmony": o200k,
		"cl100k_base": cl100k,
		"p50k_base":   p50k, "p50k_edit": p50k,
		"r50k_base": r50k, "gpt2": r50k,
	}
}()

func counterOf(name string, next nextFunc) func() (*counter, error) {
	return sync.OnceValues(func() (*counter, error) { return newCounter(name, next) })
}
