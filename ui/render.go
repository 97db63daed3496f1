package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
)

// Render writes the plan as one HTML page that needs nothing else: no other
// file, no server of its own, no network but the API. The same plan and options
// give the same bytes.
//
// The page carries a Content-Security-Policy that lets nothing run but its own
// script and lets it call nothing but the servers of the API.
func Render(w io.Writer, plan *Plan, opts ...Option) error {
	page, err := renderPage(plan, opts)
	if err != nil {
		return fmt.Errorf("ui: render the page: %w", err)
	}
	if _, err := w.Write(page.html); err != nil {
		return fmt.Errorf("ui: write the page: %w", err)
	}
	return nil
}

// renderedPage is a page, the policy it was made for, and its entity tag.
type renderedPage struct {
	html   []byte
	policy string
	tag    string
}

func renderPage(plan *Plan, opts []Option) (*renderedPage, error) {
	cfg, err := newConfig(opts)
	if err != nil {
		return nil, err
	}
	if err := plan.Validate(); err != nil {
		return nil, err
	}
	data, err := packPlan(plan)
	if err != nil {
		return nil, err
	}
	policy := contentPolicy(plan, cfg.connect)

	var b bytes.Buffer
	b.Grow(len(data) + len(pageScript) + len(pageStyle) + 2048)
	fmt.Fprintf(&b, pageHead, html.EscapeString(policy), html.EscapeString(pageTitle(plan)))
	b.WriteString("<style>" + pageStyle + "</style>\n</head>\n<body>\n")
	b.WriteString(pageBody)
	b.WriteString(`<script type="text/plain" id="specloom-plan">`)
	b.Write(data)
	b.WriteString("</script>\n<script>" + pageScript + "</script>\n</body>\n</html>\n")
	sum := sha256.Sum256(b.Bytes())
	tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
	return &renderedPage{html: b.Bytes(), policy: policy, tag: tag}, nil
}

// The policy comes before anything that it governs.
const pageHead = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Specloom">
<title>%s</title>
`

const pageBody = `<div id="specloom"></div>
<noscript><p>This page needs JavaScript: it builds the forms and calls the API. Please turn it on and load the page again.</p></noscript>
`

func pageTitle(plan *Plan) string {
	for _, title := range []string{plan.App.Title, plan.API.Title} {
		if title != "" {
			return title
		}
	}
	return "API"
}

// packPlan makes the plan small enough to carry: gzip, which browsers unpack
// natively, in base64, which needs no escaping inside a script element.
func packPlan(plan *Plan) ([]byte, error) {
	var packed bytes.Buffer
	encoder := base64.NewEncoder(base64.StdEncoding, &packed)
	zip, err := gzip.NewWriterLevel(encoder, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(zip).Encode(plan); err != nil {
		return nil, err
	}
	if err := errors.Join(zip.Close(), encoder.Close()); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}
