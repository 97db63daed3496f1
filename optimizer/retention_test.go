package optimizer_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/internal/retention"
	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/optimizer"
	"github.com/specloom/specloom/tokens"
)

// eachDocument runs a test on every description at hand.
func eachDocument(t *testing.T, run func(t *testing.T, doc *openapi.Document)) {
	t.Helper()
	corpus.Each(t, func(t *testing.T, path string) {
		if doc, err := openapi.ReadFile(path); err == nil {
			run(t, doc)
		}
	})
}

// encode writes some operations by an encoder that remembers.
func encode(e optimizer.Encoder, doc *openapi.Document, ops []*openapi.Operation) string {
	var parts []optimizer.Part
	seen := map[string]bool{}
	for _, op := range ops {
		for _, p := range e.Parts(doc, op) {
			if !seen[p.Key] {
				seen[p.Key] = true
				parts = append(parts, p)
			}
		}
	}
	return e.Join(parts)
}

var o200k = sync.OnceValue(func() *tokens.Encoding {
	counter, err := tokens.ForEncoding("o200k_base")
	if err != nil {
		panic(err)
	}
	return counter
})

func newOptimizer(t require.TestingT, level optimizer.Level, opts ...optimizer.Option) *optimizer.Optimizer {
	o, err := optimizer.New(level, opts...)
	require.NoError(t, err)
	return o
}

// promises are what the levels that lose something keep.
var promises = map[optimizer.Level]retention.Promise{
	optimizer.Balanced: retention.Planner, optimizer.Aggressive: retention.Required,
}

// check has the independent checker read a text, and returns what is cut.
func check(t require.TestingT, doc *openapi.Document, ops []*openapi.Operation, text string, level optimizer.Level) int {
	report, err := retention.Check(doc, ops, text, promises[level])
	require.NoError(t, err, text)
	require.Empty(t, report.Lost, "%s: %s", level, text)
	return report.Cut
}

func lostFacts(t require.TestingT, doc *openapi.Document, text string, level optimizer.Level) []string {
	report, err := retention.Check(doc, doc.Operations, text, promises[level])
	require.NoError(t, err, text)
	return report.Lost
}

// TestEveryOperationKeepsWhatItsLevelPromises goes through the operations of all
// descriptions: all of them where nothing may be skipped (SPECLOOM_REQUIRE=all),
// and else some of large ones, at even distances.
func TestEveryOperationKeepsWhatItsLevelPromises(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		for level := range promises {
			e := newOptimizer(t, level).Prepare(doc)
			const group, some = 12, 8
			step := max(group, len(doc.Operations)/some)
			if os.Getenv("SPECLOOM_REQUIRE") == "all" {
				step = group
			}
			for i := 0; i < len(doc.Operations); i += step {
				ops := doc.Operations[i:min(i+group, len(doc.Operations))]
				text := encode(e, doc, ops)
				check(t, doc, ops, text, level)
				namesAreVerbatim(t, ops, text, level)
			}
		}
	})
}

// namesAreVerbatim looks for the names that a plan may cite, as they are. Those
// that no JSON string holds as they are cannot be cited from any JSON either.
func namesAreVerbatim(t *testing.T, ops []*openapi.Operation, text string, level optimizer.Level) {
	t.Helper()
	name := func(s string) {
		if !strings.ContainsFunc(s, func(r rune) bool { return r == '"' || r == '\\' || unicode.IsControl(r) }) {
			require.Contains(t, text, s)
		}
	}
	var fields func(s *openapi.Schema, depth int)
	fields = func(s *openapi.Schema, depth int) {
		for _, p := range s.Properties {
			if !p.Schema.ReadOnly && (level == optimizer.Balanced || slices.Contains(s.Required, p.Name)) {
				name(p.Name)
				fields(p.Schema, depth+1)
			}
		}
	}
	for _, op := range ops {
		name(op.ID)
		for _, p := range op.Parameters {
			name(p.Name)
		}
		if op.Body != nil {
			for _, m := range op.Body.Content {
				if m.Schema != nil {
					fields(m.Schema, 0)
				}
			}
		}
	}
}

