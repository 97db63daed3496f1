package bookshop_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReviewsPageByCursor(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	first := v.send("GET /books/bk-101/reviews", "").want(200)
	require.Equal(t, []string{"rv-107", "rv-106", "rv-105", "rv-104", "rv-103"}, first.column("id"))

	// What comes in or goes away meanwhile moves nothing.
	v.send("POST /books/bk-101/reviews", `{"rating": 5, "text": "Mine."}`, readerToken).want(201)
	v.send("DELETE /books/bk-101/reviews/rv-103", "", shopKey).want(204)
	second := v.send("GET /books/bk-101/reviews?cursor="+first.at("nextCursor"), "").want(200)
	require.Equal(t, []string{"rv-102", "rv-101"}, second.column("id"))
	require.Equal(t, "<nil>", second.at("nextCursor"))

	require.Equal(t, "<nil>", v.send("GET /books/bk-101/reviews?limit=7", "").at("nextCursor"), "nothing follows the last one")
	require.Equal(t, []string{"rv-114", "rv-106", "rv-104"}, v.send("GET /books/bk-101/reviews?minRating=5&limit=3", "").column("id"))
	require.Equal(t, []string{"cursor"}, v.send("GET /books/bk-101/reviews?cursor=xyz", "").want(400).faults())
}

func TestCreateReview(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("POST /books/bk-102/reviews", `{"rating": 4, "text": "She means well.", "reviewer": "Somebody else"}`, readerToken).want(201)
	require.Equal(t, "Robin Reader", answer.at("reviewer"))
	require.Equal(t, "bk-102", answer.at("bookId"))
	v.send("POST /books/bk-102/reviews", `{"rating": 4, "text": "Again."}`, readerToken).want(409)
	require.Equal(t, []string{"rating", "text"}, v.send("POST /books/bk-103/reviews", `{"rating": 6}`, readerToken).want(422).faults())
	v.send("POST /books/bk-999/reviews", `{"rating": 4, "text": "Good."}`, readerToken).want(404)
}

func TestDeleteReviewIsForItsReaderAndTheShop(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	v.send("DELETE /books/bk-104/reviews/rv-108", "", readerToken).want(403)
	v.send("DELETE /books/bk-104/reviews/rv-109", "", readerToken).want(204)
	v.send("DELETE /books/bk-101/reviews/rv-108", "", shopKey).want(404) // of another book
	v.send("DELETE /books/bk-104/reviews/rv-108", "", shopKey).want(204)
}

func TestRegisterCustomer(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	body := `{"name": "Sam Pagewright", "email": "sam@reader.example", "password": "turn-the-page"}`
	answer := v.send("POST /customers", body).want(201)
	require.Equal(t, "/v1/customers/cu-109", answer.Header.Get("Location"))
	require.Equal(t, "2026-05-05", answer.at("memberSince"))
	require.NotContains(t, answer.Text, "turn-the-page")
	require.Equal(t, answer.Text, v.send("GET /customers/cu-109", "", office).want(200).Text)
	v.send("POST /customers", `{"name": "Sam", "email": "SAM@reader.example", "password": "turn-the-page"}`).want(409)

	bad := `{"name": "", "email": "Sam <sam@reader.example>", "password": "short", "phone": "123", "address": {}, "favourites": ["cooking"]}`
	require.Equal(t, []string{
		"name", "email", "phone", "address.recipient", "address.street", "address.postcode", "address.city",
		"address.country", "favourites", "password",
	}, v.send("POST /customers", bad).want(422).faults())
}

func TestUpdateCustomer(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("PATCH /customers/cu-101", `{"address": {"city": "Utrecht"}, "phone": null}`, office).want(200)
	require.Equal(t, "Utrecht", answer.at("address.city"))
	require.Equal(t, "12 Harbour Lane", answer.at("address.street"))
	require.Equal(t, "<nil>", answer.at("phone"))
	require.Equal(t, "<nil>", v.send("PATCH /customers/cu-101", `{"address": null}`, office).want(200).at("address"))
	v.send("PATCH /customers/cu-101", `{"email": "ada@quill.example"}`, office).want(409)
	require.Equal(t, []string{"Ada Quill"}, v.send("GET /customers?q=quill", "", office).column("name"))

	// Nobody else's shop changed: each one has people of its own.
	require.Equal(t, "Amsterdam", newVisitor(t).send("GET /customers/cu-101", "", office).at("address.city"))
}
