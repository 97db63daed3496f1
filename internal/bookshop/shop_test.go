package bookshop_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
)

var noon = time.Date(2026, time.May, 5, 12, 0, 0, 0, time.UTC)

// visitor talks to a shop of its own.
type visitor struct {
	t    *testing.T
	shop http.Handler
}

func newVisitor(t *testing.T) *visitor {
	t.Helper()
	clock := func() time.Time { return noon }
	return &visitor{t: t, shop: bookshop.NewServer(bookshop.WithClock(clock))}
}

// manner is something that is done to a request before it is sent.
type manner func(*http.Request)

func shopKey(r *http.Request)     { r.Header.Set("X-API-Key", bookshop.APIKey) }
func readerToken(r *http.Request) { r.Header.Set("Authorization", "Bearer "+bookshop.ReaderToken) }
func office(r *http.Request)      { r.SetBasicAuth(bookshop.OfficeUser, bookshop.OfficePassword) }

func header(name, value string) manner {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// reply is an answer that has been read.
type reply struct {
	t      *testing.T
	Status int
	Header http.Header
	Text   string
}

// send sends "METHOD /path" with a JSON body, or none.
func (v *visitor) send(what, body string, how ...manner) reply {
	v.t.Helper()
	method, path, _ := strings.Cut(what, " ")
	r := httptest.NewRequestWithContext(v.t.Context(), method, "/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, do := range how {
		do(r)
	}
	return v.round(r)
}

func (v *visitor) round(r *http.Request) reply {
	v.t.Helper()
	w := httptest.NewRecorder()
	v.shop.ServeHTTP(w, r)
	return reply{t: v.t, Status: w.Code, Header: w.Header(), Text: w.Body.String()}
}

// want fails unless the answer has that status.
func (r reply) want(status int) reply {
	r.t.Helper()
	require.Equal(r.t, status, r.Status, r.Text)
	return r
}

// json reads the answer.
func (r reply) json() any {
	r.t.Helper()
	var out any
	d := json.NewDecoder(bytes.NewReader([]byte(r.Text)))
	d.UseNumber()
	require.NoError(r.t, d.Decode(&out), r.Text)
	return out
}

// at reads a part of the answer, as text: "items.0.title".
func (r reply) at(path string) string {
	r.t.Helper()
	value := r.json()
	for step := range strings.SplitSeq(path, ".") {
		switch have := value.(type) {
		case map[string]any:
			inner, found := have[step]
			require.True(r.t, found, "no %s in %s", path, r.Text)
			value = inner
		case []any:
			var i int
			_, err := fmt.Sscan(step, &i)
			require.NoError(r.t, err)
			require.Less(r.t, i, len(have), "no %s in %s", path, r.Text)
			value = have[i]
		default:
			require.Fail(r.t, "no such part", "%s in %s", path, r.Text)
		}
	}
	return fmt.Sprint(value)
}

// column lists one field of all items.
func (r reply) column(field string) []string {
	r.t.Helper()
	body, _ := r.json().(map[string]any)
	items, _ := body["items"].([]any)
	out := []string{}
	for _, item := range items {
		row, _ := item.(map[string]any)
		out = append(out, fmt.Sprint(row[field]))
	}
	return out
}

// faults lists the fields that a problem names.
func (r reply) faults() []string {
	r.t.Helper()
	require.Equal(r.t, "application/problem+json", r.Header.Get("Content-Type"))
	body, _ := r.json().(map[string]any)
	faults, _ := body["errors"].([]any)
	out := []string{}
	for _, f := range faults {
		row, _ := f.(map[string]any)
		out = append(out, fmt.Sprint(row["field"]))
	}
	return out
}
