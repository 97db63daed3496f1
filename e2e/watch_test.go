package e2e_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
)

// watch notes what a page does behind the scenes. What should not happen at all
// is a complaint, and fails the test at its end.
type watch struct {
	mu         sync.Mutex
	complaints []string
	requests   []string // addresses, in order
	dialogs    []string // texts of alert, confirm and the like
}

// Every violation of a policy is told to the test by this function, which the
// harness adds to the page.
const tell = "tellTheTest"

const tellViolations = `document.addEventListener("securitypolicyviolation",
	(e) => ` + tell + `(e.effectiveDirective + " " + e.blockedURI + " " + e.sample), true)`

func watchPage(ctx context.Context) (*watch, error) {
	w := &watch{}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning || e.Type == runtime.ConsoleAPICalledTypeAssert {
				var words []string
				for _, arg := range e.Args {
					words = append(words, string(arg.Value)+arg.Description)
				}
				w.complain("console " + string(e.Type) + ": " + strings.Join(words, " "))
			}
		case *runtime.EventExceptionThrown:
			text := e.ExceptionDetails.Text
			if e.ExceptionDetails.Exception != nil {
				text += " " + e.ExceptionDetails.Exception.Description
			}
			w.complain("exception: " + text)
		case *runtime.EventBindingCalled:
			if e.Name == tell {
				w.complain("policy violation: " + e.Payload)
			}
		case *log.EventEntryAdded:
			w.entry(e.Entry)
		case *network.EventRequestWillBeSent:
			w.mu.Lock()
			w.requests = append(w.requests, e.Request.URL)
			w.mu.Unlock()
		case *cdppage.EventJavascriptDialogOpening:
			w.mu.Lock()
			w.dialogs = append(w.dialogs, e.Message)
			w.mu.Unlock()
			w.complain("dialog: " + e.Message)
			go func() { // answered, or the page would hang
				_, _ = chromedp.Call(ctx, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{})
			}()
		}
	})
	return w, err
}

// entry sorts the browser's own log. That an answer was 401 or 404 is for the
// tests to judge.
func (w *watch) entry(e *log.Entry) {
	answered := e.Source == log.EntrySourceNetwork && strings.Contains(e.Text, "server responded with a status of")
	if !answered && (e.Level == log.EntryLevelError || e.Level == log.EntryLevelWarning) {
		w.complain("browser " + string(e.Source) + " " + string(e.Level) + ": " + e.Text + " " + e.URL)
	}
}

func (w *watch) complain(text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.complaints = append(w.complaints, text)
}

// forgive takes back the complaints that hold a text: those that a test means
// to provoke.
func (w *watch) forgive(text string) (forgiven int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	before := len(w.complaints)
	w.complaints = slices.DeleteFunc(w.complaints, func(c string) bool { return strings.Contains(c, text) })
	return before - len(w.complaints)
}

// judge fails the test if there were complaints, or requests to others than the
// known origins.
func (w *watch) judge(t *testing.T, known []string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	assert.Empty(t, w.complaints, "the page did what it should not")
	for _, address := range w.requests {
		u, err := url.Parse(address)
		if assert.NoError(t, err) && !slices.Contains([]string{"data", "blob", "about"}, u.Scheme) {
			origin := u.Scheme + "://" + u.Host
			assert.Contains(t, known, origin, "foreign request: "+address)
		}
	}
}
