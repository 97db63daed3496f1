package openapi

import (
	"fmt"
	"strings"
	"unicode"
)

// Warning is something that could not be read, and was left out.
type Warning struct {
	File    string // as given or referred to; "" where the description was given as bytes
	Line    int    // from 1; 0 where unknown
	Pointer string // JSON pointer within File
	Message string
}

// String writes the warning as "file:line: pointer: message", in one line
// whatever the description holds.
func (w Warning) String() string { return oneLine(place(w.File, w.Line, w.Pointer) + w.Message) }

// Error says why a description cannot be read at all.
type Error struct {
	File    string
	Line    int    // from 1; 0 where unknown
	Pointer string // JSON pointer within File
	Err     error  // the cause
}

// Error writes the error as "openapi: file:line: pointer: cause", in one line
// whatever the description holds.
func (e *Error) Error() string {
	return oneLine("openapi: " + place(e.File, e.Line, e.Pointer) + e.Err.Error())
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func place(file string, line int, pointer string) string {
	out := file
	if line > 0 {
		if out == "" {
			out = "line "
		} else {
			out += ":"
		}
		out += fmt.Sprint(line)
	}
	if out != "" {
		out += ": "
	}
	if pointer != "" {
		out += "#" + ellipsis(pointer) + ": "
	}
	return out
}

// ellipsis cuts a pointer that is too long to read, in the middle: its start
// says where to look, and its end what for.
func ellipsis(pointer string) string { return cut(pointer, maxPointer) }

// cut takes the middle out of a text that is longer than so many bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	half := most / 2
	return strings.ToValidUTF8(text[:half], "") + "…" + strings.ToValidUTF8(text[len(text)-half:], "")
}

// oneLine keeps what a description says from breaking lines, or steering the
// terminal, of those who log it.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}
