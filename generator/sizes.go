package generator

import (
	"fmt"

	"github.com/specloom/specloom/generator/internal/prompt"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/ui"
)

// Tokens of the parts of a call.
const (
	chunkTokens  = 15_000 // of a chunk's text, at most
	targetTokens = 12_000
	leastTokens  = 1_000 // of a chunk's text, below which planning makes no sense
	leastAnswer  = 200   // tokens, in which one operation can be planned
	domainTokens = 500
	quotedTokens = 1_000 // of an answer that is asked for once more
	sharedTokens = 1_500 // of the names that all chunks share
	globalTokens = 6_000 // of the blueprint's message
	// overheadTokens is what providers add around messages: some 3 or 4 a
	// message (OpenAI Cookbook, "How to count tokens with tiktoken").
	overheadTokens = 32
)

// sizes are the tokens that the parts of a call may have, so that all of them
// together fit the model's context.
type sizes struct {
	chunk, target int // of a chunk's text, if nothing else is asked for
	room          int // of a chunk's text, at the very most
	shared        int
	global        int
	output        int // of an answer
	quoted        int
	context       int    // of all that together
	whole         string // what sets that
}

// sizes divides the model's context, or a minute's quota where that is smaller:
// the system's text and the schema as they are, the answer as large as a full
// chunk may need, and the rest for data.
func (g *Generator) sizes() (sizes, error) {
	system := 0
	for level := g.level; level <= optimizer.Aggressive; level++ { // large operations go up to there
		system = max(system, g.counter.Count(prompt.ChunkSystem(optimizer.Legend(level))))
	}
	system += g.counter.Count(string(ui.Schema(ui.ChunkPlanSchema))) + overheadTokens
	s := sizes{context: g.model.ContextTokens, whole: "context of " + g.model.Name}
	quota := g.limiter.Status()
	if limit := quota.Tokens.Limit; limit > 0 && limit < s.context {
		s.context, s.whole = limit, "quota of a minute"
	}
	s.output = min(g.model.MaxOutputTokens, s.context/4)
	if limit := quota.OutputTokens.Limit; limit > 0 {
		s.output = min(s.output, limit)
	}
	room := s.context - system - s.output
	s.shared = min(sharedTokens, room/8)
	s.quoted = min(quotedTokens, room/8)
	s.room = room - s.shared - s.quoted
	s.chunk = min(chunkTokens, s.room)
	s.target = min(targetTokens, s.chunk*4/5)
	s.global = min(globalTokens, room)
	if s.chunk < leastTokens {
		return s, fmt.Errorf("generator: the %s, %d tokens, has no room for a chunk beside %d tokens of instructions and %d of answer",
			s.whole, s.context, system, s.output)
	}
	return s, nil
}

// fit complains of chunks that are asked to be larger than there is room for.
func (s sizes) fit(most int) error {
	if most <= s.room {
		return nil
	}
	return fmt.Errorf("generator: WithChunks: chunks of up to %d tokens: the %s, %d tokens, has room for %d beside instructions and answer",
		most, s.whole, s.context, s.room)
}

func (g *Generator) within(limit int) func(string) bool {
	return func(text string) bool { return g.counter.Count(text) <= limit }
}

// answerTokens is how long the answer about some operations may get: titles
// and help for each, a name or two for each of its inputs and columns, and room
// for a model that reasons. Answers of the simulated model need about half.
func (g *Generator) answerTokens(ops []*openapi.Operation) int {
	n := 200 + g.model.ReasoningTokens
	for _, op := range ops {
		inputs := len(op.Parameters)
		if op.Body != nil {
			inputs += 10
		}
		n += 160 + 10*min(inputs, 30)
	}
	return min(n, g.limits.output)
}

// cut keeps the start of a text, within a number of tokens.
func (g *Generator) cut(text string, limit int) string {
	for g.counter.Count(text) > limit {
		runes := []rune(text)
		text = string(runes[:min(len(runes)-1, len(runes)*limit/g.counter.Count(text))])
	}
	return text
}
