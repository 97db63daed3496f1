package optimizer

// Tables of the encoder, the other way round.
var (
	methodWords = inverse(itemMethods)
	sigilPlaces = inverse(sigils)
	wordMedia   = inverse(mediaWords)
)

func inverse(table map[string]string) map[string]string {
	out := make(map[string]string, len(table))
	for key, value := range table {
		out[value] = key
	}
	return out
}

// group opens a member when its first entry comes, and closes it.
type group struct {
	d    *decoder
	end  string
	open bool
}

func (g *group) begin(name, start, end string) {
	if g.open {
		g.d.put(",")
		return
	}
	g.d.named(name)
	g.d.put(start)
	g.open, g.end = true, end
}

func (g *group) shut() {
	if g.open {
		g.d.put(g.end)
		g.open = false
	}
}

// item reads the lines of a path item.
func (d *decoder) item() {
	d.put("{")
	parameters := group{d: d}
	for {
		if d.parameterHere() {
			parameters.begin("parameters", "[", "]")
			d.parameter()
			continue
		}
		if parameters.shut(); d.peek() != '.' {
			break
		}
		d.generic()
	}
	for c := d.peek(); c >= 'A' && c <= 'Z'; c = d.peek() {
		start := d.at
		for d.peek() >= 'A' && d.peek() <= 'Z' {
			d.at++
		}
		method := methodWords[string(d.in[start:d.at])]
		if method == "" {
			d.fail("%q is no method", d.in[start:d.at])
		}
		d.named(method)
		d.operation()
	}
	more := group{d: d}
	for d.eat("!") {
		name := d.name()
		if !more.open {
			more.begin("additionalOperations", "{", "}")
		}
		d.member(name)
		d.operation()
	}
	more.shut()
	d.put("}")
}

// generic reads a line ".name=value".
func (d *decoder) generic() {
	d.need(".")
	d.member(d.name())
	d.need("=")
	d.value(inLoose)
	d.endLine()
}

// operation reads what stands behind a method.
func (d *decoder) operation() {
	d.put("{")
	if d.eat(" !deprecated") {
		d.named("deprecated")
		d.put("true")
	}
	if d.peek() == ' ' && !d.has(" //") {
		d.at++
		d.named("operationId")
		d.plainText(inTight)
	}
	summary := [2]int{}
	if d.eat(" //") {
		d.named("summary")
		summary[0] = len(d.out)
		d.note()
		summary[1] = len(d.out)
	}
	d.endLine()
	if d.eat("//") {
		d.named("description")
		if d.eat("$=") {
			d.room(summary[1] - summary[0])
			d.out = append(d.out, d.out[summary[0]:summary[1]]...)
			if summary[1] == 0 {
				d.fail("there is no summary")
			}
			d.endLine()
		} else {
			d.note()
		}
	}
	parameters := group{d: d}
	for d.parameterHere() {
		parameters.begin("parameters", "[", "]")
		d.parameter()
	}
	parameters.shut()
	if d.eat("body") {
		d.named("requestBody")
		d.body()
	}
	responses := group{d: d}
	for {
		var status []byte
		if d.eat("-") {
			status = d.quoted()
		} else if n := d.statusLength(); n > 0 {
			status = d.in[d.at : d.at+n]
			d.at += n
		} else {
			break
		}
		if !responses.open {
			responses.begin("responses", "{", "}")
		}
		d.member(status)
		d.response(status)
	}
	responses.shut()
	if d.eat("#") {
		d.named("tags")
		d.put("[")
		for first := true; first || d.eat(","); first = false {
			if !first {
				d.put(",")
			}
			d.plainText(inLoose)
		}
		d.put("]")
		d.endLine()
	}
	for {
		if d.eat("auth ") {
			d.security()
		} else if d.peek() == '.' {
			d.generic()
		} else {
			break
		}
	}
	d.put("}")
}

// plainText reads a text that nothing but a text can be.
func (d *decoder) plainText(class byte) {
	switch d.peek() {
	case '"', '\'', '`':
		d.value(class)
	default:
		d.text(d.bare(class))
	}
}

func (d *decoder) statusLength() int {
	for _, n := range [...]int{3, 7} {
		if len(d.in)-d.at >= n && isStatus(d.in[d.at:d.at+n]) {
			return n
		}
	}
	return 0
}

// body reads what stands behind "body" or a name.
func (d *decoder) body() {
	if d.eat(" &") {
		d.referred("requestBodies")
		d.endLine()
		return
	}
	d.put("{")
	if d.eat("*") {
		d.named("required")
		d.put("true")
	}
	d.content()
	d.rest()
	d.endLine()
	d.mediaLines()
	d.put("}")
}

// content reads the schema of a body that is JSON.
func (d *decoder) content() {
	if d.eat(":") {
		d.named("content")
		d.put(`{"application/json":{"schema":`)
		d.schema(false)
		d.put("}}")
	}
}

// mediaLines reads the lines of media types.
func (d *decoder) mediaLines() {
	if d.peek() != '>' {
		return
	}
	d.named("content")
	d.put("{")
	d.media = [2]int{}
	for d.eat(">") {
		var name []byte
		if d.peek() == '"' {
			name = d.quoted()
		} else {
			name = d.bare(inMedia)
			if full := wordMedia[string(name)]; full != "" {
				name = []byte(full)
			}
		}
		d.member(name)
		d.put("{")
		switch {
		case d.eat(":="):
			if d.media[1] == 0 {
				d.fail("there is no schema to repeat")
			}
			d.named("schema")
			d.room(d.media[1] - d.media[0])
			start := len(d.out)
			d.out = append(d.out, d.out[d.media[0]:d.media[1]]...)
			d.media = [2]int{start, len(d.out)}
		case d.eat(":"):
			d.named("schema")
			start := len(d.out)
			d.schema(false)
			d.media = [2]int{start, len(d.out)}
		}
		d.rest()
		d.put("}")
		d.endLine()
	}
	d.put("}")
}

// response reads what stands behind a status or a name.
func (d *decoder) response(status []byte) {
	if d.eat(" &") {
		d.referred("responses")
		d.endLine()
		return
	}
	d.put("{")
	described := d.eat("-")
	if d.swagger && d.eat(":") {
		d.named("schema")
		d.schema(false)
	} else {
		d.content()
	}
	if d.rest() {
		described = true
	}
	if reason := reasons[string(status)]; reason != "" && !described {
		d.named("description")
		d.put(`"` + reason + `"`)
	}
	d.endLine()
	d.mediaLines()
	headers := group{d: d}
	for d.eat("<") {
		name := d.name()
		if !headers.open {
			headers.begin("headers", "{", "}")
		}
		d.member(name)
		d.header()
		d.endLine()
	}
	headers.shut()
	d.put("}")
}

// header reads what stands behind the name of a header.
func (d *decoder) header() {
	if d.eat(" &") {
		d.referred("headers")
		return
	}
	d.put("{")
	if d.swagger {
		d.inline()
		return
	}
	if d.eat("*") {
		d.named("required")
		d.put("true")
	}
	if !d.eat(":-") {
		d.named("schema")
		d.typed(false)
	}
	d.rest()
	d.put("}")
}
