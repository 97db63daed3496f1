package optimizer

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"strconv"
)

// shareMark begins what stands for a piece of text. Nothing else in the notation
// has it: where the description does, it is an escape, see [appendRune].
const (
	shareMark  = "§"
	sharedMark = "§§\n" // the line before definitions
)

// piece is a part of a line that can stand in a definition.
type piece struct {
	hash       uint64
	start, end int32 // of its first occurrence
	times      int32
	number     int32 // 0: not shared
}

// pieces counts pieces that are equal.
type pieces struct {
	text        []byte
	known       map[uint64]int32
	list        []piece
	occurrences []occurrence // in their order
}

// occurrence is a place where a piece stands.
type occurrence struct{ start, piece int32 }

func newPieces(text []byte) *pieces {
	return &pieces{text: text, known: make(map[uint64]int32, len(text)/256)}
}

// count finds a piece, and notes that it stands here.
func (p *pieces) count(start, end int) {
	if one := p.find(start, end); one != nil {
		one.times++
		p.occurrences = append(p.occurrences, occurrence{int32(start), p.known[one.hash]})
	}
}

// hashBytes is a hash that is the same in every run.
func hashBytes(h uint64, s []byte) uint64 {
	const prime = 0x9E3779B97F4A7C15
	for len(s) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64(s)) * prime
		h ^= h >> 29
		s = s[8:]
	}
	for _, c := range s {
		h = (h ^ uint64(c)) * prime
	}
	return h ^ h>>32
}

// find gives the entry of a piece; nil where another has the same hash.
func (p *pieces) find(start, end int) *piece {
	hash := hashBytes(uint64(end-start), p.text[start:end])
	i, ok := p.known[hash]
	if !ok {
		i = int32(len(p.list))
		p.known[hash] = i
		p.list = append(p.list, piece{hash: hash, start: int32(start), end: int32(end)})
		return &p.list[i]
	}
	one := &p.list[i]
	if !bytes.Equal(p.text[one.start:one.end], p.text[start:end]) {
		return nil
	}
	return one
}

// share writes pieces of lines once that stand more than once: whole texts and
// what stands before them, then sentences, then what stands in brackets, then the
// beginnings of long words.
// Definitions of one step can be of pieces of the next, never the other way
// round.
func share(text []byte) []byte {
	s := sharing{text: text}
	s.exact(wholeTexts)
	s.exact(sentences)
	s.exact(groups)
	s.words()
	return s.text
}

type sharing struct {
	text   []byte
	marked bool // the text has definitions
	number int32
}

// exact shares the pieces that split gives of each line.
func (s *sharing) exact(split func(line []byte, piece func(start, end int))) {
	p := newPieces(s.text)
	offset := 0
	count := func(start, end int) { p.count(offset+start, offset+end) }
	s.lines(func(at int, line []byte) {
		offset = at
		split(line, count)
	})
	first := s.number
	var shared [][]byte
	for i := range p.list {
		one := &p.list[i]
		if size := int(one.end - one.start); (int(one.times)-1)*size > int(one.times)*costOfCall+costOfDefinition {
			s.number++
			one.number = s.number
			shared = append(shared, s.text[one.start:one.end])
		}
	}
	if s.number == first {
		return
	}
	out := make([]byte, 0, len(s.text))
	at := 0
	for _, o := range p.occurrences {
		one := &p.list[o.piece]
		if end := int(o.start + one.end - one.start); one.number > 0 && !isDigit(s.text[end]) { // a line ends behind a piece at the latest
			out = appendShare(append(out, s.text[at:o.start]...), one.number)
			at = end
		}
	}
	s.define(append(out, s.text[at:]...), shared, first)
}

