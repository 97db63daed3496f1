package bookshop

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Option changes the server that [NewServer] makes.
type Option func(*shop)

// WithClock says what time it is. The default is [time.Now].
func WithClock(now func() time.Time) Option { return func(s *shop) { s.now = now } }

// NewServer returns a new shop, open and with books on its shelves. It serves
// every operation of [Description] under /v1, is safe for concurrent use, and
// forgets everything when it is dropped.
func NewServer(opts ...Option) http.Handler {
	s := &shop{
		now:       time.Now,
		books:     newTable[book]("bk"),
		covers:    map[string]cover{},
		authors:   newTable[author]("au"),
		reviews:   newTable[review]("rv"),
		orders:    newTable[order]("or"),
		replays:   map[string]string{},
		customers: newTable[customer]("cu"),
	}
	for _, opt := range opts {
		opt(s)
	}
	s.stock()
	return cors(s.routes())
}

// shop is the state of the server.
type shop struct {
	now func() time.Time

	mu        sync.RWMutex // guards all below
	books     *table[book]
	covers    map[string]cover // by ID of the book
	authors   *table[author]
	reviews   *table[review]
	orders    *table[order]
	replays   map[string]string // ID of the order, by reader and Idempotency-Key
	customers *table[customer]
}

// moment is now, to the second and in UTC, as the shop writes times.
func (s *shop) moment() time.Time { return s.now().UTC().Truncate(time.Second) }

type handler func(*request) (answer, error)

func (s *shop) routes() http.Handler {
	m := &routes{mux: http.NewServeMux(), methods: map[string][]string{}}

	m.on("GET /books", open, s.listBooks)
	m.on("POST /books", byKey, s.createBook)
	m.on("GET /books/{bookId}", open, s.getBook)
	m.on("PUT /books/{bookId}", byKey, s.replaceBook)
	m.on("PATCH /books/{bookId}", byKey, s.updateBook)
	m.on("DELETE /books/{bookId}", byKey, s.deleteBook)
	m.on("GET /books/{bookId}/cover", open, s.getCover)
	m.on("PUT /books/{bookId}/cover", byKey, s.uploadCover)

	m.on("GET /books/{bookId}/reviews", open, s.listReviews)
	m.on("POST /books/{bookId}/reviews", byToken, s.createReview)
	m.on("DELETE /books/{bookId}/reviews/{reviewId}", byToken|byKey, s.deleteReview)

	m.on("GET /authors", open, s.listAuthors)
	m.on("POST /authors", byKey, s.createAuthor)
	m.on("GET /authors/{authorId}", open, s.getAuthor)
	m.on("PATCH /authors/{authorId}", byKey, s.updateAuthor)
	m.on("DELETE /authors/{authorId}", byKey, s.deleteAuthor)

	m.on("GET /orders", byToken|byKey, s.listOrders)
	m.on("POST /orders", byToken, s.createOrder)
	m.on("GET /orders/{orderId}", byToken|byKey, s.getOrder)
	m.on("POST /orders/{orderId}/cancel", byToken|byKey, s.cancelOrder)

	m.on("GET /customers", byOffice, s.listCustomers)
	m.on("POST /customers", open, s.registerCustomer)
	m.on("GET /customers/{customerId}", byOffice, s.getCustomer)
	m.on("PATCH /customers/{customerId}", byOffice, s.updateCustomer)

	return m.finish()
}

// routes is a ServeMux whose own errors are problems too.
type routes struct {
	mux     *http.ServeMux
	methods map[string][]string // by path
}

func (m *routes) on(pattern string, who access, do handler) {
	method, path, _ := strings.Cut(pattern, " ")
	path = "/v1" + path
	m.methods[path] = append(m.methods[path], method)
	m.mux.HandleFunc(method+" "+path, func(w http.ResponseWriter, r *http.Request) {
		req, err := who.admit(r)
		if err != nil {
			writeError(w, err)
			return
		}
		a, err := do(req)
		if err != nil {
			writeError(w, err)
			return
		}
		a.write(w)
	})
}

func (m *routes) finish() http.Handler {
	for path, methods := range m.methods {
		slices.Sort(methods)
		allow := strings.Join(methods, ", ")
		m.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", allow)
			writeError(w, trouble(http.StatusMethodNotAllowed, "This takes %s, not %s.", allow, r.Method))
		})
	}
	m.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeError(w, trouble(http.StatusNotFound, "There is nothing at %s.", r.URL.Path))
	})
	return m.mux
}
