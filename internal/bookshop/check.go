package bookshop

import (
	"fmt"
	"math"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// check collects what is wrong with a body, so that a form can show all of it
// at once.
type check struct {
	faults []fault
}

func (c *check) err() error {
	if len(c.faults) == 0 {
		return nil
	}
	return invalid(422, c.faults)
}

func (c *check) need(ok bool, field, format string, args ...any) bool {
	if !ok {
		c.faults = append(c.faults, fault{Field: field, Message: fmt.Sprintf(format, args...)})
	}
	return ok
}

// text checks a text that has to be there, and optional one that may be empty.
func (c *check) text(field, value string, longest int) bool {
	return c.need(value != "", field, "is required") && c.optional(field, value, longest)
}

func (c *check) optional(field, value string, longest int) bool {
	return c.need(utf8.RuneCountInString(value) <= longest, field, "must have %d characters or fewer", longest)
}

func (c *check) oneOf(field, value string, values []string) {
	if c.need(value != "", field, "is required") {
		c.need(slices.Contains(values, value), field, "must be one of %s", strings.Join(values, ", "))
	}
}

func (c *check) match(field, value string, form *regexp.Regexp, meaning string) bool {
	return c.need(value != "", field, "is required") && c.need(form.MatchString(value), field, "must be %s", meaning)
}

func (c *check) between(field string, value, least, most int) {
	c.need(value >= least && value <= most, field, "must be from %d to %d", least, most)
}

func (c *check) date(field string, value *string) {
	if value != nil {
		_, err := time.Parse(time.DateOnly, *value)
		c.need(err == nil, field, "must be a date such as 2026-03-31")
	}
}

func (c *check) uri(field string, value *string) {
	if value != nil {
		u, err := url.Parse(*value)
		c.need(err == nil && u.Scheme != "" && u.Host != "", field, "must be a URL such as https://books.example")
	}
}

func (c *check) email(field, value string) {
	if c.text(field, value, 254) {
		a, err := mail.ParseAddress(value)
		c.need(err == nil && a.Address == value, field, "must be an e-mail address")
	}
}

// unique checks that no two values are equal.
func (c *check) unique(field string, values []string) {
	sorted := slices.Sorted(slices.Values(values))
	c.need(len(slices.Compact(sorted)) == len(values), field, "must not name anything twice")
}

// euros checks an amount of money: more than nothing, and whole cents.
func (c *check) euros(field string, value, most float64) {
	_ = c.need(value > 0, field, "must be more than 0") &&
		c.need(value <= most, field, "must be %g or less", most) &&
		c.need(math.Abs(value*100-math.Round(value*100)) < 1e-6, field, "must have whole cents")
}
