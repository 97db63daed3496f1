package optimizer

import (
	"encoding/json"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// maxInlined bounds what is written with every reference replaced, in bytes: in
// large descriptions that grows beyond all measure.
const maxInlined = 2_500_000

// inlined writes each operation of an excerpt by itself, as JSON without white
// space, with every reference replaced by what it names: what a program sends
// that knows nothing of shared schemas. A reference within itself stays. It
// reports false where there is no end to it.
func inlined(excerpt string, ops []*openapi.Operation) (texts []string, finite bool) {
	files := make(map[string]string, len(ops))
	for _, op := range ops {
		if file, _, ok := strings.Cut(op.Pointer, "#"); ok {
			files[op.ID] = file
		}
	}

	decoder := json.NewDecoder(strings.NewReader(excerpt))
	decoder.UseNumber()
	var root map[string]any
	if decoder.Decode(&root) != nil {
		return nil, false
	}
	left := maxInlined
	for _, section := range []string{"paths", "webhooks"} {
		items, _ := root[section].(map[string]any)
		for _, place := range sortedKeys(items) {
			item, _ := items[place].(map[string]any)
			shared := map[string]any{}
			for member, value := range item {
				if itemMethods[member] == "" && member != "additionalOperations" {
					shared[member] = value
				}
			}
			more, _ := item["additionalOperations"].(map[string]any)
			for _, methods := range []map[string]any{item, more} {
				for _, method := range sortedKeys(methods) {
					if _, isShared := shared[method]; isShared || method == "additionalOperations" {
						continue
					}
					one := map[string]any{method: methods[method]}
					maps.Copy(one, shared)
					w := inliner{root: root, left: left}
					operation, _ := methods[method].(map[string]any)
					id, _ := operation["operationId"].(string)
					w.write(map[string]any{section: map[string]any{place: one}}, files[id])
					if left = w.left; left < 0 {
						return nil, false
					}
					texts = append(texts, w.out.String())
				}
			}
		}
	}
	return texts, true
}

func sortedKeys(object map[string]any) []string {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// inliner writes a value with its references replaced.
type inliner struct {
	root    map[string]any
	out     strings.Builder
	left    int      // bytes that may still be written
	through []string // references that are being replaced
}

func (w *inliner) text(s string) {
	if w.left -= len(s); w.left >= 0 {
		w.out.WriteString(s)
	}
}

// write writes a value of a file, "" for the description's first one.
func (w *inliner) write(value any, file string) {
	if w.left < 0 {
		return
	}
	switch v := value.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok && w.replace(ref, v, file) {
			return
		}
		w.text("{")
		for i, key := range sortedKeys(v) {
			if i > 0 {
				w.text(",")
			}
			w.text(marshal(key) + ":")
			w.write(v[key], file)
		}
		w.text("}")
	case []any:
		w.text("[")
		for i, one := range v {
			if i > 0 {
				w.text(",")
			}
			w.write(one, file)
		}
		w.text("]")
	default:
		w.text(marshal(v))
	}
}

// replace writes what a reference names, with what stands beside the reference.
func (w *inliner) replace(ref string, around map[string]any, file string) bool {
	to, fragment, _ := strings.Cut(ref, "#")
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	if to != "" {
		file = path.Join(path.Dir(file), to)
	}
	key := file + "#" + fragment
	if slices.Contains(w.through, key) {
		return false
	}
	target, ok := w.find(key, fragment, file)
	if !ok {
		return false
	}
	w.through = append(w.through, key)
	defer func() { w.through = w.through[:len(w.through)-1] }()
	object, isObject := target.(map[string]any)
	if len(around) > 1 && isObject {
		merged := make(map[string]any, len(object)+len(around))
		maps.Copy(merged, object)
		for key, value := range around {
			if key != "$ref" {
				merged[key] = value
			}
		}
		target = merged
	}
	w.write(target, file)
	return true
}

func (w *inliner) find(key, fragment, file string) (any, bool) {
	if refs, ok := w.root["$refs"].(map[string]any); ok {
		if value, has := refs[key]; has {
			return value, true
		}
	}
	if file != "" || !strings.HasPrefix(fragment, "/") {
		return nil, false
	}
	var at any = w.root
	for token := range strings.SplitSeq(fragment[1:], "/") {
		object, ok := at.(map[string]any)
		if !ok {
			return nil, false
		}
		if at, ok = object[unescape(token)]; !ok {
			return nil, false
		}
	}
	return at, true
}
