// Package corpus finds real API descriptions for tests: those that libopenapi's
// module ships, which every machine that can build has, and those in the folder
// ../shared/specs beside the repository, where that is present. It also counts
// their operations, to hold package openapi to.
package corpus

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// Shipped returns the descriptions in libopenapi's module: roots, not the
// fragments that they refer to.
func Shipped(tb testing.TB) []string {
	tb.Helper()
	files := Descriptions(tb, ShippedFolder(tb))
	if len(files) < 30 {
		tb.Fatalf("libopenapi ships only %d descriptions; look where they went", len(files))
	}
	return files
}

// ShippedFolder is where libopenapi's module has its descriptions.
func ShippedFolder(tb testing.TB) string {
	tb.Helper()
	cmd := exec.CommandContext(tb.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/pb33f/libopenapi")
	cmd.Dir = Root()
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("find libopenapi's module: %v", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "test_specs")
}

// Shared returns the descriptions in [SharedFolder].
func Shared(tb testing.TB) []string {
	tb.Helper()
	return Descriptions(tb, SharedFolder(tb))
}

// SharedFolder is ../shared/specs. Without it the test is skipped, or fails where
// nothing may skip (SPECLOOM_REQUIRE=all).
func SharedFolder(tb testing.TB) string {
	tb.Helper()
	folder := filepath.Join(Root(), "..", "shared", "specs")
	if _, err := os.Stat(folder); err != nil {
		Missing(tb, "no descriptions in "+folder)
	}
	return folder
}

// Each runs a test for every description of [Shipped] and [Shared], in parallel.
func Each(t *testing.T, run func(t *testing.T, path string)) {
	t.Helper()
	for name, find := range map[string]func(testing.TB) []string{"shipped": Shipped, "shared": Shared} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, path := range find(t) {
				t.Run(filepath.Base(filepath.Dir(path))+"/"+filepath.Base(path), func(t *testing.T) {
					t.Parallel()
					run(t, path)
				})
			}
		})
	}
}

// Missing skips a test for want of something in its surroundings, or fails it
// where nothing may skip (SPECLOOM_REQUIRE=all).
func Missing(tb testing.TB, reason string) {
	tb.Helper()
	if os.Getenv("SPECLOOM_REQUIRE") == "all" {
		tb.Fatal(reason)
	}
	tb.Skip(reason)
}

// Root is the folder of the repository.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// largeFile is a size that the race detector, which makes everything some ten
// times slower, is spared. Runs without it take those files too.
const largeFile = 1 << 20

// Descriptions returns what [Find] finds. Under the race detector files over
// 1 MiB are left out.
func Descriptions(tb testing.TB, folder string) []string {
	tb.Helper()
	files, err := Find(folder)
	if err != nil {
		tb.Fatal(err)
	}
	return slices.DeleteFunc(files, func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && raceDetector && info.Size() > largeFile
	})
}

// Find returns the files at or below a path that say they are OpenAPI or Swagger
// descriptions, in the order of their paths.
func Find(root string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch filepath.Ext(path) {
		case ".json", ".yaml", ".yml":
			is, err := isDescription(path)
			if is {
				files = append(files, path)
			}
			return err
		}
		return nil
	})
	return files, err
}

// versionKey is the member that makes a file a description: at the margin of a
// YAML file, anywhere in a JSON file, since some write it last.
var versionKey = regexp.MustCompile(`(?m)^["']?(?:openapi|swagger)["']?\s*:|"(?:openapi|swagger)"\s*:\s*"?\d`)

func isDescription(path string) (bool, error) {
	text, err := os.ReadFile(path)
	return versionKey.Match(bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF"))), err
}
