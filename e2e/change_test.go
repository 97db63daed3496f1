package e2e_test

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
)

func TestCreateABook(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/r/books"))
	p.follow("createBook")

	// What is missing is said at the fields, before anything is sent.
	p.submit("createBook")
	require.Equal(t, "true", p.text(`field("title").ariaInvalid`))
	require.Equal(t, "title", p.text(`document.activeElement.dataset.field`))

	p.fill("title", "Northanger Abbey")
	p.fill("authorId", "au-101")
	p.fill("isbn", "9799990101906")
	p.fill("genre", "fiction")
	p.fill("publishedOn", "1817-12-20")
	p.fill("price", "8.90")
	p.fill("stock", "6")
	p.press("Add to Keywords")
	p.fill("keywords / Keywords 1", "satire")
	p.submit("createBook")

	// First the API says that it does not know us, and the page offers a way out
	// that keeps what was typed.
	require.Equal(t, "401", p.status())
	p.click(`only(all("main .notice.bad button"), "offer to sign in")`)
	p.enter("shopKey", "", bookshop.APIKey)
	require.Equal(t, "Northanger Abbey", p.value("title"), "signing in keeps what was typed")
	p.submit("createBook")
	require.Equal(t, "201", p.status())

	status, book := s.get("/books/bk-125")
	require.Equal(t, 200, status)
	require.Equal(t, "Northanger Abbey", book["title"])
	require.Equal(t, "1817-12-20", book["publishedOn"])
	require.InDelta(t, 8.9, book["price"], 1e-9)
	require.InDelta(t, 6, book["stock"], 1e-9)
	require.Equal(t, []any{"satire"}, book["keywords"])
	require.Equal(t, "paperback", book["binding"])

	p.click(`way("getBook", only(all("main .answer"), "answer"))`)
	require.Equal(t, "Jane Austen", p.shownValue("Author name"))
}

func TestRefusalsNameTheField(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/op/createBook"))
	p.signIn("shopKey", "", bookshop.APIKey)
	p.fill("title", "Nobody's")
	p.fill("authorId", "au-999") // right by its form, but there is no such author
	p.fill("isbn", "9799990101906")
	p.fill("genre", "poetry")
	p.fill("price", "3")
	p.submit("createBook")
	require.Equal(t, "422", p.status())
	p.sees("must be an author of the shop")
	require.Equal(t, "au-999", p.value("authorId"))
	_, books := s.get("/books")
	require.InDelta(t, 24, books["total"], 0)
}

func TestPlaceAnOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/op/createOrder"))
	p.signIn("readerToken", "", bookshop.ReaderToken)

	p.fill("Lines 1 / bookId", "bk-101")
	p.fill("Lines 1 / quantity", "2")
	p.press("Add to Lines")
	p.fill("Lines 2 / bookId", "bk-109")
	p.fill("Lines 2 / quantity", "1")
	p.fill("Lines 2 / giftWrap", "Yes")
	for field, text := range map[string]string{
		"recipient": "Robin Reader", "street": "12 Harbour Lane", "postcode": "1011 AB", "city": "Amsterdam", "country": "NL",
	} {
		p.fill("delivery / "+field, text)
	}
	p.payBy("transfer")
	p.fill("holder", "Robin Reader")
	p.fill("iban", "NL02ABNA0123456789")
	p.fill("deliverOn", "2026-06-01")
	p.submit("createOrder")
	require.Equal(t, "201", p.status())

	_, order := s.get("/orders/or-106")
	require.Equal(t, "cu-101", order["customerId"])
	require.InDelta(t, 26.7, order["total"], 1e-9)
	require.Equal(t, map[string]any{"method": "transfer", "holder": "Robin Reader", "iban": "NL02ABNA0123456789"}, order["payment"])
	lines, _ := order["lines"].([]any)
	require.Len(t, lines, 2)
	require.Subset(t, lines[1], map[string]any{"bookId": "bk-109", "quantity": 1.0, "giftWrap": true})
	require.Subset(t, order["delivery"], map[string]any{"city": "Amsterdam", "country": "NL"})
	require.Equal(t, "2026-06-01", order["deliverOn"])

	// And call it off again: a plain action on a thing.
	p.open("/op/getOrder?orderId=or-106")
	p.follow("cancelOrder")
	p.fill("reason", "I was given the same book")
	p.submit("cancelOrder")
	p.confirm()
	require.Equal(t, "200", p.status())
	_, order = s.get("/orders/or-106")
	require.Equal(t, "cancelled", order["status"])
	require.Equal(t, "I was given the same book", order["cancelReason"])
}

func TestSwitchingTheVariantChangesTheForm(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/op/createOrder"))
	fields := `all("[data-field]").filter((e) => e.matches("input")).map((e) => e.dataset.field)`
	p.payBy("card")
	require.Subset(t, p.list(fields), []string{"holder", "number", "expires", "securityCode"})
	require.NotContains(t, p.list(fields), "lastFour", "what is read-only is not asked for")
	p.fill("holder", "Robin")
	p.payBy("transfer")
	require.Equal(t, "Robin", p.value("holder"), "what both have in common stays")
	require.Contains(t, p.list(fields), "iban")
	require.NotContains(t, p.list(fields), "number")
}

func TestEditIsPrefilledAndSendsWhatChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/r/books?q=frankenstein"))
	p.signIn("shopKey", "", bookshop.APIKey)
	p.click(`way("updateBook", row("Frankenstein"))`)
	p.until(`field("title").value !== ""`)
	require.Equal(t, "Frankenstein", p.value("title"))
	require.Equal(t, "The Modern Prometheus", p.value("subtitle"))
	require.Equal(t, "science-fiction", p.value("genre"))
	require.Equal(t, "1818-01-01", p.value("publishedOn"))
	require.Equal(t, "gothic", p.value("keywords / Keywords 1"))

	p.submit("updateBook")
	p.sees("Nothing has changed")

	p.fill("price", "6.75")
	p.fill("subtitle", "")
	p.submit("updateBook")
	require.Equal(t, "200", p.status())
	_, book := s.get("/books/bk-104")
	require.InDelta(t, 6.75, book["price"], 1e-9)
	require.Nil(t, book["subtitle"])
	require.Equal(t, []any{"gothic", "science"}, book["keywords"])
	require.Equal(t, map[string]any{"shelf": "C2"}, book["details"])
	require.Equal(t, "2026-05-05T12:00:00Z", book["updatedAt"])

	p.press("Request")
	sent := p.text(`all("main .result")[0].innerText`)
	require.Contains(t, sent, "application/merge-patch+json")
	require.NotContains(t, sent, "isbn", "what did not change is not sent")
	require.NotContains(t, sent, bookshop.APIKey, "what is shown has no secrets")
}

func TestReplaceKeepsWhatIsNotShown(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/op/replaceBook?bookId=bk-120")) // one without a date
	p.signIn("shopKey", "", bookshop.APIKey)
	p.until(`field("title").value !== ""`)
	_, before := s.get("/books/bk-120")
	p.fill("stock", "40")
	p.submit("replaceBook")
	require.Equal(t, "200", p.status())
	_, after := s.get("/books/bk-120")
	require.InDelta(t, 40, after["stock"], 0)
	after["stock"], after["updatedAt"] = before["stock"], before["updatedAt"]
	require.Equal(t, before, after)
}

func TestDeleteAsksFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	p := newPage(t, s.page("/r/books?q=villette"))
	p.signIn("shopKey", "", bookshop.APIKey)
	p.click(`way("deleteBook", row("Villette"))`)
	p.until(`top_() !== document`)
	require.Contains(t, p.text(`tidy(top_().innerText)`), "Villette", "the question says what it is about")
	p.press("Cancel")
	status, _ := s.get("/books/bk-116")
	require.Equal(t, 200, status)

	p.click(`way("deleteBook", row("Villette"))`)
	p.confirm()
	p.until(`!document.querySelector("main tbody tr")`)
	status, _ = s.get("/books/bk-116")
	require.Equal(t, 404, status)

	// One that cannot go: the reason is told, and the row stays.
	p.open("/r/books?q=baskervilles")
	p.click(`way("deleteBook", row("Baskervilles"))`)
	p.confirm()
	p.sees("The order or-104 is waiting for this book.")
	require.Len(t, p.rows("Title"), 1)
}

func TestUploadACover(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "näme \"quoted\".png")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, image.NewGray(image.Rect(0, 0, 33, 44))))
	require.NoError(t, file.Close())
	sent, err := os.ReadFile(path)
	require.NoError(t, err)

	s := newSite(t)
	p := newPage(t, s.page("/op/uploadCover?bookId=bk-103"))
	p.signIn("shopKey", "", bookshop.APIKey)
	p.submit("uploadCover")
	require.Equal(t, "true", p.text(`field("file").ariaInvalid`))
	p.attach("file", path)
	p.fill("caption", "A letter – “half agony, half hope”")
	p.submit("uploadCover")
	require.Equal(t, "200", p.status())
	require.Equal(t, "A letter – “half agony, half hope”", p.shownValue("Caption"))

	status, cover := s.get("/books/bk-103/cover")
	require.Equal(t, 200, status)
	require.Equal(t, string(sent), cover["bytes"])

	p.open("/op/getCover?bookId=bk-103")
	if p.text(`all("main .result").length ? "" : "not asked yet"`) != "" {
		p.submit("getCover")
	}
	p.until(`all("main img").some((img) => img.naturalWidth === 33)`)
}

func TestSigningOutForgets(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/r/orders"))
	p.signIn("shopKey", "", bookshop.APIKey)
	require.Equal(t, "200", p.status())
	require.Empty(t, p.text(`[...Object.values(sessionStorage), ...Object.values(localStorage), document.cookie].filter((v) => v.includes("`+bookshop.APIKey+`")).join()`))
	p.click(`only(all("header button.auth"), "button")`)
	p.press("Sign out")
	require.Equal(t, "401", p.status())
}
