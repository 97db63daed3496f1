package tokens

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"

	"github.com/pkoukk/tiktoken-go-loader/assets"
)

// vocabulary finds the id of a token's bytes. An id is also the token's rank: of two
// merges the one with the smaller id goes first.
//
// It is an open-addressed hash table whose slots hold an id and a few bits of the
// hash, so that a text which is no token is nearly always told from the slot alone.
type vocabulary struct {
	bytes   string   // all tokens, one after the other
	ends    []uint32 // of token id in bytes; an id that no token has is empty
	slots   []uint32 // tag<<idBits | id+1, or zero
	two     []uint32 // by two bytes, the id of that token plus one, or zero: half of what merging asks for
	longest int      // token
}

const (
	idBits = 18 // enough for 262,143 tokens
	none   = ^uint32(0)
)

// readVocabulary decodes one of the files that come with tiktoken-go-loader: lines of
// base64 and a rank, in ascending order.
//
// A process pays for this before it counts anything, and much of what it pays is the
// first touch of memory. So the file goes through a window that stays in the
// processor's cache, and what is kept of it is written once.
func readVocabulary(name string) (*vocabulary, error) {
	file, err := assets.Assets.Open(name)
	if err != nil {
		return nil, fmt.Errorf("tokens: read vocabulary: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("tokens: read vocabulary: %w", err)
	}
	v := &vocabulary{ends: make([]uint32, 0, info.Size()/16)}
	var all strings.Builder
	all.Grow(int(info.Size()) / 5 * 2)
	window, texts, rest := make([]byte, 1<<15), make([]byte, 1<<15), 0
	for err == nil {
		var n int
		n, err = file.Read(window[rest:])
		n += rest
		lines := window[:bytes.LastIndexByte(window[:n], '\n')+1]
		size, ok := v.readLines(lines, texts, all.Len())
		if !ok || len(lines) == 0 && n > 0 {
			return nil, fmt.Errorf("tokens: read vocabulary: %s: what follows token %d is not a token and a higher rank", name, len(v.ends)-1)
		}
		all.Write(texts[:size])
		rest = copy(window, window[len(lines):n])
	}
	if !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("tokens: read vocabulary: %s: %w", name, err)
	}
	v.bytes = all.String()
	v.index()
	for b := range 256 {
		if v.id(string([]byte{byte(b)}), 0, 1) == none {
			return nil, fmt.Errorf("tokens: read vocabulary: %s has no token for byte %#x", name, b)
		}
	}
	return v, nil
}

// readLines decodes whole lines into texts, which has room for as many bytes, and
// notes where the tokens end, counting from before. It tells how many bytes they have,
// and whether all of it was in order.
//
// A base64 of its own (RFC 4648, section 4) takes half the time of encoding/base64 for
// words as short as these.
func (v *vocabulary) readLines(lines, texts []byte, before int) (size int, ok bool) {
	at := 0
	for i := 0; i < len(lines); i++ { // over the line end
		from, wrong := at, int32(0)
		for i+4 < len(lines) && lines[i] > ' ' {
			four := lines[i : i+4 : i+4]
			bits := sextets[four[0]]<<18 | sextets[four[1]]<<12 | sextets[four[2]]<<6 | sextets[four[3]]
			three := texts[at : at+3 : at+3]
			three[0], three[1], three[2] = byte(bits>>16), byte(bits>>8), byte(bits)
			wrong |= bits
			at += 3
			i += 4
		}
		if at == from || wrong < 0 || lines[i] != ' ' {
			return 0, false
		}
		if lines[i-1] == '=' {
			at--
		}
		if lines[i-2] == '=' {
			at--
		}
		rank := 0
		for i++; lines[i] != '\n'; i++ {
			digit := int(lines[i]) - '0'
			if digit < 0 || digit > 9 || rank >= 1<<idBits {
				return 0, false
			}
			rank = 10*rank + digit
		}
		if lines[i-1] == ' ' || rank < len(v.ends) || rank >= 1<<idBits-1 {
			return 0, false
		}
		for len(v.ends) < rank {
			v.ends = append(v.ends, uint32(before+from)) // a rank kept for a special token
		}
		v.ends = append(v.ends, uint32(before+at))
		v.longest = max(v.longest, at-from)
	}
	return at, true
}

