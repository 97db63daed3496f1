package ui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
)

const (
	maxErrors  = 50   // that are listed
	maxNesting = 1000 // of a plan file
)

// problems collects what is wrong, each with its JSON pointer.
type problems struct {
	list []error
	more int
}

func (p *problems) add(pointer, format string, args ...any) {
	if len(p.list) >= maxErrors {
		p.more++
		return
	}
	p.list = append(p.list, fmt.Errorf("%s: %w", orElse(pointer, "/"), fmt.Errorf(format, args...)))
}

func (p *problems) err() error {
	if p.more > 0 {
		return errors.Join(append(p.list, fmt.Errorf("and %d more", p.more))...)
	}
	return errors.Join(p.list...)
}

// checkStructure compares a plan file with the Go types: encoding/json alone
// would accept unknown members, or refuse them without saying where.
func checkStructure(data []byte) error {
	c := checker{tokens: json.NewDecoder(bytes.NewReader(data)), members: map[reflect.Type]map[string]reflect.Type{}}
	c.tokens.UseNumber()
	if err := c.value(reflect.TypeFor[Plan](), "", 0, false); err != nil {
		return err
	}
	if _, err := c.tokens.Token(); err != io.EOF {
		return errors.New("there is text after the plan")
	}
	return c.problems.err()
}

type checker struct {
	tokens   *json.Decoder
	members  map[reflect.Type]map[string]reflect.Type
	problems problems
}

var rawMessage = reflect.TypeFor[json.RawMessage]()

// value reads one value that should be of type t; t nil accepts anything.
func (c *checker) value(t reflect.Type, pointer string, depth int, element bool) error {
	if depth > maxNesting {
		return fmt.Errorf("nested more than %d deep", maxNesting)
	}
	token, err := c.tokens.Token()
	if err != nil {
		return err
	}
	if t == rawMessage {
		t = nil
	}
	if t != nil && t.Kind() == reflect.Pointer {
		if token == nil && !element {
			return nil
		}
		t = t.Elem()
	}
	delim, compound := token.(json.Delim)
	if !compound {
		if t != nil && !scalarFits(t, token, element) {
			c.problems.add(pointer, "want %s", wanted(t))
		}
		return nil
	}
	if delim == '[' {
		return c.array(t, pointer, depth)
	}
	return c.object(t, pointer, depth)
}

func (c *checker) array(t reflect.Type, pointer string, depth int) error {
	var inner reflect.Type
	if t != nil {
		if t.Kind() == reflect.Slice {
			inner = t.Elem()
		} else {
			c.problems.add(pointer, "want %s", wanted(t))
		}
	}
	for i := 0; c.tokens.More(); i++ {
		if err := c.value(inner, pointer+"/"+strconv.Itoa(i), depth+1, true); err != nil {
			return err
		}
	}
	_, err := c.tokens.Token()
	return err
}

func (c *checker) object(t reflect.Type, pointer string, depth int) error {
	var members map[string]reflect.Type
	var inner reflect.Type
	if t != nil {
		switch t.Kind() {
		case reflect.Struct:
			members = c.membersOf(t)
		case reflect.Map:
			inner = t.Elem()
		default:
			c.problems.add(pointer, "want %s", wanted(t))
		}
	}
	seen := map[string]bool{}
	for c.tokens.More() {
		token, err := c.tokens.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		at := pointer + "/" + escapePointer(name)
		if seen[name] && t != nil {
			c.problems.add(at, "stands here twice")
		}
		seen[name] = true
		want := inner
		if members != nil {
			var known bool
			if want, known = members[name]; !known {
				c.problems.add(at, "unknown member")
			}
		}
		if err := c.value(want, at, depth+1, inner != nil); err != nil {
			return err
		}
	}
	_, err := c.tokens.Token()
	return err
}

// membersOf lists the JSON members of a struct.
func (c *checker) membersOf(t reflect.Type) map[string]reflect.Type {
	if have := c.members[t]; have != nil {
		return have
	}
	out := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		out[orElse(name, f.Name)] = f.Type
	}
	c.members[t] = out
	return out
}

func scalarFits(t reflect.Type, token json.Token, element bool) bool {
	switch token := token.(type) {
	case nil:
		return !element && (t.Kind() == reflect.Slice || t.Kind() == reflect.Map)
	case string:
		return t.Kind() == reflect.String && t != reflect.TypeFor[json.Number]()
	case bool:
		return t.Kind() == reflect.Bool
	case json.Number:
		if t.Kind() == reflect.Int {
			_, err := strconv.Atoi(token.String())
			return err == nil
		}
		return t == reflect.TypeFor[json.Number]()
	}
	return false
}

func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[json.Number]():
		return "a number"
	case t.Kind() == reflect.String:
		return "a text"
	case t.Kind() == reflect.Int:
		return "a whole number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "an array"
	}
	return "an object"
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(clip(name, maxName))
}
