package optimizer

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
