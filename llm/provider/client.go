package provider

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// NewHTTPClient makes a client with a transport of its own, for one provider: it
// heeds the proxies of the environment, keeps as many connections open as there
// are calls under way, and sets no time limit, since an answer may take minutes and
// llm.WithTimeout knows better.
func NewHTTPClient() *http.Client {
	return &http.Client{Transport: &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          64,
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       90 * time.Second,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
	}}
}

// CheckURL returns the address of a server without the slash at its end, if it is
// one. The error names what it is about, and does not repeat it: it may hold a key,
// by mistake.
func CheckURL(what, address string) (string, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return "", fmt.Errorf("%s is not of the form https://host/path", what)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("%s has a user, a query or a fragment", what)
	}
	return strings.TrimRight(address, "/"), nil
}

// Count takes a number of tokens from a reply, which may say anything: it is never
// negative, and no sum of such numbers overflows.
func Count(n int64) int { return int(min(max(n, 0), 1<<30)) }
