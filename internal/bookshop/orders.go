package bookshop

import (
	"net/http"
	"time"
)

func (s *shop) listOrders(r *request) (answer, error) {
	q := queryOf(r)
	status := q.one("status", statuses)
	from, to := q.day("placedFrom"), q.day("placedTo")

	s.mu.RLock()
	defer s.mu.RUnlock()
	rows := []order{}
	for o := range s.orders.newestFirst() {
		placed := o.PlacedAt.Truncate(24 * time.Hour) // UTC
		if (status == "" || status == o.Status) &&
			(r.customer == "" || r.customer == o.CustomerID) &&
			!placed.Before(from) && (to.IsZero() || !placed.After(to)) {
			rows = append(rows, o)
		}
	}
	return pageOf(rows, q)
}

func (s *shop) createOrder(r *request) (answer, error) {
	fields, pay, err := readOrder(r)
	if err != nil {
		return answer{}, err
	}
	key := r.Header.Get("Idempotency-Key")
	if len(key) > 64 {
		return answer{}, invalid(http.StatusBadRequest, []fault{{Field: "Idempotency-Key", Message: "must have 64 characters or fewer"}})
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if id, again := s.replays[r.customer+" "+key]; again {
		o, _ := s.orders.get(id)
		return created("/v1/orders/"+o.ID, o)
	}
	total, err := s.price(fields.Lines)
	if err != nil {
		return answer{}, err
	}
	if err := s.move(fields.Lines, -1); err != nil {
		return answer{}, err
	}
	o := order{
		ID: s.orders.nextID(), Status: "placed", Total: total, CustomerID: r.customer,
		orderFields: fields, Payment: pay, PlacedAt: s.moment(),
	}
	s.orders.put(o.ID, o)
	if key != "" {
		s.replays[r.customer+" "+key] = o.ID
	}
	return created("/v1/orders/"+o.ID, o)
}

func (s *shop) getOrder(r *request) (answer, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, err := s.order(r)
	if err != nil {
		return answer{}, err
	}
	return ok(o)
}

func (s *shop) cancelOrder(r *request) (answer, error) {
	body, err := readJSON(r)
	if err != nil {
		return answer{}, err
	}
	var why struct {
		Reason string `json:"reason"`
	}
	if body != nil {
		if err := decode(body, &why); err != nil {
			return answer{}, err
		}
	}
	var c check
	c.optional("reason", why.Reason, 300)
	if err := c.err(); err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	o, err := s.order(r)
	if err != nil {
		return answer{}, err
	}
	if !o.open() {
		return answer{}, trouble(http.StatusConflict, "An order that is %s cannot be cancelled.", o.Status)
	}
	if err := s.move(o.Lines, +1); err != nil {
		return answer{}, err
	}
	o.Status, o.CancelReason = "cancelled", why.Reason
	s.orders.put(o.ID, o)
	return ok(o)
}

// order is the one that the path names. A reader learns nothing of the orders
// of others, not even that they exist.
func (s *shop) order(r *request) (order, error) {
	id := r.PathValue("orderId")
	o, found := s.orders.get(id)
	if !found || (r.customer != "" && r.customer != o.CustomerID) {
		return order{}, notFound("order", id)
	}
	return o, nil
}
