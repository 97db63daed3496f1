package chunker

import (
	"github.com/specloom/specloom/openapi"
)

// session is the work on one document. Operations are known by their place in
// the document.
type session struct {
	*Chunker
	counter *checked // the Chunker's
	doc     *openapi.Document
	levels  []*level
	ops     []operation
	usual   float64 // complexity of a chunk
	atoms   atoms
}

// operation is what packing must know of an operation.
type operation struct {
	*openapi.Operation
	group    string  // what it shares with its relatives
	family   int     // its group and small ones like it
	resource string  // what it shares with its closest relatives
	score    float64 // complexity
	level    int     // the first that writes it within the maximum
	written  int     // the level that the search takes it to be written at
	alone    int     // tokens alone, as the first level writes it
}

// level is one of the encoders and what is known of its texts.
type level struct {
	encoder  Encoder
	prepared bool // for the document; most levels never are
	counter  Counter
	doc      *openapi.Document
	number   map[string]int32 // of a part, by key
	texts    []Part           // by number
	counts   []int32          // tokens by number
	parts    [][]int32        // numbers by operation; nil: not asked yet

	// used marks the parts of a set of operations: those that hold its mark.
	used []int32
	mark int32
}

func newSession(c *Chunker, doc *openapi.Document) *session {
	s := &session{Chunker: c, counter: &checked{counter: c.counter}, doc: doc, ops: make([]operation, len(doc.Operations))}
	encoders := append(append([]Encoder{}, c.encoders...), cuts(s.counter, c.max)...)
	for _, e := range encoders {
		s.levels = append(s.levels, &level{
			encoder: e, counter: s.counter, doc: doc,
			number: map[string]int32{}, parts: make([][]int32, len(doc.Operations)),
		})
	}
	s.group()
	for i, op := range doc.Operations {
		s.ops[i].score = complexity(doc, op, c.weights).Score
		s.fit(i)
		s.ops[i].written = s.ops[i].level
	}
	s.usual = s.usualComplexity()
	s.atoms = s.atomize()
	s.merge()
	return s
}

// fit finds the level at which an operation alone is within the maximum. The
// sum of parts is close enough to tell, but for a text near the maximum.
func (s *session) fit(op int) {
	for i, l := range s.levels {
		tokens := l.sum([]int{op})
		if tokens > s.max*3/4 && tokens < s.max*3/2 {
			tokens = l.count(l.text([]int{op}))
		}
		if i == 0 {
			s.ops[op].alone = tokens
		}
		if s.ops[op].level = i; tokens <= s.max {
			return
		}
	}
}

// of gives the parts of an operation by their numbers.
func (l *level) of(op int) []int32 {
	if l.parts[op] != nil {
		return l.parts[op]
	}
	if p, ok := l.encoder.(Preparer); ok && !l.prepared {
		l.encoder = p.Prepare(l.doc)
	}
	l.prepared = true
	parts := l.encoder.Parts(l.doc, l.doc.Operations[op])
	numbers := make([]int32, 0, len(parts))
	for _, p := range parts {
		n, ok := l.number[p.Key]
		if !ok {
			n = int32(len(l.texts))
			l.number[p.Key] = n
			l.texts = append(l.texts, p)
			l.counts = append(l.counts, int32(l.count(p.Text)))
			l.used = append(l.used, 0)
		}
		numbers = append(numbers, n)
	}
	l.parts[op] = numbers
	return numbers
}

func (l *level) count(text string) int { return l.counter.Count(text) }

// separator is what joining adds to a part, at about.
const separator = 1

// clear begins a new set of operations.
func (l *level) clear() { l.mark++ }

// add puts an operation into the set and gives the tokens that this adds.
func (l *level) add(op int) int {
	sum := 0
	for _, n := range l.of(op) {
		if l.used[n] != l.mark {
			l.used[n] = l.mark
			sum += int(l.counts[n]) + separator
		}
	}
	return sum
}

// sum estimates the tokens of a set of operations.
func (l *level) sum(ops []int) int {
	l.clear()
	sum := 0
	for _, op := range ops {
		sum += l.add(op)
	}
	return sum
}

// text writes a set of operations.
func (l *level) text(ops []int) string {
	l.clear()
	var parts []Part
	for _, op := range ops {
		for _, n := range l.of(op) {
			if l.used[n] != l.mark {
				l.used[n] = l.mark
				parts = append(parts, l.texts[n])
			}
		}
	}
	return l.encoder.Join(parts)
}

// levelOf is the level that a set of operations is written at.
func (s *session) levelOf(ops []int) int {
	out := 0
	for _, op := range ops {
		out = max(out, s.ops[op].level)
	}
	return out
}

// chunk writes a set of operations.
func (s *session) chunk(set packed) Chunk {
	out := Chunk{
		Text: set.text, Tokens: set.tokens,
		Encoder: min(s.levelOf(set.ops), len(s.encoders)), Group: s.main(set.ops),
	}
	for _, i := range set.ops {
		op := s.ops[i]
		out.Operations = append(out.Operations, op.Operation)
		out.Complexity += op.score
		if op.level > 0 {
			out.Escalated = append(out.Escalated, Escalation{
				Operation: op.ID, Tokens: op.alone, Cut: op.level >= len(s.encoders),
			})
		}
	}
	return out
}
