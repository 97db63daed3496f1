package bookshop_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestListBooks(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		query string
		total string
		first string // title
	}{
		{"", "24", "A Study in Scarlet"},
		{"sort=-title", "24", "Villette"},
		{"sort=price", "24", "The Time Machine"},
		{"sort=-price", "24", "Twenty Thousand Leagues Under the Sea"},
		{"sort=-publishedOn", "24", "The Lost World"},
		{"q=alice", "2", "Alice's Adventures in Wonderland"}, // one by its subtitle
		{"q=verne+DAYS", "1", "Around the World in Eighty Days"},
		{"q=nothing+like+it", "0", ""},
		{"genre=poetry&genre=history", "2", "Poems"},
		{"genre=", "24", "A Study in Scarlet"},
		{"authorId=au-101&sort=publishedOn", "4", "Sense and Sensibility"},
		{"inStock=false", "2", "The Tale of Benjamin Bunny"},
		{"inStock=true", "22", "A Study in Scarlet"},
		{"maxPrice=6.90", "4", "A Study in Scarlet"},
		{"genre=children&inStock=true&maxPrice=8", "1", "The Tale of Peter Rabbit"},
	} {
		t.Run(test.query, func(t *testing.T) {
			t.Parallel()
			answer := newVisitor(t).send("GET /books?"+test.query, "").want(200)
			require.Equal(t, test.total, answer.at("total"))
			if test.first == "" {
				require.Contains(t, answer.Text, `"items": []`)
				return
			}
			require.Equal(t, test.first, answer.at("items.0.title"))
		})
	}
}

func TestListBooksPageByPage(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	var seen []string
	for page := 1; ; page++ {
		answer := v.send(fmt.Sprintf("GET /books?limit=7&page=%d", page), "").want(200)
		titles := answer.column("title")
		if len(titles) == 0 {
			break
		}
		seen = append(seen, titles...)
	}
	require.Len(t, seen, 24)
	require.True(t, slices.IsSortedFunc(seen, func(a, b string) int {
		return strings.Compare(strings.ToLower(a), strings.ToLower(b))
	}))
	v.send("GET /books?page=1000000000000", "").want(400)
}

func TestListBooksNamesBadParameters(t *testing.T) {
	t.Parallel()
	answer := newVisitor(t).send("GET /books?page=0&limit=51&genre=cooking&inStock=maybe&maxPrice=-1&sort=weight", "").want(400)
	require.ElementsMatch(t, []string{"page", "limit", "genre", "inStock", "maxPrice", "sort"}, answer.faults())
}

const newBook = `{"title": "Northanger Abbey", "authorId": "au-101", "isbn": "9799990101906", "genre": "fiction", "price": 8.9`

func TestCreateBook(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("POST /books", newBook+`, "details": {"shelf": "A2"}, "id": "bk-1", "unknown": true}`, shopKey).want(201)
	require.Equal(t, "/v1/books/bk-125", answer.Header.Get("Location"))
	require.Equal(t, "bk-125", answer.at("id"), "what is read-only is not written")
	require.Equal(t, "paperback", answer.at("binding"))
	require.Equal(t, "0", answer.at("stock"))
	require.Equal(t, "Jane Austen", answer.at("authorName"))
	require.Equal(t, "2026-05-05T12:00:00Z", answer.at("addedAt"))
	require.Equal(t, answer.Text, v.send("GET /books/bk-125", "").want(200).Text)
	require.Equal(t, "5", v.send("GET /authors/au-101", "").at("bookCount"))

	v.send("POST /books", newBook+`}`, shopKey).want(409) // the ISBN
}

func TestCreateBookNamesBadFields(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body   string
		fields []string
	}{
		"nothing": {`{}`, []string{"title", "authorId", "isbn", "genre", "price"}},
		"everything": {
			`{"title": "` + strings.Repeat("ä", 201) + `", "authorId": "au-999", "isbn": "123", "genre": "cooking", "binding": "clay",
			"language": "english", "publishedOn": "1.1.1820", "pages": 0, "price": -1, "stock": -1, "keywords": ["a", "a", ""],
			"details": {"b": "` + strings.Repeat("x", 201) + `", "a": "` + strings.Repeat("x", 201) + `"}}`,
			[]string{
				"title", "authorId", "isbn", "genre", "binding", "language", "publishedOn", "pages", "price", "stock",
				"keywords", "keywords.2", "details.a", "details.b",
			},
		},
		"half a cent":  {newBook[:len(newBook)-3] + `8.905}`, []string{"price"}},
		"wrong type":   {newBook + `, "stock": "many"}`, []string{"stock"}},
		"broken stock": {newBook + `, "stock": 1.5}`, []string{"stock"}},
		"wrong map":    {newBook + `, "details": {"a": 1}}`, []string{"details"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := newVisitor(t).send("POST /books", test.body, shopKey).want(422)
			require.Equal(t, test.fields, answer.faults(), answer.Text)
		})
	}
}

