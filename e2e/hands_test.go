package e2e_test

import (
	"strings"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// press clicks a button, link, tab or summary by its name, with the mouse. It
// may be named within groups: "Delivery / Add".
func (p *page) press(name string) {
	p.t.Helper()
	p.click(`press(` + quote(name) + `)`)
}

// submit sends the form of an operation.
func (p *page) submit(operation string) {
	p.t.Helper()
	p.click(`sender(` + quote(operation) + `)`)
}

// follow takes the link or button that leads to an operation.
func (p *page) follow(operation string) {
	p.t.Helper()
	p.click(`way(` + quote(operation) + `)`)
}

// status waits for the answer of a call, and gives its status.
func (p *page) status() string {
	p.t.Helper()
	p.until(`all("main .result[data-status]").length > 0`)
	return p.text(`all("main .result[data-status]").at(-1).dataset.status`)
}

// signIn enters credentials in the dialog. Of a scheme without users, user is
// empty.
func (p *page) signIn(scheme, user, secret string) {
	p.t.Helper()
	p.click(`only(all("header button.auth"), "button to sign in")`)
	p.enter(scheme, user, secret)
}

// enter fills the dialog for signing in, which is open.
func (p *page) enter(scheme, user, secret string) {
	p.t.Helper()
	p.until(`top_() !== document`)
	if user != "" {
		p.fill(scheme+" / User name", user)
	}
	label := p.text(`name(only(all("[data-scheme=` + scheme + `] input[type=password]"), "secret of ` + scheme + `"))`)
	p.fill(scheme+" / "+label, secret)
	p.press("Save")
	p.until(`top_() === document`)
	p.settle()
}

// click clicks the element that an expression gives, once it is there.
func (p *page) click(element string) {
	p.t.Helper()
	type point struct{ X, Y float64 }
	at := eval[point](p, `until(() => `+element+`, `+quote(element)+`).then(middle)`)
	p.do(chromedp.MouseClickXY(at.X, at.Y))
	p.settle()
}

// fill types into the field of that name, in place of what it holds. Fields of
// a group are named after it: "Delivery / City".
func (p *page) fill(name, text string) {
	p.t.Helper()
	target := `field(` + quote(name) + `)`
	kind := p.text(`until(() => ` + target + `, ` + quote(name) + `).then((e) => {
		e.scrollIntoView({block: "center"});
		e.focus();
		e.select?.();
		return e.tagName === "SELECT" ? "select" : e.type
	})`)
	const announce = `
		e.dispatchEvent(new Event("input", {bubbles: true}));
		e.dispatchEvent(new Event("change", {bubbles: true}))`
	switch kind {
	case "select":
		p.run(`const e = ` + target + `;
			const o = [...e.options].find((o) => tidy(o.text) === ` + quote(text) + `);
			if (!o) throw new Error("no such choice, of " + [...e.options].map((o) => o.text).join(", "));
			e.value = o.value;` + announce)
	case "date", "datetime-local", "time", "month", "color", "range":
		// These have parts of their own to type into, which differ by locale.
		p.run(`const e = ` + target + `; e.value = ` + quote(text) + `;` + announce)
	default:
		if text == "" {
			p.do(chromedp.KeyEvent(kb.Backspace))
			return
		}
		call(p, input.InsertText, input.InsertTextParams{Text: text})
	}
}

// tick clicks a checkbox.
func (p *page) tick(name string) {
	p.t.Helper()
	p.click(`field(` + quote(name) + `)`)
}

// value is what a field holds.
func (p *page) value(name string) string {
	p.t.Helper()
	return p.text(`const e = field(` + quote(name) + `); e.tagName === "SELECT" ? tidy(e.selectedOptions[0]?.text) : e.type === "checkbox" ? String(e.checked) : e.value`)
}

// attach gives a file to an upload field.
func (p *page) attach(name, path string) {
	p.t.Helper()
	object, err := chromedp.Run(p.ctx, chromedp.Evaluate[*runtime.RemoteObject]("(() => {"+hands+"return field("+quote(name)+"); })()"))
	require.NoError(p.t, err)
	call(p, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{path}, ObjectID: object.ObjectID})
}

// key presses a key.
func (p *page) key(keys string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(keys))
	p.settle()
}

// rows are the texts of one column of the list, by the column's heading.
func (p *page) rows(heading string) []string {
	p.t.Helper()
	require.NotEmpty(p.t, heading)
	return p.list(`const table = only(all("main table"), "table"); const i = [...table.tHead.rows[0].cells].findIndex((c) => tidy(c.innerText) === ` + quote(heading) + `);
		if (i < 0) throw new Error("no such column; there are: " + [...table.tHead.rows[0].cells].map((c) => tidy(c.innerText)).join(", "));
		[...table.tBodies[0].rows].map((r) => tidy(r.cells[i]?.innerText))`)
}

// shownValue is a value of the detail, by its label.
func (p *page) shownValue(label string) string {
	p.t.Helper()
	return p.text(`const dt = only(all("main dt").filter((e) => tidy(e.innerText) === ` + quote(label) + `), "value; there are: " + all("main dt").map((e) => tidy(e.innerText)).join(", ")); tidy(dt.nextElementSibling.innerText)`)
}

// payBy takes a variant of the payment, by a word of its name.
func (p *page) payBy(method string) {
	p.t.Helper()
	for _, option := range p.list(`[...field("payment").options].map((o) => tidy(o.text))`) {
		if strings.Contains(strings.ToLower(option), method) {
			p.fill("payment", option)
			return
		}
	}
	require.Fail(p.t, "no such payment", method)
}

// confirm says yes to the question that is asked.
func (p *page) confirm() {
	p.t.Helper()
	p.click(`only([...top_().querySelectorAll("[data-confirm=yes]")], "question")`)
	p.until(`top_() === document`)
	p.settle()
}
