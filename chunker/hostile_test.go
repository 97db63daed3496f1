package chunker_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/openapi"
)

// giant is an operation that no encoder can write within a chunk.
func giant(id string, properties int) *openapi.Operation {
	s := &openapi.Schema{Types: []string{"object"}}
	for i := range properties {
		name := fmt.Sprintf("property_number_%d", i)
		s.Properties = append(s.Properties, openapi.Property{Name: name, Schema: &openapi.Schema{
			Types: []string{"string"}, Description: strings.Repeat("word ", 20),
		}})
		s.Required = append(s.Required, name)
	}
	return &openapi.Operation{ID: id, Method: "POST", Path: "/" + id, Body: &openapi.Body{
		Content: []openapi.MediaType{{Type: "application/json", Schema: s}},
	}}
}

func TestAnOperationLargerThanAChunkIsCutAndReported(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]chunker.Option{
		"default": nil, "levels": {chunker.WithEncoders(levels(t)...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := shop(2, 3)
			doc.Operations = append(doc.Operations, giant("giant", 12_000))
			chunks, err := newChunker(t, opts...).Chunk(doc)
			require.NoError(t, err)
			check(t, doc, chunks, 15_000, 12)
			cut := 0
			for _, c := range chunks {
				require.GreaterOrEqual(t, len(c.Operations), 2)
				for _, e := range c.Escalated {
					cut++
					require.Equal(t, "giant", e.Operation)
					require.True(t, e.Cut)
					require.Greater(t, e.Tokens, 15_000)
				}
			}
			require.Equal(t, 1, cut)
			require.Contains(t, chunker.Table(chunks), "giant: ")
		})
	}
}

func TestAnOperationThatOnlyTheSecondEncoderFits(t *testing.T) {
	t.Parallel()
	doc := shop(1, 3)
	big := giant("big", 900)
	big.Body.Content[0].Schema.Required = nil
	doc.Operations = append(doc.Operations, big)
	chunks, err := newChunker(t, chunker.WithEncoders(levels(t)...)).Chunk(doc)
	require.NoError(t, err)
	check(t, doc, chunks, 15_000, 12)
	found := false
	for _, c := range chunks {
		for _, e := range c.Escalated {
			found = true
			require.False(t, e.Cut)
			require.Equal(t, 1, c.Encoder)
		}
	}
	require.True(t, found)
}

func TestACounterThatMakesNoSenseIsAnError(t *testing.T) {
	t.Parallel()
	calls := 0
	for name, count := range map[string]counter{
		"-1 tokens of":                        func(string) int { return -1 },
		"over the maximu":                     func(string) int { return 20_000 },
		"1000000001 toke":                     func(string) int { return 1_000_000_001 },
		fmt.Sprint(math.MaxInt, " tokens of"): func(string) int { return math.MaxInt },
		fmt.Sprint(math.MinInt, " tokens of"): func(string) int { return math.MinInt },
		"-7 tokens of": func(text string) int {
			if calls++; calls == 20 {
				return -7
			}
			return len(text) / 4
		},
	} {
		chunks, err := newChunker(t, chunker.WithCounter(count)).Chunk(shop(3, 5))
		require.ErrorContains(t, err, "chunker: chunk: the counter says ", name)
		require.ErrorContains(t, err, name)
		require.Empty(t, chunks)
		require.Less(t, len(err.Error()), 400)
	}
	chunks, err := newChunker(t, chunker.WithCounter(counter(func(string) int { return 0 }))).Chunk(shop(3, 5))
	require.NoError(t, err, "nothing is as good as little")
	require.NotEmpty(t, chunks)
}

func TestNamesLargerThanAChunk(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("💥x", 200_000)
	doc := shop(1, 2)
	doc.Operations = append(doc.Operations, &openapi.Operation{ID: long, Method: long, Path: "/" + long, Summary: long})
	for _, limit := range []int{1_000, 15_000} {
		chunks, err := newChunker(t, chunker.WithTargetTokens(limit), chunker.WithMaxTokens(limit)).Chunk(doc)
		require.NoError(t, err)
		check(t, doc, chunks, limit, 12)
	}
}

func TestCirclesAndManyProperties(t *testing.T) {
	t.Parallel()
	doc := shop(3, 4)
	for i := range 3 { // each leads to all, in circles
		s := doc.Schemas[fmt.Sprintf("Thing%d", i)]
		for j := range 3 {
			ref := &openapi.Schema{Ref: fmt.Sprintf("Thing%d", j)}
			s.Properties = append(s.Properties, openapi.Property{Name: fmt.Sprintf("to%d", j), Schema: ref})
			s.AllOf = append(s.AllOf, ref)
		}
	}
	doc.Schemas["Self"] = &openapi.Schema{Ref: "Self"}
	doc.Operations[0].Responses[0].Content[0].Schema.Ref = "Self"
	wide := giant("wide", 3_000)
	doc.Operations = append(doc.Operations, wide)
	start := time.Now()
	chunks, err := newChunker(t, chunker.WithEncoders(levels(t)...)).Chunk(doc)
	require.NoError(t, err)
	check(t, doc, chunks, 15_000, 12)
	require.Less(t, time.Since(start), 10*time.Second)
	c := newChunker(t)
	for _, op := range doc.Operations {
		require.Less(t, c.Complexity(doc, op).Score, 10.0)
	}
}

