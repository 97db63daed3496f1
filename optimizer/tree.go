package optimizer

import "strings"

// tree is a JSON value that is put together of values at pointers.
type tree struct {
	text    string // of a leaf
	names   []string
	members map[string]*tree
}

// put stores a value. What lies within a value that is there already is left
// out.
func (t *tree) put(tokens []string, text string) {
	for i, token := range tokens {
		if t.text != "" {
			return
		}
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

func joinExcerpt(parts []Part) string {
	var root tree
	var inMemory []Part
	for i, p := range parts {
		place, ok := strings.CutPrefix(p.Key, sourceKey)
		if !ok {
			inMemory = append(inMemory, p)
			continue
		}
		tokens := strings.Split(place, "/")[min(1, strings.Count(place, "/")):]
		for j := range tokens {
			tokens[j] = unescape(tokens[j])
		}
		switch tokens[0] {
		case "components", "definitions", "parameters", "responses", "securityDefinitions",
			"security", "consumes", "produces":
		case "paths", "webhooks":
			if !isOperation(parts, i) {
				tokens = []string{"$refs", "#" + place}
			}
		default:
			if strings.Contains(place, "#") {
				tokens = []string{"$refs", place}
			} else {
				tokens = []string{"$refs", "#" + place}
			}
		}
		root.put(tokens, p.Text)
	}
	if len(inMemory) == 0 {
		var out strings.Builder
		root.write(&out)
		return out.String()
	}
	text := joinModel(inMemory)
	if len(root.names) > 0 {
		var out strings.Builder
		root.write(&out)
		text = strings.TrimSuffix(out.String(), "}") + "," + strings.TrimPrefix(text, "{")
	}
	return text
}

// isOperation reports whether a part below paths is an operation or a member of
// its path item, and not only some place that is referred to.
func isOperation(parts []Part, i int) bool {
	tokens := strings.Split(strings.TrimPrefix(parts[i].Key, sourceKey+"/"), "/")
	return len(tokens) == 3 || len(tokens) == 4 && tokens[2] == "additionalOperations"
}
