package generatortest

import "strings"

// union reads what is between bars: one of these.
func (r *notation) union() *shape {
	r.depth++
	defer func() { r.depth-- }()
	list := r.joined("|", r.both)
	if len(list) == 1 {
		return list[0]
	}
	return &shape{any: list}
}

// both reads what is between ampersands: all of these.
func (r *notation) both() *shape {
	list := r.joined("&", r.one)
	if len(list) == 1 {
		return list[0]
	}
	return &shape{all: list}
}

func (r *notation) joined(sign string, next func() *shape) []*shape {
	list := []*shape{next()}
	for r.has(sign) {
		list = append(list, next())
	}
	return list
}

func (r *notation) one() *shape {
	s := &shape{}
	switch {
	case r.depth > maxNesting:
		r.line()
	case r.has("<"):
		s = r.described()
		r.has(">")
	case r.has("@"):
		s.ref = r.word(wordEnds)
	case r.has("{"):
		s.object = true
		r.block(s)
	case r.has("["):
		s.list = true
		r.list(s)
	default:
		if !strings.HasPrefix(r.rest(), "(") {
			s.null = r.word(wordEnds) == "null"
			if r.has("~") {
				r.word(wordEnds)
			}
		}
		if strings.HasPrefix(r.rest(), "(") {
			r.skip()
		}
	}
	return s
}

func (r *notation) list(s *shape) {
	for r.at < len(r.text) && !r.has("]") {
		before := r.at
		r.has(",")
		if r.has("*") && !r.has(":") {
			continue
		}
		one := r.union()
		r.attributes()
		if s.items == nil {
			s.items = one
		}
		if r.at == before || strings.HasPrefix(r.rest(), "\n") {
			return
		}
	}
}

// block reads the fields of an object. A comma or, behind a text, the line's end
// stands between them.
func (r *notation) block(s *shape) {
	if r.note() {
		r.has("\n")
	}
	for r.at < len(r.text) && !r.has("}") {
		before := r.at
		switch {
		case r.has("…"):
		case r.has("*"):
			r.typed()
			r.note()
		default:
			f := field{name: r.name()}
			f.required = r.has("*")
			f.shape = r.typed()
			r.note()
			if f.name != "" {
				s.fields = append(s.fields, f)
			}
		}
		if !r.has(",") {
			r.has("\n")
		}
		if r.at == before { // not the notation
			return
		}
	}
}

// typed reads a type behind a name, where there is one, and what follows it.
func (r *notation) typed() *shape {
	if r.has(":") {
		return r.described()
	}
	s := &shape{}
	r.flags(s)
	return s
}

// described reads a type and what follows it.
func (r *notation) described() *shape {
	s := r.union()
	r.flags(s)
	return s
}

func (r *notation) flags(s *shape) {
	for _, flag := range r.attributes() {
		s.readOnly = s.readOnly || flag == "ro"
		s.writeOnly = s.writeOnly || flag == "wo"
	}
}

// note skips a text.
func (r *notation) note() bool {
	if !strings.HasPrefix(r.rest(), " //") {
		return false
	}
	r.line()
	return true
}

// attributes reads bounds, defaults and the like.
func (r *notation) attributes() (out []string) {
	for strings.HasPrefix(r.rest(), " ") && !strings.HasPrefix(r.rest(), " //") {
		r.at++
		start := r.at
		r.has(">")
		for r.at < len(r.text) && !strings.ContainsRune(" \n,}]>", rune(r.text[r.at])) {
			switch r.text[r.at] {
			case '"', '{', '[', '(':
				r.skip()
			default:
				r.at++
			}
		}
		out = append(out, r.text[start:r.at])
	}
	return out
}

// skip passes over a JSON string, or what is in brackets of any kind.
func (r *notation) skip() {
	open := 0
	for r.at < len(r.text) && r.text[r.at] != '\n' {
		switch r.text[r.at] {
		case '"':
			r.quoted()
		case '(', '{', '[':
			open++
			r.at++
		case ')', '}', ']':
			open--
			r.at++
		default:
			r.at++
		}
		if open <= 0 {
			return
		}
	}
}
