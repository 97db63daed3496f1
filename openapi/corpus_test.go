package openapi_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pb33f/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/corpus"
	"github.com/specloom/specloom/openapi"
)

// TestCorpus reads real descriptions, and what else lies beside them, and counts
// their operations in a way of its own.
func TestCorpus(t *testing.T) {
	t.Parallel()
	for name, folder := range map[string]func(testing.TB) string{
		"shared":     corpus.SharedFolder,
		"libopenapi": corpus.ShippedFolder,
		"testdata":   func(testing.TB) string { return "testdata" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := folder(t)
			operations := 0
			for _, path := range descriptionFiles(t, root) {
				operations += checkFile(t, path)
			}
			require.Positive(t, operations)
		})
	}
}

func descriptionFiles(t *testing.T, root string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if info, _ := d.Info(); raceDetector && info != nil && info.Size() > 1<<20 {
			return nil // slow, and read by one goroutine as the small ones are
		}
		if err == nil && d.Type().IsRegular() && slices.Contains([]string{".json", ".yaml", ".yml"}, filepath.Ext(path)) {
			out = append(out, path)
		}
		return err
	})
	require.NoError(t, err)
	return out
}

// checkFile returns the number of operations of a file; 0 where it is none of a
// description.
func checkFile(t *testing.T, path string) int {
	t.Helper()
	start := time.Now()
	doc, err := openapi.ReadFile(path)
	if took := time.Since(start); !raceDetector {
		require.Less(t, took, 10*time.Second, path)
	}
	if err != nil {
		var failure *openapi.Error
		require.ErrorAs(t, err, &failure, path)
		require.NotContains(t, err.Error(), "\n", path)
		require.Contains(t, err.Error(), filepath.Base(path))
		return 0
	}
	checkDocument(t, doc, path)
	counter := operationCounter{files: map[string]any{}}
	require.Len(t, doc.Operations, counter.count(path), path)
	return len(doc.Operations)
}

// operationCounter counts operations in decoded files, knowing nothing of how
// the package under test reads them.
type operationCounter struct{ files map[string]any }

func (c *operationCounter) count(path string) int {
	root, _ := c.file(path).(map[string]any)
	total := 0
	for _, section := range []string{"paths", "webhooks"} {
		items, _, _ := c.resolve(root[section], path, 0)
		for name, item := range items {
			if section == "paths" && strings.HasPrefix(name, "x-") {
				continue
			}
			methods := map[string]bool{}
			c.methods(methods, item, path, root["swagger"] != nil, 0)
			total += len(methods)
		}
	}
	return total
}

func (c *operationCounter) methods(out map[string]bool, item any, path string, swagger bool, depth int) {
	object, _ := item.(map[string]any)
	for key, value := range object {
		switch strings.ToLower(key) {
		case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query":
			out[strings.ToUpper(key)] = true
		case "additionaloperations":
			more, _ := value.(map[string]any)
			for method := range more {
				out[method] = !swagger
			}
		}
	}
	if target, place, ok := c.resolve(item, path, 0); ok && depth < 10 {
		c.methods(out, target, place, swagger, depth+1)
	}
}

// resolve follows a reference, and says whether there was one.
func (c *operationCounter) resolve(value any, path string, depth int) (map[string]any, string, bool) {
	object, _ := value.(map[string]any)
	ref, ok := object["$ref"].(string)
	if !ok || depth > 10 {
		return object, path, false
	}
	file, fragment, _ := strings.Cut(ref, "#")
	if strings.Contains(file, "://") {
		return nil, path, false
	}
	if file != "" {
		path = filepath.Join(filepath.Dir(path), filepath.FromSlash(file))
	}
	target := c.file(path)
	for token := range strings.SplitSeq(strings.TrimPrefix(fragment, "/"), "/") {
		if fragment == "" {
			break
		}
		token = strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(token)
		object, _ := target.(map[string]any)
		target = object[token]
	}
	out, place, _ := c.resolve(target, path, depth+1)
	return out, place, true
}

func (c *operationCounter) file(path string) any {
	if value, ok := c.files[path]; ok {
		return value
	}
	var value any
	if data, err := os.ReadFile(path); err == nil {
		decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))))
		if decoder.Decode(&value) != nil {
			var node yaml.Node
			if yaml.Unmarshal(data, &node) == nil {
				value = plain(&node, 0)
			}
		}
	}
	c.files[path] = value
	return value
}

// plain makes maps and lists of a YAML tree, down to where operations lie.
func plain(n *yaml.Node, depth int) any {
	switch {
	case n.Kind == yaml.AliasNode && n.Alias != nil:
		return plain(n.Alias, depth)
	case n.Kind == yaml.DocumentNode && len(n.Content) > 0:
		return plain(n.Content[0], depth)
	case n.Kind == yaml.ScalarNode:
		return n.Value
	case n.Kind != yaml.MappingNode || depth > 6:
		return nil
	}
	out := map[string]any{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, plain(n.Content[i+1], depth+1)
		old, isMap := out[key].(map[string]any)
		more, areMaps := value.(map[string]any)
		if isMap && areMaps { // a path that stands twice
			maps.Copy(old, more)
			continue
		}
		out[key] = value
	}
	return out
}
