package bookshop

import (
	"strconv"
	"strings"
	"time"
)

// opened is when the shop opened; what it began with is as old.
var opened = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// stock fills a new shop. It does so by hand, not through the handlers, so that
// the server begins at once and the clock is not asked.
func (s *shop) stock() {
	for _, a := range firstAuthors {
		id := s.authors.nextID()
		s.authors.put(id, author{ID: id, authorFields: authorFields{
			Name: a.name, SortName: a.sortName, Born: known(a.born), Died: known(a.died), Biography: a.biography,
		}})
	}
	for i, b := range firstBooks {
		id := s.books.nextID()
		added := opened.Add(time.Duration(i) * time.Hour)
		s.books.put(id, book{ID: id, AddedAt: added, UpdatedAt: added, bookFields: bookFields{
			Title: b.title, Subtitle: known(b.subtitle), AuthorID: b.author,
			ISBN: isbn(i + 1), Genre: b.genre, Binding: b.binding, Language: "en",
			PublishedOn: known(b.published), Pages: &b.pages, Price: b.price, Stock: b.stock,
			Blurb: b.blurb, Keywords: strings.Fields(b.keywords), Details: map[string]string{"shelf": b.shelf},
		}})
		if i%3 != 2 { // some have none, so that there is something to upload
			s.covers[id] = cover{kind: "image/png", data: drawCover(i), caption: "Coloured bands on the cover of " + b.title}
		}
	}
	for i, c := range firstCustomers {
		c.ID = s.customers.nextID()
		c.MemberSince = opened.AddDate(0, 0, i*9).Format(time.DateOnly)
		s.customers.put(c.ID, c)
	}
	for i, r := range firstReviews {
		by, _ := s.customers.get(r.customerID)
		r.ID, r.Reviewer, r.WrittenAt = s.reviews.nextID(), by.Name, opened.Add(time.Duration(i)*31*time.Hour)
		s.reviews.put(r.ID, r)
	}
	for i, o := range firstOrders {
		o.ID, o.PlacedAt = s.orders.nextID(), opened.Add(time.Duration(i)*53*time.Hour)
		by, _ := s.customers.get(o.CustomerID)
		o.Delivery = by.Address
		o.Lines = append([]orderLine(nil), o.Lines...) // they are priced in place
		o.Total, _ = s.price(o.Lines)
		s.orders.put(o.ID, o)
	}
}

func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// isbn makes the n-th number of a range that is given to nobody, with a right
// check digit.
func isbn(n int) string {
	digits := "979999" + strconv.Itoa(100_000+n)
	sum := 0
	for i, d := range digits {
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += weight * int(d-'0')
	}
	return digits + strconv.Itoa((10-sum%10)%10)
}