func TestUpdateBookChangesOnlyWhatIsNamed(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	patch := header("Content-Type", "application/merge-patch+json")
	answer := v.send("PATCH /books/bk-104", `{"subtitle": null, "price": 7, "details": {"shelf": null, "signed": "yes"}}`, shopKey, patch).want(200)
	require.Equal(t, "<nil>", answer.at("subtitle"))
	require.Equal(t, "7", answer.at("price"))
	require.Equal(t, "map[signed:yes]", answer.at("details"))
	require.Equal(t, "Frankenstein", answer.at("title"))
	require.Equal(t, "9", answer.at("stock"))
	require.Equal(t, "2026-05-05T12:00:00Z", answer.at("updatedAt"))
	require.Equal(t, "2026-03-02T12:00:00Z", answer.at("addedAt"))

	require.Equal(t, []string{"title"}, v.send("PATCH /books/bk-104", `{"title": null}`, shopKey, patch).want(422).faults())
	v.send("PATCH /books/bk-104", `{"isbn": "`+v.send("GET /books/bk-101", "").at("isbn")+`"}`, shopKey).want(409)
	v.send("PATCH /books/bk-104", `[]`, shopKey).want(400)
	v.send("PATCH /books/bk-104", ``, shopKey).want(400)
}

func TestReplaceBookEmptiesTheRest(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("PUT /books/bk-104", newBook+`}`, shopKey).want(200)
	require.Equal(t, "bk-104", answer.at("id"))
	require.Equal(t, "<nil>", answer.at("pages"))
	require.Equal(t, "map[]", answer.at("details"))
	require.Equal(t, "2026-03-02T12:00:00Z", answer.at("addedAt"))
}

func TestReplaceBookTakesBackWhatItGave(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	before := v.send("GET /books/bk-104", "")
	after := v.send("PUT /books/bk-104", before.Text, shopKey).want(200)
	was := strings.Replace(before.Text, `"updatedAt": "`+before.at("updatedAt"), `"updatedAt": "`+after.at("updatedAt"), 1)
	require.Equal(t, was, after.Text)
}

func TestDeleteBookTakesItsReviewsAlong(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	require.Empty(t, v.send("DELETE /books/bk-101", "", shopKey).want(204).Text)
	v.send("GET /books/bk-101", "").want(404)
	v.send("GET /books/bk-101/cover", "").want(404)
	v.send("GET /books/bk-101/reviews", "").want(404)
	v.send("DELETE /books/bk-101/reviews/rv-101", "", shopKey).want(404)
	require.Equal(t, "23", v.send("GET /books", "").at("total"))

	v.send("DELETE /books/bk-110", "", shopKey).want(409) // somebody waits for it
}

func TestDeleteAuthor(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	v.send("DELETE /authors/au-107", "", shopKey).want(409)
	v.send("DELETE /books/bk-113", "", shopKey).want(204)
	v.send("DELETE /authors/au-107", "", shopKey).want(204)
	v.send("GET /authors/au-107", "").want(404)
}

func TestAuthorsAreSortedAndChecked(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	require.Equal(t, "Austen, Jane", v.send("GET /authors", "").at("items.0.sortName"))
	require.Equal(t, []string{"Charlotte Brontë"}, v.send("GET /authors?q=BRONTË", "").column("name"))
	answer := v.send("POST /authors", `{"name": "X", "sortName": "X", "born": "1900-01-01", "died": "1800-01-01", "website": "no"}`, shopKey).want(422)
	require.Equal(t, []string{"died", "website"}, answer.faults())
	answer = v.send("PATCH /authors/au-112", `{"website": "https://histories.example"}`, shopKey).want(200)
	require.Equal(t, "https://histories.example", answer.at("website"))
	require.Equal(t, "1", answer.at("bookCount"))
}
