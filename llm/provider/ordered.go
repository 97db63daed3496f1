package provider

import (
	"bytes"
	"encoding/json"
	"errors"
)

// node is a JSON value whose objects keep the order of their members: models write
// an object's properties in the order that the schema has them.
type node struct {
	kind    byte // '{', '[' or 0 for anything else
	names   []string
	values  []*node // of an object, beside names, or of an array
	literal []byte
}

const maxDepth = 64 // of a schema; those that models can follow are flat

func parse(data []byte) (*node, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	n, err := parseNext(d, 0)
	if err == nil && d.More() {
		err = errors.New("more than one value")
	}
	return n, err
}

func parseNext(d *json.Decoder, depth int) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		literal, err := json.Marshal(token)
		return &node{literal: literal}, err
	}
	if depth == maxDepth {
		return nil, errors.New("too deep")
	}
	n := &node{kind: byte(delim)}
	for d.More() {
		if n.kind == '{' {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			text, _ := name.(string)
			n.names = append(n.names, text)
		}
		value, err := parseNext(d, depth+1)
		if err != nil {
			return nil, err
		}
		n.values = append(n.values, value)
	}
	_, err = d.Token() // the end
	return n, err
}

// MarshalJSON writes the value.
func (n *node) MarshalJSON() ([]byte, error) {
	if n.kind == 0 {
		return n.literal, nil
	}
	var b bytes.Buffer
	b.WriteByte(n.kind)
	for i, value := range n.values {
		if i > 0 {
			b.WriteByte(',')
		}
		if n.kind == '{' {
			name, err := json.Marshal(n.names[i])
			if err != nil {
				return nil, err
			}
			b.Write(name)
			b.WriteByte(':')
		}
		inner, err := value.MarshalJSON()
		if err != nil {
			return nil, err
		}
		b.Write(inner)
	}
	b.WriteByte(n.kind + 2) // '}' and ']'
	return b.Bytes(), nil
}

// get returns a member of an object, or nil. Of a name that is there twice, the
// last counts.
func (n *node) get(name string) *node {
	for i := len(n.names) - 1; n.kind == '{' && i >= 0; i-- {
		if n.names[i] == name {
			return n.values[i]
		}
	}
	return nil
}

// text returns a string's value, and "" for anything else.
func (n *node) text() string {
	var s string
	if n != nil && n.kind == 0 && json.Unmarshal(n.literal, &s) == nil {
		return s
	}
	return ""
}

// set adds a member, or changes it.
func (n *node) set(name string, value *node) {
	for i, have := range n.names {
		if have == name {
			n.values[i] = value
			return
		}
	}
	n.names = append(n.names, name)
	n.values = append(n.values, value)
}

func texts(values ...string) *node {
	n := &node{kind: '['}
	for _, v := range values {
		n.values = append(n.values, literal(v))
	}
	return n
}

func literal(v any) *node {
	data, err := json.Marshal(v)
	if err != nil {
		panic("provider: " + err.Error()) // only texts and booleans come here
	}
	return &node{literal: data}
}
