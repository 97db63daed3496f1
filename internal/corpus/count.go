package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
)

// Operations lists the operations of a description, each as "GET /books/{id}",
// or "webhook POST added" where it stands under webhooks, sorted. It decodes the
// file and looks for methods, knowing nothing of how package openapi reads, so
// that the one can be held against the other. The error is the decoder's.
//
// References of path items are followed within and between files, not over the
// network.
func Operations(path string) ([]string, error) {
	c := counter{files: map[string]any{}}
	value, err := decode(path)
	if err != nil {
		return nil, err
	}
	c.files[path] = value
	root, _ := value.(map[string]any)
	var out []string
	for section, prefix := range map[string]string{"paths": "", "webhooks": "webhook "} {
		items, place, _ := c.resolve(root[section], path, 0)
		for name, item := range items {
			if section == "paths" && strings.HasPrefix(name, "x-") {
				continue
			}
			methods := map[string]bool{}
			c.methods(methods, item, place, root["swagger"] != nil, 0)
			for method := range methods {
				out = append(out, prefix+method+" "+name)
			}
		}
	}
	slices.Sort(out)
	return out, nil
}

// counter holds the files that references led to.
type counter struct{ files map[string]any }

// maxHops bounds references that lead to references.
const maxHops = 10

func (c *counter) methods(out map[string]bool, item any, path string, swagger bool, depth int) {
	object, _ := item.(map[string]any)
	for key, value := range object {
		switch strings.ToLower(key) {
		case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query":
			out[strings.ToUpper(key)] = true
		case "additionaloperations":
			more, _ := value.(map[string]any)
			for method := range more {
				if !swagger {
					out[method] = true
				}
			}
		}
	}
	if target, place, ok := c.resolve(item, path, 0); ok && depth < maxHops {
		c.methods(out, target, place, swagger, depth+1)
	}
}

// resolve follows a reference, and says whether there was one.
func (c *counter) resolve(value any, path string, depth int) (target map[string]any, place string, ok bool) {
	object, _ := value.(map[string]any)
	ref, ok := object["$ref"].(string)
	if !ok || depth > maxHops {
		return object, path, false
	}
	file, fragment, _ := strings.Cut(ref, "#")
	if strings.Contains(file, "://") {
		return nil, path, false
	}
	if file != "" {
		path = filepath.Join(filepath.Dir(path), filepath.FromSlash(file))
	}
	found := c.file(path)
	if fragment != "" {
		for token := range strings.SplitSeq(strings.TrimPrefix(fragment, "/"), "/") {
			token = strings.NewReplacer("~1", "/", "~0", "~", "%7B", "{", "%7D", "}").Replace(token)
			object, _ := found.(map[string]any)
			found = object[token]
		}
	}
	target, place, _ = c.resolve(found, path, depth+1)
	return target, place, true
}

// file decodes another file once. One that cannot be decoded has no operations.
func (c *counter) file(path string) any {
	value, ok := c.files[path]
	if !ok {
		value, _ = decode(path)
		c.files[path] = value
	}
	return value
}

func decode(path string) (any, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var value any
	if json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))).Decode(&value) == nil {
		return value, nil
	}
	var node yaml.Node
	if err := yaml.Unmarshal(data, &node); err != nil {
		return nil, fmt.Errorf("corpus: decode %s: %w", path, err)
	}
	return plain(&node, 0), nil
}

// plainDepth is how deep operations lie, with a margin.
const plainDepth = 6

// plain makes maps of a YAML tree, down to where operations lie.
func plain(n *yaml.Node, depth int) any {
	switch {
	case n.Kind == yaml.AliasNode && n.Alias != nil:
		return plain(n.Alias, depth)
	case n.Kind == yaml.DocumentNode && len(n.Content) > 0:
		return plain(n.Content[0], depth)
	case n.Kind == yaml.ScalarNode:
		return n.Value
	case n.Kind != yaml.MappingNode || depth > plainDepth:
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
