package generatortest

import (
	"strings"

	"github.com/specloom/specloom/optimizer"
)

// readLossless understands the notation of optimizer.Conservative, by its
// decoder: what it says is the same as in JSON. Of a text that breaks off, which
// cannot be decoded, it takes the lines that begin operations.
func readLossless(text string) *description {
	if decoded, err := optimizer.Decode([]byte(text)); err == nil {
		return readJSON(string(decoded))
	}
	d := &description{named: func(string) *shape { return nil }}
	path := ""
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "/") && !strings.HasPrefix(line, "//") {
			path = line
		}
		words := strings.Fields(strings.Replace(line, " !deprecated ", " ", 1))
		if len(words) > 1 && path != "" && httpMethods[words[0]] && !strings.HasPrefix(words[1], "//") {
			d.operations = append(d.operations, &operation{id: words[1], method: words[0], path: path})
		}
	}
	return d
}

var httpMethods = map[string]bool{
	"GET": true, "PUT": true, "POST": true, "DELETE": true, "OPTIONS": true, "HEAD": true, "PATCH": true, "TRACE": true, "QUERY": true,
}
