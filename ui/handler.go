package ui

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Handler serves the page of the plan at its root, and 404 below it. It can be
// mounted under any prefix, with [http.StripPrefix] or a router's own means.
// The page is made once, on the first request; the plan must not be changed
// from then on. An error of [Render] becomes a 500 with its text.
func Handler(plan *Plan, opts ...Option) http.Handler {
	page := sync.OnceValues(func() (*renderedPage, error) { return renderPage(plan, opts) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		switch {
		case !isRoot(r):
			http.NotFound(w, r)
			return
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			header.Set("Allow", "GET, HEAD")
			http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
			return
		}
		page, err := page()
		if err != nil {
			http.Error(w, "ui: render the page: "+err.Error(), http.StatusInternalServerError)
			return
		}
		header.Set("ETag", page.tag)
		header.Set("Cache-Control", "no-cache") // kept, but asked for again: a new plan shows at once
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Content-Security-Policy", page.policy+"; frame-ancestors 'none'")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page.html))
	})
}

// isRoot reports whether a request is for the handler's own root. Routers that
// mount a handler without stripping the prefix say in the request's pattern
// where they mounted it.
func isRoot(r *http.Request) bool {
	path := strings.TrimSuffix(r.URL.Path, "/")
	if path == "" {
		return true
	}
	_, mount, _ := strings.Cut(r.Pattern, "/") // without method and host
	mount = strings.TrimSuffix(mount, "*")
	if at := strings.IndexByte(mount, '{'); at >= 0 {
		rest := mount[at:]
		if rest != "{$}" && !strings.HasSuffix(rest, "...}") {
			return false // the prefix itself varies
		}
		mount = mount[:at]
	}
	mount = strings.TrimSuffix(mount, "/")
	return mount != "" && path == "/"+mount
}
