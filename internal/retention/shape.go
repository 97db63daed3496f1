package retention

import (
	"encoding/json"
	"strconv"
	"strings"
)

// maxDepth bounds how deep types are read.
const maxDepth = 1_000

// union reads types between bars.
func (r *reader) union() *shape {
	if r.depth++; r.depth > maxDepth {
		r.fail("less depth")
	}
	defer func() { r.depth-- }()
	list := []*shape{r.both()}
	for r.has("|") {
		list = append(list, r.both())
	}
	if len(list) == 1 {
		return list[0]
	}
	return &shape{any: list}
}

// both reads types between ampersands.
func (r *reader) both() *shape {
	list := []*shape{r.one()}
	for r.has("&") {
		list = append(list, r.one())
	}
	if len(list) == 1 {
		return list[0]
	}
	return &shape{all: list}
}

func (r *reader) one() *shape {
	s := &shape{}
	switch {
	case r.has("<"):
		inner := &shape{all: []*shape{r.union()}}
		r.attributes(inner)
		r.want(">")
		return &shape{all: []*shape{inner}}
	case r.has("@"):
		s.ref = r.word(ends)
		return s
	case r.has("{"):
		s.object = true
		r.block(s)
		return s
	case r.has("["):
		s.list = true
		r.elements(s)
		return s
	}
	if !strings.HasPrefix(r.rest(), "(") {
		s.word = r.word(ends)
		if r.has("~") {
			s.format = r.word(ends)
		}
	}
	if r.has("(") {
		s.enum = true
		r.list(s)
	}
	return s
}

func (r *reader) elements(s *shape) {
	for !r.has("]") {
		if len(s.first) > 0 {
			r.want(",")
		}
		if r.has("*") { // all others
			s.items = &shape{word: "any"}
			if r.has(":") {
				s.items = r.union()
				r.attributes(s.items)
			}
			r.want("]")
			return
		}
		one := r.union()
		r.attributes(one)
		s.first = append(s.first, one)
	}
	if len(s.first) == 1 { // [a]: all are such
		s.items, s.first = s.first[0], nil
	}
}

// list reads the values of an enumeration.
func (r *reader) list(s *shape) {
	for {
		if r.has("…") {
			left, err := strconv.Atoi(r.word(")"))
			if err != nil {
				r.fail("a number")
			}
			s.left = left
		} else {
			s.values = append(s.values, r.value(",)"))
		}
		if r.has(")") {
			return
		}
		r.want(",")
	}
}

// value reads a JSON value, or a text without quotes that is no other value.
func (r *reader) value(stop string) string {
	if strings.ContainsAny(r.rest()[:min(1, len(r.rest()))], `"{[`) {
		var raw json.RawMessage
		r.json(&raw)
		return canonical(raw)
	}
	word := r.word(stop)
	if json.Valid([]byte(word)) {
		return canonical([]byte(word))
	}
	out, _ := json.Marshal(word)
	return canonical(out)
}

// canonical writes a JSON value in one way.
func canonical(raw []byte) string {
	decoder := json.NewDecoder(strings.NewReader(string(raw)))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return "null"
	}
	out, err := json.Marshal(value)
	if err != nil {
		return "null"
	}
	return string(out)
}

func (r *reader) block(s *shape) {
	if r.has(" //") {
		r.line()
		r.want("\n")
	}
	for !r.has("}") {
		switch {
		case r.has("…"):
			s.cut = true
		case r.has("*"):
			s.rest = r.typed()
		default:
			f := r.named()
			if len(s.under(f.name)) > 0 {
				r.fail("a field that is not there twice")
			}
			s.fields = append(s.fields, f)
		}
		if !r.has(",") && !r.has("\n") && !strings.HasPrefix(r.rest(), "}") {
			r.fail("a comma, a line's end or a brace")
		}
	}
}

// named reads a name and what is known of what it names.
func (r *reader) named() *shape {
	name := r.field()
	required := r.has("*")
	s := r.typed()
	s.name, s.required = name, required
	return s
}

func (r *reader) typed() *shape {
	inner := &shape{word: "string"}
	if r.has(":") {
		inner = r.union()
	}
	s := &shape{all: []*shape{inner}}
	r.attributes(s)
	r.note()
	return s
}

// attributes reads what may follow a type, in the order in which it may.
func (r *reader) attributes(s *shape) {
	s.notes = map[string]string{}
	for strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") && !strings.HasPrefix(r.rest(), " …") && !strings.HasPrefix(r.rest(), " ^") {
		r.at++
		const stop = " \n,}]>"
		switch {
		case r.has("="):
			s.notes["="] = r.value(stop)
		case r.has(">"):
			s.notes[">"] = r.word(stop)
		case r.has("<"):
			s.notes["<"] = r.word(stop)
		default:
			word := r.word(stop + "=")
			if r.has("=") && strings.ContainsAny(r.rest()[:min(1, len(r.rest()))], "[{") {
				s.notes[word] = r.value(stop) // that somebody asked to keep
			} else if strings.HasSuffix(r.text[:r.at], "=") {
				s.note(word, r.word(stop+"("))
				if word == "by" && r.has("(") {
					r.meanings(s)
				}
			} else if strings.Contains(word, "..") {
				s.note("value", word)
			} else {
				s.notes[word] = ""
			}
		}
	}
}

// meanings reads which value of a discriminator means which schema.
func (r *reader) meanings(s *shape) {
	for {
		value := r.word(":")
		r.want(":@")
		s.notes["means "+value] = r.word(",)")
		if r.has(")") {
			return
		}
		r.want(",")
	}
}

// note keeps a bound, of a range both ends.
func (s *shape) note(key, value string) {
	switch key {
	case "value", "len", "items", "fields":
		low, high, ok := strings.Cut(value, "..")
		if !ok {
			high = low
		}
		if low != "" {
			s.notes[key+" from"] = low
		}
		if high != "" {
			s.notes[key+" to"] = high
		}
	default:
		s.notes[key] = value
	}
}
