package chunker

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// maxFill is how many chunks the operations of merged groups fill at most: enough
// to divide them well, and few enough to have something in common.
const maxFill = 2.0

// maxKin bounds how many groups are compared with each other. Where there are
// more, only those that the description names near each other are.
const maxKin = 400

// kin is a group while small ones are merged.
type kin struct {
	members []int   // groups as they were
	fill    float64 // chunks that its operations fill
}

// merge makes families: groups that are too small to fill a chunk go together
// with those most like them, up to two chunks. That is settled before anything is
// packed. Larger groups are families of their own.
func (s *session) merge() {
	var names []string
	number := map[string]int{}
	for i := range s.ops {
		if _, known := number[s.ops[i].group]; !known {
			number[s.ops[i].group] = len(names)
			names = append(names, s.ops[i].group)
		}
	}
	groups := make([]kin, len(names))
	marks := make([]map[string]bool, len(names)) // by group: what could relate it
	atoms := make([]map[int32]bool, len(names))
	for i := range names {
		groups[i].members = []int{i}
		marks[i] = map[string]bool{}
		atoms[i] = map[int32]bool{}
		for _, word := range words(names[i]) {
			marks[i][word] = true
		}
	}
	tokens := make([]int, len(names))
	for i := range s.ops {
		g := number[s.ops[i].group]
		groups[g].fill += 1 / float64(s.most)
		tokens[g] += int(s.atoms.own[i])
		for path := range beginnings(segments(s.ops[i].Operation)) {
			marks[g][path] = true
		}
		for _, a := range s.atoms.of[i] {
			if !atoms[g][a] {
				atoms[g][a] = true
				tokens[g] += int(s.atoms.tokens[a])
			}
		}
	}
	for g := range groups {
		groups[g].fill = max(groups[g].fill, float64(tokens[g])/float64(s.target))
	}
	family := make([]int, len(names))
	for start := 0; start < len(groups); start += maxKin {
		end := min(start+maxKin, len(groups))
		for _, k := range mergeSmall(groups[start:end], likeness(marks[start:end], atoms[start:end])) {
			for _, m := range k.members {
				family[m] = slices.Min(k.members)
			}
		}
	}
	for i := range s.ops {
		s.ops[i].family = family[number[s.ops[i].group]]
	}
}

// likeness compares groups by what they have in common: the cosine of the
// vectors of their marks and atoms, each weighed by how few groups have it
// (TF-IDF: Salton and Buckley, "Term-weighting approaches in automatic text
// retrieval", 1988). What is written near each other is a little alike, too.
func likeness(marks []map[string]bool, atoms []map[int32]bool) [][]float64 {
	n := len(marks)
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
	}
	length := make([]float64, n)
	add := func(holders []int) {
		if len(holders) > maxHolders {
			return
		}
		w := math.Log(float64(n) / float64(len(holders)))
		w *= w
		for x, i := range holders {
			length[i] += w
			for _, j := range holders[:x] {
				out[i][j] += w
				out[j][i] += w
			}
		}
	}
	byMark := map[string][]int{}
	byAtom := map[int32][]int{}
	for i := range n {
		for m := range marks[i] {
			byMark[m] = append(byMark[m], i)
		}
		for a := range atoms[i] {
			byAtom[a] = append(byAtom[a], i)
		}
	}
	for _, key := range sortedKeys(byMark) {
		add(byMark[key])
	}
	for _, key := range sortedKeys(byAtom) {
		add(byAtom[key])
	}
	for i := range n {
		for j := range n {
			if l := math.Sqrt(length[i] * length[j]); l > 0 {
				out[i][j] /= l
			}
			if i != j {
				out[i][j] += 0.01 / math.Abs(float64(i-j))
			}
		}
	}
	return out
}

// mergeSmall merges the smallest group with the one most like it that it fits
// with, again and again. How like merged groups are is the mean of their members
// (average linkage: Sokal and Michener, 1958).
func mergeSmall(groups []kin, like [][]float64) []kin {
	gone := make([]bool, len(groups))
	stuck := make([]bool, len(groups))
	for {
		a := -1
		for i := range groups {
			if !gone[i] && !stuck[i] && groups[i].fill < 1 && (a < 0 || groups[i].fill < groups[a].fill-1e-9) {
				a = i
			}
		}
		if a < 0 {
			break
		}
		b := -1
		for j := range groups {
			if j == a || gone[j] || groups[a].fill+groups[j].fill > maxFill+1e-9 {
				continue
			}
			if b < 0 || like[a][j] > like[a][b]+1e-12 {
				b = j
			}
		}
		if b < 0 {
			stuck[a] = true
			continue
		}
		na, nb := float64(len(groups[a].members)), float64(len(groups[b].members))
		for j := range groups {
			like[b][j] = (na*like[a][j] + nb*like[b][j]) / (na + nb)
			like[j][b] = like[b][j]
		}
		groups[b].members = append(groups[b].members, groups[a].members...)
		groups[b].fill += groups[a].fill
		gone[a] = true
	}
	var out []kin
	for i := range groups {
		if !gone[i] {
			out = append(out, groups[i])
		}
	}
	return out
}

func sortedKeys[K int32 | string, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// words are the words of a name: "BillingPortal", "billing_portal" and
// "/v1/billing/portal" have two in common.
func words(name string) []string {
	var out []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 2 {
			out = append(out, strings.TrimSuffix(word.String(), "s"))
		}
		word.Reset()
	}
	lower := false
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) && lower {
			flush()
		}
		lower = unicode.IsLower(r)
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			word.WriteRune(unicode.ToLower(r))
		}
	}
	flush()
	return out
}
