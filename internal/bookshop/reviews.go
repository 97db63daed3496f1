package bookshop

import "time"

// reviewFields are what readers write.
type reviewFields struct {
	Rating  int    `json:"rating"`
	Title   string `json:"title"`
	Text    string `json:"text"`
	Spoiler bool   `json:"spoiler"`
}

type review struct {
	ID       string `json:"id"`
	BookID   string `json:"bookId"`
	Reviewer string `json:"reviewer"`
	reviewFields
	WrittenAt time.Time `json:"writtenAt"`

	customerID string
}

type someReviews struct {
	Items      []review `json:"items"`
	NextCursor *string  `json:"nextCursor"`
}

func (f reviewFields) check() error {
	var c check
	c.between("rating", f.Rating, 1, 5)
	c.optional("title", f.Title, 100)
	c.text("text", f.Text, 4000)
	return c.err()
}

// listReviews pages by cursor: the ID of the last review that was shown. A
// cursor stays good when newer reviews come in, or its own is deleted.
func (s *shop) listReviews(r *request) (answer, error) {
	q := queryOf(r)
	least, limit := q.number("minRating", 1, 5), q.number("limit", 5, 50)
	cursor := q.text("cursor")
	before, valid := number(cursor, "rv")
	if cursor != "" && !valid {
		q.fail("cursor", "must come from the answer before")
	}
	if err := q.err(); err != nil {
		return answer{}, err
	}

	s.mu.RLock()
	defer s.mu.RUnlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	out := someReviews{Items: []review{}}
	for review := range s.reviews.newestFirst() {
		n, _ := number(review.ID, "rv")
		if review.BookID != b.ID || review.Rating < least || (cursor != "" && n >= before) {
			continue
		}
		if len(out.Items) == limit {
			out.NextCursor = &out.Items[limit-1].ID
			break
		}
		out.Items = append(out.Items, review)
	}
	return ok(out)
}

func (s *shop) createReview(r *request) (answer, error) {
	var f reviewFields
	if err := readInto(r, &f); err != nil {
		return answer{}, err
	}
	if err := f.check(); err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	for have := range s.reviews.all() {
		if have.BookID == b.ID && have.customerID == r.customer {
			return answer{}, trouble(409, "You have reviewed this book already, as %s.", have.ID)
		}
	}
	by, _ := s.customers.get(r.customer)
	rv := review{
		ID: s.reviews.nextID(), BookID: b.ID, Reviewer: by.Name,
		reviewFields: f, WrittenAt: s.moment(), customerID: by.ID,
	}
	s.reviews.put(rv.ID, rv)
	return created("", rv)
}

func (s *shop) deleteReview(r *request) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := r.PathValue("reviewId")
	rv, found := s.reviews.get(id)
	if !found || rv.BookID != r.PathValue("bookId") {
		return answer{}, notFound("review", id)
	}
	if r.customer != "" && r.customer != rv.customerID {
		return answer{}, trouble(403, "This review is somebody else's.")
	}
	s.reviews.delete(id)
	return gone()
}
