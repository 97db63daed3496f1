package ui

import (
	"slices"
	"strings"
)

// role says what a value is good for in a table. Smaller ones come first.
type role int

const (
	naming     role = iota // tells what it is called
	state                  // one of few values
	money                  //
	count                  // how many, how big
	plain1                 // any other short value
	person                 // the name of another thing
	date                   //
	flag                   // yes or no
	picture                //
	address                // a URL
	long                   // a long text
	nested                 // more than fits a cell
	identity               // an ID
	technical1             // for programs
	hidden                 // secrets, and what is only written
)

// candidate is a value that may become a column.
type candidate struct {
	Column
	role  role
	rank  int // of names: smaller is better
	order int
}

// columns chooses what a list shows of a row: what tells rows apart, at most
// seven.
func (b *builder) columns(row *shape, noun string) []Column {
	all := b.candidates(row, "", noun)
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, byRole)
	named := all[0].role == naming
	var chosen []candidate
	limit := map[role]int{naming: 2, state: 2, money: 2, count: 2, plain1: 4, person: 2, date: 2, flag: 2, picture: 1}
	if named {
		limit[naming] = 1
	}
	for _, c := range all {
		if c.role == naming && len(chosen) > 0 && c.rank > 1 {
			c.role = plain1
		}
		if limit[c.role] > 0 && len(chosen) < manyColumns {
			limit[c.role]--
			chosen = append(chosen, c)
		}
	}
	// A second name, such as an address beside a name, is worth a column too.
	for _, c := range all {
		if named && c.role == naming && c.rank <= 2 && len(chosen) < manyColumns && !slices.ContainsFunc(chosen, func(have candidate) bool { return have.Path == c.Path }) {
			c.role = plain1
			chosen = append(chosen, c)
			break
		}
	}
	if !named || len(chosen) == 0 {
		for _, c := range all {
			if c.role == identity {
				chosen = slices.Insert(chosen, 0, c)
				break
			}
		}
	}
	for _, more := range []role{address, long, identity, technical1} {
		for _, c := range all {
			if len(chosen) < 2 && c.role == more && !slices.ContainsFunc(chosen, func(have candidate) bool { return have.Path == c.Path }) {
				chosen = append(chosen, c)
			}
		}
	}
	chosen = chosen[:min(len(chosen), manyColumns)]
	return strip(chosen)
}

func strip(all []candidate) []Column {
	out := make([]Column, len(all))
	for i, c := range all {
		out[i] = c.Column
	}
	return out
}

// byRole sorts by what a column is good for, then by how well it names, then
// as in the description.
func byRole(x, y candidate) int {
	if x.role != y.role {
		return int(x.role) - int(y.role)
	}
	if x.rank != y.rank {
		return x.rank - y.rank
	}
	return x.order - y.order
}

// details chooses what is shown of one thing: all that can be read, in the
// order of the description, the name first and what is for programs last.
func (b *builder) details(thing *shape, at, noun string) []Column {
	if thing == nil || len(thing.props) == 0 {
		return nil
	}
	var all []candidate
	best := -1
	for i, p := range thing.props {
		if strings.Contains(p.name, ".") || p.name == "" {
			continue
		}
		s := b.shapes.of(p.schema)
		c := judge(p.name, s, noun)
		if c.role == hidden {
			continue
		}
		c.Path, c.order = dotted(at, p.name), i
		all = append(all, c)
		if c.role == naming && (best < 0 || c.rank < all[best].rank) {
			best = len(all) - 1
		}
	}
	for i := range all {
		switch {
		case i == best:
			all[i].order = -1
		case all[i].role == technical1:
			all[i].order += maxProps
		}
	}
	slices.SortStableFunc(all, func(x, y candidate) int { return x.order - y.order })
	return strip(all[:min(len(all), manyDetails)])
}

// containers are properties whose own properties are those of the thing.
var containers = set("attributes node metadata properties fields")

