package bookshop

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

// reader is the ID of the customer whom the demo's token signs in.
const reader = "cu-101"

var phoneForm = regexp.MustCompile(`^\+[0-9]{6,15}$`)

// customerFields are what clients write, and what the shop keeps of it.
type customerFields struct {
	Name       string   `json:"name"`
	Email      string   `json:"email"`
	Phone      *string  `json:"phone"`
	Birthday   *string  `json:"birthday"`
	Newsletter bool     `json:"newsletter"`
	Address    *address `json:"address"`
	Favourites []string `json:"favourites"`
}

type customer struct {
	ID string `json:"id"`
	customerFields
	MemberSince string `json:"memberSince"`
}

func (f *customerFields) check(c *check) {
	if f.Favourites == nil {
		f.Favourites = []string{}
	}
	c.text("name", f.Name, 120)
	c.email("email", f.Email)
	if f.Phone != nil {
		c.match("phone", *f.Phone, phoneForm, "a number with the country's code, such as +31201234567")
	}
	c.date("birthday", f.Birthday)
	if f.Address != nil {
		f.Address.check(c, "address")
	}
	c.unique("favourites", f.Favourites)
	for _, genre := range f.Favourites {
		c.oneOf("favourites", genre, genres)
	}
}

func (s *shop) listCustomers(r *request) (answer, error) {
	q := queryOf(r)
	search := q.text("q")

	s.mu.RLock()
	defer s.mu.RUnlock()
	rows := []customer{}
	for have := range s.customers.all() {
		if mentions(search, have.Name, have.Email) {
			rows = append(rows, have)
		}
	}
	slices.SortStableFunc(rows, func(a, b customer) int { return cmp.Compare(a.Name, b.Name) })
	return pageOf(rows, q)
}

func (s *shop) registerCustomer(r *request) (answer, error) {
	var f customerFields
	var secret struct {
		Password string `json:"password"`
	}
	if err := readInto(r, &f, &secret); err != nil {
		return answer{}, err
	}
	var c check
	f.check(&c)
	if c.text("password", secret.Password, 200) {
		c.need(len(secret.Password) >= 8, "password", "must have 8 characters or more")
	}
	if err := c.err(); err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.freeEmail("", f.Email); err != nil {
		return answer{}, err
	}
	// The password is dropped: the demo's token is the only way to sign in.
	fresh := customer{
		ID: s.customers.nextID(), customerFields: f,
		MemberSince: s.moment().Format(time.DateOnly),
	}
	s.customers.put(fresh.ID, fresh)
	return created("/v1/customers/"+fresh.ID, fresh)
}

func (s *shop) getCustomer(r *request) (answer, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	have, err := s.customer(r)
	if err != nil {
		return answer{}, err
	}
	return ok(have)
}

func (s *shop) updateCustomer(r *request) (answer, error) {
	patch, err := readJSON(r)
	if err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	have, err := s.customer(r)
	if err != nil {
		return answer{}, err
	}
	f, err := merged(have.customerFields, patch)
	if err != nil {
		return answer{}, err
	}
	var c check
	f.check(&c)
	if err := c.err(); err != nil {
		return answer{}, err
	}
	if err := s.freeEmail(have.ID, f.Email); err != nil {
		return answer{}, err
	}
	have.customerFields = f
	s.customers.put(have.ID, have)
	return ok(have)
}

func (s *shop) customer(r *request) (customer, error) {
	id := r.PathValue("customerId")
	have, found := s.customers.get(id)
	if !found {
		return customer{}, notFound("customer", id)
	}
	return have, nil
}

func (s *shop) freeEmail(id, email string) error {
	for other := range s.customers.all() {
		if other.ID != id && strings.EqualFold(other.Email, email) {
			return trouble(409, "This e-mail address has an account already.")
		}
	}
	return nil
}
