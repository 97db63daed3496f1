package ui

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
)

// The page's one script and one style, bundled from ui/web by `make page`.
var (
	//go:embed assets/app.js
	pageScript string
	//go:embed assets/app.css
	pageStyle string
)

// sourceHash is how a Content-Security-Policy names an inline script or style.
func sourceHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
