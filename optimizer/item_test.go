package optimizer_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
)

// Unknown members of a path item were lost at None and Conservative.
func TestWhatStandsBesideAnOperationIsKept(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(`{"openapi":"3.2.0","info":{"title":"x","version":"1"},"paths":{
		"/a":{"x-item":{"get":[1,null]},"unknown~/":"u","summary":"s","parameters":[{"name":"p","in":"query"}],
			"get":{"operationId":"a","responses":{"200":{"description":"ok"}}},
			"additionalOperations":{"COPY":{"operationId":"copy","responses":{}}}},
		"/b":{"$ref":"#/components/pathItems/B","x-beside":true,"description":"beside"}},
		"components":{"pathItems":{"B":{"x-there":"§1","put":{"operationId":"b","responses":{}}}}},
		"webhooks":{"w":{"x-hook":1.50,"post":{"operationId":"w","responses":{}}}}}`))
	require.NoError(t, err)
	require.Len(t, doc.Operations, 4)
	want := map[string][]string{
		"a": {`"x-item":{"get":[1,null]}`, `"unknown~/":"u"`, `"summary":"s"`, `"name":"p"`}, "b": {`"x-beside":true`, `"description":"beside"`, `"x-there":`},
		"w": {`"x-hook":1.50`},
	}
	want["copy"] = want["a"]
	for _, ops := range [][]*openapi.Operation{doc.Operations, doc.Operations[:1], doc.Operations[1:2], doc.Operations[2:3], doc.Operations[3:]} {
		checkLossless(t, doc, ops)
		text, err := newOptimizer(t, optimizer.None).Encode(doc, ops)
		require.NoError(t, err)
		for _, op := range ops {
			for _, member := range want[op.ID] {
				require.Contains(t, text, member, op.ID)
			}
		}
		_, stats, err := newOptimizer(t, optimizer.Conservative).Measure(doc, ops)
		require.NoError(t, err)
		require.Positive(t, stats.Inlined)
	}
}

// Each operation cost a walk over the whole document, in search of members that
// its path item does not have.
//
//nolint:paralleltest // allocations are those of the whole program
func TestManyPathsTakeNoLongerThanTheirNumber(t *testing.T) {
	cost := func(n int) float64 {
		var paths []string
		for i := range n {
			paths = append(paths, fmt.Sprintf(`"/p%d":{"get":{"operationId":"o%d","responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}}}}}}}}}`, i, i))
		}
		doc, err := openapi.Parse([]byte(`{"openapi":"3.0.3","info":{"title":"x","version":"1"},"paths":{` + strings.Join(paths, ",") + `}}`))
		require.NoError(t, err)
		o := newOptimizer(t, optimizer.None)
		return testing.AllocsPerRun(1, func() {
			_, err := o.Encode(doc, doc.Operations)
			require.NoError(t, err)
		})
	}
	require.Less(t, cost(400), 6*cost(100))
}

func TestNothingHasNoParts(t *testing.T) {
	t.Parallel()
	for level := optimizer.None; level <= optimizer.Aggressive; level++ {
		e := newOptimizer(t, level).Prepare(nil)
		require.Empty(t, e.Parts(nil, nil))
		require.NotEmpty(t, e.Parts(nil, &openapi.Operation{ID: "q", Method: "GET", Path: "/q"}))
	}
}