// candidates lists the values of a row: its own, those of a container that
// some styles of API wrap them in, and the names of things it refers to.
func (b *builder) candidates(row *shape, at, noun string) []candidate {
	if row == nil {
		return nil
	}
	var all []candidate
	for i, p := range row.props {
		if i >= 300 {
			break
		}
		if strings.Contains(p.name, ".") || p.name == "" {
			continue
		}
		s := b.shapes.of(p.schema)
		c := judge(p.name, s, noun)
		path := dotted(at, p.name)
		c.Path, c.order = path, len(all)
		if p.partial {
			c.rank++
		}
		if c.role == nested && s.isObject() && !p.partial {
			switch name, inner := b.display(s); {
			case at == "" && containers[plainName(p.name)] && len(s.props) > 0:
				for _, below := range b.candidates(s, path, noun) {
					below.order = len(all)
					all = append(all, below)
				}
				continue
			case plainName(p.name) == "status" && s.has("phase"): // as in Kubernetes
				c.Column, c.role = Column{Path: dotted(path, "phase"), Format: AsBadge}, state
			case name != "":
				inner.Path, inner.order, inner.role = dotted(path, name), len(all), person
				inner.Label = sentence(splitName(p.name))
				inner.Label = shorten(inner.Label, 60)
				inner.rank = 0
				c = inner
			}
		}
		if c.role != hidden {
			all = append(all, c)
		}
	}
	return all
}

// display returns the property that names a thing, with what is known of it.
func (b *builder) display(s *shape) (string, candidate) {
	best, name := candidate{rank: 99}, ""
	for i, p := range s.props {
		if i >= 300 {
			break
		}
		inner := b.shapes.of(p.schema)
		if strings.Contains(p.name, ".") || !inner.isScalar() {
			continue
		}
		if c := judge(p.name, inner, ""); c.role == naming && c.rank < best.rank && c.rank <= 2 {
			best, name = c, p.name
		}
	}
	return name, best
}

// judge decides what a value is good for, by its schema and its name.
func judge(name string, s *shape, noun string) candidate {
	words := lowerWords(name)
	plain := strings.Join(words, "")
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	c := candidate{role: plain1}
	c.Format = format(name, s)
	switch {
	case s.writeOnly || s.format == "password" || secretWords[plain] || secretWords[last] && last != "pin" || plain == "accesstoken" || plain == "refreshtoken" || plain == "authtoken":
		c.role = hidden
	case s.binary || s.deprecated:
		c.role = technical1
	case !s.isScalar():
		c.role = nested
		if s.kind == "" && len(s.props) == 0 && s.items == nil {
			c.role = technical1
		}
	case c.Format == AsImage:
		c.role = picture
	case c.Format == AsLink && s.format != "email":
		c.role = address
	case c.Format == AsDate || c.Format == AsDateTime || c.Format == AsTime:
		c.role = date
		switch {
		case hasAnySuffix(plain, "start", "startdate", "starttime", "startsat", "date", "due", "duedate"):
		case strings.HasPrefix(plain, "creat"):
			c.rank = 1
		default:
			c.rank = 2
		}
	case identityWords[plain] || hasID(last) || s.format == "uuid":
		c.role = identity
		if !identityWords[plain] && (noun == "" || plain != strings.ReplaceAll(noun, " ", "")+last) {
			c.role, c.rank = technical1, 0
		}
	case technicalWords[plain] || strings.HasPrefix(name, "_"):
		c.role = technical1
	case s.kind == "boolean":
		c.role = flag
		if len(words) > 2 {
			c.rank = 1
		}
	case len(s.enum) > 0 || stateWords[last]:
		c.role = state
		switch last {
		case "status", "state", "phase":
		case "type", "kind", "role":
			c.rank = 1
		default:
			c.rank = 2
		}
		if len(s.enum) == 1 { // always the same
			c.role = technical1
		}
	case nameRank(plain, last, noun) > 0 && s.kind != "boolean" && (s.kind == "string" || s.kind == "" || nameRank(plain, last, noun) > 2):
		c.role, c.rank = naming, nameRank(plain, last, noun)
	case moneyWords[last] || moneyWords[plain]:
		c.role = money
		if last == "currency" {
			c.rank = 1
		}
	case s.kind == "integer" || s.kind == "number":
		c.role = count
		if !countWords[last] && !countWords[words0(words)] {
			c.rank = 1
		}
	case s.maxLength > longText && !s.union && s.maxLength != 255 && s.maxLength != 256 && s.maxLength != 5000 || longWords[last]:
		c.role = long
	}
	return c
}

