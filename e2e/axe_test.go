package e2e_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"

	"github.com/specloom/specloom/internal/bookshop"
	"github.com/specloom/specloom/internal/corpus"
)

const axeVersion = "4.14.1"

// axe gives the source of axe-core. It is installed from npm when it is first
// needed, into the user's cache: it is not ours to hand on.
var axe = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "specloom-e2e", "axe-core-"+axeVersion)
	library := filepath.Join(folder, "node_modules", "axe-core")
	if installed(library) != axeVersion {
		npm, err := exec.LookPath("npm")
		if err != nil {
			return "", fmt.Errorf("npm, which brings axe-core, is not in PATH")
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return "", err
		}
		install := exec.Command(npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "axe-core@"+axeVersion)
		if out, err := install.CombinedOutput(); err != nil {
			return "", fmt.Errorf("npm does not bring axe-core: %w: %s", err, out)
		}
	}
	source, err := os.ReadFile(filepath.Join(library, "axe.min.js"))
	return string(source), err
})

func installed(library string) string {
	var about struct{ Version string }
	text, err := os.ReadFile(filepath.Join(library, "package.json"))
	if err != nil || json.Unmarshal(text, &about) != nil {
		return ""
	}
	return about.Version
}

type violation struct{ ID, Impact, Help, Where string }

// audit lists what axe has against the present screen.
func (p *page) audit() []violation {
	p.t.Helper()
	source, err := axe()
	if err != nil {
		corpus.Missing(p.t, err.Error())
	}
	if eval[bool](p, `typeof axe === "undefined"`) {
		p.do(chromedp.Evaluate[chromedp.Void](source))
	}
	p.still()
	return eval[[]violation](p, `axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations.flatMap((v) =>
		v.nodes.map((n) => ({ID: v.id, Impact: n.impact ?? v.impact, Help: v.help, Where: n.target.join(" ") + " " + n.html.slice(0, 160)}))))`)
}

func (v violation) grave() bool { return v.Impact == "serious" || v.Impact == "critical" }

func (v violation) String() string { return v.ID + " (" + v.Impact + "): " + v.Help + ": " + v.Where }

// states are the screens that are audited, and how to come to each.
var states = []struct {
	name string
	come func(*page)
}{
	{"home", func(p *page) { p.open("/") }},
	{"list", func(p *page) { p.open("/r/books") }},
	{"list with filters", func(p *page) { p.open("/r/books?q=e&genre=%5B%22fiction%22%5D"); p.press("Filters (2 in use)") }},
	{"empty list", func(p *page) { p.open("/r/books?q=nothing+like+it") }},
	{"menu of a row", func(p *page) { p.open("/r/books?q=emma"); p.press("More: Emma") }},
	{"all operations", func(p *page) {
		p.open("/r/books")
		p.click(`only(all("main details.everything > summary"), "summary")`)
	}},
	{"detail", func(p *page) { p.open("/op/getBook?bookId=bk-101") }},
	{"detail with nested values", func(p *page) { p.open("/op/getOrder?orderId=or-102") }},
	{"raw answer", func(p *page) { p.open("/op/getBook?bookId=bk-101"); p.press("JSON") }},
	{"request", func(p *page) { p.open("/op/getBook?bookId=bk-101"); p.press("Request") }},
	{"form", func(p *page) { p.open("/op/createBook") }},
	{"form with complaints", func(p *page) { p.open("/op/createBook"); p.submit("createBook") }},
	{"form with lists and variants", func(p *page) {
		p.open("/op/createOrder")
		p.press("Add to Lines")
		p.payBy("transfer")
	}},
	{"form as JSON", func(p *page) { p.open("/op/createOrder"); p.press("Edit as JSON") }},
	{"prefilled form", func(p *page) { p.open("/op/updateBook?bookId=bk-104"); p.until(`field("title").value !== ""`) }},
	{"upload", func(p *page) { p.open("/op/uploadCover") }},
	{"refusal", func(p *page) { p.open("/op/getOrder?orderId=or-999") }},
	{"webhook", func(p *page) { p.open("/op/bookBackInStock") }},
	{"nowhere", func(p *page) { p.open("/op/nothing") }},
	{"question", func(p *page) {
		p.open("/r/books?q=emma")
		p.click(`way("deleteBook", row("Emma"))`)
		p.until(`top_() !== document`)
	}},
	{"signing in", func(p *page) { p.open("/"); p.click(`only(all("header button.auth"), "button")`) }},
	{"choosing the server", func(p *page) { p.open("/"); p.click(`only(all("header button.server"), "button")`) }},
}

func TestAccessible(t *testing.T) {
	t.Parallel()
	for _, look := range []struct {
		name  string
		dark  bool
		width int64
	}{
		{"light", false, 1280},
		{"dark", true, 1280},
		{"narrow", false, 320},
		{"narrow and dark", true, 320},
	} {
		t.Run(look.name, func(t *testing.T) {
			t.Parallel()
			p := newPage(t, newSite(t).page("/"))
			p.signIn("shopKey", "", bookshop.APIKey)
			p.dark(look.dark)
			p.size(look.width, 900)
			for _, state := range states {
				state.come(p)
				for _, v := range p.audit() {
					if v.grave() {
						assert.Fail(t, "not accessible", "%s: %s", state.name, v)
					} else {
						t.Logf("%s: %s", state.name, v)
					}
				}
				wide := eval[float64](p, `document.documentElement.scrollWidth`)
				assert.LessOrEqual(t, wide, float64(look.width), "%s: the page scrolls sideways", state.name)
				if eval[bool](p, `top_() !== document`) {
					p.press("Cancel")
				}
			}
		})
	}
}
