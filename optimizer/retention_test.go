package optimizer_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
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

func TestEachLevelIsShorterAndKeepsWhatItMust(t *testing.T) {
	t.Parallel()
	eachDocument(t, func(t *testing.T, doc *openapi.Document) {
		var encoders []optimizer.Encoder
		for level := optimizer.None; level <= optimizer.Aggressive; level++ {
			encoders = append(encoders, newOptimizer(t, level).Prepare(doc))
		}
		var savings [4][]float64
		n := 0
		for ops := range slices.Chunk(doc.Operations, 12) {
			if n++; n%max(1, len(doc.Operations)/12/12) != 0 { // some twelve of each
				continue
			}
			var counts [4]int
			for level, e := range encoders {
				text := encode(e, doc, ops)
				counts[level] = o200k().Count(text)
				savings[level] = append(savings[level], 1-float64(counts[level])/float64(counts[0]))
				if level >= int(optimizer.Balanced) {
					checkRetention(t, doc, ops, text, optimizer.Level(level))
				}
			}
			require.True(t, slices.IsSortedFunc(counts[:], func(a, b int) int { return b - a }), "%v", counts)
		}
		for level := optimizer.Balanced; level <= optimizer.Aggressive && n > 0 && len(savings[level]) > 0; level++ {
			slices.Sort(savings[level])
			t.Logf("%s: median saving %.0f%%, least %.0f%%", level, 100*savings[level][len(savings[level])/2], 100*savings[level][0])
		}
	})
}

// checkRetention reads a text back and looks for everything that the level must
// keep, by the model of the description.
func checkRetention(t *testing.T, doc *openapi.Document, ops []*openapi.Operation, text string, level optimizer.Level) {
	t.Helper()
	written, schemas, err := readNotation(text)
	require.NoError(t, err)
	require.Len(t, written, len(ops))
	k := keeper{t: t, doc: doc, schemas: schemas, level: level}
	for _, op := range ops {
		have := written[op.ID]
		require.NotNil(t, have, "operation %s", op.ID)
		require.Equal(t, op.Method, have.method)
		require.Equal(t, op.Path, have.path)
		for _, p := range op.Parameters {
			key := map[string]string{"path": "/", "query": "?", "header": "^", "cookie": "%", "querystring": "??"}[p.In] + p.Name
			f := have.inputs[key]
			if f == nil && p.In == "path" && strings.Contains(op.Path, "{"+p.Name+"}") {
				continue
			}
			require.NotNil(t, f, "%s: parameter %s", op.ID, key)
			require.Equal(t, p.Required, f.required || p.In == "path")
			if p.Schema != nil && p.Schema.Ref == "" && len(p.Schema.Enum) > 0 && len(p.Schema.Enum) <= 8 {
				require.Len(t, f.typ.values, len(p.Schema.Enum), "%s: values of %s", op.ID, p.Name)
			}
		}
		if op.Body != nil {
			for _, m := range op.Body.Content {
				if m.Schema != nil {
					k.seen = map[string]bool{}
					k.request(op.ID, m.Schema, have.body, 0)
				}
			}
		}
		for _, r := range op.Responses {
			if !r.OK() {
				require.Contains(t, have.errors, r.Status)
				continue
			}
			require.Contains(t, have.answers, r.Status)
			for _, m := range r.Content {
				for _, p := range top(doc, m.Schema) {
					require.True(t, k.finds(have.answers[r.Status], p.Name, map[string]bool{}) || p.Schema.WriteOnly,
						"%s: field %s of the answer in %s", op.ID, p.Name, text)
				}
			}
		}
	}
}

// top gives the properties at the top of an answer.
func top(doc *openapi.Document, s *openapi.Schema) []openapi.Property {
	if s = doc.Resolve(s); s == nil {
		return nil
	}
	if s.Items != nil {
		if s = doc.Resolve(s.Items); s == nil {
			return nil
		}
	}
	return s.Properties
}

type keeper struct {
	t       *testing.T
	doc     *openapi.Document
	schemas map[string]*textType
	level   optimizer.Level
	seen    map[string]bool
}

// finds looks for a field in types and in what they refer to.
func (k *keeper) finds(list []*textType, name string, seen map[string]bool) bool {
	for _, typ := range list {
		if typ == nil {
			continue
		}
		if typ.fields[name] != nil || k.finds(typ.parts, name, seen) || k.finds(typ.items, name, seen) {
			return true
		}
		if typ.ref != "" && !seen[typ.ref] {
			seen[typ.ref] = true
			if k.finds([]*textType{k.schemas[typ.ref]}, name, seen) {
				return true
			}
		}
	}
	return false
}

// fields gives the field of that name wherever types have it.
func (k *keeper) fields(list []*textType, name string, seen map[string]bool) (out []*textField) {
	for _, typ := range list {
		if typ == nil {
			continue
		}
		if f := typ.fields[name]; f != nil {
			out = append(out, f)
		}
		out = append(out, k.fields(typ.parts, name, seen)...)
		out = append(out, k.fields(typ.items, name, seen)...)
		if typ.ref != "" && !seen[typ.ref] {
			seen[typ.ref] = true
			out = append(out, k.fields([]*textType{k.schemas[typ.ref]}, name, seen)...)
		}
	}
	return out
}

// request looks for what a request sends: all of it at Balanced, and what must
// be sent at Aggressive.
func (k *keeper) request(where string, s *openapi.Schema, written []*textType, depth int) {
	if s == nil || depth > 30 {
		return
	}
	if s.Ref != "" {
		if k.seen[s.Ref] {
			return
		}
		k.seen[s.Ref] = true
		k.request(where, k.doc.Schemas[s.Ref], written, depth+1)
	}
	for _, p := range s.Properties {
		required := slices.Contains(s.Required, p.Name)
		if p.Schema.ReadOnly || k.level == optimizer.Aggressive && !required {
			continue
		}
		fields := k.fields(written, p.Name, map[string]bool{})
		require.NotEmpty(k.t, fields, "%s: field %s", where, p.Name)
		if required {
			require.True(k.t, slices.ContainsFunc(fields, func(f *textField) bool { return f.required }), "%s: field %s is required", where, p.Name)
		}
		var types []*textType
		for _, f := range fields {
			types = append(types, f.typ)
		}
		k.request(where+"."+p.Name, p.Schema, types, depth+1)
	}
	for _, part := range s.AllOf {
		k.request(where, part, written, depth+1)
	}
	k.request(where, s.Items, written, depth+1)
}
