package bookshop

import (
	"cmp"
	"slices"
	"strings"
)

var bookOrders = []string{"title", "-title", "price", "-price", "publishedOn", "-publishedOn"}

func (s *shop) listBooks(r *request) (answer, error) {
	q := queryOf(r)
	search, author := q.text("q"), q.text("authorId")
	wanted := q.some("genre", genres)
	inStock, stockAsked := q.yes("inStock")
	maxPrice, priceAsked := q.amount("maxPrice")
	sorting := q.one("sort", bookOrders)

	s.mu.RLock()
	defer s.mu.RUnlock()
	rows := []book{}
	for b := range s.books.all() {
		b = s.shown(r, b)
		subtitle := ""
		if b.Subtitle != nil {
			subtitle = *b.Subtitle
		}
		if mentions(search, b.Title, subtitle, b.AuthorName) &&
			(author == "" || author == b.AuthorID) &&
			(wanted == nil || slices.Contains(wanted, b.Genre)) &&
			(!stockAsked || inStock == (b.Stock > 0)) &&
			(!priceAsked || b.Price <= maxPrice) {
			rows = append(rows, b)
		}
	}
	sortBooks(rows, cmp.Or(sorting, "title"))
	return pageOf(rows, q)
}

func sortBooks(rows []book, by string) {
	field, down := strings.CutPrefix(by, "-")
	slices.SortStableFunc(rows, func(a, b book) int {
		if down {
			a, b = b, a
		}
		switch field {
		case "price":
			return cmp.Compare(a.Price, b.Price)
		case "publishedOn":
			return cmp.Compare(day(a.PublishedOn), day(b.PublishedOn))
		default:
			return cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
		}
	})
}

// day is a date that may be unknown, for sorting: unknown is before all others.
func day(date *string) string {
	if date == nil {
		return ""
	}
	return *date
}

func (s *shop) createBook(r *request) (answer, error) {
	var f bookFields
	if err := readInto(r, &f); err != nil {
		return answer{}, err
	}
	f.fill()

	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.checkBook("", f); err != nil {
		return answer{}, err
	}
	now := s.moment()
	b := book{ID: s.books.nextID(), bookFields: f, AddedAt: now, UpdatedAt: now}
	s.books.put(b.ID, b)
	return created("/v1/books/"+b.ID, s.shown(r, b))
}

func (s *shop) getBook(r *request) (answer, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	return ok(s.shown(r, b))
}

func (s *shop) replaceBook(r *request) (answer, error) {
	var f bookFields
	if err := readInto(r, &f); err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	return s.rewrite(r, b, f)
}

func (s *shop) updateBook(r *request) (answer, error) {
	patch, err := readJSON(r)
	if err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	f, err := merged(b.bookFields, patch)
	if err != nil {
		return answer{}, err
	}
	return s.rewrite(r, b, f)
}

func (s *shop) rewrite(r *request, b book, f bookFields) (answer, error) {
	f.fill()
	if err := s.checkBook(b.ID, f); err != nil {
		return answer{}, err
	}
	b.bookFields, b.UpdatedAt = f, s.moment()
	s.books.put(b.ID, b)
	return ok(s.shown(r, b))
}

func (s *shop) deleteBook(r *request) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	for o := range s.orders.all() {
		if o.open() && slices.ContainsFunc(o.Lines, func(l orderLine) bool { return l.BookID == b.ID }) {
			return answer{}, trouble(409, "The order %s is waiting for this book.", o.ID)
		}
	}
	for _, review := range slices.Collect(s.reviews.all()) {
		if review.BookID == b.ID {
			s.reviews.delete(review.ID)
		}
	}
	delete(s.covers, b.ID)
	s.books.delete(b.ID)
	return gone()
}

// book is the one that the path names.
func (s *shop) book(r *request) (book, error) {
	id := r.PathValue("bookId")
	b, found := s.books.get(id)
	if !found {
		return book{}, notFound("book", id)
	}
	return b, nil
}

// shown is the book with what is not kept in it.
func (s *shop) shown(r *request, b book) book {
	by, _ := s.authors.get(b.AuthorID)
	b.AuthorName = by.Name
	if _, has := s.covers[b.ID]; has {
		scheme := "http"
		if r.TLS != nil {
			scheme = "https"
		}
		url := scheme + "://" + r.Host + "/v1/books/" + b.ID + "/cover"
		b.CoverURL = &url
	}
	return b
}
