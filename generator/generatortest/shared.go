package generatortest

import (
	"encoding/json"
	"strings"
)

// shared are the names that all parts of an application share.
type shared struct {
	Resources []string          `json:"resources"`
	Verbs     map[string]string `json:"verbs"` // by what an operation does
	Labels    map[string]string `json:"labels"`
}

// readShared reads the message that tells them: an object with no other members.
func readShared(text string) (shared, bool) {
	var out shared
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&out) != nil || decoder.More() {
		return shared{}, false
	}
	return out, out.Resources != nil || out.Verbs != nil || out.Labels != nil
}
