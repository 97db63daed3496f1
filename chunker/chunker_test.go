package chunker_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/tokens"
)

var o200k = sync.OnceValue(func() *tokens.Encoding {
	counter, err := tokens.ForEncoding("o200k_base")
	if err != nil {
		panic(err)
	}
	return counter
})

// check holds what must be true of all chunks of all documents.
func check(t require.TestingT, doc *openapi.Document, chunks []chunker.Chunk, maxTokens, most int) {
	times := map[*openapi.Operation]int{}
	ids := map[string]bool{}
	for _, c := range chunks {
		require.Equal(t, o200k().Count(c.Text), c.Tokens)
		require.LessOrEqual(t, c.Tokens, maxTokens)
		require.NotEmpty(t, c.Operations)
		require.LessOrEqual(t, len(c.Operations), most)
		require.False(t, ids[c.ID], "the ID %s stands twice", c.ID)
		ids[c.ID] = true
		escalated := map[string]bool{}
		for _, e := range c.Escalated {
			escalated[e.Operation] = true
			require.NotZero(t, c.Encoder)
			if e.Cut {
				require.Contains(t, c.Text, "…")
			}
		}
		for _, op := range c.Operations {
			times[op]++
			delete(escalated, op.ID)
		}
		require.Empty(t, escalated)
	}
	for _, op := range doc.Operations {
		require.Equal(t, 1, times[op], "operation %s", op.ID)
	}
	require.Len(t, times, len(doc.Operations))
}

func newChunker(t require.TestingT, opts ...chunker.Option) *chunker.Chunker {
	c, err := chunker.New(opts...)
	require.NoError(t, err)
	return c
}

func levels(t require.TestingT) []chunker.Encoder {
	var out []chunker.Encoder
	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		o, err := optimizer.New(level)
		require.NoError(t, err)
		out = append(out, o)
	}
	return out
}

func TestInvariantsOnRealDescriptions(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		for name, opts := range map[string][]chunker.Option{
			"balanced": {chunker.WithEncoders(levels(t)...)},
			"small":    {chunker.WithEncoders(levels(t)...), chunker.WithTargetTokens(1_000), chunker.WithMaxTokens(1_500)},
			"order":    {chunker.WithEncoders(levels(t)...), chunker.WithGrouping(chunker.DocumentOrder)},
		} {
			t.Run(name, func(t *testing.T) {
				limit := 15_000
				if name == "small" {
					limit = 1_500
				}
				chunks, err := newChunker(t, opts...).Chunk(doc)
				require.NoError(t, err)
				check(t, doc, chunks, limit, 12)
				if name == "balanced" && len(doc.Operations) > 1 {
					for _, c := range chunks {
						require.GreaterOrEqual(t, len(c.Operations), 2, "chunk %s", c.ID)
					}
				}
			})
		}
	})
}

func TestInvariantsOfTheDefaultEncoder(t *testing.T) {
	t.Parallel()
	dir := corpus.ShippedFolder(t)
	for _, name := range []string{"asana.yaml", "petstorev3.json", "burgershop.openapi.yaml", "xsoar.json"} {
		doc := document(t, dir+"/"+name)
		chunks, err := newChunker(t).Chunk(doc)
		require.NoError(t, err)
		check(t, doc, chunks, 15_000, 12)
		for _, c := range chunks {
			require.True(t, json.Valid([]byte(c.Text)), "chunk %s of %s", c.ID, name)
		}
	}
}

func TestResultsAreEqualEveryTime(t *testing.T) {
	t.Parallel()
	dir := corpus.ShippedFolder(t)
	for _, name := range []string{"asana.yaml", "xsoar.json"} {
		doc := document(t, dir+"/"+name)
		first, err := newChunker(t).Chunk(doc)
		require.NoError(t, err)
		for range 3 {
			again, err := newChunker(t).Chunk(doc)
			require.NoError(t, err)
			require.Equal(t, first, again)
		}
		fresh, err := openapi.ReadFile(dir + "/" + name)
		require.NoError(t, err)
		again, err := newChunker(t).Chunk(fresh)
		require.NoError(t, err)
		for i := range first {
			require.Equal(t, first[i].ID, again[i].ID)
			require.Equal(t, first[i].Text, again[i].Text)
		}
	}
}

