// Package retention checks that a text in the notation of package optimizer tells
// what it must of a description. It is written against the model of package
// openapi and against the legend, and shares no code with what writes the
// notation: it reads the text, walks the description beside it, and counts the
// facts that the text does not have.
package retention
