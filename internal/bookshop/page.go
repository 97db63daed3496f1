package bookshop

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// page is one page of a list that knows its length.
type page[T any] struct {
	Items []T `json:"items"`
	Page  int `json:"page"`
	Limit int `json:"limit"`
	Total int `json:"total"`
}

// pageOf cuts the page that q asks for.
func pageOf[T any](rows []T, q *query) (answer, error) {
	number, limit := q.number("page", 1, 1<<30), q.number("limit", 10, 50)
	if err := q.err(); err != nil {
		return answer{}, err
	}
	first := min((number-1)*limit, len(rows))
	last := min(first+limit, len(rows))
	items := append([]T{}, rows[first:last]...) // an empty page is [], not null
	return ok(page[T]{Items: items, Page: number, Limit: limit, Total: len(rows)})
}

// query reads parameters, and collects what is wrong with them. A parameter
// that is empty counts as one that is not there, as forms send it.
type query struct {
	values url.Values
	faults []fault
}

func queryOf(r *request) *query { return &query{values: r.URL.Query()} }

func (q *query) err() error {
	if len(q.faults) == 0 {
		return nil
	}
	return invalid(400, q.faults)
}

func (q *query) fail(name, message string) {
	q.faults = append(q.faults, fault{Field: name, Message: message})
}

func (q *query) text(name string) string { return strings.TrimSpace(q.values.Get(name)) }

// number reads a whole number from 1 on.
func (q *query) number(name string, unset, most int) int {
	text := q.text(name)
	if text == "" {
		return unset
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > most {
		message := "must be a whole number from 1"
		if most < 1<<30 {
			message += " to " + strconv.Itoa(most)
		}
		q.fail(name, message)
		return unset
	}
	return n
}

// one reads one of a few values.
func (q *query) one(name string, values []string) string {
	text := q.text(name)
	if text != "" && !slices.Contains(values, text) {
		q.fail(name, "must be one of "+strings.Join(values, ", "))
	}
	return text
}

// some reads any of a few values: name=a&name=b.
func (q *query) some(name string, values []string) []string {
	var out []string
	for _, text := range q.values[name] {
		if text == "" {
			continue
		}
		if !slices.Contains(values, text) {
			q.fail(name, "must be one of "+strings.Join(values, ", "))
		}
		out = append(out, text)
	}
	return out
}

// yes reads a boolean, and whether it is there.
func (q *query) yes(name string) (value, set bool) {
	text := q.one(name, []string{"true", "false"})
	return text == "true", text != ""
}

func (q *query) amount(name string) (value float64, set bool) {
	text := q.text(name)
	if text == "" {
		return 0, false
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value < 0 || value != value {
		q.fail(name, "must be a number, 0 or more")
	}
	return value, true
}

// day reads a date; the zero time is none.
func (q *query) day(name string) time.Time {
	text := q.text(name)
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		q.fail(name, "must be a date such as 2026-03-31")
	}
	return day
}

// mentions reports whether one of the texts holds every word of the search.
func mentions(search string, texts ...string) bool {
	all := strings.ToLower(strings.Join(texts, " "))
	for word := range strings.FieldsSeq(strings.ToLower(search)) {
		if !strings.Contains(all, word) {
			return false
		}
	}
	return true
}