func TestUnrelatedEditsLeaveChunksAlone(t *testing.T) {
	t.Parallel()
	edit := func(operations int) *openapi.Document {
		doc := shop(20, 9)
		for i := range operations {
			doc.Operations = append(doc.Operations, &openapi.Operation{
				ID: fmt.Sprintf("extra%d", i), Method: "GET", Path: fmt.Sprintf("/things9/extra%d", i), Tags: []string{"tag9"},
			})
		}
		doc.Operations[len(doc.Operations)-1].Summary = strings.Repeat("more words ", operations)
		return doc
	}
	c := newChunker(t)
	before, err := c.Chunk(edit(0))
	require.NoError(t, err)
	for _, n := range []int{1, 2, 5} {
		after, err := c.Chunk(edit(n))
		require.NoError(t, err)
		have := map[string]bool{}
		for _, one := range after {
			have[one.ID] = true
		}
		lost := 0
		for _, one := range before {
			if !have[one.ID] {
				lost++
			}
		}
		require.LessOrEqual(t, lost, 3, "%d operations more", n)
	}
}

// shop is a description of so many resources with so many operations each.
func shop(resources, operations int) *openapi.Document {
	doc := &openapi.Document{Title: "Shop", Schemas: map[string]*openapi.Schema{}}
	for r := range resources {
		name := fmt.Sprintf("Thing%d", r)
		doc.Schemas[name] = &openapi.Schema{Types: []string{"object"}, Properties: []openapi.Property{
			{Name: "id", Schema: &openapi.Schema{Types: []string{"integer"}}},
			{Name: "name", Schema: &openapi.Schema{Types: []string{"string"}}},
		}}
		for o := range operations {
			op := &openapi.Operation{
				ID: fmt.Sprintf("op%d_%d", r, o), Method: "GET", Path: fmt.Sprintf("/things%d/{id}/part%d", r, o),
				Tags: []string{fmt.Sprintf("tag%d", r)},
			}
			op.Responses = []*openapi.Response{{Status: "200", Content: []openapi.MediaType{
				{Type: "application/json", Schema: &openapi.Schema{Ref: name}},
			}}}
			doc.Operations = append(doc.Operations, op)
		}
	}
	return doc
}

func TestOptionsOutOfRangeAreNamed(t *testing.T) {
	t.Parallel()
	for want, opt := range map[string]chunker.Option{
		"WithTargetTokens is 5; it must be from 1000 to":    chunker.WithTargetTokens(5),
		"WithMaxTokens is -1; it must be from 1000 to":      chunker.WithMaxTokens(-1),
		"WithOperations(5, 2): least must not be above":     chunker.WithOperations(5, 2),
		"WithOperations: least is 0; it must be from 1":     chunker.WithOperations(0, 2),
		"WithGrouping is 7; it must be from 0 to 1":         chunker.WithGrouping(7),
		"WithCounter: the counter is nil":                   chunker.WithCounter(nil),
		"WithEncoders: at least one encoder":                chunker.WithEncoders(),
		"WithEncoders: encoder 1 is nil":                    chunker.WithEncoders(nil),
		"WithWeights: QueryParameter is -2; it must be":     chunker.WithWeights(chunker.Weights{QueryParameter: -2}),
		"WithTargetTokens(20000) is above WithMaxTokens(15": chunker.WithTargetTokens(20_000),
		"chunker: New: option 1 is nil":                     nil,
	} {
		_, err := chunker.New(opt)
		require.ErrorContains(t, err, want)
	}
	_, err := chunker.New(chunker.WithMaxTokens(1), chunker.WithCounter(nil))
	require.ErrorContains(t, err, "WithMaxTokens")
	require.ErrorContains(t, err, "WithCounter")
}

func TestTheTargetIsWithinAMaximumThatStandsAlone(t *testing.T) {
	t.Parallel()
	doc := shop(6, 8)
	sizes := counter(func(text string) int { return 20 * o200k().Count(text) })
	alone, err := newChunker(t, chunker.WithCounter(sizes), chunker.WithMaxTokens(5_000)).Chunk(doc)
	require.NoError(t, err)
	both, err := newChunker(t, chunker.WithCounter(sizes), chunker.WithMaxTokens(5_000), chunker.WithTargetTokens(5_000)).Chunk(doc)
	require.NoError(t, err)
	require.Equal(t, both, alone)
	large, err := newChunker(t, chunker.WithCounter(sizes), chunker.WithMaxTokens(50_000)).Chunk(doc)
	require.NoError(t, err)
	both, err = newChunker(t, chunker.WithCounter(sizes), chunker.WithMaxTokens(50_000), chunker.WithTargetTokens(12_000)).Chunk(doc)
	require.NoError(t, err)
	require.Equal(t, both, large)
	_, err = chunker.New(chunker.WithMaxTokens(5_000), chunker.WithTargetTokens(6_000))
	require.ErrorContains(t, err, "WithTargetTokens(6000) is above WithMaxTokens(5000)")
}

