package bookshop

import (
	"crypto/subtle"
	"net/http"
	"strings"
)

// access says who may do something; any one of the ways is enough.
type access int

const (
	byKey    access = 1 << iota // the shop, with its API key
	byToken                     // a reader who has signed in
	byOffice                    // the office, with user name and password

	open access = 0
)

// admit finds out who asks. The error says how to show it.
func (a access) admit(r *http.Request) (*request, error) {
	if a == open {
		return &request{Request: r}, nil
	}
	var ways, challenges []string
	if a&byToken != 0 {
		token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if found && same(token, ReaderToken) {
			return &request{Request: r, customer: reader}, nil
		}
		ways = append(ways, "a bearer token (in this demo: "+ReaderToken+")")
		challenges = append(challenges, `Bearer realm="bookshop"`)
	}
	if a&byKey != 0 {
		if same(r.Header.Get("X-API-Key"), APIKey) {
			return &request{Request: r}, nil
		}
		ways = append(ways, "an API key in the header X-API-Key (in this demo: "+APIKey+")")
		challenges = append(challenges, `ApiKey realm="bookshop"`)
	}
	if a&byOffice != 0 {
		user, password, found := r.BasicAuth()
		if found && same(user, OfficeUser) && same(password, OfficePassword) {
			return &request{Request: r}, nil
		}
		ways = append(ways, "user name and password (in this demo: "+OfficeUser+" and "+OfficePassword+")")
		challenges = append(challenges, `Basic realm="bookshop"`)
	}
	p := trouble(http.StatusUnauthorized, "This needs %s.", strings.Join(ways, " or "))
	p.challenge = strings.Join(challenges, ", ")
	return nil, p
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
