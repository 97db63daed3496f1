// Package bookshop is the example that the house shows around: an API of a
// small bookshop, described in OpenAPI 3.1 ([Description]) and served from
// memory ([NewServer]).
//
// It has about everything that an API of the real world has, in small: lists
// with filters, sorting and two ways of paging, nested and polymorphic bodies,
// uploads, three kinds of authentication and problems that name the field.
//
// The credentials are constants, the data is made up, and nothing is kept: it
// is a shop to play in.
package bookshop

import _ "embed" // for the description

// Description is the shop's API description, OpenAPI 3.1 in YAML. Do not change
// the bytes.
//
//go:embed openapi.yaml
var Description []byte

// The credentials of the demo, one pair for each security scheme of the
// description.
const (
	APIKey         = "demo-key"   // scheme shopKey: header X-API-Key
	ReaderToken    = "demo-token" // scheme readerToken: signs in the customer cu-101
	OfficeUser     = "office"     // scheme office: basic
	OfficePassword = "bookshop"
)
