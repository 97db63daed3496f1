package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
)

// TestScreenshots leaves pictures of the page for people to look at. The
// README shows one of them.
func TestScreenshots(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("SPECLOOM_SCREENSHOTS")
	if folder == "" {
		folder = t.TempDir() // that they can be taken is worth a test
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	p := newPage(t, newSite(t).page("/"))
	p.signIn("shopKey", "", bookshop.APIKey)
	p.signIn("office", bookshop.OfficeUser, bookshop.OfficePassword)

	for _, shot := range []struct {
		name  string
		dark  bool
		width int64
		come  func()
	}{
		{"home", false, 1280, func() { p.open("/") }},
		{"list", false, 1280, func() { p.open("/r/books") }},
		{"list-dark", true, 1280, func() { p.open("/r/books") }},
		{"list-narrow", false, 390, func() { p.open("/r/books") }},
		{"list-filters", false, 1280, func() { p.open("/r/books?maxPrice=9"); p.press("Filters (1 in use)") }},
		{"list-menu", false, 1280, func() { p.open("/r/books?q=emma"); p.press("More: Emma") }},
		{"orders", false, 1280, func() { p.open("/r/orders") }},
		{"customers", false, 1280, func() { p.open("/r/customers") }},
		{"detail", false, 1280, func() { p.open("/op/getBook?bookId=bk-111") }},
		{"detail-dark", true, 1280, func() { p.open("/op/getBook?bookId=bk-111") }},
		{"detail-narrow", false, 390, func() { p.open("/op/getBook?bookId=bk-111") }},
		{"detail-nested", false, 1280, func() { p.open("/op/getOrder?orderId=or-102") }},
		{"cover", false, 1280, func() { p.open("/op/getCover?bookId=bk-111") }},
		{"form", false, 1280, func() { p.open("/op/createBook") }},
		{"form-dark", true, 1280, func() { p.open("/op/createOrder") }},
		{"form-narrow", false, 390, func() { p.open("/op/createOrder") }},
		{"form-complaints", false, 1280, func() { p.open("/op/createBook"); p.submit("createBook") }},
		{"edit", false, 1280, func() { p.open("/op/updateBook?bookId=bk-111"); p.until(`field("title").value !== ""`) }},
		{"refusal", false, 1280, func() { p.open("/op/getOrder?orderId=or-999") }},
		{"request", false, 1280, func() { p.open("/r/books"); p.press("Request") }},
		{"sign-in", false, 1280, func() { p.open("/"); p.click(`only(all("header button.auth"), "button")`) }},
		{"question", false, 1280, func() { p.press("Cancel"); p.open("/r/books?q=emma"); p.click(`way("deleteBook", row("Emma"))`) }},
	} {
		p.dark(shot.dark)
		p.size(shot.width, 900)
		shot.come()
		p.run(`window.scrollTo(0, 0)`)
		p.still()
		picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, shot.name+".png"), picture, 0o644))
	}
}
