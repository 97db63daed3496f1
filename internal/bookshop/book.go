package bookshop

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"
)

var (
	genres   = []string{"children", "fiction", "history", "mystery", "philosophy", "poetry", "science-fiction"}
	bindings = []string{"paperback", "hardback", "ebook"}

	isbnForm     = regexp.MustCompile(`^97[89][0-9]{10}$`)
	languageForm = regexp.MustCompile(`^[a-z]{2}$`)
)

// bookFields are what clients write.
type bookFields struct {
	Title       string            `json:"title"`
	Subtitle    *string           `json:"subtitle"`
	AuthorID    string            `json:"authorId"`
	ISBN        string            `json:"isbn"`
	Genre       string            `json:"genre"`
	Binding     string            `json:"binding"`
	Language    string            `json:"language"`
	PublishedOn *string           `json:"publishedOn"`
	Pages       *int              `json:"pages"`
	Price       float64           `json:"price"`
	Stock       int               `json:"stock"`
	Blurb       string            `json:"blurb"`
	Keywords    []string          `json:"keywords"`
	Details     map[string]string `json:"details"`
}

type book struct {
	ID string `json:"id"`
	bookFields
	AuthorName string    `json:"authorName"`
	CoverURL   *string   `json:"coverUrl"`
	AddedAt    time.Time `json:"addedAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
}

// fill puts in the defaults of the description.
func (f *bookFields) fill() {
	f.Binding = cmp.Or(f.Binding, "paperback")
	f.Language = cmp.Or(f.Language, "en")
	if f.Keywords == nil {
		f.Keywords = []string{}
	}
	if f.Details == nil {
		f.Details = map[string]string{}
	}
}

// checkBook reports what is wrong with the fields of the book with that ID.
func (s *shop) checkBook(id string, f bookFields) error {
	var c check
	c.text("title", f.Title, 200)
	if f.Subtitle != nil {
		c.optional("subtitle", *f.Subtitle, 200)
	}
	if c.need(f.AuthorID != "", "authorId", "is required") {
		_, known := s.authors.get(f.AuthorID)
		c.need(known, "authorId", "must be an author of the shop, such as au-101")
	}
	c.match("isbn", f.ISBN, isbnForm, "13 digits that begin with 978 or 979")
	c.oneOf("genre", f.Genre, genres)
	c.oneOf("binding", f.Binding, bindings)
	c.match("language", f.Language, languageForm, "a two-letter code such as en")
	c.date("publishedOn", f.PublishedOn)
	if f.Pages != nil {
		c.between("pages", *f.Pages, 1, 10_000)
	}
	c.euros("price", f.Price, 1000)
	c.between("stock", f.Stock, 0, 9999)
	c.optional("blurb", f.Blurb, 2000)
	c.need(len(f.Keywords) <= 8, "keywords", "must be 8 or fewer")
	c.unique("keywords", f.Keywords)
	for i, word := range f.Keywords {
		c.text("keywords."+strconv.Itoa(i), word, 30)
	}
	c.need(len(f.Details) <= 10, "details", "must be 10 or fewer")
	for _, name := range slices.Sorted(maps.Keys(f.Details)) {
		c.optional("details."+name, f.Details[name], 200)
	}
	if err := c.err(); err != nil {
		return err
	}
	for other := range s.books.all() {
		if other.ISBN == f.ISBN && other.ID != id {
			return trouble(409, "The book %s has this ISBN already.", other.ID)
		}
	}
	return nil
}
