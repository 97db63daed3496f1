//go:build !race

// The race detector distorts time and memory.

package openapi_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// hostile are descriptions over a limit; those that need other files beside them
// have several.
var hostile = map[string]func() map[string]string{
	"JSON: many values":            one(func() string { return `{"openapi":"3.0.0","x":[` + strings.Repeat("0,", 10_000_000) + "0]}" }),
	"JSON: many members":           one(func() string { return `{"openapi":"3.0.0","x":{` + strings.Repeat(`"":0,`, 4_000_000) + `"a":0}}` }),
	"JSON: many empty lists":       one(func() string { return `{"openapi":"3.0.0","x":[` + strings.Repeat("[],", 6_000_000) + "0]}" }),
	"JSON: deep lists":             one(func() string { return `{"openapi":"3.0.0","x":` + strings.Repeat("[", 20_000_000) }),
	"JSON: deep objects":           one(func() string { return strings.Repeat(`{"a":`, 4_000_000) }),
	"JSON: large":                  one(func() string { return `{"openapi":"` + strings.Repeat("x", 64<<20) + `"}` }),
	"JSON: many values, cut off":   one(func() string { return `{"openapi":"3.0.0","x":[` + strings.Repeat("0,", 1_400_000) }),
	"JSON: many values, and wrong": one(func() string { return `{"openapi":"3.0.0","x":[` + strings.Repeat("0,", 1_400_000) + "0],}" }),
	"YAML: many values":            one(func() string { return "openapi: 3.0.0\nx: [" + strings.Repeat("0,", 10_000_000) + "0]" }),
	"YAML: one large bracket":      one(func() string { return "{openapi: 3.0.0, x: [" + strings.Repeat("0, ", 5_000_000) + "0]}" }),
	"YAML: many lines":             one(func() string { return "openapi: 3.0.0\nx:\n" + strings.Repeat("- 0\n", 4_000_000) }),
	"YAML: many members":           one(func() string { return "openapi: 3.0.0\nx:\n" + strings.Repeat("  a: 0\n", 3_000_000) }),
	"YAML: many lines by CR":       one(func() string { return "openapi: 3.0.0\rx:\r" + strings.Repeat("- 0\r", 4_000_000) }),
	"YAML: many aliases":           one(func() string { return "openapi: 3.0.0\nx: &x 1\ny: [" + strings.Repeat("*x ,", 4_000_000) + "]" }),
	"YAML: deep in one line":       one(func() string { return "openapi: 3.0.0\nx: " + strings.Repeat("[", 20_000_000) }),
	"YAML: deep over lines":        one(func() string { return "openapi: 3.0.0\nx: " + strings.Repeat("[\n", 400_000) }),
	"YAML: deep pairs":             one(func() string { return "openapi: 3.0.0\nx: " + strings.Repeat("[a: [\n", 200_000) }),
	"YAML: deep dashes":            one(func() string { return "openapi: 3.0.0\nx:\n" + strings.Repeat("- ", 10_000_000) }),
	"YAML: deep questions":         one(func() string { return strings.Repeat("? ", 10_000_000) }),
	"YAML: deep indentation": one(func() string {
		var b strings.Builder
		for i := range 4000 {
			fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
		}
		return b.String()
	}),
	"YAML: a bomb of aliases": one(func() string {
		return bomb(9) + "paths: {/a: {get: {parameters: [{in: query, name: q, example: *a9}]}}}"
	}),
	"YAML: a bomb of schemas": one(func() string {
		var b strings.Builder
		b.WriteString("openapi: 3.1.0\ncomponents:\n  schemas:\n    A0: &a0 {type: string}\n")
		for i := range 10 {
			fmt.Fprintf(&b, "    A%d: &a%d {allOf: [%s]}\n", i+1, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 12))
		}
		return b.String()
	}),
	"YAML: a bomb of merge keys": one(func() string {
		var b strings.Builder
		b.WriteString("openapi: 3.1.0\nx: &x {")
		for i := range 2000 {
			fmt.Fprintf(&b, "k%d: 1, ", i)
		}
		return b.String() + "}\ny:\n" + strings.Repeat("- {<<: *x}\n", 3000)
	}),
	"long names, deep within each other": one(func() string {
		name := strings.Repeat("n", 1<<20)
		return `{"openapi":"3.1.0","components":{"schemas":{"` + name + `":{"properties":{` + strings.Repeat(`"a":{},`, 1) + manyProperties(100_000) + `}}}}}`
	}),
	"a long path of templates": one(func() string {
		var b strings.Builder
		for i := range 300_000 {
			fmt.Fprintf(&b, "{a%d}", i)
		}
		return `{"openapi":"3.1.0","paths":{"/` + b.String() + `":{"get":{},"put":{},"post":{}}}}`
	}),
	"a chain of references": one(func() string {
		var b strings.Builder
		b.WriteString("openapi: 3.1.0\npaths: {/a: {$ref: '#/x0'}}\n")
		for i := range 5000 {
			fmt.Fprintf(&b, "x%d: {$ref: '#/x%d'}\n", i, i+1)
		}
		return b.String()
	}),
	"a chain of files": func() map[string]string {
		files := map[string]string{"api.yaml": "openapi: 3.1.0\npaths: {/a: {$ref: f0.yaml}}"}
		for i := range 300 {
			files[fmt.Sprintf("f%d.yaml", i)] = fmt.Sprintf("$ref: f%d.yaml", i+1)
		}
		return files
	},
	"files of files": func() map[string]string { // each refers to a file that stands for the next size
		files := map[string]string{"api.yaml": "openapi: 3.1.0\npaths: {/a: {$ref: big.json}}"}
		files["big.json"] = `{"x":[` + strings.Repeat("0,", 5_000_000) + "0]}"
		return files
	},
	"a large file": func() map[string]string {
		return map[string]string{"api.yaml": "openapi: 3.1.0\npaths: {/a: {$ref: big.json}}", "big.json": strings.Repeat(" ", 65<<20)}
	},
}

