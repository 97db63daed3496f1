package bookshop

import (
	"fmt"
	"net/http"
	"strings"
)

// problem is an error as RFC 9457 writes it. Its type is left out, which means
// that the title says no more than the status.
type problem struct {
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty"`
	Errors []fault `json:"errors,omitempty"`

	challenge string // for the header WWW-Authenticate
}

// fault is one field that is not right.
type fault struct {
	Field   string `json:"field"` // "lines.0.quantity"
	Message string `json:"message"`
}

// Error writes the problem as the status and the detail.
func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func trouble(status int, format string, args ...any) *problem {
	return &problem{Title: http.StatusText(status), Status: status, Detail: fmt.Sprintf(format, args...)}
}

func notFound(what, id string) *problem {
	return trouble(http.StatusNotFound, "There is no %s %q.", what, id)
}

func invalid(status int, faults []fault) *problem {
	names := make([]string, len(faults))
	for i, f := range faults {
		names[i] = f.Field
	}
	p := trouble(status, "Please look again at %s.", strings.Join(names, ", "))
	p.Errors = faults
	return p
}