// TestEachLevelIsShorter looks at chunks of 12 operations, all of small
// descriptions and at even distances in large ones.
func TestEachLevelIsShorter(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		var encoders []optimizer.Encoder
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			encoders = append(encoders, newOptimizer(t, level).Prepare(doc))
		}
		n := 0
		for ops := range slices.Chunk(doc.Operations, 12) {
			if n++; n%max(1, len(doc.Operations)/12/6) != 0 {
				continue
			}
			var counts [4]int
			for level, e := range encoders {
				counts[level] = o200k().Count(encode(e, doc, ops))
			}
			require.True(t, slices.IsSortedFunc(counts[:], func(a, b int) int { return b - a }), "%v of %s", counts, ops[0].ID)
		}
	})
}

// chain is a document whose one operation answers with so many schemas behind
// each other, each with so many fields.
func chain(schemas, fields int) *openapi.Document {
	doc := &openapi.Document{Schemas: map[string]*openapi.Schema{}}
	name := func(i int) string { return "S" + strings.Repeat("x", i) }
	for i := range schemas {
		s := &openapi.Schema{Types: []string{"object"}}
		for j := range fields {
			s.Properties = append(s.Properties, openapi.Property{Name: "field" + strings.Repeat("y", j), Schema: &openapi.Schema{Types: []string{"string"}}})
		}
		if i+1 < schemas {
			s.Properties = append(s.Properties, openapi.Property{Name: "next", Schema: &openapi.Schema{Ref: name(i + 1)}})
		}
		doc.Schemas[name(i)] = s
	}
	doc.Operations = []*openapi.Operation{{ID: "q", Method: "GET", Path: "/x", Responses: []*openapi.Response{
		{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: &openapi.Schema{Ref: name(0)}}}},
	}}}
	return doc
}

func TestAnswersAreCutOverBudgetAloneAndSaySo(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		schemas, fields int
		cut             bool
	}{{1, 200, false}, {12, 20, false}, {12, 100, true}} {
		doc := chain(test.schemas, test.fields)
		text, err := newOptimizer(t, optimizer.Balanced).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Equal(t, test.cut, strings.Contains(text, "200:@S …"), text)
		require.Equal(t, test.cut, check(t, doc, doc.Operations, text, optimizer.Balanced) > 0)
		if test.cut { // what is not marked as cut is lost
			report, err := retention.Check(doc, doc.Operations, strings.Replace(text, " …", "", 1), retention.Planner)
			require.NoError(t, err)
			require.NotEmpty(t, report.Lost)
		}
	}
}

func TestLongEnumsTellWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	s := &openapi.Schema{Types: []string{"string"}}
	for i := range 60 {
		value, err := json.Marshal(strings.Repeat("v", i+1))
		require.NoError(t, err)
		s.Enum = append(s.Enum, value)
	}
	doc := &openapi.Document{Operations: []*openapi.Operation{{
		ID: "q", Method: "GET", Path: "/x", Parameters: []*openapi.Parameter{{Name: "p", In: "query", Required: true, Schema: s}},
		Responses: []*openapi.Response{{Status: "200", Content: []openapi.MediaType{{Type: "application/json", Schema: s}}}},
	}}}
	for level, left := range map[optimizer.Level][]string{
		optimizer.Balanced: {strings.Repeat("v", 60) + ")", "…40)"}, optimizer.Aggressive: {"vvvvvvvv,…52)"},
	} {
		text, err := newOptimizer(t, level).Encode(doc, doc.Operations)
		require.NoError(t, err)
		for _, want := range left {
			require.Contains(t, text, want)
		}
		check(t, doc, doc.Operations, text, level)
		text, err = newOptimizer(t, level, optimizer.WithFormat(optimizer.JSON)).Encode(doc, doc.Operations)
		require.NoError(t, err)
		require.Contains(t, text, "more values)")
	}
}
