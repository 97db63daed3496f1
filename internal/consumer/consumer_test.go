// Package consumer_test looks at Specloom from outside: a module that knows
// nothing of this repository but its path must build, pass its test and serve a
// page, and must not pay for what it did not ask for.
package consumer_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	// What the module is built from, so that a change runs this test again
	// instead of finding its result in the test cache.
	_ "github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/internal/corpus"
)

// heavy are the import paths that have modules of their own or are for tests.
var heavy = regexp.MustCompile(`(?i)anthropic|openai-go|azure|aws|redis|valkey|opentelemetry|temporal|grpc|` +
	`chromedp|cdproto|go-rod|playwright|selenium|testify|goleak|specloom/(adapters|cmd|e2e|examples|internal/bookshop)`)

// unreachable is what go says where modules cannot be fetched.
var unreachable = regexp.MustCompile(`dial tcp|no such host|GOPROXY=off|i/o timeout|connection refused`)

func TestAModuleOutsideTheWorkspace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "service"))))
	gomod := `module example.com/service

go 1.26.0

require github.com/specloom/specloom v0.0.0

replace github.com/specloom/specloom => ` + corpus.Root() + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(gomod), 0o600))

	if out, err := run(t, dir, "mod", "tidy"); err != nil {
		if unreachable.MatchString(out) {
			corpus.Missing(t, "go mod tidy reaches no modules here:\n"+out)
		}
		require.NoError(t, err, "%s", out)
	}
	for _, args := range [][]string{{"build", "-o", os.DevNull, "."}, {"vet", "."}, {"test", "."}} {
		out, err := run(t, dir, args...)
		require.NoError(t, err, "go %v:\n%s", args, out)
	}
	out, err := run(t, dir, "list", "-deps", ".")
	require.NoError(t, err, "%s", out)
	packages := strings.Fields(out)
	require.Contains(t, packages, "github.com/specloom/specloom/generator")
	require.Empty(t, slices.DeleteFunc(packages, func(path string) bool { return !heavy.MatchString(path) }))
}

// run runs go in a module that stands alone.
func run(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod -buildvcs=false")
	out, err := cmd.CombinedOutput()
	return string(out), err
}
