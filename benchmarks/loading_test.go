package benchmarks_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/pb33f/libopenapi"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// loading compares what it takes to have all operations of a description that is in
// memory:
//
//   - Specloom: openapi.Parse, which gives every operation, parameter, body, response
//     and schema, with warnings.
//   - libopenapi, without options: NewDocument and BuildV3Model or BuildV2Model. Its
//     schemas are built only when asked for, which is not done here.
//   - kin-openapi: Loader.LoadFromData, which resolves every reference; no Validate.
//     It has no Swagger 2.0 in this model, so those are left out.
//
// All give warnings or errors for what they cannot make sense of; libopenapi's
// model is used all the same, where it gives one.
func loading() []*measure {
	return []*measure{
		{
			what: "load + model, JSON", peer: "libopenapi", unit: "of-peer", must: 0.35, aim: 0.30,
			cases: loads(loadLibopenapi, ".json"),
		},
		{
			what: "load + model, JSON", peer: "kin-openapi", unit: "of-peer", must: 0.2, aim: 0.17,
			cases: loads(loadKin, ".json"),
		},
		{
			what: "load + model, YAML", peer: "libopenapi", unit: "of-peer", must: 0.7, aim: 0.55,
			cases: loads(loadLibopenapi, ".yaml", ".yml"),
		},
		{
			what: "peak memory of loading JSON", unit: "of-file", must: 12, aim: 10,
			cases: peaks("load"),
		},
	}
}

func load(data []byte) bool {
	doc, err := openapi.Parse(data)
	return err == nil && len(doc.Operations) > 0
}

func loadLibopenapi(data []byte) bool {
	doc, err := libopenapi.NewDocument(data)
	if err != nil {
		return false
	}
	if strings.HasPrefix(doc.GetVersion(), "2") {
		model, _ := doc.BuildV2Model()
		return model != nil && model.Model.Paths != nil && model.Model.Paths.PathItems.Len() > 0
	}
	model, _ := doc.BuildV3Model()
	return model != nil && model.Model.Paths != nil && model.Model.Paths.PathItems.Len() > 0
}

func loadKin(data []byte) bool {
	doc, err := openapi3.NewLoader().LoadFromData(data)
	return err == nil && doc.OpenAPI != "" && doc.Paths.Len() > 0
}

func loads(peer func(data []byte) bool, extensions ...string) func(testing.TB, []string) []trial {
	return func(tb testing.TB, paths []string) []trial {
		tb.Helper()
		var cases []trial
		for _, path := range ofKind(paths, extensions...) {
			require.True(tb, load(read(tb, path)), path)
			if !peer(read(tb, path)) {
				tb.Logf("%s is none that the peer loads", path)
				continue
			}
			cases = append(cases, trial{filepath.Base(path), func(round int) float64 {
				data := read(tb, path) // by each round, so that nothing else is in memory
				return ratio(func() { load(data) }, func() { peer(data) }, round%2 == 1)
			}})
		}
		return cases
	}
}

// peaks measures a process that reads a file and loads it, the file's bytes included,
// less one that does nothing.
func peaks(job string) func(testing.TB, []string) []trial {
	return func(tb testing.TB, paths []string) []trial {
		tb.Helper()
		var cases []trial
		for _, path := range ofKind(paths, ".json") {
			info, err := os.Stat(path)
			require.NoError(tb, err)
			cases = append(cases, trial{filepath.Base(path), func(int) float64 {
				_, base := child(tb, "nothing", "")
				_, held := child(tb, job, path)
				return float64(max(held-base, 0)) / float64(info.Size())
			}})
		}
		return cases
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