func words0(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func hasID(last string) bool {
	switch last {
	case "id", "ids", "uuid", "guid", "sid", "uid", "gid", "oid":
		return true
	}
	return false
}

var (
	identityWords  = set("id uuid guid sid uid key")
	technicalWords = set("object livemode etag nodeid hash sha checksum md5 self href ref resourceversion generation selflink uri url gravatarid " +
		"version revision cursor token apiversion kind schema fingerprint digest mask flags accountsid tenantid requestid traceid")
	stateWords = set("status state type kind role phase stage priority severity level visibility category mode plan tier conclusion gender language currency genre direction")
	moneyWords = set("amount price total subtotal cost balance fee tax amountdue amountpaid unitprice totalprice salary budget revenue spend " +
		"currency discount unitamount credit debit")
	countWords = set("count quantity number size stock total age year position rank score rating points length duration bytes width height pages num stars forks members seats capacity votes likes views")
	nameWords  = set("name title displayname fullname friendlyname label caption heading headline subject nickname productname companyname username login")
	nextNames  = set("filename email emailaddress slug code number summary firstname lastname hostname domain domainname phonenumber handle screenname question path symbol description1 isbn sku reference invoicenumber ordernumber phone")
	lastNames  = set("text message content body description comment note expression value query url")
)

// nameRank says how well a property names its thing: 1 is best, 0 not at all.
func nameRank(plain, last, noun string) int {
	switch {
	case plain == "name" || plain == "title" || plain == "displayname" || plain == "fullname":
		return 1
	case noun != "" && (plain == strings.ReplaceAll(strings.ToLower(noun), " ", "")+"name" || plain == strings.ReplaceAll(strings.ToLower(noun), " ", "")+"title"):
		return 1
	case nameWords[plain]:
		return 2
	case nextNames[plain], last == "name" && !strings.HasPrefix(plain, "middle"), last == "title":
		return 3
	case lastNames[plain]:
		return 4
	}
	return 0
}

// format says how a value is written, by its schema and, for what schemas
// seldom say, by its name. "" leaves it to the page.
func format(name string, s *shape) Format {
	words := lowerWords(name)
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	switch s.kind {
	case "string":
		switch s.format {
		case "date":
			return AsDate
		case "date-time", "datetime", "timestamp":
			return AsDateTime
		case "uri", "url", "iri", "uri-reference":
			if imageName(words) {
				return AsImage
			}
			return AsLink
		case "email", "idn-email":
			return AsLink
		}
		switch {
		case len(s.enum) > 0:
			return AsBadge
		case last == "url" || last == "uri" || last == "href":
			if imageName(words) {
				return AsImage
			}
			return AsLink
		case s.format != "":
			return ""
		case stateWords[last] && last != "language" && last != "currency" && last != "genre" && last != "category" && last != "level":
			return AsBadge
		case timeName(words) && last == "at":
			return AsDateTime
		}
	case "integer", "number":
		switch s.format {
		case "unix-time", "unixtime", "unix-timestamp", "timestamp", "unix", "epoch":
			return AsTime
		}
		if timeName(words) && !slices.Contains(words, "ms") && !slices.Contains(words, "millis") {
			return AsTime
		}
	}
	return ""
}

func imageName(words []string) bool {
	for _, word := range words {
		switch word {
		case "avatar", "image", "photo", "picture", "thumbnail", "logo", "icon", "img", "thumb", "banner", "cover":
			return true
		}
	}
	return false
}

// timeName reports whether a name says that its value is a point in time.
func timeName(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch words[len(words)-1] {
	case "at":
		return len(words) > 1
	case "created", "updated", "modified", "timestamp":
		return true
	case "date":
		return true
	}
	return false
}
