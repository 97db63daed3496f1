package optimizer_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

const shop = `{"openapi":"3.1.0","info":{"title":"Shop","version":"1"},"paths":{"/pets":{"post":{
	"operationId":"addPet","summary":"Add a pet","tags":["pets"],"x-page":"pets","x-internal":true,
	"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},
	"callbacks":{"done":{"/done":{"post":{"responses":{"200":{"description":"ok"}}}}}},
	"responses":{"201":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},
		"400":{"description":"bad","content":{"application/json":{"schema":{"type":"object","properties":{"code":{"type":"integer"}}}}}}}}}},
	"components":{"schemas":{"Pet":{"type":"object","required":["name"],"properties":{
	"name":{"type":"string","maxLength":50,"description":"What it listens to. Or not.","examples":["Rex"]},
	"status":{"enum":[1,2],"type":"integer","default":2,"x-enum-varnames":["Sold","For sale"],"x-other":{"a":1}}}}}}}`

func parse(t *testing.T, text string) *openapi.Document {
	t.Helper()
	doc, err := openapi.Parse([]byte(text))
	require.NoError(t, err)
	return doc
}

func TestCallersKeepAndDropByKey(t *testing.T) {
	t.Parallel()
	doc := parse(t, shop)
	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		text, err := newOptimizer(t, level, optimizer.WithKeep("x-enum-*", "x-page")).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Contains(t, text, `x-enum-varnames=["Sold","For sale"]`)
		require.Contains(t, text, `addPet x-page="pets" //Add a pet`)
		require.NotContains(t, text, "x-other")
		require.NotContains(t, text, "x-internal")
		check(t, doc, doc.Operations, text, level)

		asJSON, err := newOptimizer(t, level, optimizer.WithKeep("x-enum-*"), optimizer.WithFormat(optimizer.JSON)).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.True(t, json.Valid([]byte(asJSON)))
		require.Contains(t, asJSON, "x-enum-varnames=")
	}
	text, err := newOptimizer(t, optimizer.Balanced, optimizer.WithDrop("description", "max*", "default", "x-*")).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Contains(t, text, "@Pet={name*,status:int(1,2)}")

	whole, err := newOptimizer(t, optimizer.Balanced, optimizer.WithDrop("*"+"Length"), optimizer.WithKeep("description")).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Contains(t, whole, `description="What it listens to. Or not."`)
	require.NotContains(t, whole, "len=")
}

func TestRulesChangeNothingThatIsLossless(t *testing.T) {
	t.Parallel()
	doc := parse(t, shop)
	for _, level := range []optimizer.Level{optimizer.None, optimizer.Conservative} {
		plain, err := newOptimizer(t, level).Encode(doc, doc.Operations)
		require.NoError(t, err)
		ruled, err := newOptimizer(t, level, optimizer.WithDrop("description"), optimizer.WithKeep("x-page")).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Equal(t, plain, ruled)
	}
}

func TestBadPatternsAreErrors(t *testing.T) {
	t.Parallel()
	for want, option := range map[string]optimizer.Option{
		"WithKeep: no pattern":                    optimizer.WithKeep(),
		`WithKeep: "" is no pattern`:              optimizer.WithKeep("x-a", ""),
		`WithKeep: "**" is no pattern`:            optimizer.WithKeep("**"),
		`WithKeep: "properties" is there anyway`:  optimizer.WithKeep("properties"),
		`WithDrop: "a\nb" is no pattern`:          optimizer.WithDrop("a\nb"),
		`WithDrop: "properties" matches nothing`:  optimizer.WithDrop("properties"),
		`WithDrop: "descriptio" matches nothing`:  optimizer.WithDrop("descriptio"),
		`WithDrop: "operationId" matches nothing`: optimizer.WithDrop("operationId"),
	} {
		_, err := optimizer.New(optimizer.Balanced, option)
		require.ErrorContains(t, err, want)
	}
}

func TestCompressFollowsTheRules(t *testing.T) {
	t.Parallel()
	in := []byte(`{"x-a":1,"x-b":2,"secret":"s","description":"One. Two."}`)
	out, err := newOptimizer(t, optimizer.Balanced, optimizer.WithFormat(optimizer.JSON),
		optimizer.WithKeep("x-a", "desc*"), optimizer.WithDrop("x-*")).Compress(in)
	require.NoError(t, err)
	require.JSONEq(t, `{"x-a":1,"secret":"s","description":"One. Two."}`, string(out))
}

func TestMeasureTellsWhatWasDropped(t *testing.T) {
	t.Parallel()
	doc := parse(t, shop)
	text, stats, err := newOptimizer(t, optimizer.Balanced).Measure(doc, doc.Operations)
	require.NoError(t, err)
	plain, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Equal(t, plain, text)
	none, err := newOptimizer(t, optimizer.None).Encode(doc, doc.Operations)
	require.NoError(t, err)
	require.Equal(t, 1, stats.Operations)
	require.Equal(t, o200k().Count(none), stats.Before)
	require.Equal(t, o200k().Count(text), stats.After)
	require.Equal(t, o200k().Count(optimizer.Legend(optimizer.Balanced)), stats.Legend)
	require.Greater(t, stats.Inlined, stats.After)
	require.Equal(t, []optimizer.Dropped{
		{Kind: "callbacks", Count: 1},
		{Kind: "ends of texts", Count: 1},
		{Kind: "error bodies", Count: 1},
		{Kind: "examples", Count: 1},
		{Kind: "extensions", Count: 4},
		{Kind: "tags", Count: 1},
	}, stats.Dropped)
	require.Contains(t, stats.String(), "balanced: 1 operations, ")
	require.Contains(t, stats.String(), "; dropped: 1 callbacks, 1 ends of texts")

	_, _, err = newOptimizer(t, optimizer.Balanced).Measure(nil, nil)
	require.Error(t, err)
	require.Zero(t, optimizer.Stats{}.Saving())
}

func TestWhatIsInlinedCanHaveNoEnd(t *testing.T) {
	t.Parallel()
	var schemas []string
	for i := range 60 { // each refers twice to the next
		next := `{"type":"string","description":"` + strings.Repeat("x", 50) + `"}`
		if i < 59 {
			ref := `{"$ref":"#/components/schemas/S` + strings.Repeat("x", i+1) + `"}`
			next = `{"properties":{"a":` + ref + `,"b":` + ref + `}}`
		}
		schemas = append(schemas, `"S`+strings.Repeat("x", i)+`":`+next)
	}
	doc := parse(t, `{"openapi":"3.1.0","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"ok",
		"content":{"application/json":{"schema":{"$ref":"#/components/schemas/S"}}}}}}}},"components":{"schemas":{`+strings.Join(schemas, ",")+`}}}`)
	_, stats, err := newOptimizer(t, optimizer.Balanced).Measure(doc, doc.Operations)
	require.NoError(t, err)
	require.Zero(t, stats.Inlined)
}
