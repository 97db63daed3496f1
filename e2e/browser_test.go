package e2e_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/specloom/specloom/internal/corpus"
)

func TestMain(m *testing.M) {
	code := m.Run()
	theBrowser.close()
	os.Exit(code)
}

// theBrowser is shared: a test gets a profile of its own in it, so that nothing
// of another test is left there.
var theBrowser browser

type browser struct {
	once    sync.Once
	ctx     context.Context
	stop    []context.CancelFunc
	missing string // why there is none
}

// start returns the running browser.
func (b *browser) start(t *testing.T) context.Context {
	t.Helper()
	b.once.Do(func() {
		path, err := findBrowser()
		if err != nil {
			b.missing = err.Error()
			return
		}
		options := append(
			chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.DisableGPU,
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
			chromedp.Flag("lang", "en-GB"),
			chromedp.Flag("force-color-profile", "srgb"),
		)
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // Chromium refuses to run as root otherwise
		}
		all, stopAll := chromedp.NewExecAllocator(context.Background(), options...) //nolint:usetesting // outlives the first test
		ctx, stop := chromedp.NewContext(all, chromedp.WithErrorf(complain), chromedp.WithLogf(ignore))
		b.ctx, b.stop = ctx, []context.CancelFunc{stop, stopAll}
		if err := chromedp.Do(ctx); err != nil {
			b.missing = fmt.Sprintf("%s does not start: %v", path, err)
		}
	})
	if b.missing != "" {
		corpus.Missing(t, b.missing)
	}
	return b.ctx
}

func (b *browser) close() {
	for _, stop := range b.stop {
		stop()
	}
}

func findBrowser() (string, error) {
	if path := os.Getenv("SPECLOOM_CHROMIUM"); path != "" {
		path, err := exec.LookPath(path)
		if err != nil {
			err = fmt.Errorf("no browser where SPECLOOM_CHROMIUM says: %w", err)
		}
		return path, err
	}
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no browser: none of %s is in PATH, and SPECLOOM_CHROMIUM is not set", strings.Join(names, ", "))
}

// complain prints what chromedp has to say, but for its trouble with values
// that this browser knows and cdproto does not yet.
func complain(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if strings.Contains(text, "could not unmarshal event") || strings.Contains(text, "unhandled") {
		return
	}
	fmt.Fprintln(os.Stderr, "chromedp:", text)
}

func ignore(string, ...any) {}
