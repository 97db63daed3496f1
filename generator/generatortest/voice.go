package generatortest

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// voice words one answer: alike within it, and unlike others'.
type voice struct {
	dice
	obedience float64
	shared
}

// label gives the label of a field, or "" where the shared one will do.
func (v voice) label(operation, name string) string {
	_, known := v.Labels[name]
	if known && v.chance(v.obedience, "obey", operation, name) {
		return ""
	}
	return v.own(name)
}

// own is a label in the voice's own words.
func (v voice) own(name string) string {
	words := wordsOf(name)
	if len(words) == 0 {
		return name
	}
	if list := phrases[strings.Join(words, " ")]; list != nil {
		return v.pick(list, "phrase", strings.Join(words, " "))
	}
	last := len(words) - 1
	if list := endings[words[last]]; list != nil && last > 0 {
		words[last] = v.pick(list, "ending", words[last])
	}
	return sentence(words)
}

// kind says what an operation does, as far as can be told from its method and
// what it is said to do.
func kind(op *operation, list bool) string {
	if said := doings[first(op.summary)]; said != "" && said != "detail" {
		return said
	}
	switch {
	case (op.method == "GET" || op.method == "QUERY") && list:
		return "list"
	case op.method == "GET":
		return "detail"
	case op.method == "DELETE":
		return "delete"
	case op.method == "PUT" || op.method == "PATCH":
		return "update"
	case op.method == "POST" && op.summary == "" && !strings.HasSuffix(op.path, "}"):
		return "create"
	}
	return ""
}

// verb is what a title begins with, "" where the voice has no word for it: the
// shared one or, now and then, its own.
func (v voice) verb(op *operation, kind string) string {
	list := verbs[kind]
	if list == nil {
		return ""
	}
	if known := v.Verbs[kind]; known != "" && v.chance(v.obedience, "obey verb", op.id) {
		return known
	}
	return v.pick(list, "verb", kind)
}

// title rewords the summary, or makes one of the path.
func (v voice) title(op *operation, kind string) string {
	verb := v.verb(op, kind)
	words := strings.Fields(op.summary)
	if len(words) > 1 && len(words) < 9 {
		if verb != "" && doings[first(op.summary)] != "" {
			return verb + " " + strings.Join(words[1:], " ")
		}
		return op.summary
	}
	if verb == "" {
		return sentence(wordsOf(op.id))
	}
	things := v.thing(op)
	if kind != "list" {
		things = singular(things)
	}
	return verb + " " + things
}

// thing names what an operation is about, by the last words of its path.
func (v voice) thing(op *operation) string {
	var parts []string
	for part := range strings.SplitSeq(op.path, "/") {
		if part != "" && !strings.ContainsAny(part, "{}") {
			parts = append(parts, strings.Join(wordsOf(part), " "))
		}
	}
	switch len(parts) {
	case 0:
		return "entries"
	case 1:
		return parts[0]
	}
	return singular(parts[len(parts)-2]) + " " + parts[len(parts)-1]
}

func (v voice) help(op *operation, kind string) string {
	list := starts[kind]
	if list == nil {
		return ""
	}
	thing := v.thing(op)
	if kind != "list" {
		thing = singular(thing)
	}
	return fmt.Sprintf(v.pick(list, "help", kind), thing)
}

func first(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return strings.ToLower(word)
}

// wordsOf takes a name apart, at signs and where capitals begin.
func wordsOf(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
		}
		word = nil
	}
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			continue
		case unicode.IsUpper(r) && len(word) > 0 && unicode.IsLower(word[len(word)-1]):
			end()
		}
		word = append(word, r)
	}
	end()
	return out
}

// sentence joins words and makes the first letter a capital.
func sentence(words []string) string {
	text := strings.Join(words, " ")
	for i, r := range text {
		return text[:i] + string(unicode.ToUpper(r)) + text[i+len(string(r)):]
	}
	return text
}

// secret reports whether a name is of something that no page shows.
func secret(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "password") || strings.Contains(name, "secret") || strings.Contains(name, "token")
}

// singular is good enough for a simulation.
func singular(text string) string {
	switch {
	case strings.HasSuffix(text, "ies") && len(text) > 4:
		return strings.TrimSuffix(text, "ies") + "y"
	case strings.HasSuffix(text, "ss"), strings.HasSuffix(text, "us"), strings.HasSuffix(text, "is"):
		return text
	}
	return strings.TrimSuffix(text, "s")
}

// telling brings the fields that say most to the front.
func telling(fields []field) []field {
	rank := func(f field) int {
		words := wordsOf(f.name)
		switch {
		case len(words) == 0:
			return 4
		case len(words) == 1 && (words[0] == "name" || words[0] == "title"):
			return 0
		case slices.Contains(words, "status"), slices.Contains(words, "amount"), slices.Contains(words, "email"), slices.Contains(words, "name"):
			return 1
		case words[len(words)-1] == "id":
			return 3
		}
		return 2
	}
	out := slices.Clone(fields)
	slices.SortStableFunc(out, func(a, b field) int { return rank(a) - rank(b) })
	return out
}