// groups gives what stands in brackets within which there are none, nor anything
// that is shared already: definitions name later ones only.
func groups(line []byte, piece func(start, end int)) {
	open := -1
	for i, c := range line {
		switch c {
		case '{', '(', '[':
			open = i
		case '}', ')', ']':
			if open >= 0 && i+1-open >= shortestText && line[open] != '[' == (c != ']') {
				piece(open, i+1)
			}
			open = -1
		case shareMark[0]:
			if bytes.HasPrefix(line[i:], []byte(shareMark)) {
				open = -1
			}
		}
	}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func appendShare(out []byte, number int32) []byte {
	return strconv.AppendInt(append(out, shareMark...), int64(number), 10)
}

// define ends a step.
func (s *sharing) define(out []byte, shared [][]byte, first int32) {
	if !s.marked {
		out = append(out, sharedMark...)
		s.marked = true
	}
	for i, one := range shared {
		out = append(appendShare(out, first+int32(i)+1), '=')
		out = append(append(out, one...), '\n')
	}
	s.text = out
}

func (s *sharing) lines(do func(offset int, line []byte)) {
	for at := 0; at < len(s.text); {
		end := at + bytes.IndexByte(s.text[at:], '\n')
		do(at, s.text[at:end])
		at = end + 1
	}
}

// Pieces are worth sharing from this length.
const (
	shortestText = 20
	shortestWord = 12
)

// textOf gives where the text of a line begins, behind "//"; -1 where it has
// none.
func textOf(line []byte) int {
	if bytes.HasPrefix(line, []byte("//")) {
		return 2
	}
	if at := bytes.Index(line, []byte(" //")); at >= 0 {
		return at + 3
	}
	return -1
}

// wholeTexts splits a line into what stands before its text, and the text.
func wholeTexts(line []byte, piece func(start, end int)) {
	at := textOf(line)
	if at < 0 {
		return
	}
	if at-3 >= shortestText && line[0] != '@' {
		piece(0, at-3)
	}
	if len(line)-at >= shortestText {
		piece(at, len(line))
	}
}

// sentences splits the text of a line, or of a definition.
func sentences(line []byte, piece func(start, end int)) {
	at := textOf(line)
	if at < 0 {
		if !bytes.HasPrefix(line, []byte(shareMark)) {
			return
		}
		at = bytes.IndexByte(line, '=') + 1
	}
	for start := at; start < len(line); {
		end := start
		for end < len(line) && (line[end] != '.' || end+1 < len(line) && line[end+1] != ' ' && line[end+1] != '\\') &&
			(line[end] != '\\' || end+1 < len(line) && line[end+1] != 'n') {
			end++
		}
		if end < len(line) && line[end] == '.' {
			end++
		}
		if end-start >= shortestText && end > start {
			piece(start, end)
		}
		for end < len(line) && (line[end] == ' ' || line[end] == '\\' && end+1 < len(line) && line[end+1] == 'n') {
			if end++; line[end-1] == '\\' {
				end++
			}
		}
		if end == start {
			end++
		}
		start = end
	}
}

// inWord marks the bytes of long words: addresses, references, identifiers.
var inWord = func() (out [256]bool) {
	for c := range out {
		if c >= 0x80 { // the bytes of the mark are its own
			out[c] = c != int(shareMark[0]) && c != int(shareMark[1])
			continue
		}
		out[c] = c > ' ' && !bytes.ContainsRune([]byte("\"'(),:;<=>[\\]`{|}"), rune(c))
	}
	return out
}()

// longWord is a long word, however often it stands there.
type longWord struct {
	prefixes [][2]int32 // index of the piece, length
	times    int32
	chosen   int32 // length of the prefix that is shared
	number   int32
}

// eachWord gives the long words of the text.
func (s *sharing) eachWord(do func(start, end int)) {
	text := s.text
	for at := 0; at < len(text); {
		for at < len(text) && !inWord[text[at]] {
			if at++; text[at-1] != shareMark[0] || at == len(text) || text[at] != shareMark[1] {
				continue
			}
			for at++; at < len(text) && isDigit(text[at]); at++ { // its number begins no word
			}
		}
		start := at
		for at < len(text) && inWord[text[at]] {
			at++
		}
		if at-start >= shortestWord {
			do(start, at)
		}
	}
}

// words shares the beginnings of long words, up to a slash or dot, or all of
// them: those first that gain most.
func (s *sharing) words() {
	p, seen := newPieces(s.text), newPieces(s.text)
	s.eachWord(seen.count)
	words := make([]longWord, len(seen.list))
	users := [][]int32{}
	for i := range words {
		w, one := &words[i], seen.list[i]
		w.times = one.times
		for end := one.start + shortestWord; end <= one.end; end++ {
			if c := s.text[end-1]; end < one.end && c != '/' && c != '.' || end < one.end && isDigit(s.text[end]) {
				continue
			}
			prefix := p.find(int(one.start), int(end))
			if prefix == nil {
				continue
			}
			prefix.times += w.times
			index := p.known[prefix.hash]
			if int(index) == len(users) {
				users = append(users, nil)
			}
			users[index] = append(users[index], int32(i))
			w.prefixes = append(w.prefixes, [2]int32{index, end - one.start})
		}
	}
	gain := func(size, times int32) int32 { return (times-1)*size - times*costOfCall - costOfDefinition }
	order := make([]int32, 0, len(p.list))
	for i, one := range p.list {
		if gain(one.end-one.start, one.times) > 0 {
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := p.list[a], p.list[b]
		return cmp.Or(cmp.Compare(gain(y.end-y.start, y.times), gain(x.end-x.start, x.times)), cmp.Compare(a, b))
	})
	first := s.number
	var shared [][]byte
	for _, i := range order {
		one := p.list[i]
		times := int32(0)
		for _, w := range users[i] {
			if words[w].chosen == 0 {
				times += words[w].times
			}
		}
		if gain(one.end-one.start, times) <= 0 {
			continue
		}
		s.number++
		shared = append(shared, s.text[one.start:one.end])
		for _, w := range users[i] {
			if words[w].chosen == 0 {
				words[w].chosen, words[w].number = one.end-one.start, s.number
			}
		}
	}
	if s.number == first {
		return
	}
	out := make([]byte, 0, len(s.text))
	at := 0
	for _, o := range seen.occurrences {
		if w := &words[o.piece]; w.chosen > 0 && !isDigit(s.text[o.start+w.chosen]) { // a line ends behind a word at the latest
			out = appendShare(append(out, s.text[at:o.start]...), w.number)
			at = int(o.start + w.chosen)
		}
	}
	s.define(append(out, s.text[at:]...), shared, first)
}
