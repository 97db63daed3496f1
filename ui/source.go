package ui

import (
	"strconv"
	"strings"
)

// urlSources are the policy sources for one URL with gaps. A URL that the
// browser would refuse anyway gives none.
func urlSources(text string) []string {
	// Browsers drop these before they read a URL.
	text = strings.TrimFunc(text, func(r rune) bool { return r <= ' ' && r != 0 })
	text = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(text)

	scheme, rest, absolute := strings.Cut(text, "://")
	if at := strings.IndexAny(scheme, "/?#"); at >= 0 {
		absolute = false
	}
	switch {
	case absolute:
	case strings.HasPrefix(text, "//"):
		scheme, rest = gap, text[2:] // the page's own scheme
	case strings.HasPrefix(text, gap):
		return []string{"'self'", "http:", "https:"} // the user types all of it
	case hasScheme(text):
		return nil
	default:
		return []string{"'self'"}
	}

	var schemes []string
	switch strings.ToLower(scheme) {
	case "http", "https":
		schemes = []string{strings.ToLower(scheme)}
	default:
		if !strings.Contains(scheme, gap) {
			return nil
		}
		schemes = []string{"http", "https"}
	}
	authority := rest
	if end := strings.IndexAny(rest, "/?#\\"); end >= 0 {
		authority = rest[:end]
	}
	host, ok := hostSource(authority)
	if !ok {
		return nil
	}
	out := make([]string, 0, len(schemes))
	for _, scheme := range schemes {
		if host == "" {
			out = append(out, scheme+":")
		} else {
			out = append(out, scheme+"://"+host)
		}
	}
	return out
}

// hasScheme reports whether text begins with a scheme such as "mailto:", as
// opposed to a relative path.
func hasScheme(text string) bool {
	colon := strings.IndexByte(text, ':')
	if colon <= 0 || strings.ContainsAny(text[:colon], "/?#") {
		return false
	}
	for i, r := range text[:colon] {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return false
		}
	}
	return true
}

// hostSource turns host and port into the host part of a policy source: the
// host itself, "*.example.com" where only its end is known, or "" where nothing
// is. It is not ok where no browser would accept it.
func hostSource(authority string) (source string, ok bool) {
	if authority == "" || strings.Contains(authority, "@") {
		return "", false // browsers do not fetch URLs with a user in them
	}
	if strings.HasPrefix(authority, "[") {
		return "", true // a policy has no way to write an IPv6 host
	}
	host, port, hasPort := strings.Cut(authority, ":")
	suffix := ""
	if hasPort && port != "" {
		number, err := strconv.ParseUint(port, 10, 16)
		switch {
		case strings.Contains(port, gap):
			suffix = ":*"
		case err != nil:
			return "", false
		default:
			suffix = ":" + strconv.FormatUint(number, 10)
		}
	}

	labels := strings.Split(strings.ToLower(host), ".")
	known := len(labels) // where the known end of the name begins
	for known > 0 && isLabel(labels[known-1]) {
		known--
	}
	switch {
	case known == 0:
		return strings.Join(labels, ".") + suffix, true
	case !mayVary(labels[known-1]):
		return "", false
	case known == len(labels):
		return "", true
	default:
		return "*." + strings.Join(labels[known:], ".") + suffix, true
	}
}

func isLabel(label string) bool {
	for _, r := range label {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return label != ""
}

// mayVary reports whether a label that is no plain one can still become part of
// a host: it has a gap, or letters beyond ASCII, which the browser rewrites.
func mayVary(label string) bool {
	varies := false
	for _, r := range label {
		switch {
		case string(r) == gap || r > 0x7f:
			varies = true
		case !isLabel(string(r)):
			return false
		}
	}
	return varies
}
