package optimizer

func (d *decoder) parameterHere() bool {
	switch d.peek() {
	case '?', '^', '%', ':', '~', '+', '&':
		return true
	}
	return false
}

// parameter reads a line of a parameter.
func (d *decoder) parameter() {
	d.parameterValue()
	d.endLine()
}

func (d *decoder) parameterValue() {
	if d.eat("&") {
		if d.peek() == '{' {
			d.value(inLoose)
		} else {
			d.referred("parameters")
		}
		return
	}
	sigil := "??"
	if !d.eat(sigil) {
		sigil = string(d.peek())
		if !d.parameterHere() {
			d.fail("a parameter is missing")
		}
		d.at++
	}
	d.put("{")
	d.named("name")
	d.text(d.name())
	d.named("in")
	d.put(`"` + sigilPlaces[sigil] + `"`)
	if d.eat("*") || sigil == ":" {
		d.named("required")
		d.put("true")
	}
	if d.swagger && sigil != "+" {
		d.inline()
		return
	}
	if !d.eat(":-") {
		d.named("schema")
		d.typed(false)
	}
	d.rest()
	d.put("}")
}

// inline reads a schema into the object that is open, and closes it.
func (d *decoder) inline() {
	at := len(d.out)
	d.typed(true)
	if d.out[at] != '{' {
		d.fail("a type is missing")
	}
	if len(d.out)-at == len("{}") {
		d.out = append(d.out[:at], '}')
	} else if d.out[at-1] == '{' {
		d.out = append(d.out[:at], d.out[at+1:]...)
	} else {
		d.out[at] = ','
	}
}

// referred reads a reference and what stands beside it.
func (d *decoder) referred(kind string) {
	d.put("{")
	d.named("$ref")
	d.reference(kind)
	d.rest()
	d.put("}")
}

// rest reads what [scribe.rest] writes, and tells whether a description was among
// it.
func (d *decoder) rest() (described bool) {
	for d.has(" .") {
		d.at += len(" .")
		name := d.name()
		described = described || string(name) == "description"
		d.member(name)
		if d.eat("=") {
			d.value(inTight)
		} else {
			d.put("true")
		}
	}
	if d.eat(" //") {
		described = true
		d.named("description")
		d.note()
	}
	return described
}
