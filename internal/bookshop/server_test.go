package bookshop_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPagesFromAFileMayCall(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	answer := v.send("OPTIONS /books/bk-101", "",
		header("Origin", "null"),
		header("Access-Control-Request-Method", "PATCH"),
		header("Access-Control-Request-Headers", "authorization,content-type,x-api-key,idempotency-key"),
		header("Access-Control-Request-Private-Network", "true"),
	).want(204)
	require.Equal(t, "*", answer.Header.Get("Access-Control-Allow-Origin"))
	require.Contains(t, answer.Header.Get("Access-Control-Allow-Methods"), "PATCH")
	require.Equal(t, "true", answer.Header.Get("Access-Control-Allow-Private-Network"))
	for _, name := range []string{"Authorization", "Content-Type", "Idempotency-Key", "X-API-Key"} {
		require.Contains(t, answer.Header.Get("Access-Control-Allow-Headers"), name)
	}
	require.Equal(t, "*", v.send("GET /books", "").Header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "*", v.send("POST /books", "{}").want(401).Header.Get("Access-Control-Allow-Origin"))
}

func TestOtherPathsAndMethodsAreProblems(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	require.Empty(t, v.send("GET /nothing", "").want(404).faults())
	answer := v.send("PATCH /books", "{}").want(405)
	require.Empty(t, answer.faults())
	require.Equal(t, "GET, POST", answer.Header.Get("Allow"))
	v.send("GET /books/%2e%2e/x", "").want(404)
}

func TestWrongCredentialsAreRefused(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	v.send("POST /books", "{}", header("X-API-Key", "demo-keys")).want(401)
	v.send("POST /books", "{}", readerToken).want(401)
	v.send("GET /orders", "", header("Authorization", "bearer")).want(401)
	answer := v.send("GET /customers", "", func(r *http.Request) { r.SetBasicAuth("office", "") }).want(401)
	require.Equal(t, `Basic realm="bookshop"`, answer.Header.Get("WWW-Authenticate"))
	require.Contains(t, answer.Text, "office and bookshop")
}

func TestLargeBodiesAreRefused(t *testing.T) {
	t.Parallel()
	newVisitor(t).send("POST /books", `{"title": "`+strings.Repeat("x", 1<<20)+`"}`, shopKey).want(413)
}

// Under -race this also shows that no answer is written from what another
// request is changing.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	v := newVisitor(t)
	order := `{"lines": [{"bookId": "bk-115", "quantity": 1}], ` + delivery + `, ` + voucher + `}`
	var crowd sync.WaitGroup
	placed := make([]bool, 40)
	for i := range placed {
		crowd.Go(func() {
			placed[i] = v.send("POST /orders", order, readerToken).Status == 201
			isbn := fmt.Sprintf("97912345670%02d", i)
			created := v.send("POST /books", strings.Replace(newBook, "9799990101906", isbn, 1)+"}", shopKey)
			assert.Equal(t, 201, created.Status, created.Text)
			v.send("PATCH /books/bk-101", fmt.Sprintf(`{"details": {"n%d": "x"}, "stock": %d}`, i%9, i), shopKey)
			v.send("GET /books?limit=50", "")
			v.send("GET /orders", "", shopKey)
			v.upload(part{"file", "a.jpg", picture(t)})
		})
	}
	crowd.Wait()
	sold := 0
	for _, yes := range placed {
		if yes {
			sold++
		}
	}
	require.Equal(t, 10, sold, "no copy is sold twice")
	require.Equal(t, "0", v.send("GET /books/bk-115", "").at("stock"))
	require.Equal(t, "64", v.send("GET /books", "").at("total"))
}

func TestSameRequestsSameAnswers(t *testing.T) {
	t.Parallel()
	run := func() (all []string) {
		v := newVisitor(t)
		for _, what := range []string{"GET /books?limit=50", "GET /authors", "GET /books/bk-101/reviews", "GET /books/bk-101/cover"} {
			all = append(all, v.send(what, "").Text)
		}
		return append(all, v.send("GET /orders", "", shopKey).Text, v.send("POST /books", newBook+"}", shopKey).Text)
	}
	first, second := run(), run()
	require.Equal(t, first, second)
}
