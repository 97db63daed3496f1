package ui

import (
	"slices"
	"strings"
)

const (
	naming        role = iota // tells what it is called
	state                     // one of few values
	money                     //
	count                     // how many, how big
	other                     // any other short value
	person                    // the name of another thing
	date                      //
	flag                      // yes or no
	picture                   //
	address                   // a URL
	long                      // a long text
	nested                    // more than fits a cell
	identity                  // an ID
	technicalRole             // for programs
	secret                    // shown of one thing only: it may have been created to be copied
	hidden                    // only ever written
)

// judge decides what a value is good for, by its schema and its name.
func (b *builder) judge(name string, s *shape, noun string) candidate {
	words := lowerWords(name)
	plain := strings.Join(words, "")
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	c := candidate{role: other}
	c.Format = format(name, s)
	switch {
	case s.writeOnly:
		c.role = hidden
	case s.format == "password" || secretWords[plain] || (last == "token" || secretWords[last] && last != "pin") && s.isScalar() && s.kind != "boolean":
		c.role = secret
	case s.binary || s.deprecated || technicalEnds[last] || technicalWords[plain] && c.Format != AsLink:
		c.role = technicalRole
	case !s.isScalar():
		c.role = nested
		if s.kind == "" && len(s.props) == 0 && s.items == nil {
			c.role = technicalRole
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
	case s.kind == "string" && len(s.enum) == 0 && dateName(words):
		c.role, c.rank = date, 2
		if strings.Contains(plain, "creat") {
			c.rank = 1
		}
	case identityWords[plain] || hasID(last) || s.format == "uuid":
		c.role = identity
		if !identityWords[plain] && (noun == "" || plain != strings.ReplaceAll(noun, " ", "")+last) {
			c.role, c.rank = technicalRole, 0
		}
	case technicalWords[plain] || strings.HasPrefix(name, "_"):
		c.role = technicalRole
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
			c.role = technicalRole
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
	case b.isLong(s) || longWords[last]:
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
		"generatename deletiontimestamp deletiongraceperiodseconds version revision cursor token apiversion kind schema fingerprint digest mask flags accountsid tenantid requestid traceid")
	technicalEnds = set("hash sha sha1 sha256 etag checksum digest fingerprint signature")
	stateWords    = set("status state type kind role phase stage priority severity level visibility category mode plan tier conclusion gender language currency genre direction")
	moneyWords    = set("amount price total subtotal cost balance fee tax amountdue amountpaid unitprice totalprice salary budget revenue spend " +
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

// dateName reports whether a text is a date by its name, in whatever form it
// is written.
func dateName(words []string) bool {
	return words0(words) == "date" && len(words) > 1 || timeName(words)
}