// sextets are the values of base64's characters, less than zero for all others.
var sextets = func() (values [256]int32) {
	for b := range values {
		values[b] = -1
	}
	for i, b := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		values[b] = int32(i)
	}
	values['='] = 0
	return values
}()

// index fills the hash table, half full.
func (v *vocabulary) index() {
	v.slots = make([]uint32, 2*len(v.ends))
	clear(v.slots) // memory that is first read and then written is mapped twice
	v.two = make([]uint32, 1<<16)
	from := 0
	for id, end := range v.ends {
		to := int(end)
		if to == from {
			continue
		}
		if to == from+2 {
			v.two[twoBytes(v.bytes, from)] = uint32(id + 1)
		}
		hash := hashOf(v.bytes, from, to)
		slot := v.slot(hash)
		for v.slots[slot] != 0 {
			slot = v.after(slot)
		}
		v.slots[slot] = tagOf(hash) | uint32(id+1)
		from = to
	}
}

// id gives the id of the token s[from:to], or none.
func (v *vocabulary) id(s string, from, to int) uint32 {
	if to-from == 2 {
		return v.pair(s, from)
	}
	if to-from > v.longest {
		return none
	}
	hash := hashOf(s, from, to)
	tag := tagOf(hash)
	for slot := v.slot(hash); ; slot = v.after(slot) {
		entry := v.slots[slot]
		if entry == 0 {
			return none
		}
		if (entry^tag)>>idBits == 0 {
			id := entry&(1<<idBits-1) - 1
			if v.token(id) == s[from:to] {
				return id
			}
		}
	}
}

// pair gives the id of the token of two bytes at i, or none.
func (v *vocabulary) pair(s string, i int) uint32 { return v.two[twoBytes(s, i)] - 1 }

// slot gives the first slot to look at, by the high half of a hash.
func (v *vocabulary) slot(hash uint64) int { return int(hash >> 32 * uint64(len(v.slots)) >> 32) }

// after gives the next slot.
func (v *vocabulary) after(slot int) int {
	if slot++; slot < len(v.slots) {
		return slot
	}
	return 0
}

// token gives the bytes of a token.
func (v *vocabulary) token(id uint32) string {
	from := uint32(0)
	if id > 0 {
		from = v.ends[id-1]
	}
	return v.bytes[from:v.ends[id]]
}

// tagOf takes low bits of the hash, of which the slot has the high ones.
func tagOf(hash uint64) uint32 { return uint32(hash) << idBits }

// hashOf mixes the bytes of s[from:to] by words of eight. It need not withstand
// attack: the table holds the vocabulary and nothing else.
func hashOf(s string, from, to int) uint64 {
	n := to - from
	hash := uint64(n) * 0x9e3779b97f4a7c15
	for ; to-from > 8; from += 8 {
		hash = mix(hash ^ word(s, from))
	}
	return mix(hash ^ partWord(s, from, to-from))
}

func twoBytes(s string, i int) uint16 { return uint16(s[i])<<8 | uint16(s[i+1]) }

func mix(x uint64) uint64 {
	high, low := bits.Mul64(x, 0xd6e8feb86659fd93)
	return high ^ low
}

// word gives the eight bytes of s at i.
func word(s string, i int) uint64 {
	b := s[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// partWord gives the n bytes of s at i, at most eight, and zeros.
func partWord(s string, i, n int) uint64 {
	if i+8 <= len(s) {
		return word(s, i) & (^uint64(0) >> (64 - 8*uint(n)))
	}
	var w uint64
	for k := n - 1; k >= 0; k-- {
		w = w<<8 | uint64(s[i+k])
	}
	return w
}
