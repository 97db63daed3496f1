package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// module has one package for each way in which tests can end.
var module = map[string]string{
	"go.mod": "module example.com/m\n\ngo 1.26.0\n",
	"good/good_test.go": `package good
import "testing"
func TestGood(t *testing.T) { t.Log("never shown"); t.Run("sub", func(*testing.T) {}) }
`,
	"skips/skips_test.go": `package skips
import "testing"
func TestSkips(t *testing.T) { t.Skip("no browser here") }
`,
	"fails/fails_test.go": `package fails
import "testing"
func TestFails(t *testing.T) { t.Error("two is not three") }
`,
	"panics/panics_test.go": `package panics
import "testing"
func TestPanics(t *testing.T) { t.Log("last words"); panic("out of cheese") }
`,
	"broken/broken_test.go": `package broken
import "testing"
func TestBroken(t *testing.T) { return 1 }
`,
	"none/none.go": "package none\n",
}

// binary is this program, built once.
func binary(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gotest")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

func TestGotest(t *testing.T) {
	t.Parallel()
	gotest, dir := binary(t), t.TempDir()
	for file, text := range module {
		path := filepath.Join(dir, file)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	for name, tc := range map[string]struct {
		args     []string
		require  string
		fails    bool
		contains []string
		lacks    []string
	}{
		"quiet about what passes": {
			args:     []string{"./good", "./none"},
			contains: []string{"ok  \texample.com/m/good", "no test files", "2 passed, 0 failed, 0 skipped"},
			lacks:    []string{"never shown", "PASS", "==="},
		},
		"names what was skipped": {
			args:     []string{"./skips"},
			contains: []string{"no browser here", "0 passed, 0 failed, 1 skipped"},
		},
		"fails for what was skipped where all is required": {
			args: []string{"./skips"}, require: "all", fails: true,
			contains: []string{"no browser here", "SPECLOOM_REQUIRE=all"},
		},
		"shows what failed": {
			args: []string{"./good", "./fails"}, fails: true,
			contains: []string{"two is not three", "FAIL\texample.com/m/fails", "2 passed, 1 failed"},
			lacks:    []string{"never shown"},
		},
		"shows what a panic cut off": {
			args: []string{"./panics"}, fails: true,
			contains: []string{"last words", "out of cheese", "1 failed"},
		},
		"shows what did not compile": {
			args: []string{"./broken"}, fails: true,
			contains: []string{"broken_test.go:3", "[build failed]"},
		},
		"refuses unknown flags": {args: []string{"./good", "-nonsense"}, fails: true, contains: []string{"nonsense"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), gotest, tc.args...)
			cmd.Dir = dir
			cmd.Env = append(os.Environ(), "GOWORK=off", "SPECLOOM_REQUIRE="+tc.require)
			out, err := cmd.CombinedOutput()
			require.Equal(t, tc.fails, err != nil, "%s", out)
			for _, text := range tc.contains {
				require.Contains(t, string(out), text)
			}
			for _, text := range tc.lacks {
				require.NotContains(t, string(out), text)
			}
		})
	}
}
