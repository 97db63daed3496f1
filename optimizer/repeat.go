package optimizer

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
)

// What stands more than once in a text of the notation is written once: runs of
// lines, for which a line "@1" stands, behind a line "@@"; and pieces of lines, for
// which "§1" stands, behind a line "§§", see [share].

// repeatMark is the line behind which what is repeated is defined.
const repeatMark = "@@\n"

// run is a run of lines that stands at some places.
type run struct {
	lines  []int32
	places []int32
	gain   int
}

// fold writes once what stands more than once. The text ends with a new line.
func fold(text []byte) []byte {
	lines, ids := internLines(text)
	size := make([]int32, len(lines))
	for i, line := range lines {
		size[i] = int32(len(line)) + 4
	}
	chosen := chooseRuns(ids, size)
	out := make([]byte, 0, len(text))
	at := make(map[int32]int, len(chosen)) // number of the run that begins at a line
	length := map[int32]int32{}
	for n, r := range chosen {
		for _, p := range r.places {
			at[p] = n + 1
			length[p] = int32(len(r.lines))
		}
	}
	for i := int32(0); int(i) < len(ids); {
		if n := at[i]; n > 0 {
			out = append(strconv.AppendInt(append(out, '@'), int64(n), 10), '\n')
			i += length[i]
			continue
		}
		out = append(append(out, lines[ids[i]]...), '\n')
		i++
	}
	if len(chosen) > 0 {
		out = append(out, repeatMark...)
		for n, r := range chosen {
			out = append(strconv.AppendInt(append(out, '@'), int64(n+1), 10), "=\n"...)
			for _, id := range r.lines {
				out = append(append(out, lines[id]...), '\n')
			}
		}
	}
	return share(out)
}

// internLines numbers the different lines of a text.
func internLines(text []byte) (lines [][]byte, ids []int32) {
	known := make(map[string]int32, bytes.Count(text, []byte{'\n'}))
	for len(text) > 0 {
		end := bytes.IndexByte(text, '\n')
		line := text[:end]
		id, ok := known[string(line)]
		if !ok {
			id = int32(len(lines))
			lines = append(lines, line)
			known[string(line)] = id
		}
		ids = append(ids, id)
		text = text[end+1:]
	}
	return lines, ids
}

// Costs in bytes, of which about four are a token.
const (
	costOfCall       = 10
	costOfDefinition = 16
)

// chooseRuns finds runs of lines to write once: those that gain most first.
func chooseRuns(ids, size []int32) []run {
	candidates := repeatedRuns(ids, size)
	slices.SortFunc(candidates, func(a, b run) int {
		return cmp.Or(cmp.Compare(b.gain, a.gain), cmp.Compare(a.places[0], b.places[0]), cmp.Compare(len(b.lines), len(a.lines)))
	})
	taken := make([]bool, len(ids))
	var chosen []run
	for _, r := range candidates {
		free := r.places[:0:0]
		end := int32(-1)
	places:
		for _, p := range r.places {
			if p < end {
				continue
			}
			for i := range r.lines {
				if taken[int(p)+i] {
					continue places
				}
			}
			free = append(free, p)
			end = p + int32(len(r.lines))
		}
		if r.gain = gain(r.lines, len(free), size); r.gain <= 0 {
			continue
		}
		for _, p := range free {
			for i := range r.lines {
				taken[int(p)+i] = true
			}
		}
		r.places = free
		chosen = append(chosen, r)
	}
	// Numbered in the order in which they are needed first.
	slices.SortFunc(chosen, func(a, b run) int { return cmp.Compare(a.places[0], b.places[0]) })
	return chosen
}

func gain(lines []int32, times int, size []int32) int {
	sum := 0
	for _, id := range lines {
		sum += int(size[id])
	}
	return (times-1)*sum - times*costOfCall - costOfDefinition
}

// repeatedRuns lists the runs of lines that stand more than once and cannot be
// made longer without standing fewer times: the inner nodes of a suffix tree.
func repeatedRuns(ids, size []int32) []run {
	suffixes := suffixArray(ids)
	// Intervals of suffixes that share a beginning, by a stack of their lengths.
	type interval struct{ length, from int32 }
	var out []run
	var stack []interval
	n := int32(len(suffixes))
	for i := int32(1); i <= n; i++ {
		shared := int32(0)
		if i < n {
			shared = sharedLines(ids, suffixes[i-1], suffixes[i])
		}
		from := i - 1
		for len(stack) > 0 && stack[len(stack)-1].length > shared {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			from = top.from
			places := slices.Clone(suffixes[top.from:i])
			slices.Sort(places)
			r := run{lines: ids[places[0] : places[0]+top.length], places: places}
			if extends(ids, places) {
				continue // the longer run to the left is a candidate, too
			}
			if r.gain = gain(r.lines, len(places), size); r.gain > 0 {
				out = append(out, r)
			}
		}
		if shared > 0 && (len(stack) == 0 || stack[len(stack)-1].length < shared) {
			stack = append(stack, interval{shared, from})
		}
	}
	return out
}

// extends reports whether the same line stands before every place.
func extends(ids, places []int32) bool {
	for _, p := range places {
		if p == 0 || ids[p-1] != ids[places[0]-1] {
			return false
		}
	}
	return true
}

const maxRun = 200 // lines in a run

func sharedLines(ids []int32, a, b int32) (n int32) {
	for n < maxRun && int(max(a, b)+n) < len(ids) && ids[a+n] == ids[b+n] {
		n++
	}
	return n
}

// suffixArray sorts the suffixes of a sequence by their first maxRun lines.
func suffixArray(ids []int32) []int32 {
	out := make([]int32, len(ids))
	for i := range out {
		out[i] = int32(i)
	}
	slices.SortFunc(out, func(a, b int32) int {
		x, y := ids[a:min(int(a)+maxRun, len(ids))], ids[b:min(int(b)+maxRun, len(ids))]
		return cmp.Or(slices.Compare(x, y), cmp.Compare(a, b))
	})
	return out
}
