package bookshop

import (
	"cmp"
	"slices"
)

// authorFields are what clients write.
type authorFields struct {
	Name      string  `json:"name"`
	SortName  string  `json:"sortName"`
	Born      *string `json:"born"`
	Died      *string `json:"died"`
	Biography string  `json:"biography"`
	Website   *string `json:"website"`
}

type author struct {
	ID string `json:"id"`
	authorFields
	BookCount int `json:"bookCount"`
}

func (f authorFields) check() error {
	var c check
	c.text("name", f.Name, 120)
	c.text("sortName", f.SortName, 120)
	c.date("born", f.Born)
	c.date("died", f.Died)
	if len(c.faults) == 0 && f.Born != nil && f.Died != nil {
		c.need(*f.Died >= *f.Born, "died", "must not be before born")
	}
	c.optional("biography", f.Biography, 2000)
	c.uri("website", f.Website)
	return c.err()
}

func (s *shop) listAuthors(r *request) (answer, error) {
	q := queryOf(r)
	search := q.text("q")

	s.mu.RLock()
	defer s.mu.RUnlock()
	rows := []author{}
	for a := range s.authors.all() {
		if mentions(search, a.Name) {
			rows = append(rows, s.counted(a))
		}
	}
	slices.SortStableFunc(rows, func(a, b author) int { return cmp.Compare(a.SortName, b.SortName) })
	return pageOf(rows, q)
}

func (s *shop) createAuthor(r *request) (answer, error) {
	var f authorFields
	if err := readInto(r, &f); err != nil {
		return answer{}, err
	}
	if err := f.check(); err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	a := author{ID: s.authors.nextID(), authorFields: f}
	s.authors.put(a.ID, a)
	return created("/v1/authors/"+a.ID, a)
}

func (s *shop) getAuthor(r *request) (answer, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	a, err := s.author(r)
	if err != nil {
		return answer{}, err
	}
	return ok(s.counted(a))
}

func (s *shop) updateAuthor(r *request) (answer, error) {
	patch, err := readJSON(r)
	if err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.author(r)
	if err != nil {
		return answer{}, err
	}
	f, err := merged(a.authorFields, patch)
	if err != nil {
		return answer{}, err
	}
	if err := f.check(); err != nil {
		return answer{}, err
	}
	a.authorFields = f
	s.authors.put(a.ID, a)
	return ok(s.counted(a))
}

func (s *shop) deleteAuthor(r *request) (answer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.author(r)
	if err != nil {
		return answer{}, err
	}
	if n := s.counted(a).BookCount; n > 0 {
		return answer{}, trouble(409, "Books by this author are on the shelves: %d.", n)
	}
	s.authors.delete(a.ID)
	return gone()
}

func (s *shop) author(r *request) (author, error) {
	id := r.PathValue("authorId")
	a, found := s.authors.get(id)
	if !found {
		return author{}, notFound("author", id)
	}
	return a, nil
}

// counted is the author with the number of their books.
func (s *shop) counted(a author) author {
	for b := range s.books.all() {
		if b.AuthorID == a.ID {
			a.BookCount++
		}
	}
	return a
}
