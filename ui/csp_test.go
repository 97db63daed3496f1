package ui_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/openapi"
	"github.com/specloom/specloom/ui"
)

func sha(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func TestConnectHoldsTheServersOrigins(t *testing.T) {
	t.Parallel()
	for url, want := range map[string][]string{
		"https://api.example.com/v1":        {"https://api.example.com"},
		"HTTPS://API.Example.COM:8443/x?y#": {"https://api.example.com:8443"},
		"http://localhost:8080":             {"http://localhost:8080"},
		"http://127.0.0.1:3000/a":           {"http://127.0.0.1:3000"},
		"http://[::1]:8080/":                {"http:"}, // a policy cannot name it
		"https://bücher.example.com/":       {"https://*.example.com"},
		"//cdn.example.com/api":             {"http://cdn.example.com", "https://cdn.example.com"},
		"/v1":                               {"'self'"},
		"v1":                                {"'self'"},
		"":                                  {"'self'"},
		"api.example.com/v1":                {"'self'"}, // a relative path, as browsers see it
		"localhost/a:b":                     {"'self'"},
		"  https://api.example.com\n":       {"https://api.example.com"},
		"https://{anything}/v1":             {"https:"},
		"https://{tenant}.example.com/v1":   {"https://*.example.com"},
		"https://a.{x}-y.example.com/v1":    {"https://*.example.com"},
		"https://api.example.com:{port}/v1": {"https://api.example.com:*"},
		"{scheme}://api.example.com":        {"http://api.example.com", "https://api.example.com"},
		"{url}/v1":                          {"'self'", "http:", "https:"},
		// what nobody can call needs no permission
		"ftp://example.com":                     {"'none'"},
		"javascript:alert(1)":                   {"'none'"},
		"data:text/html,x":                      {"'none'"},
		"https://user:pw@example.com":           {"'none'"},
		"https://":                              {"'none'"},
		"https://exa mple.com":                  {"'none'"},
		"https://a.com;script-src *":            {"'none'"},
		"https://a.com, https://b.com":          {"'none'"},
		"https://a.com'unsafe-inline'":          {"'none'"},
		"https://a.com\"><script>":              {"'none'"},
		"https://*.com":                         {"'none'"},
		"https://*":                             {"'none'"},
		"https://a.com:80;":                     {"'none'"},
		"https://a.com:99999":                   {"'none'"},
		"https://a.com:*":                       {"'none'"},
		"https://a.com\x00.evil.com":            {"https://a.com.evil.com"},
		"https://a.com%3bscript-src":            {"'none'"},
		"https://a..com":                        {"'none'"},
		"https://a.com\\@b.com/":                {"https://a.com"},
		"https://example.com/; script-src *":    {"https://example.com"},
		"https://example.com?'unsafe-eval'":     {"https://example.com"},
		"https://example.com\n/; script-src *":  {"https://example.com"},
		"https://exam\tple.com/x":               {"https://example.com"},
		"https://ex\u00a0ample.com; x":          {"'none'"},
		"https://\u2028.example.com":            {"https://*.example.com"},
		"https://example.com\u037e script-src;": {"'none'"},
	} {
		t.Run(url, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, want, connect(t, onePlan("x", openapi.Server{URL: url})))
		})
	}
}

func TestConnectExpandsVariables(t *testing.T) {
	t.Parallel()
	server := openapi.Server{URL: "https://{region}.example.com/{base}", Variables: []openapi.ServerVariable{
		{Name: "region", Default: "eu", Enum: []string{"eu", "us", "evil.com;x"}},
		{Name: "base", Default: "v1"},
	}}
	require.Equal(t, []string{"https://eu.example.com", "https://us.example.com"}, connect(t, onePlan("x", server)))

	many := openapi.Server{URL: "https://{a}.{b}.example.com"}
	for _, name := range []string{"a", "b"} {
		v := openapi.ServerVariable{Name: name, Default: "x0"}
		for i := range 40 {
			v.Enum = append(v.Enum, fmt.Sprintf("x%d", i))
		}
		many.Variables = append(many.Variables, v)
	}
	got := connect(t, onePlan("x", many))
	require.Equal(t, []string{"https://*.example.com"}, got, "too many to list: all of them")

	whole := openapi.Server{URL: "{url}", Variables: []openapi.ServerVariable{{Name: "url", Default: "https://a.example.com/x", Enum: []string{"http://b.example.com"}}}}
	require.Equal(t, []string{"http://b.example.com", "https://a.example.com"}, connect(t, onePlan("x", whole)))
}

func TestConnectHoldsServersOfOperations(t *testing.T) {
	t.Parallel()
	plan := onePlan("x")
	plan.API.Operations[0].Servers = []openapi.Server{{URL: "https://upload.example.com"}, {URL: "https://api.example.com/v2"}}
	require.Equal(t, []string{"https://api.example.com", "https://upload.example.com"}, connect(t, plan))
}

func TestConnectIsBounded(t *testing.T) {
	t.Parallel()
	plan := onePlan("x")
	plan.API.Servers = nil
	for i := range 5000 {
		plan.API.Servers = append(plan.API.Servers, openapi.Server{URL: fmt.Sprintf("https://h%d.example.com", i)})
	}
	require.LessOrEqual(t, len(connect(t, plan)), 256)
}

func TestWithConnect(t *testing.T) {
	t.Parallel()
	got := connect(t, onePlan("x"), ui.WithConnect("http://localhost:9000", "https://b.example.com"), ui.WithConnect("https://api.example.com"))
	require.Equal(t, []string{"http://localhost:9000", "https://api.example.com", "https://b.example.com"}, got)
	for _, bad := range []string{"", "*", "example.com", "https://", "https://a.com/path", "ftp://a.com", "https://a.com; script-src *", "'self'", "https://*.com", "https://a b.com"} {
		require.ErrorContains(t, ui.Render(io.Discard, onePlan("x"), ui.WithConnect(bad)), "WithConnect", bad)
	}
}

// FuzzServerURL holds that no server can write anything into the policy but
// sources.
func FuzzServerURL(f *testing.F) {
	for _, url := range []string{"https://a.b", "{x}://a;b", "//a'", "https://a:{p}", "https://é", "https://a b", "http://[::1]", "\x00"} {
		f.Add(url, "x", "a;b 'c'")
	}
	source := regexp.MustCompile(`^('self'|'none'|https?:|https?://(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:(\d{1,5}|\*))?)$`)
	f.Fuzz(func(t *testing.T, url, name, value string) {
		server := openapi.Server{URL: url, Variables: []openapi.ServerVariable{{Name: name, Default: value, Enum: []string{value, url}}}}
		for _, got := range connect(t, onePlan("x", server)) {
			require.Regexp(t, source, got)
		}
		page := render(t, onePlan("x", server))
		require.Len(t, strings.Split(policy(t, page), "; "), 7)
	})
}
