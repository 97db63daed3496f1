package openapi_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// BenchmarkReadFile reads descriptions from small to large; those that this
// machine lacks are left out.
func BenchmarkReadFile(b *testing.B) {
	paths := []string{
		filepath.Join("testdata", "ferry-3.0.json"),
		filepath.Join("testdata", "library", "openapi-3.1.yaml"),
	}
	for _, name := range []string{"openai.yaml", "stripe-spec3.json", "github-rest.json"} {
		paths = append(paths, filepath.Join("..", "..", "shared", "specs", name))
	}
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		b.Run(filepath.Base(path), func(b *testing.B) {
			b.SetBytes(info.Size())
			b.ReportAllocs()
			for b.Loop() {
				doc, err := openapi.ReadFile(path)
				require.NoError(b, err)
				require.NotEmpty(b, doc.Operations)
			}
		})
	}
}