// What an input must say to be understood was dropped, and nothing told so.
func TestInputsTellWhichValueMeansWhichSchema(t *testing.T) {
	t.Parallel()
	doc, err := openapi.Parse([]byte(`{"openapi":"3.2.0","info":{"title":"x","version":"1"},"paths":{"/pets":{"post":{"operationId":"add",
		"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Pet"}}}},
		"responses":{"200":{"description":"ok","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Answer"}}}}}}}},
		"components":{"schemas":{
			"Pet":{"oneOf":[{"$ref":"#/components/schemas/Dog"},{"$ref":"#/components/schemas/Cat"},{"$ref":"#/components/schemas/Bird"}],
				"discriminator":{"propertyName":"kind","defaultMapping":"Dog","mapping":{"d":"#/components/schemas/Dog","a, b":"#/components/schemas/Dog","bird":"#/components/schemas/Bird"}}},
			"Dog":{"type":"object","properties":{"bark":{"type":"string"},"tag":{"type":"string"}},"dependentRequired":{"bark":["tag"]},"unevaluatedProperties":{"type":"integer"}},
			"Cat":{"type":"object","required":["kind"],"properties":{"kind":{"type":"string"},"not":{"not":{"type":"null"}}}},
			"Bird":{"type":"object","properties":{"kind":{"const":"bird"}}},
			"Answer":{"type":"object","properties":{"kind":{"type":"string"}},"discriminator":{"propertyName":"kind","mapping":{"x":"#/components/schemas/Far"}}},
			"Far":{"allOf":[{"$ref":"#/components/schemas/Answer"},{"type":"object","properties":{"far":{"type":"string"}}}]}}}}`))
	require.NoError(t, err)
	for _, level := range []optimizer.Level{optimizer.Balanced, optimizer.Aggressive} {
		notation, stats, err := newOptimizer(t, level).Measure(doc, doc.Operations)
		require.NoError(t, err)
		require.Contains(t, notation, `@Pet=@Dog|@Cat|@Bird by=kind(d:@Dog,"a, b":@Dog,*:@Dog)`+"\n")
		require.Contains(t, notation, `dependentRequired={"bark":["tag"]}`)
		require.Contains(t, notation, `,*:int}`)
		check(t, doc, doc.Operations, notation, level)
		require.Contains(t, stats.Dropped, optimizer.Dropped{Kind: "conditions", Count: 1})
		require.Contains(t, optimizer.Legend(level), "by= discriminator (value:@X)")

		text, err := newOptimizer(t, level, optimizer.WithFormat(optimizer.JSON)).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.True(t, json.Valid([]byte(text)))
		require.Contains(t, text, `{"value":"d","ref":"Dog"}`)
		require.Contains(t, text, `"dependentRequired":[{"property":"bark","required":["tag"]}]`)
		if level == optimizer.Aggressive {
			continue // promises no more than what is required
		}
		lost := strings.Replace(notation, "d:@Dog,", "", 1)
		require.NotEmpty(t, lostFacts(t, doc, lost, level))
		lost = strings.Replace(notation, ` dependentRequired={"bark":["tag"]}`, "", 1)
		require.NotEmpty(t, lostFacts(t, doc, lost, level))
	}
	_, stats, err := newOptimizer(t, optimizer.Balanced).Measure(doc, doc.Operations)
	require.NoError(t, err)
	require.Contains(t, stats.String(), "values of discriminators")
}

// A default was lost where what stood around it had another, or where it was that
// of null; and with it what a discriminator said.
func TestTwoDefaultsAreBothTold(t *testing.T) {
	t.Parallel()
	for _, around := range []string{
		`{"default":"a","allOf":[{"type":"string","default":"b"}]}`,
		`{"anyOf":[{"type":"string","default":"a"},{"type":"null","default":null}]}`,
		`{"default":"a","allOf":[{"type":"object"}],"discriminator":{"propertyName":"kind"}}`,
	} {
		doc, err := openapi.Parse([]byte(`{"openapi":"3.1.0","info":{"title":"x","version":"1"},"paths":{"/q":{"put":{"operationId":"q","requestBody":{"content":{"application/json":{"schema":` + around + `}}},"responses":{}}}}}`))
		require.NoError(t, err)
		text, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
		require.NoError(t, err)
		check(t, doc, doc.Operations, text, optimizer.Balanced)
		require.NotEmpty(t, lostFacts(t, doc, strings.Replace(text, " =a", "", 1), optimizer.Balanced), text)
	}
}
