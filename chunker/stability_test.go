package chunker_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/chunker"
	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

// TestEditsOfOneOperationMoveFewChunks edits operations of real descriptions, one
// at a time: its text, or away with it. What is lost are chunks whose ID is gone.
func TestEditsOfOneOperationMoveFewChunks(t *testing.T) {
	t.Parallel()
	text := func(doc *openapi.Document, at int) {
		op := *doc.Operations[at]
		op.Description += strings.Repeat(" And it says more than before.", 5)
		op.Summary += " (edited)"
		doc.Operations[at] = &op
	}
	remove := func(doc *openapi.Document, at int) { doc.Operations = slices.Delete(doc.Operations, at, at+1) }
	large := []string{"stripe-spec3.json", "DigitalOcean-public.v2.yaml", "openai.yaml", "github-rest.json"}
	for _, path := range corpus.Shared(t) { // none of them is there under the race detector
		name := filepath.Base(path)
		if !slices.Contains(large, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := document(t, path)
			c := newChunker(t, chunker.WithEncoders(levels(t)...))
			before, err := c.Chunk(doc)
			require.NoError(t, err)
			const edits = 4
			for _, one := range []struct {
				what string
				edit func(*openapi.Document, int)
				lost float64 // share of all chunks, on average
			}{{"text", text, 0.02}, {"removal", remove, 0.5}} {
				lost := 0
				for n := range edits {
					edited := *doc
					edited.Operations = slices.Clone(doc.Operations)
					one.edit(&edited, (2*n+1)*len(doc.Operations)/(2*edits))
					after, err := c.Chunk(&edited)
					require.NoError(t, err)
					have := map[string]bool{}
					for _, chunk := range after {
						have[chunk.ID] = true
					}
					for _, chunk := range before {
						if !have[chunk.ID] {
							lost++
						}
					}
				}
				share := float64(lost) / edits / float64(len(before))
				if os.Getenv("SPECLOOM_QUALITY") == "table" {
					fmt.Printf("%s: %s of one operation: %.1f of %d chunks lose their ID\n", name, one.what, float64(lost)/edits, len(before))
				}
				require.LessOrEqual(t, share, one.lost, one.what)
			}
		})
	}
}
