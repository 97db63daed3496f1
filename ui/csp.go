package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/specloom/specloom/openapi"
)

// contentPolicy is the page's Content-Security-Policy. Hashes stand instead of
// nonces, since a file on disk would always carry the same nonce.
func contentPolicy(plan *Plan, extra []string) string {
	connect := append(connectSources(plan), extra...)
	slices.Sort(connect)
	connect = slices.Compact(connect)
	if len(connect) == 0 {
		connect = []string{"'none'"}
	}
	return strings.Join([]string{
		"default-src 'none'",
		"script-src " + sourceHash(pageScript),
		"style-src " + sourceHash(pageStyle),
		"img-src data: blob:",
		"connect-src " + strings.Join(connect, " "),
		"base-uri 'none'",
		"form-action 'none'",
	}, "; ")
}

// maxSources bounds what one description can put into the policy, which
// browsers read on every page load and proxies send as a header.
const maxSources = 256

// connectSources lists where the page may send requests: the servers of the
// API and of its operations.
func connectSources(plan *Plan) []string {
	seen := map[string]bool{}
	var out []string
	add := func(servers []openapi.Server) {
		for _, server := range servers {
			for _, source := range serverSources(server) {
				if len(out) < maxSources && !seen[source] {
					seen[source] = true
					out = append(out, source)
				}
			}
		}
	}
	servers := plan.API.Servers
	if len(servers) == 0 {
		servers = []openapi.Server{{URL: "/"}} // what OpenAPI says
	}
	add(servers)
	for _, op := range plan.API.Operations {
		if !op.Webhook {
			add(op.Servers)
		}
	}
	return out
}

// gap stands for a part of a server's URL that the user of the page chooses.
const gap = "\x00"

// serverSources are the policy sources that cover every URL a server stands
// for. Nothing of the URL's text gets into them but a scheme, a checked host
// and a port, so that a hostile URL cannot write policy.
func serverSources(server openapi.Server) []string {
	var out []string
	for _, text := range expandServer(server) {
		out = append(out, urlSources(text)...)
	}
	return out
}

// maxExpanded bounds the combinations of a server's variables.
const maxExpanded = 64

// expandServer replaces the variables of a server's URL by each of their
// values, and by a gap where the user may type anything or where the
// combinations are too many.
func expandServer(server openapi.Server) []string {
	texts := []string{strings.ReplaceAll(server.URL, gap, "")}
	for _, variable := range server.Variables {
		name := "{" + variable.Name + "}"
		if !strings.Contains(server.URL, name) {
			continue
		}
		values := []string{gap}
		if n := len(variable.Enum); n > 0 && (n+1)*len(texts) <= maxExpanded {
			values = append([]string{variable.Default}, variable.Enum...)
		}
		var next []string
		for _, text := range texts {
			for _, value := range values {
				next = append(next, strings.ReplaceAll(text, name, value))
			}
		}
		texts = next
	}
	for i, text := range texts {
		texts[i] = closeBraces(text)
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}

// closeBraces puts a gap where a variable is used that nobody declared.
func closeBraces(text string) string {
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return text
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			return text
		}
		text = text[:open] + gap + text[open+end+1:]
	}
}

// parseOrigin checks an origin that a developer gives to [WithConnect].
func parseOrigin(origin string) (string, error) {
	sources := urlSources(origin)
	host := strings.TrimPrefix(strings.TrimPrefix(origin, "https://"), "http://")
	if len(sources) != 1 || host == origin || host == "" || strings.ContainsAny(host, "/?#"+gap) {
		return "", fmt.Errorf("%q is not an origin such as https://api.example.com", origin)
	}
	return sources[0], nil
}
