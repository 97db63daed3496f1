package e2e_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The other tests say that something did not happen. This one says that they
// would have noticed.
func TestTheHarnessNotices(t *testing.T) {
	t.Parallel()
	p := newPage(t, newSite(t).page("/"))
	require.Empty(t, p.alive())

	p.run(`console.error("a", "complaint")`)
	p.run(`setTimeout(() => { throw new Error("thrown") })`)
	p.run(`setTimeout(() => alert("a dialog"))`)
	p.run(`fetch("https://foreign.example/").catch(() => 0)`)
	p.run(`document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.__pwned=1'>")`)
	p.run(`document.body.append(Object.assign(document.createElement("script"), {textContent: "window.__pwned=1"}))`)
	for _, text := range []string{
		"console error", "exception: Uncaught Error: thrown", "dialog: a dialog", "policy violation: connect-src https://foreign.example/",
		"policy violation: script-src-attr inline", "policy violation: script-src-elem inline", "policy violation: img-src",
	} {
		require.Eventually(t, func() bool { return p.forgive(text) > 0 }, 5*time.Second, 10*time.Millisecond, text)
	}
	p.forgive("browser") // its own words for the same
	require.ElementsMatch(t, []string{"IMG goes to x", "IMG has onerror", "3 scripts"}, p.alive())
	p.run(`window.__pwned = 1`)
	require.Contains(t, p.alive(), "it ran")

	p.run(`document.querySelector("main").append(document.createElement("button"))`)
	grave := []string{}
	for _, v := range p.audit() {
		if v.grave() {
			grave = append(grave, v.ID)
		}
	}
	require.Contains(t, grave, "button-name")
}
