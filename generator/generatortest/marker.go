package generatortest

import (
	"slices"
	"strconv"
)

// Marker is a word that stands in one place of an answer and nowhere else.
type Marker struct {
	Word      string
	Operation string // "" in a blueprint
	Place     string // "title", "help", "submit", "confirm", "label", …
	Name      string // of the field, column or resource, where it is about one
	// Valid tells that the answer can be read, and that the place is one of those
	// that it may speak of.
	Valid bool
}

// Markers returns the markers of all answers so far; see [WithMarkers].
func (m *Model) Markers() []Marker {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.markers)
}

// marker marks the words of one answer.
type marker struct {
	on    bool
	dice  dice
	given []Marker
}

// word puts the marker before the text, where cutting a text that is too long
// does not reach it.
func (m *marker) word(text, operation, place, name string, valid bool) string {
	if !m.on || text == "" {
		return text
	}
	word := "mark" + strconv.FormatUint(m.dice.of(operation, place, name).state, 36)
	m.given = append(m.given, Marker{word, operation, place, name, valid})
	return word + " " + text
}

func invalid(marks []Marker) []Marker {
	out := slices.Clone(marks)
	for i := range out {
		out[i].Valid = false
	}
	return out
}