func TestOptionsChangeTheResult(t *testing.T) {
	t.Parallel()
	doc := shop(6, 11)
	base, err := newChunker(t).Chunk(doc)
	require.NoError(t, err)
	sizes := func(opts ...chunker.Option) []int {
		chunks, err := newChunker(t, opts...).Chunk(doc)
		require.NoError(t, err)
		var out []int
		for _, c := range chunks {
			out = append(out, len(c.Operations))
		}
		return out
	}
	require.Len(t, base, 6, "a chunk for each tag")
	require.Equal(t, 4, slices.Max(sizes(chunker.WithOperations(2, 4))))
	triple := counter(func(text string) int { return 3 * o200k().Count(text) })
	require.Greater(t, len(sizes(chunker.WithTargetTokens(1_000), chunker.WithMaxTokens(1_000), chunker.WithCounter(triple))), 6)
	require.Equal(t, []int{11, 11, 11, 11, 11, 11}, sizes())
	mixed := *doc
	mixed.Operations = nil
	for n := range doc.Operations {
		mixed.Operations = append(mixed.Operations, doc.Operations[n%6*11+n/6])
	}
	for grouping, want := range map[chunker.Grouping]int{chunker.Semantic: 1, chunker.DocumentOrder: 6} {
		chunks, err := newChunker(t, chunker.WithGrouping(grouping)).Chunk(&mixed)
		require.NoError(t, err)
		tags := map[string]bool{}
		for _, op := range chunks[0].Operations {
			tags[op.Tags[0]] = true
		}
		require.Len(t, tags, want)
	}
	double := counter(func(text string) int { return 50 * o200k().Count(text) })
	require.Greater(t, len(sizes(chunker.WithCounter(double))), 6)

	weighted := newChunker(t, chunker.WithWeights(chunker.Weights{ResponseSchema: 50}))
	require.InDelta(t, 50, weighted.Complexity(doc, doc.Operations[0]).Raw, 1e-9)
}

type counter func(string) int

func (c counter) Count(text string) int { return c(text) }

func TestOperationsOfAResourceStayTogether(t *testing.T) {
	t.Parallel()
	doc := &openapi.Document{}
	for _, tag := range []string{"a", "b"} {
		for r := range 5 {
			for _, form := range []string{"GET ", "POST ", "GET /{id}", "PUT /{id}", "DELETE /{id}"} {
				method, rest, _ := strings.Cut(form, " ")
				path := fmt.Sprintf("/%s%d%s", tag, r, rest)
				doc.Operations = append(doc.Operations, &openapi.Operation{ID: method + path, Method: method, Path: path, Tags: []string{tag}})
			}
		}
	}
	chunks, err := newChunker(t).Chunk(doc)
	require.NoError(t, err)
	at := map[string]string{}
	for _, c := range chunks {
		for _, op := range c.Operations {
			resource := op.Path[:3]
			if at[resource] == "" {
				at[resource] = c.ID
			}
			require.Equal(t, at[resource], c.ID, "%s is torn", resource)
		}
	}
}

func TestTagParentsGroup(t *testing.T) {
	t.Parallel()
	doc := shop(2, 3)
	doc.Tags = []openapi.Tag{{Name: "all"}, {Name: "tag0", Parent: "all"}, {Name: "tag1", Parent: "tag0"}}
	chunks, err := newChunker(t).Chunk(doc)
	require.NoError(t, err)
	require.Len(t, chunks, 1)
	require.Equal(t, "all", chunks[0].Group)
	large := shop(6, 10)
	large.Tags = []openapi.Tag{{Name: "all"}, {Name: "left", Parent: "all"}, {Name: "tag0", Parent: "left"}, {Name: "tag1", Parent: "left"}}
	for i := 2; i < 6; i++ {
		large.Tags = append(large.Tags, openapi.Tag{Name: fmt.Sprint("tag", i), Parent: "all"})
	}
	chunks, err = newChunker(t).Chunk(large)
	require.NoError(t, err)
	groups := map[string]bool{}
	for _, one := range chunks {
		groups[one.Group] = true
	}
	require.Equal(t, map[string]bool{"left": true, "tag2": true, "tag3": true, "tag4": true, "tag5": true}, groups,
		"a parent of everything says nothing")

	doc.Tags[0].Parent = "tag1" // a circle
	_, err = newChunker(t).Chunk(doc)
	require.NoError(t, err)
}
