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

// TestLimits goes over each limit by a little, and reads the same under a higher
// one.
func TestLimits(t *testing.T) {
	t.Parallel()
	folder := writeFiles(t, map[string]string{
		"a.yaml": "$ref: b.yaml", "b.yaml": "$ref: c.yaml", "c.yaml": "get: {description: " + strings.Repeat("x", 200) + "}",
	})
	head := "openapi: 3.1.0\ninfo: {title: t}\npaths: {/a: {get: {}}}\n"
	for _, c := range []struct {
		name, text, want string
		low, high        openapi.Limits
	}{
		{"bytes", head, "openapi: the file has too many bytes: more than 50; openapi.WithLimits can raise Limits.Bytes", openapi.Limits{Bytes: 50}, openapi.Limits{Bytes: 70}},
		{"nodes", head + "x: [1,\n2, 3]", "openapi: line 4: the file has too many names and values: more than 30; openapi.WithLimits can raise Limits.Nodes", openapi.Limits{Nodes: 30}, openapi.Limits{Nodes: 60}},
		{"nodes of JSON", `{"openapi":"3.1.0",` + "\n" + `"paths":{"/a":{"get":{}}},"x":[1,2,3]}`, "openapi: line 2: the file has too many names", openapi.Limits{Nodes: 12}, openapi.Limits{Nodes: 17}},
		{"depth", head + "x: [[[[]]]]", "openapi: line 4: too many objects and lists within each other: more than 4; openapi.WithLimits can raise Limits.Depth", openapi.Limits{Depth: 4}, openapi.Limits{Depth: 6}},
		{"depth over lines", head + "x: [\n[\n[\n[\n[\n]]]]]", "openapi: line 8: too many objects and lists within each other: more than 5", openapi.Limits{Depth: 5}, openapi.Limits{Depth: 6}},
		{"depth of JSON", `{"openapi":"3.1.0",` + "\n" + `"paths":{"/a":{"get":{}}},"x":[[[[1]]]]}`, "openapi: line 2: too many objects", openapi.Limits{Depth: 4}, openapi.Limits{Depth: 5}},
		{"repeats", head + "x: &a [1, 2, 3]\ncomponents: {schemas: {A: {default: [*a, *a]}}}", "openapi: line 5: #/components/schemas/A: aliases and references repeat too many values: more than 7", openapi.Limits{Repeats: 7}, openapi.Limits{Repeats: 8}},
		{"references", head + "webhooks: {w: {$ref: '#/x/a'}}\nx: {a: {$ref: '#/x/b'}, b: {$ref: '#/x/c'}, c: {$ref: '#/x/d'}, d: {}}", "openapi: line 4: #/webhooks/w/$ref: a chain of references is too long: more than 3; openapi.WithLimits can raise Limits.References", openapi.Limits{References: 3}, openapi.Limits{References: 4}},
		{"files", head + "webhooks: {w: {$ref: a.yaml}}", "c.yaml: references lead to too many files: more than 2; openapi.WithLimits can raise Limits.Files", openapi.Limits{Files: 2}, openapi.Limits{Files: 3}},
		{"bytes of files", head + "webhooks: {w: {$ref: a.yaml}}", "c.yaml: the files that references lead to have too many bytes: more than 200", openapi.Limits{FilesBytes: 200}, openapi.Limits{FilesBytes: 300}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			doc, err := openapi.Parse([]byte(c.text), openapi.WithFolder(folder), openapi.WithLimits(c.low))
			require.ErrorContains(t, err, c.want)
			require.Nil(t, doc)
			var over *openapi.LimitError
			require.ErrorAs(t, err, &over)
			doc, err = openapi.Parse([]byte(c.text), openapi.WithFolder(folder), openapi.WithLimits(c.high))
			require.NoError(t, err)
			require.NotEmpty(t, doc.Operations)
		})
	}
	_, err := openapi.Parse([]byte(head), openapi.WithLimits(openapi.Limits{Bytes: -1, Depth: 20_000}))
	require.ErrorContains(t, err, "WithLimits: Bytes is -1; it must be positive, or 0 for the default of 67108864")
	require.ErrorContains(t, err, "WithLimits: Depth is 20000; it can be at most 10000")
}
