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

// attributes reads what [scribe.attributes] writes, and the text where the line
// belongs to the schema.
func (d *decoder) attributes(stars [][]byte, ownsLine bool, subject []byte, text [2]int) {
	for d.peek() == ' ' {
		switch c := d.ahead(1); {
		case c == '/' && d.ahead(2) == '/':
			d.required(stars, false)
			if !ownsLine && d.ahead(3) == ':' {
				d.at += len(" //:")
			} else if ownsLine {
				d.at += len(" //")
			} else {
				return
			}
			d.named("description")
			d.note()
			return
		case c == '=':
			d.at += 2
			d.named("default")
			d.value(inTight)
		case c == '!':
			d.at += 2
			d.member(d.name())
			d.put("true")
		case c == '-' || c >= '0' && c <= '9' || c == '.' && d.ahead(2) == '.':
			d.at++
			d.bounds("minimum", "maximum")
		case d.eat(" len="):
			d.bounds("minLength", "maxLength")
		case d.eat(" size="):
			d.bounds("minItems", "maxItems")
		default:
			before := d.at
			if c != '"' && (classes[c]&inName == 0 || c == '.') {
				d.required(stars, false)
				return
			}
			d.at++
			name := d.name()
			if !d.eat("=") { // the next field
				d.at = before
				d.required(stars, false)
				return
			}
			if string(name) == "required" && len(stars) > 0 {
				d.required(stars, true)
				stars = nil
				continue
			}
			d.member(name)
			if string(name) == "title" {
				d.title(subject, text)
			} else {
				d.attribute(string(name))
			}
		}
	}
	d.required(stars, false)
}

// required writes the names that had a star, and those of a list that follows.
func (d *decoder) required(stars [][]byte, more bool) {
	if len(stars) == 0 {
		return
	}
	d.named("required")
	for i, name := range stars {
		d.out = append(d.out, "[,"[min(i, 1)])
		d.text(name)
	}
	if more {
		d.need("[")
		for !d.eat("]") {
			d.out = append(d.out, ',')
			d.value(inLoose)
			d.eat(",")
		}
	}
	d.out = append(d.out, ']')
}

// title reads what [scribe.title] writes.
func (d *decoder) title(subject []byte, text [2]int) {
	if c := d.peek(); (c != '.' && c != '$') || classes[d.ahead(1)]&inTight != 0 {
		d.attribute("title")
		return
	}
	switch known := d.peek(); {
	case known == '.' && subject != nil:
		d.text(subject)
	case known == '$' && text[1] > 0:
		d.room(text[1] - text[0])
		d.out = append(d.out, d.out[text[0]:text[1]]...)
	default:
		d.fail("there is nothing that could be the title")
	}
	d.at++
}

// attribute reads the value of an attribute.
func (d *decoder) attribute(name string) {
	if !d.eat(":") {
		d.value(inTight)
		return
	}
	switch {
	case schemaMembers[name]:
		d.need("(")
		d.schema(true)
		d.need(")")
	case schemaLists[name]:
		d.list()
	case schemaMaps[name]:
		d.need("{")
		d.out = append(d.out, '{')
		for d.blank(); !d.eat("}"); d.blank() {
			name := d.name()
			d.member(name)
			d.subject = name
			d.typed(true)
		}
		d.out = append(d.out, '}')
	default:
		d.fail("%q holds no schemas", name)
	}
}

// bounds reads "1..9", of which either can be missing.
func (d *decoder) bounds(low, high string) {
	number := func(name string) {
		start := d.at
		for d.at < len(d.in) && !d.has("..") && classes[d.in[d.at]]&inTight != 0 {
			d.at++
		}
		raw := d.in[start:d.at]
		if len(raw) == 0 {
			return
		}
		if numberLength(raw) != len(raw) {
			d.fail("%q is no number", raw)
		}
		d.named(name)
		d.out = append(d.out, raw...)
	}
	start := d.at
	number(low)
	if low != "minimum" && d.at > start && !d.has("..") {
		raw := d.in[start:d.at]
		d.named(high)
		d.out = append(d.out, raw...)
		return
	}
	d.need("..")
	number(high)
}
