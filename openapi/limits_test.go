//go:build !race

// The race detector distorts time and memory.

package openapi_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// TestHostile reads descriptions that are small on disk and would be large in
// memory, or endless, if anything were repeated without measure. What they cost
// in time and allocation is bounded with much room to spare: without a bound each
// would need many times more.
func TestHostile(t *testing.T) { //nolint:paralleltest // it measures allocation
	repeat := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	head := "openapi: 3.2.0\ninfo: {title: t}\n"
	bombs := map[string]string{
		"values by aliases": head + "x: &a0 [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n" + repeat(9, func(i int) string {
			return fmt.Sprintf("x%d: &a%d [%s]\n", i, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 10))
		}) + "paths: {/a: {get: {parameters: [{in: query, name: q, example: *a9, schema: {enum: *a9, default: *a9}}]}}}",
		"schemas by aliases": head + "components:\n  schemas:\n    A0: &a0 {type: string}\n" + repeat(10, func(i int) string {
			return fmt.Sprintf("    A%d: &a%d {properties: {%s}}\n", i+1, i+1, repeat(10, func(j int) string { return fmt.Sprintf("p%d: *a%d, ", j, i) }))
		}),
		"schemas by merge keys": head + "components:\n  schemas:\n    A0: &a0 {type: string}\n" + repeat(10, func(i int) string {
			return fmt.Sprintf("    A%d: &a%d {properties: {%s}}\n", i+1, i+1, repeat(10, func(j int) string { return fmt.Sprintf("p%d: {<<: *a%d}, ", j, i) }))
		}),
		"merge keys by merge keys": head + "x0: &a0 {a: 1}\n" + repeat(9, func(i int) string {
			return fmt.Sprintf("x%d: &a%d {<<: [%s]}\n", i, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i), 50), ", "))
		}) + "paths: {/a: {get: *a9}}",
		"a large object, merged often": head + "x: &x {" + repeat(2000, func(i int) string { return fmt.Sprintf("k%d: 1, ", i) }) + "}\ny:\n" +
			strings.Repeat("- {<<: *x}\n", 3000),
		"operations by references": head + "paths:\n" + repeat(3000, func(i int) string { return fmt.Sprintf("  /a%d: {$ref: '#/x'}\n", i) }) +
			"x: {additionalOperations: {" + repeat(1000, func(i int) string { return fmt.Sprintf("M%d: {}, ", i) }) + "}}\n",
		"parameters by methods": head + "paths: {/a: {parameters: [" + repeat(3000, func(i int) string { return fmt.Sprintf("{in: query, name: q%d}, ", i) }) +
			"], additionalOperations: {" + repeat(3000, func(i int) string { return fmt.Sprintf("M%d: {}, ", i) }) + "}}}\n",
		"bodies by references (Swagger)": "swagger: '2.0'\npaths:\n" + repeat(3000, func(i int) string {
			return fmt.Sprintf("  /a%d: {get: {responses: {200: {$ref: '#/responses/x'}}}}\n", i)
		}) + "responses: {x: {schema: {properties: {" + repeat(3000, func(i int) string { return fmt.Sprintf("p%d: {}, ", i) }) + "}}}}\n",
		"references through references": head + "components:\n  schemas:\n    A: {$ref: '#/x0/p/p/p'}\n" + repeat(60, func(i int) string {
			return fmt.Sprintf("x%d: {p: {$ref: '#/x%d/p/p/p'}, q: {p: {$ref: '#/x%d/q/p/p'}}}\n", i, i+1, i+1)
		}) + "x60: {p: {p: {p: {title: end}}}}\n",
		"a chain of schemas": head + "components:\n  schemas:\n" + repeat(20_000, func(i int) string {
			return fmt.Sprintf("    A%d: {$ref: '#/components/schemas/A%d'}\n", i, i+1)
		}),
		"generations of discriminators": head + "components:\n  schemas:\n" + repeat(5000, func(i int) string {
			return fmt.Sprintf("    A%d: {discriminator: {propertyName: p}, allOf: [{$ref: '#/components/schemas/A%d'}]}\n", i, i+1)
		}),
		"schemas in schemas": head + "components: {schemas: {A: " + strings.Repeat("{not: ", 900) + "{}" + strings.Repeat("}", 902),
		"lists in lists":     head + "x: " + strings.Repeat("[\n", 50_000),
		"brackets":           `{"openapi":"3.0.0","x":` + strings.Repeat("[", 100_000),
		"names in one object, and many small ones": head + "x: {" + repeat(30_000, func(i int) string { return fmt.Sprintf("k%d: {a: 1}, ", i) }) + "}",
		"one callback, many names":                 head + "paths: {/a: {post: {callbacks: {" + repeat(5000, func(i int) string { return fmt.Sprintf("c%d: {$ref: '#/x'}, ", i) }) + "}}}}\nx: {u: {post: {}}}",
		"callbacks that call themselves":           head + "paths: {/a: {post: {callbacks: {" + repeat(300, func(i int) string { return fmt.Sprintf("c%d: {u: {$ref: '#/paths/~1a'}}, ", i) }) + "}}}}",
		"tags":                                     head + "tags: [" + repeat(20_000, func(i int) string { return fmt.Sprintf("{name: t%d}, ", i) }) + "]",
	}
	for name, text := range bombs {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			doc, err := openapi.Parse([]byte(text))
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			t.Logf("%d KB: %v, %d MB", len(text)>>10, took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
			require.Less(t, took, 10*time.Second)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(600<<20))
			if err == nil {
				require.NotNil(t, doc)
			} else {
				require.NotContains(t, err.Error(), "\n")
			}
		})
	}
}

func TestLimitsNameThemselves(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"line 2: nested more than 1000 deep": "{\"openapi\":\n" + strings.Repeat("[", 2000),
		"line 1: more than 4000000 values":   `{"openapi":[` + strings.Repeat("0,", 4_000_001) + "0]}",
		"the limit is 67108864":              `{"openapi":"` + strings.Repeat("x", 64<<20) + `"}`,
	} {
		_, err := openapi.Parse([]byte(text))
		require.ErrorContains(t, err, want)
	}
}
