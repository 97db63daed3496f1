package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func TestHostileTextStaysText(t *testing.T) {
	t.Parallel()
	for name, attack := range attacks {
		a := poison(attack)
		t.Run("description/"+name, func(t *testing.T) {
			t.Parallel()
			doc := poisonedDescription(t, a)
			require.Len(t, doc.Operations, len(describedBookshop(t).Operations))
			probe(t, doc, a, true)
		})
		t.Run("answers/"+name, func(t *testing.T) {
			t.Parallel()
			probe(t, sameOrigin(t), a, false)
		})
	}
}

func poisonedDescription(t *testing.T, a poison) *openapi.Document {
	t.Helper()
	source, err := describedBookshop(t).Source("")
	require.NoError(t, err)
	var tree any
	require.NoError(t, json.Unmarshal(source, &tree))
	described, _ := a.describe(tree, "").(map[string]any)
	described["servers"] = []any{
		map[string]any{"url": "/v1", "description": a.text("here")},
		map[string]any{"url": "javascript:window.__pwned=1", "description": a.text("there")},
		map[string]any{"url": "{scheme}://evil.example/" + a.text("x"), "variables": map[string]any{
			"scheme": map[string]any{"default": "javascript", "enum": []any{"javascript", "https"}, "description": a.text("scheme")},
		}},
	}
	var out bytes.Buffer
	require.NoError(t, json.NewEncoder(&out).Encode(described))
	doc, err := openapi.Parse(out.Bytes())
	require.NoError(t, err)
	return doc
}

// probe visits everything that the page of a description has, opens whatever
// can be opened, and sees that nothing ran.
func probe(t *testing.T, doc *openapi.Document, a poison, names bool) {
	t.Helper()
	plan := planOf(t, doc)
	mux := http.NewServeMux()
	mux.Handle("/v1/", a.poisoned(names))
	mux.Handle(prefix+"/", http.StripPrefix(prefix, ui.Handler(plan)))
	s := serve(t, mux)
	p := newPage(t, s.page("/"))
	visit := func(what, hash string) {
		p.run(`location.hash = ` + quote("#"+hash))
		p.settle()
		p.unfold()
		assert.Empty(t, p.alive(), what)
	}

	visit("home", "/")
	for _, dialog := range []string{"auth", "server"} {
		p.click(`only(all("header button.` + dialog + `"), "button")`)
		p.run(`for (const s of all("select")) for (const o of s.options) { s.value = o.value; s.dispatchEvent(new Event("change")); }`)
		assert.Empty(t, p.alive(), dialog)
		p.press("Cancel")
	}
	for _, resource := range plan.App.Resources {
		visit("resource "+resource.ID, "/r/"+component(resource.ID))
	}
	for _, op := range plan.API.Operations {
		hash := "/op/" + component(op.ID)
		visit("operation "+op.ID, hash)
		// And again with every parameter of the path, so that it calls.
		query := []string{}
		for _, parameter := range op.Parameters {
			if parameter.In == "path" {
				id := map[string]string{"bookId": "bk-101", "authorId": "au-101", "orderId": "or-101", "customerId": "cu-101", "reviewId": "rv-101"}[parameter.Name]
				query = append(query, component(parameter.Name)+"="+id)
			}
		}
		if len(query) > 0 {
			visit("operation "+op.ID+" with its path", hash+"?"+strings.Join(query, "&"))
		}
	}
	if names {
		require.NotEmpty(t, p.list(`all("main, nav, header").map(name).filter((text) => text.includes("__pwned"))`), "the attacks are shown, as text")
	}
}

// unfold opens all that is folded, shows every tab, and takes every variant of
// every choice, until nothing new turns up.
func (p *page) unfold() {
	p.t.Helper()
	p.run(`(async () => {
		for (let round = 0; round < 4; round++) {
			for (const d of all("main details:not([open])")) d.open = true;
			for (const b of all("main button.add").slice(0, 30)) b.click();
			for (const s of all("main select").slice(0, 20)) for (const o of [...s.options].slice(0, 4)) {
				s.value = o.value;
				s.dispatchEvent(new Event("change", {bubbles: true}));
			}
			for (const e of all("main input, main textarea").slice(0, 60)) { e.focus(); e.blur(); }
			await new Promise((done) => setTimeout(done, 0));
		}
		const tabs = all("main [role=tab]");
		for (const t of tabs) { t.click(); await new Promise((done) => setTimeout(done, 0)); for (const d of all("main details:not([open])")) d.open = true; }
		tabs[0]?.click();
		for (const e of all("main td, main dd, main a").slice(0, 50)) e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}));
	})()`)
}

// alive lists what came alive in the page and is not the page's own.
func (p *page) alive() []string {
	p.t.Helper()
	return p.list(`
		const bad = [];
		if (window.__pwned !== undefined || Object.prototype.__pwned !== undefined) bad.push("it ran");
		const own = Object.keys(Object.prototype);
		if (own.length) bad.push("the prototype of all objects has " + own);
		for (const e of document.querySelectorAll("*")) {
			for (const n of e.getAttributeNames()) {
				if (/^on|^style$|^srcdoc$|^formaction$/.test(n)) bad.push(e.tagName + " has " + n);
				if (["href", "src", "action", "xlink:href"].includes(n)) {
					const to = e.getAttribute(n);
					if (!/^(#|https?:\/\/|mailto:|blob:)/.test(to) || (n !== "href" && !to.startsWith("blob:"))) bad.push(e.tagName + " goes to " + to);
				}
			}
			if (["IFRAME", "OBJECT", "EMBED", "BASE", "LINK", "FRAME"].includes(e.tagName)) bad.push("there is a " + e.tagName);
		}
		if (document.scripts.length !== 2) bad.push(document.scripts.length + " scripts");
		if (document.querySelectorAll("svg *:not(path)").length) bad.push("a figure that is not the page's");
		bad`)
}

// component writes a text as part of the page's address.
func component(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9' {
			out.WriteByte(b)
		} else {
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}
