package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/internal/bookshop"
)

func TestListPagesAndFilters(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/r/books"))
	titles := p.rows("Title")
	require.Len(t, titles, 10)
	require.Equal(t, "A Study in Scarlet", titles[0])

	p.press("Next")
	require.Equal(t, "Pride and Prejudice", p.rows("Title")[0])
	p.sees("of 24")
	p.press("Next")
	require.Len(t, p.rows("Title"), 4)
	require.Empty(t, p.list(`all("main button").map(name).filter((n) => n === "Next")`), "there is no page after the last")
	p.press("Previous")
	require.Equal(t, "Pride and Prejudice", p.rows("Title")[0])

	p.press("Filters")
	p.fill("q", "verne")
	p.submit("listBooks")
	require.Equal(t, []string{
		"Around the World in Eighty Days", "Journey to the Centre of the Earth", "Twenty Thousand Leagues Under the Sea",
	}, p.rows("Title"), "a filter begins at the first page")
	p.press("Filters (1 in use)")
	require.Equal(t, "verne", p.value("q"))
	p.tick("genre / science-fiction")
	p.fill("sort", "-price")
	p.submit("listBooks")
	require.Equal(t, []string{"Twenty Thousand Leagues Under the Sea", "Journey to the Centre of the Earth"}, p.rows("Title"))

	// What is asked for stands in the address: it can be kept, sent on and gone
	// back from.
	p.do(chromedp.Reload())
	p.settle()
	require.Len(t, p.rows("Title"), 2)
	p.do(chromedp.NavigateBack())
	p.settle()
	require.Len(t, p.rows("Title"), 3)
}

func TestListWithoutRowsSaysSo(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/r/books?q=no+such+book"))
	require.Equal(t, "200", p.status())
	require.NotEmpty(t, p.text(`tidy(only(all("main .empty"), "note").innerText)`))
}

func TestListReadsOnByCursor(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/op/listReviews?bookId=bk-101"))
	first := p.rows("Reviewer")
	require.Equal(t, []string{"Lena Spine", "Otto Footnote"}, first[1:3])
	require.Len(t, first, 5)
	p.press("Next")
	require.Equal(t, []string{"Tomas Inkwell", "Ada Quill"}, p.rows("Reviewer"))
	require.Empty(t, p.list(`all("main button").map(name).filter((n) => n === "Next")`))
}

func TestDetailAndItsLinks(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/r/books?q=emma"))
	p.press("Emma")
	require.Equal(t, "9799991000021", p.shownValue("ISBN"))
	require.Equal(t, "18.5", p.shownValue("Price"))
	require.Contains(t, p.shownValue("Keywords"), "village")

	p.follow("getAuthor")
	require.Equal(t, "Austen, Jane", p.shownValue("Sort name"))
	p.follow("listBooks")
	require.Equal(t, []string{"Emma", "Persuasion", "Pride and Prejudice", "Sense and Sensibility"}, p.rows("Title"))
}

func TestPicturesAreShown(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/op/getCover?bookId=bk-101"))
	if p.text(`all("main .result").length ? "" : "not asked yet"`) != "" {
		p.submit("getCover")
	}
	require.Equal(t, "200", p.status())
	p.until(`all("main img").some((img) => img.complete && img.naturalWidth === 120 && img.naturalHeight === 180)`)
}

func TestOfficeSeesCustomers(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/r/customers"))
	require.Equal(t, "401", p.status())
	p.signIn("office", bookshop.OfficeUser, "wrong")
	require.Equal(t, "401", p.status())
	p.signIn("office", bookshop.OfficeUser, bookshop.OfficePassword)
	require.Equal(t, "200", p.status())
	require.Equal(t, "Ada Quill", p.rows("Name")[0])
	p.press("Ada Quill")
	require.Equal(t, "200", p.status())
	require.Contains(t, p.shownValue("Address"), "Dublin")
}

func TestSearchFindsOperations(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/"))
	p.key("/")
	require.Equal(t, "search", p.text(`document.activeElement.type`))
	p.do(chromedp.KeyEvent("cancel an"))
	p.until(`all("[role=option]").length > 0`)
	p.key(kb.Enter)
	require.Equal(t, "cancelOrder", p.text(`only(all("main article"), "article").dataset.operation`))
}
