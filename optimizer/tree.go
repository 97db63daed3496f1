package optimizer

import "strings"

// location is where a part stands in an excerpt.
type location struct {
	tokens []string // of the pointer in the excerpt
	item   bool     // an operation, or another member of a path item
}

// locate tells where a place of the description stands in an excerpt: what is a
// member of components, or has an operation's or the description's own place,
// there; everything else under its reference.
func locate(place string) location {
	if strings.HasPrefix(place, "/") {
		tokens := strings.Split(place[1:], "/")
		for i := range tokens {
			tokens[i] = unescape(tokens[i])
		}
		switch n := len(tokens); tokens[0] {
		case "paths", "webhooks":
			if n == 3 || n == 4 && tokens[2] == "additionalOperations" {
				return location{tokens, true}
			}
		case "components":
			if n == 3 {
				return location{tokens, false}
			}
		case "definitions", "parameters", "responses", "securityDefinitions":
			if n == 2 {
				return location{tokens, false}
			}
		case "security", "consumes", "produces":
			if n == 1 {
				return location{tokens, false}
			}
		}
	}
	if !strings.Contains(place, "#") || strings.HasPrefix(place, "/") {
		place = "#" + place
	}
	return location{[]string{refsSection, place}, false}
}

// covered reports whether a part lies within another, by their keys.
func covered(parts []Part) func(key string) bool {
	keys := make(map[string]bool, len(parts))
	for _, p := range parts {
		keys[p.Key] = true
	}
	return func(key string) bool {
		for at := strings.LastIndexByte(key, '/'); at > 0; at = strings.LastIndexByte(key[:at], '/') {
			if keys[key[:at]] {
				return true
			}
		}
		return false
	}
}

// tree is a JSON value that is put together of values at pointers.
type tree struct {
	text    string // of a leaf
	names   []string
	members map[string]*tree
}

// put stores a value.
func (t *tree) put(tokens []string, text string) {
	for i, token := range tokens {
		next := t.members[token]
		if next == nil {
			if t.members == nil {
				t.members = map[string]*tree{}
			}
			next = &tree{}
			t.members[token] = next
			t.names = append(t.names, token)
		}
		if t = next; i == len(tokens)-1 {
			*t = tree{text: text}
		}
	}
}

func (t *tree) write(out *strings.Builder) {
	if t.text != "" {
		out.WriteString(t.text)
		return
	}
	out.WriteByte('{')
	for i, name := range t.names {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(marshal(name))
		out.WriteByte(':')
		t.members[name].write(out)
	}
	out.WriteByte('}')
}

// joinExcerpt makes JSON of JSON parts.
func joinExcerpt(parts []Part) string {
	var root tree
	var inMemory []Part
	isCovered := covered(parts)
	for _, p := range parts {
		place, ok := strings.CutPrefix(p.Key, sourceKey)
		if !ok {
			inMemory = append(inMemory, p)
		} else if at := locate(place); at.item || !isCovered(p.Key) {
			root.put(at.tokens, p.Text)
		}
	}
	var out strings.Builder
	root.write(&out)
	return joinMemory(out.String(), inMemory)
}

// joinMemory adds operations that were made in memory to an excerpt.
func joinMemory(excerpt string, inMemory []Part) string {
	if len(inMemory) == 0 {
		return excerpt
	}
	text := joinModel(inMemory)
	if excerpt != "{}" {
		text = strings.TrimSuffix(excerpt, "}") + "," + strings.TrimPrefix(text, "{")
	}
	return text
}
