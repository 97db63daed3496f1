package chunker_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
)

// shipped are the descriptions that libopenapi's module brings along.
var shipped = []string{
	"asana.yaml", "burgershop.openapi.yaml", "circular-tests.yaml", "digitalocean.yaml", "docusignv3.1.json",
	"k8s.json", "petstorev2.json", "petstorev3.json", "stripe.yaml", "xsoar.json", "vendor-extensions-test.yaml",
	"swagger-valid-recursive-model.yaml",
}

// large are descriptions beside the repository; see the folder's licences.
var large = []string{
	"digitalocean/specification/DigitalOcean-public.v2.yaml", "github-rest.json", "kubernetes-v1.34-v2.json", "museum.yaml", "oai-v3.0-callback-example.yaml",
	"oai-v3.1-webhook-example.yaml", "oai-v3.2-3.2-tags-example.yaml", "openai.yaml", "redoc-big-openapi.json",
	"stripe-spec3.json", "swagger-petstore-oas3.yaml", "traq-v3.yaml", "twilio-api-v2010.json",
}

var shippedFolder = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/pb33f/libopenapi").Output()
	return filepath.Join(strings.TrimSpace(string(out)), "test_specs"), err
})

// folder is where the descriptions beside the repository lie.
func folder(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("SPECLOOM_SPECS")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "specs")
	}
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("SPECLOOM_REQUIRE") == "all" {
			t.Fatalf("the descriptions are required and not here: %v", err)
		}
		t.Skipf("skipped, the large descriptions are not here (SPECLOOM_SPECS names their folder): %v", err)
	}
	return dir
}

var (
	mu   sync.Mutex
	read = map[string]func() (*openapi.Document, error){}
)

// document reads a description once for all tests.
func document(t testing.TB, path string) *openapi.Document {
	t.Helper()
	mu.Lock()
	if read[path] == nil {
		read[path] = sync.OnceValues(func() (*openapi.Document, error) { return openapi.ReadFile(path) })
	}
	once := read[path]
	mu.Unlock()
	doc, err := once()
	require.NoError(t, err)
	return doc
}

// eachDocument runs a test on every description at hand.
func eachDocument(t *testing.T, run func(t *testing.T, doc *openapi.Document)) {
	dir, err := shippedFolder()
	require.NoError(t, err)
	for _, name := range shipped {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, document(t, filepath.Join(dir, name)))
		})
	}
	t.Run("beside", func(t *testing.T) {
		t.Parallel()
		dir := folder(t)
		for _, name := range large {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				run(t, document(t, filepath.Join(dir, name)))
			})
		}
	})
}
