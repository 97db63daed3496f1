package bookshop

import "regexp"

var countryForm = regexp.MustCompile(`^[A-Z]{2}$`)

// address is where books go.
type address struct {
	Recipient string `json:"recipient"`
	Street    string `json:"street"`
	Postcode  string `json:"postcode"`
	City      string `json:"city"`
	Country   string `json:"country"`
}

func (a address) check(c *check, in string) {
	c.text(in+".recipient", a.Recipient, 120)
	c.text(in+".street", a.Street, 200)
	c.text(in+".postcode", a.Postcode, 12)
	c.text(in+".city", a.City, 120)
	c.match(in+".country", a.Country, countryForm, "a two-letter code such as NL")
}
