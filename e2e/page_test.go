package e2e_test

import (
	"context"
	_ "embed"
	"encoding/json"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// page is a tab of the browser, and the hands that use it.
type page struct {
	*watch

	t     *testing.T
	ctx   context.Context // chromedp keeps the tab in it
	known []string        // origins that it may call
}

// newPage opens an address of the page. At the end of the test it fails if the
// page logged an error, broke a policy, or called anybody but its own origin
// and the given ones.
func newPage(t *testing.T, address string, origins ...string) *page {
	t.Helper()
	browser := theBrowser.start(t)
	tab, stopTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	ctx, stop := context.WithTimeout(tab, 5*time.Minute)
	w, err := watchPage(ctx)
	require.NoError(t, err)
	p := &page{watch: w, t: t, ctx: ctx, known: append(origins, originOf(t, address))}
	t.Cleanup(func() {
		if t.Failed() {
			p.describe()
		}
		stop()
		stopTab()
		p.judge(t, p.known)
	})
	call(p, log.Enable, cdp.Empty{})
	call(p, runtime.Enable, cdp.Empty{})
	call(p, network.Enable, network.EnableParams{})
	call(p, runtime.AddBinding, runtime.AddBindingParams{Name: tell})
	call(p, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: tellViolations})
	p.size(1280, 900)
	p.load(address)
	return p
}

func originOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u.Scheme + "://" + u.Host
}

// call sends a command to the browser.
func call[P, R any](p *page, command cdp.Command[P, R], params P) R {
	p.t.Helper()
	answer, err := chromedp.Call(p.ctx, command, params)
	require.NoError(p.t, err)
	return answer
}

// do carries out an action of chromedp.
func (p *page) do(action chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, action))
}

// load opens an address and waits until the page has drawn itself.
func (p *page) load(address string) {
	p.t.Helper()
	p.do(chromedp.Navigate(address))
	p.until(`document.documentElement.dataset.ready === "yes"`)
	p.settle()
}

// open goes to an address within the page: "/op/getBook?bookId=bk-101".
func (p *page) open(hash string) {
	p.t.Helper()
	p.run(`location.hash = ` + quote("#"+hash))
	p.settle()
}

// settle waits until the screen of the present address is drawn and nothing is
// being asked for. A frame later a table has found its columns, and what lies
// beside them its place.
func (p *page) settle() {
	p.t.Helper()
	const frame = `new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))`
	p.run(frame)
	p.until(`!document.querySelector("main .loading, main [aria-busy=true]") && document.querySelector("main h1")`)
	p.run(frame)
}

// still waits until nothing moves: colours that are changing are no colours to
// judge.
func (p *page) still() {
	p.t.Helper()
	p.run(`new Promise(requestAnimationFrame).then(() => Promise.allSettled(document.getAnimations()
		.filter((a) => a.effect.getComputedTiming().iterations !== Infinity).map((a) => a.finished)))`)
}

//go:embed hands.js
var hands string

// eval evaluates an expression, or statements of which the last is one, with
// the library of hands.js at hand.
func eval[T any](p *page, script string) T {
	p.t.Helper()
	value, err := try[T](p, script)
	require.NoError(p.t, err, "%s", script)
	return value
}

func try[T any](p *page, script string) (T, error) {
	wrapped := "{" + hands + "\n;" + script + "\n}" // the value of a block is that of its last statement
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](wrapped, chromedp.EvalAwaitPromise))
}

// run evaluates what gives nothing back.
func (p *page) run(script string) {
	p.t.Helper()
	eval[chromedp.Void](p, script)
}

// until waits for an expression to become true.
func (p *page) until(check string) {
	p.t.Helper()
	p.run(`until(() => (` + check + `), ` + quote(check) + `)`)
}

// sees waits until the page shows a text somewhere in main, or in the dialog
// that is open.
func (p *page) sees(text string) {
	p.t.Helper()
	p.until(`tidy((top_() === document ? document.body : top_()).innerText).includes(` + quote(text) + `)`)
}

// list evaluates an expression that gives texts.
func (p *page) list(script string) []string {
	p.t.Helper()
	return eval[[]string](p, script)
}

func (p *page) text(script string) string {
	p.t.Helper()
	return eval[string](p, script)
}

func (p *page) size(width, height int64) {
	p.t.Helper()
	call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
}

// dark switches between the colours for day and night.
func (p *page) dark(yes bool) {
	p.t.Helper()
	value := "light"
	if yes {
		value = "dark"
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
	})
}

// describe says where the page is, for who reads the failure.
func (p *page) describe() {
	type place struct{ Address, Text string }
	at, err := try[place](p, `({Address: location.href, Text: tidy(top_().innerText ?? document.body.innerText).slice(0, 3000)})`)
	if err == nil {
		p.t.Logf("the page is at %s and shows: %s", at.Address, at.Text)
	}
}

// quote writes a text as a JavaScript string.
func quote(text string) string {
	out, _ := json.Marshal(text)
	return string(out)
}
