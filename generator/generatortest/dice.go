package generatortest

import "hash/fnv"

// dice decide by what they are asked about, and nothing else: the same question
// has the same answer in every run and in any order.
type dice struct{ state uint64 }

// of gives dice for a part of the work.
func (d dice) of(parts ...string) dice {
	h := fnv.New64a()
	var state [8]byte
	for i := range state {
		state[i] = byte(d.state >> (8 * i))
	}
	h.Write(state[:])
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return dice{h.Sum64()}
}

// roll gives an evenly spread number from 0 up to 1.
func (d dice) roll(about ...string) float64 {
	x := d.of(about...).state // mixed, since the ends of FNV's values are not even
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11) / (1 << 53)
}

func (d dice) chance(p float64, about ...string) bool { return d.roll(about...) < p }

// pick chooses a word: the first, which comes to everybody's mind, half of the
// time.
func (d dice) pick(words []string, about ...string) string {
	r := d.roll(about...)
	if len(words) == 1 || r < 0.5 {
		return words[0]
	}
	return words[1+min(int((r-0.5)*2*float64(len(words)-1)), len(words)-2)]
}
