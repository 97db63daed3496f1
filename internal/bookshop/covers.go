package bookshop

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"unicode/utf8"
)

const maxCover = 2 << 20

// cover is a picture and what is known of it.
type cover struct {
	kind    string // "image/png"
	data    []byte
	caption string
}

type coverFacts struct {
	BookID      string `json:"bookId"`
	ContentType string `json:"contentType"`
	Bytes       int    `json:"bytes"`
	Caption     string `json:"caption"`
}

func (s *shop) getCover(r *request) (answer, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	c, has := s.covers[b.ID]
	if !has {
		return answer{}, trouble(http.StatusNotFound, "The book %s has no cover yet.", b.ID)
	}
	return answer{status: http.StatusOK, picture: &c}, nil
}

func (s *shop) uploadCover(r *request) (answer, error) {
	c, err := readCover(r)
	if err != nil {
		return answer{}, err
	}

	s.mu.Lock()
	defer s.mu.Unlock()
	b, err := s.book(r)
	if err != nil {
		return answer{}, err
	}
	s.covers[b.ID] = c
	b.UpdatedAt = s.moment()
	s.books.put(b.ID, b)
	return ok(coverFacts{BookID: b.ID, ContentType: c.kind, Bytes: len(c.data), Caption: c.caption})
}

// readCover reads the form part by part, so that nothing too large is kept.
func readCover(r *request) (cover, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return cover{}, trouble(http.StatusUnsupportedMediaType, "Send the cover as multipart/form-data, not as %q.", kind)
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxCover+64<<10) // the rest of the form has room too
	form, err := r.MultipartReader()
	if err != nil {
		return cover{}, trouble(http.StatusBadRequest, "The form cannot be read: it has no boundary.")
	}
	var c cover
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return c, c.check()
		}
		if err != nil {
			return cover{}, unreadable(err)
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return cover{}, unreadable(err)
		}
		switch part.FormName() {
		case "file":
			c.data = text
			c.kind = http.DetectContentType(text) // what it is, not what it says it is
		case "caption":
			c.caption = string(text)
		}
	}
}

func (c cover) check() error {
	switch {
	case len(c.data) == 0:
		return invalid(422, []fault{{Field: "file", Message: "is required"}})
	case len(c.data) > maxCover:
		return trouble(http.StatusRequestEntityTooLarge, "The picture is larger than 2 MB.")
	case c.kind != "image/png" && c.kind != "image/jpeg":
		return trouble(http.StatusUnsupportedMediaType, "The picture must be PNG or JPEG.")
	case utf8.RuneCountInString(c.caption) > 200:
		return invalid(422, []fault{{Field: "caption", Message: "must have 200 characters or fewer"}})
	}
	return nil
}

func unreadable(err error) error {
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return trouble(http.StatusRequestEntityTooLarge, "The picture is larger than 2 MB.")
	}
	return trouble(http.StatusBadRequest, "The form cannot be read.")
}