func one(text func() string) func() map[string]string {
	return func() map[string]string { return map[string]string{"api.yaml": text()} }
}

func manyProperties(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"p%d":{},`, i)
	}
	return b.String() + `"last":{}`
}

// bomb is ten to the power of n values, by aliases.
func bomb(n int) string {
	text := "openapi: 3.1.0\nx: &a0 [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
	for i := range n {
		text += fmt.Sprintf("x%d: &a%d [%s]\n", i, i+1, strings.Repeat(fmt.Sprintf("*a%d, ", i), 10))
	}
	return text
}

// cost is what reading a description took.
type cost struct {
	Seconds   float64 // of processor time
	Megabytes int     // of peak memory, above the process with its input
	Error     string
}

// costFile tells the test process that it is the child that reads.
const costFile = "SPECLOOM_TEST_COST"

// TestMain is also the process that measure starts.
func TestMain(m *testing.M) {
	path := os.Getenv(costFile)
	if path == "" {
		os.Exit(m.Run())
	}
	if err := tellCost(path); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// tellCost reads a description, and writes beside it what that took.
func tellCost(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	input := make([]byte, info.Size()) // so that the peak before has the input in it
	for i := range input {
		input[i] = 1
	}
	peak, err := peakMemory()
	if err != nil {
		return err
	}
	used, err := processorTime()
	if err != nil {
		return err
	}
	_, readErr := openapi.ReadFile(path)
	took, err := processorTime()
	if err != nil {
		return err
	}
	after, err := peakMemory()
	if err != nil {
		return err
	}
	runtime.KeepAlive(input)
	text, err := json.Marshal(cost{Seconds: (took - used).Seconds(), Megabytes: after - peak, Error: fmt.Sprint(readErr)})
	if err != nil {
		return err
	}
	return os.WriteFile(path+".cost", text, 0o600)
}

// measure reads a file in a process of its own.
func measure(t *testing.T, path string) cost {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), costFile+"="+path)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	text, err := os.ReadFile(path + ".cost")
	require.NoError(t, err)
	var result cost
	require.NoError(t, json.Unmarshal(text, &result))
	return result
}

// peakMemory is in megabytes.
func peakMemory() (int, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes := 0
	_, err = fmt.Sscan(rest, &kilobytes)
	return kilobytes >> 10, err
}

func processorTime() (time.Duration, error) {
	var usage syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), err
}

// TestHostileFilesEndSoon goes far over every limit: each ends with one error
// within a second of processor time and 256 MiB above the input.
func TestHostileFilesEndSoon(t *testing.T) { //nolint:paralleltest // it measures
	if testing.Short() {
		t.Skip("it writes large files")
	}
	for name, files := range hostile {
		t.Run(name, func(t *testing.T) {
			folder := writeFiles(t, files())
			got := measure(t, filepath.Join(folder, "api.yaml"))
			t.Logf("%.3f s, %d MB: %.200s", got.Seconds, got.Megabytes, got.Error)
			require.NotEqual(t, "<nil>", got.Error)
			require.NotContains(t, got.Error, "\n")
			require.Less(t, got.Megabytes, 256)
			require.Less(t, got.Seconds, 1.0)
		})
	}
}

// TestMemoryOfNodes is where the figures of Limits.Nodes come from. The bounds
// have a third of room to spare.
func TestMemoryOfNodes(t *testing.T) { //nolint:paralleltest // it measures
	const nodes = 400_000
	for name, c := range map[string]struct {
		text  string
		bytes int // for each name and value
	}{
		"JSON, values":    {`{"openapi":"3.0.0","x":[` + strings.Repeat("0,", nodes) + "0]}", 200},
		"JSON, schemas":   {`{"openapi":"3.0.0","components":{"schemas":{"A":{"properties":{` + manyProperties(nodes/3) + `}}}}}`, 700},
		"YAML, lines":     {"openapi: 3.0.0\nx:\n" + strings.Repeat("- 0\n", nodes/2), 450},
		"YAML, a bracket": {"openapi: 3.0.0\nx:\n- [" + strings.Repeat("0, ", nodes) + "0]\n", 1600},
	} {
		t.Run(name, func(t *testing.T) {
			folder := writeFiles(t, map[string]string{"api.yaml": c.text})
			got := measure(t, filepath.Join(folder, "api.yaml"))
			each := got.Megabytes << 20 / nodes
			t.Logf("%d bytes each", each)
			require.Equal(t, "<nil>", got.Error)
			require.Less(t, each, c.bytes)
		})
	}
}