// Written in place to the fourth level these schemas would have millions of
// fields.
func TestWideSchemasThatLeadToEachOther(t *testing.T) {
	t.Parallel()
	doc := shop(1, 20)
	for i := range 60 {
		s := &openapi.Schema{}
		for j := range 60 {
			name := fmt.Sprintf("a_rather_long_name_of_a_property_%d", j)
			s.Properties = append(s.Properties, openapi.Property{Name: name, Schema: &openapi.Schema{Ref: fmt.Sprint("Wide", j)}})
			s.Required = append(s.Required, name)
		}
		doc.Schemas[fmt.Sprint("Wide", i)] = s
	}
	for _, op := range doc.Operations {
		op.Body = &openapi.Body{Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Ref: "Wide1"}}}}
	}
	start := time.Now()
	chunks, err := newChunker(t, chunker.WithEncoders(levels(t)...)).Chunk(doc)
	require.NoError(t, err)
	check(t, doc, chunks, 15_000, 12)
	require.Less(t, time.Since(start), 20*time.Second)
}

// TestManyOperationsThatHaveMuchInCommon: comparing everything with everything
// would take hours here.
func TestManyOperationsThatHaveMuchInCommon(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{}}
	for i := range 300 {
		s := &openapi.Schema{Types: []string{"object"}}
		for j := range 3 {
			s.Properties = append(s.Properties, openapi.Property{
				Name: fmt.Sprint("p", j), Schema: &openapi.Schema{Ref: fmt.Sprint("S", (i*7+j*31)%300)},
			})
		}
		doc.Schemas[fmt.Sprint("S", i)] = s
	}
	for i := range 6_000 {
		op := &openapi.Operation{ID: fmt.Sprint("op", i), Method: "GET", Path: fmt.Sprint("/a", i%5_000, "/b"), Tags: []string{fmt.Sprint("t", i)}}
		op.Parameters = []*openapi.Parameter{{Name: "s", In: "query", Schema: &openapi.Schema{Ref: fmt.Sprint("S", i%300)}}}
		doc.Operations = append(doc.Operations, op)
	}
	for _, most := range []int{12, 1_000} {
		start := time.Now()
		chunks, err := newChunker(t, chunker.WithEncoders(levels(t)...), chunker.WithOperations(2, most)).Chunk(doc)
		require.NoError(t, err)
		check(t, doc, chunks, 15_000, most)
		require.Less(t, time.Since(start), 60*time.Second)
	}
}

func TestDocumentsWithoutMuch(t *testing.T) {
	t.Parallel()
	c := newChunker(t)
	chunks, err := c.Chunk(&openapi.Document{})
	require.NoError(t, err)
	require.Empty(t, chunks)
	_, err = c.Chunk(nil)
	require.ErrorContains(t, err, "document is nil")
	_, err = c.Chunk(&openapi.Document{Operations: []*openapi.Operation{nil}})
	require.ErrorContains(t, err, "operation 1 of the document is nil")
	_, err = c.Chunk(&openapi.Document{Operations: []*openapi.Operation{{ID: "a"}, {ID: "a"}}})
	require.ErrorContains(t, err, `have the ID "a"`)

	one := &openapi.Document{Operations: []*openapi.Operation{{}}}
	chunks, err = newChunker(t, chunker.WithEncoders(levels(t)...)).Chunk(one)
	require.NoError(t, err)
	check(t, one, chunks, 15_000, 12)
}

func TestComplexityCountsAndRises(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{
		"Node": {Properties: []openapi.Property{
			{Name: "next", Schema: &openapi.Schema{Ref: "Node"}},
			{Name: "meta", Schema: &openapi.Schema{Properties: []openapi.Property{{Name: "x", Schema: &openapi.Schema{}}}}},
		}},
	}}
	node := []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Ref: "Node"}}}
	op := &openapi.Operation{
		Parameters: []*openapi.Parameter{{Name: "a", In: "path"}, {Name: "b", In: "query"}, {Name: "c", In: "query"}, {Name: "d", In: "header"}},
		Body:       &openapi.Body{Content: node},
		Responses:  []*openapi.Response{{Status: "200", Content: node}, {Status: "404", Content: node}, {Status: "204"}},
		Security:   []openapi.SecurityRequirement{{{Scheme: "k"}}, {{Scheme: "k"}, {Scheme: "o"}}},
	}
	c := newChunker(t)
	got := c.Complexity(doc, op)
	require.Equal(t, 1, got.PathParameters)
	require.Equal(t, 2, got.QueryParameters)
	require.Equal(t, 1, got.RequestBodies)
	require.Equal(t, 2, got.ResponseSchemas)
	require.Equal(t, 2, got.SecurityNeeds)
	require.Equal(t, 1, got.NestedObjects, "meta; Node itself is at the top")
	require.InDelta(t, 1+1.2+2+2+3+2.6+2.5, got.Raw, 1e-9)

	last := 0.0
	for raw := 0.0; raw < 1e6; raw = raw*1.1 + 1 {
		score := chunker.Score(raw)
		require.Greater(t, score, last)
		require.Less(t, score, 10.0)
		require.GreaterOrEqual(t, score, 1.0)
		last = score
	}
	require.InDelta(t, 10, chunker.Score(math.Inf(1)), 0)
}
