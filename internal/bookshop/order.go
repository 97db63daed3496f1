package bookshop

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"time"
)

var statuses = []string{"placed", "paid", "shipped", "delivered", "cancelled"}

// orderFields are what readers write, but for the payment.
type orderFields struct {
	Lines       []orderLine `json:"lines"`
	Delivery    *address    `json:"delivery"`
	DeliverOn   *string     `json:"deliverOn"`
	GiftMessage string      `json:"giftMessage"`
	NotifyURL   *string     `json:"notifyUrl"`
}

type orderLine struct {
	BookID    string  `json:"bookId"`
	Quantity  int     `json:"quantity"`
	GiftWrap  bool    `json:"giftWrap"`
	Title     string  `json:"title"`
	UnitPrice float64 `json:"unitPrice"`
}

type order struct {
	ID         string  `json:"id"`
	Status     string  `json:"status"`
	Total      float64 `json:"total"`
	CustomerID string  `json:"customerId"`
	orderFields
	Payment      payment   `json:"payment"`
	PlacedAt     time.Time `json:"placedAt"`
	TrackingURL  *string   `json:"trackingUrl"`
	CancelReason string    `json:"cancelReason"`
}

// open reports whether the order still waits for its books.
func (o order) open() bool { return o.Status == "placed" || o.Status == "paid" }

// readOrder reads what a reader orders; the books are looked up later.
func readOrder(r *request) (orderFields, payment, error) {
	var body orderFields
	var way struct {
		Payment json.RawMessage `json:"payment"`
	}
	if err := readInto(r, &body, &way); err != nil {
		return orderFields{}, nil, err
	}
	var c check
	c.need(len(body.Lines) >= 1 && len(body.Lines) <= 20, "lines", "must be from 1 to 20")
	for i, line := range body.Lines {
		at := "lines." + strconv.Itoa(i)
		c.need(line.BookID != "", at+".bookId", "is required")
		c.between(at+".quantity", line.Quantity, 1, 20)
	}
	if c.need(body.Delivery != nil, "delivery", "is required") {
		body.Delivery.check(&c, "delivery")
	}
	c.date("deliverOn", body.DeliverOn)
	c.optional("giftMessage", body.GiftMessage, 300)
	c.uri("notifyUrl", body.NotifyURL)
	pay, err := readPayment(way.Payment, &c)
	if err != nil {
		return orderFields{}, nil, err
	}
	return body, pay, c.err()
}

// price looks the books up and writes titles and prices into the lines.
func (s *shop) price(lines []orderLine) (total float64, err error) {
	var c check
	cents := 0
	for i, line := range lines {
		b, found := s.books.get(line.BookID)
		if c.need(found, "lines."+strconv.Itoa(i)+".bookId", "must be a book of the shop, such as bk-101") {
			lines[i].Title, lines[i].UnitPrice = b.Title, b.Price
			cents += line.Quantity * int(math.Round(b.Price*100))
		}
	}
	return float64(cents) / 100, c.err()
}

// move takes the ordered copies off the shelves (by -1) or puts them back (by
// +1). A book that has left the shop meanwhile is left out.
func (s *shop) move(lines []orderLine, by int) error {
	wanted := map[string]int{} // one book may stand in several lines
	for _, line := range lines {
		wanted[line.BookID] += line.Quantity
		if b, _ := s.books.get(line.BookID); by < 0 && b.Stock < wanted[line.BookID] {
			return trouble(409, "Of %q there are only %d copies left.", b.Title, b.Stock)
		}
	}
	for _, line := range lines {
		if b, found := s.books.get(line.BookID); found {
			b.Stock += by * line.Quantity
			s.books.put(b.ID, b)
		}
	}
	return nil
}

// inside says that an error's fields lie in another field.
func inside(field string, err error) error {
	p := new(problem)
	if !errors.As(err, &p) {
		return err
	}
	if p.Errors == nil {
		return invalid(422, []fault{{Field: field, Message: "must be an object"}})
	}
	faults := make([]fault, len(p.Errors))
	for i, f := range p.Errors {
		faults[i] = fault{Field: field + "." + f.Field, Message: f.Message}
	}
	return invalid(p.Status, faults)
}
