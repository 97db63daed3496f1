package optimizer

// wordTypes are the types by the notation's words.
var wordTypes = func() map[string]string {
	out := map[string]string{}
	for name, word := range typeWords {
		out[word] = name
	}
	return out
}()

// typed reads what stands behind a name: ":schema", or only the attributes of a
// string.
func (d *decoder) typed(ownsLine bool) {
	if d.eat(":") {
		d.schema(ownsLine)
		return
	}
	d.out = append(d.out, '{')
	d.named("type")
	d.put(`"string"`)
	subject := d.subject
	d.subject = nil
	d.attributes(nil, ownsLine, subject, [2]int{})
	d.out = append(d.out, '}')
}

// schema reads a schema.
func (d *decoder) schema(ownsLine bool) {
	d.enter()
	defer d.leave()
	if d.eat("~") {
		d.value(inTight)
		return
	}
	for _, word := range [...]string{"true", "false"} {
		if d.word(word) {
			d.at += len(word)
			d.put(word)
			return
		}
	}
	subject := d.subject
	d.subject = nil
	d.out = append(d.out, '{')
	stars, text := d.head()
	d.attributes(stars, ownsLine, subject, text)
	d.out = append(d.out, '}')
}

// word reports whether a word stands here, and not only the beginning of one.
func (d *decoder) word(text string) bool {
	return d.has(text) && classes[d.ahead(len(text))]&inName == 0 && d.ahead(len(text)) != '('
}

// head reads the type and gives the names that had a star, and where in out the
// text of a block is.
func (d *decoder) head() (stars [][]byte, text [2]int) {
	switch d.peek() {
	case '@':
		d.at++
		d.named("$ref")
		d.reference("schemas")
	case '{':
		d.named("type")
		d.put(`"object"`)
	case '[':
		d.named("type")
		d.put(`"array"`)
	case '(':
		d.named("type")
		d.put(`"string"`)
	case '_':
		d.at++
	default:
		if list := d.choice(); list != "" {
			d.named(list)
			d.list()
		} else {
			d.words()
		}
	}
	switch d.peek() {
	case '{':
		stars, text = d.block()
	case '[':
		d.at++
		d.named("items")
		d.schema(true)
		d.need("]")
	case '(':
		d.at++
		d.named("enum")
		d.out = append(d.out, '[')
		for first := true; !d.eat(")"); first = false {
			if !first {
				d.need(",")
				d.out = append(d.out, ',')
			}
			d.value(inLoose)
		}
		d.out = append(d.out, ']')
	}
	if d.eat("?") {
		d.named("nullable")
		d.put("true")
	}
	return stars, text
}

// choice reads the word before a list of schemas.
func (d *decoder) choice() string {
	for _, name := range [...]string{"allOf", "oneOf", "anyOf"} {
		if d.has(name[:3] + "(") {
			d.at += 3
			return name
		}
	}
	return ""
}

// list reads schemas in parentheses.
func (d *decoder) list() {
	d.need("(")
	d.out = append(d.out, '[')
	for first := true; !d.eat(")"); first = false {
		if !first {
			d.need(",")
			d.out = append(d.out, ',')
		}
		d.schema(true)
	}
	d.out = append(d.out, ']')
}

// words reads types and a format.
func (d *decoder) words() {
	word := d.format()
	kind, isType := wordTypes[string(word)]
	if !isType {
		if kind = formatTypes[string(word)]; kind == "" {
			kind = "string"
		}
		d.named("type")
		d.put(`"` + kind + `"`)
		d.named("format")
		d.text(word)
		return
	}
	d.named("type")
	if d.peek() == '|' {
		d.put(`["` + kind + `"`)
		for d.eat("|") {
			if kind, isType = wordTypes[string(d.format())]; !isType {
				d.fail("this is no type")
			}
			d.put(`,"` + kind + `"`)
		}
		d.put("]")
	} else {
		d.put(`"` + kind + `"`)
	}
	if d.eat("~") {
		d.named("format")
		d.text(d.format())
	}
}

// format reads a type or format.
func (d *decoder) format() []byte {
	if d.peek() == '"' {
		return d.quoted()
	}
	return d.bare(inName)
}

// reference reads what [scribe.reference] writes.
func (d *decoder) reference(kind string) {
	if d.peek() == '"' {
		d.text(d.quoted())
		return
	}
	start := d.at
	for d.at < len(d.in) && d.in[d.at] < 0x80 && classes[d.in[d.at]]&inName != 0 {
		d.at++
	}
	if start == d.at {
		d.fail("a reference is missing")
	}
	name := d.in[start:d.at]
	d.text([]byte(referencePrefix(d.swagger, kind) + string(name)))
}

// block reads properties in braces. It gives what [decoder.head] does.
func (d *decoder) block() (stars [][]byte, text [2]int) {
	d.need("{")
	if d.eat(" //") {
		d.named("description")
		text[0] = len(d.out)
		d.note()
		text[1] = len(d.out)
	}
	open := false
	shut := func() {
		if open {
			d.out = append(d.out, '}')
		}
		open = false
	}
	for {
		d.blank()
		switch {
		case d.eat("}"):
			shut()
			return stars, text
		case d.eat("*:"):
			shut()
			d.named("additionalProperties")
			d.schema(true)
			d.blank()
			d.need("}")
			return stars, text
		}
		if !open {
			d.named("properties")
			d.out = append(d.out, '{')
			open = true
		}
		name := d.name()
		if d.eat("*") {
			stars = append(stars, name)
		}
		d.member(name)
		d.subject = name
		d.typed(true)
	}
}

// blank passes what stands between fields.
func (d *decoder) blank() {
	for d.peek() == ' ' || d.peek() == '\n' {
		d.at++
	}
}
