package tokens

import (
	"fmt"
	"math/bits"

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
	two     []uint32 // by two bytes, the id of that token, or none: half of what merging asks for
	shift   uint     // from a hash to a slot
	longest int      // token
}

const (
	idBits = 18 // enough for 262,143 tokens
	none   = ^uint32(0)
)

// readVocabulary decodes one of the files that come with tiktoken-go-loader: lines of
// base64 and a rank, in ascending order.
func readVocabulary(file string) (*vocabulary, error) {
	data, err := assets.Assets.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("tokens: read vocabulary: %w", err)
	}
	v := &vocabulary{ends: make([]uint32, 0, len(data)/16)}
	all := make([]byte, 0, len(data)/2)
	for line := 1; len(data) > 0; line++ {
		from := len(all)
		ok := true
		for ok && len(data) >= 4 && data[0] > ' ' {
			all, ok = appendBase64(all, data[:4])
			data = data[4:]
		}
		end, rank := 1, 0
		for ; end < len(data) && data[end] >= '0' && data[end] <= '9'; end++ {
			rank = 10*rank + int(data[end]-'0')
		}
		if !ok || len(all) == from || end == 1 || rank < len(v.ends) || rank >= 1<<idBits-1 {
			return nil, fmt.Errorf("tokens: read vocabulary: %s, line %d is not a token and a higher rank", file, line)
		}
		for len(v.ends) < rank {
			v.ends = append(v.ends, uint32(from)) // a rank kept for a special token
		}
		v.ends = append(v.ends, uint32(len(all)))
		v.longest = max(v.longest, len(all)-from)
		for end < len(data) && data[end] <= ' ' {
			end++
		}
		data = data[end:]
	}
	v.bytes = string(all)
	v.index()
	for b := range 256 {
		if v.id(string([]byte{byte(b)}), 0, 1) == none {
			return nil, fmt.Errorf("tokens: read vocabulary: %s has no token for byte %#x", file, b)
		}
	}
	return v, nil
}

// appendBase64 appends what four characters of base64 say, RFC 4648 section 4. Package
// encoding/base64 takes twice the time for words as short as these.
func appendBase64(all, four []byte) (longer []byte, ok bool) {
	bits := sextets[four[0]]<<18 | sextets[four[1]]<<12 | sextets[four[2]]<<6 | sextets[four[3]]
	all = append(all, byte(bits>>16), byte(bits>>8), byte(bits))
	if four[3] == '=' {
		all = all[:len(all)-1]
		if four[2] == '=' {
			all = all[:len(all)-1]
		}
	}
	return all, bits >= 0
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

// index fills the hash table, at most half full.
func (v *vocabulary) index() {
	size := bits.Len(uint(2*len(v.ends) - 1))
	v.slots = make([]uint32, 1<<size)
	v.shift = uint(64 - size)
	v.two = make([]uint32, 1<<16)
	for k := range v.two {
		v.two[k] = none
	}
	from := 0
	for id, end := range v.ends {
		to := int(end)
		if to == from {
			continue
		}
		if to == from+2 {
			v.two[twoBytes(v.bytes, from)] = uint32(id)
		}
		hash := hashOf(v.bytes, from, to)
		slot := hash >> v.shift
		for v.slots[slot] != 0 {
			slot = (slot + 1) & uint64(len(v.slots)-1)
		}
		v.slots[slot] = tagOf(hash) | uint32(id+1)
		from = to
	}
}

// id gives the id of the token s[from:to], or none.
func (v *vocabulary) id(s string, from, to int) uint32 {
	if to-from == 2 {
		return v.two[twoBytes(s, from)]
	}
	if to-from > v.longest {
		return none
	}
	hash := hashOf(s, from, to)
	tag := tagOf(hash)
	for slot := hash >> v.shift; ; slot = (slot + 1) & uint64(len(v.slots)-1) {
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
