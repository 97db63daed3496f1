package bookshop

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
)

// request is a request of somebody who may do what they ask for.
type request struct {
	*http.Request

	customer string // ID of the reader who has signed in; "" for the shop and for strangers
}

// answer is what a handler has to say. It is written after the handler has let
// go of the shop, so that a slow reader holds up nobody.
type answer struct {
	status   int
	body     any    // written as JSON; nil for none
	location string // of a new thing
	picture  *cover // instead of body
}

func ok(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }

func created(location string, body any) (answer, error) {
	return answer{status: http.StatusCreated, location: location, body: body}, nil
}

func gone() (answer, error) { return answer{status: http.StatusNoContent}, nil }

func (a answer) write(w http.ResponseWriter) {
	if a.picture != nil {
		write(w, a.status, a.picture.kind, a.picture.data)
		return
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	if a.body == nil {
		w.WriteHeader(a.status)
		return
	}
	writeJSON(w, a.status, "application/json", a.body)
}

func writeError(w http.ResponseWriter, err error) {
	p := new(problem)
	if !errors.As(err, &p) {
		p = trouble(http.StatusInternalServerError, "Something went wrong on our side.")
	}
	if p.challenge != "" {
		w.Header().Set("WWW-Authenticate", p.challenge)
	}
	writeJSON(w, p.Status, "application/problem+json", p)
}

func writeJSON(w http.ResponseWriter, status int, kind string, body any) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	if err := enc.Encode(body); err != nil {
		status = http.StatusInternalServerError
		out.Reset()
	}
	write(w, status, kind, out.Bytes())
}

func write(w http.ResponseWriter, status int, kind string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body) // whoever asked has gone away
}
