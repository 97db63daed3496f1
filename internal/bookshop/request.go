package bookshop

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
)

const maxBody = 1 << 20 // of a JSON body; covers have a limit of their own

// readJSON reads the body of a request: JSON of one of the types, or of any
// JSON type for a merge patch. An empty body is empty, not an error.
func readJSON(r *request) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		return nil, trouble(http.StatusRequestEntityTooLarge, "The body is larger than %d bytes.", maxBody)
	}
	if err != nil {
		return nil, trouble(http.StatusBadRequest, "The body could not be read.")
	}
	if len(body) == 0 {
		return nil, nil
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	merge := r.Method == http.MethodPatch && kind == "application/merge-patch+json"
	if kind != "application/json" && !merge {
		want := "application/json"
		if r.Method == http.MethodPatch {
			want = "application/merge-patch+json"
		}
		return nil, trouble(http.StatusUnsupportedMediaType, "Send the body as %s, not as %q.", want, kind)
	}
	if !json.Valid(body) {
		return nil, trouble(http.StatusBadRequest, "The body is not JSON.")
	}
	return body, nil
}

// readInto reads a body that has to be there into each of the values.
func readInto(r *request, values ...any) error {
	body, err := readJSON(r)
	if err != nil {
		return err
	}
	if body == nil {
		return trouble(http.StatusBadRequest, "The body is missing.")
	}
	for _, value := range values {
		if err := decode(body, value); err != nil {
			return err
		}
	}
	return nil
}

// decode fills value from JSON. Fields that it does not know are left alone:
// clients may send back what they were shown.
func decode(body []byte, value any) error {
	err := json.Unmarshal(body, value)
	if wrong := new(json.UnmarshalTypeError); errors.As(err, &wrong) {
		if wrong.Field == "" {
			return trouble(http.StatusBadRequest, "The body must be an object.")
		}
		return invalid(422, []fault{{Field: wrong.Field, Message: "must be " + nameOf(wrong.Type)}})
	}
	if err != nil {
		return trouble(http.StatusBadRequest, "The body cannot be read.")
	}
	return nil
}

// nameOf says in words what JSON a Go type is read from.
func nameOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Int:
		return "a whole number"
	case reflect.Float64:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice:
		return "a list"
	default:
		return "an object"
	}
}

// merged is old after a JSON merge patch (RFC 7396).
func merged[T any](old T, patch []byte) (T, error) {
	var fresh T
	was, err := json.Marshal(old)
	if err != nil {
		return fresh, err
	}
	var target, change map[string]any
	if json.Unmarshal(patch, &change) != nil || change == nil {
		return fresh, trouble(http.StatusBadRequest, "The body must be an object.")
	}
	if err := json.Unmarshal(was, &target); err != nil {
		return fresh, err
	}
	now, err := json.Marshal(mergePatch(target, change))
	if err != nil {
		return fresh, err
	}
	return fresh, decode(now, &fresh)
}

func mergePatch(target, change map[string]any) map[string]any {
	if target == nil {
		target = map[string]any{}
	}
	for name, value := range change {
		switch value := value.(type) {
		case nil:
			delete(target, name)
		case map[string]any:
			inner, _ := target[name].(map[string]any)
			target[name] = mergePatch(inner, value)
		default:
			target[name] = value
		}
	}
	return target
}
