package ui

import (
	"slices"

	"github.com/specloom/specloom/openapi"
)

const (
	maxFields   = 500 // inputs of one form
	longText    = 200 // characters from which on a text gets several lines
	manyColumns = 7
	manyDetails = 40
	manyLinks   = 24
)

// lay adds inputs, columns, paging and links to the views.
func (b *builder) lay() {
	b.usualLength = b.findUsualLength()
	for _, o := range b.ops {
		v := o.view
		v.Fields = b.fields(o)
		switch o.kind {
		case List, Search:
			if !o.answer.isList { // by its name only: the page shows what comes
				o.answer.thing = nil
				continue
			}
			v.Rows = o.answer.rows
			v.Columns = b.columns(o.answer.thing, b.noun(o))
			v.Page = b.pagination(o)
		default:
			if o.answer.isList { // rows belong to lists; the page shows the answer as it is
				o.answer.thing = nil
			}
			v.Columns = b.details(o.answer.thing, o.answer.item, b.noun(o))
		}
		if o.kind == Update {
			v.Prefill = b.prefill(o)
		}
	}
	b.link()
	b.plan.App.Labels = b.labels()
}

// prefill is the operation that reads what this one changes. One that names the
// parameters of their path otherwise cannot be: nothing would say what they are.
func (b *builder) prefill(o *operation) string {
	if o.node == nil || o.body == nil {
		return ""
	}
	for _, get := range o.node.ops {
		if get.Method == "GET" && get.route.verb == "" && get.kind == Detail && get.asksOnly(o) && get.tellsOf(o.body) {
			return get.ID
		}
	}
	return ""
}

// asksOnly reports whether the other operation has all path parameters of this.
func (o *operation) asksOnly(other *operation) bool {
	return !slices.ContainsFunc(o.Parameters, func(p *openapi.Parameter) bool {
		return p.In == "path" && parameter(other.Operation, "path", p.Name) == nil
	})
}

// tellsOf reports whether the answer holds something of a body: as it is, or
// wrapped as the body is.
func (o *operation) tellsOf(body *shape) bool {
	return slices.ContainsFunc(body.props, func(p prop) bool {
		return o.answer.thing != nil && o.answer.thing.has(p.name) || o.answer.shape != nil && o.answer.shape.has(p.name)
	})
}

// fields are the inputs of an operation: the required ones first.
func (b *builder) fields(o *operation) []Field {
	var fields []Field
	required := map[int]bool{}
	for _, p := range o.Parameters {
		if p.Name == "" || len(fields) >= maxFields {
			continue
		}
		value := b.shapes.of(p.Schema)
		if p.Schema == nil && len(p.Content) > 0 {
			value = b.shapes.of(p.Content[0].Schema)
		}
		required[len(fields)] = p.Required || p.In == "path"
		fields = append(fields, Field{In: p.In, Name: p.Name, Widget: b.widget(p.Name, value), Advanced: rare(p)})
	}
	if o.Body != nil {
		b.bodyFields(o, &fields, required)
	}
	order := make([]int, len(fields))
	for i := range order {
		order[i] = i
	}
	rank := func(i int) int {
		switch {
		case fields[i].In == "path":
			return 0
		case required[i]:
			return 1
		case fields[i].Advanced:
			return 3
		}
		return 2
	}
	slices.SortStableFunc(order, func(x, y int) int { return rank(x) - rank(y) })
	out := make([]Field, len(fields))
	for i, from := range order {
		out[i] = fields[from]
	}
	return out
}

// bodyFields adds the properties of the body, or one field without a name for
// a body that has none.
func (b *builder) bodyFields(o *operation, fields *[]Field, required map[int]bool) {
	if o.body == nil || !o.body.isObject() && len(o.body.props) == 0 {
		w := JSON
		if o.media != nil && !isJSON(mediaType(o.media.Type)) {
			w = TextArea
			if o.body == nil || o.body.binary || !isText(o.media.Type) {
				w = File
			}
		}
		required[len(*fields)] = o.Body.Required
		*fields = append(*fields, Field{In: "body", Widget: w})
		return
	}
	for _, p := range o.body.props {
		value := b.shapes.of(p.schema)
		if p.partial || p.name == "" || value.readOnly || len(*fields) >= maxFields {
			continue
		}
		needed := o.body.required[p.name]
		required[len(*fields)] = needed
		*fields = append(*fields, Field{
			In: "body", Name: p.name, Widget: b.widget(p.name, value),
			Advanced: !needed && (value.deprecated || technical[plainName(p.name)]),
		})
	}
}

// technical are names of inputs that few people need.
var technical = set("fields expand include embed locale lang language pretty prettyprint callback alt quotauser userip uploadprotocol uploadtype " +
	"etag ifmatch ifnonematch idempotencykey requestid correlationid traceparent tracestate apiversion timeout timeoutseconds resourceversion " +
	"resourceversionmatch dryrun fieldmanager fieldvalidation xrequestid useragent acceptlanguage select format version debug")

// rare reports whether a parameter is better folded away.
func rare(p *openapi.Parameter) bool {
	if p.Required || p.In == "path" {
		return false
	}
	return p.Deprecated || p.In == "header" || p.In == "cookie" || p.Name[0] == '_' || p.Name[0] == '$' || technical[plainName(p.Name)]
}

var (
	secretWords = set("password passwd passphrase secret clientsecret privatekey pin cvc cvv apikey secretkey")
	longWords   = set("description body content text message notes note comment comments bio summary details about instructions prompt markdown html biography address abstract readme")
)

// widget picks the input by schema, and where that says little by name. ""
// leaves it to the page.
func (b *builder) widget(name string, s *shape) Widget {
	switch {
	case s.binary:
		return File
	case s.mixed:
		return ""
	case len(s.enum) > 0 && s.kind != "array" && s.kind != "object":
		return Select
	}
	switch s.kind {
	case "boolean":
		return Checkbox
	case "integer", "number":
		return Number
	case "string":
		return b.textWidget(name, s)
	}
	return ""
}

func (b *builder) textWidget(name string, s *shape) Widget {
	switch s.format {
	case "date":
		return Date
	case "date-time", "datetime":
		return DateTime
	case "email", "idn-email":
		return Email
	case "uri", "url", "iri":
		return URL
	case "password":
		return Password
	case "byte", "base64":
		return TextArea
	}
	plain, last := plainName(name), ""
	if words := lowerWords(name); len(words) > 0 {
		last = words[len(words)-1]
	}
	switch {
	case secretWords[plain] || secretWords[last]:
		return Password
	case last == "email" && s.format == "":
		return Email
	case longWords[last] && (s.maxLength == 0 || s.maxLength > 100), b.isLong(s):
		return TextArea
	}
	return Text
}

// isLong reports whether the schema allows a long text, other than by a limit
// that the whole API has for its texts.
func (b *builder) isLong(s *shape) bool {
	return s.maxLength > longText && s.maxLength != 255 && s.maxLength != 256 && s.maxLength != b.usualLength
}

// findUsualLength finds the limit that most texts of the API have.
func (b *builder) findUsualLength() int {
	count := map[int]int{}
	all := 0
	note := func(s *shape) {
		if s.kind == "string" && s.maxLength > longText {
			count[s.maxLength]++
			all++
		}
	}
	for _, o := range b.ops {
		for _, p := range o.Parameters {
			note(b.shapes.of(p.Schema))
		}
		if o.body != nil {
			for _, p := range o.body.props {
				note(b.shapes.of(p.schema))
			}
		}
	}
	for length, n := range count {
		if n > 20 && 2*n > all { // at most one can be
			return length
		}
	}
	return 0
}
