package optimizer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Compress writes any JSON value with fewer bytes. None leaves it as it is.
// Conservative only takes white space out: the value is equal, numbers and texts
// are written as they were, members keep their order.
//
// Balanced also drops what documents and does not define: members that are
// called example, examples, externalDocs, xml, $comment, or begin with "x-", and
// texts called description or summary behind their first sentence or 20 words.
// Aggressive drops those texts and title altogether, and cuts lists of more than
// 8 simple values to 8 and a text that tells how many are left out. Members of
// an object that is called properties, patternProperties, $defs, definitions,
// schemas, parameters, responses, headers or paths are names, not keywords, and
// all stay.
//
// It fails where the value is not valid JSON, or an object has two members of
// the same name, which readers would understand differently.
func (o *Optimizer) Compress(value []byte) ([]byte, error) {
	if err := json.Unmarshal(value, new(json.RawMessage)); err != nil {
		return nil, fmt.Errorf("optimizer: compress: %w", err)
	}
	c := compressor{level: o.level, in: value, out: make([]byte, 0, len(value))}
	c.space()
	if err := c.value(false); err != nil {
		return nil, fmt.Errorf("optimizer: compress: %w", err)
	}
	if o.level == None {
		return bytes.Clone(value), nil
	}
	return c.out, nil
}

// Decode gives back what [Optimizer.Compress] was given, without white space,
// where it was compressed at None or Conservative.
func Decode(text []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		return nil, fmt.Errorf("optimizer: decode: %w", err)
	}
	return out.Bytes(), nil
}

// compressor copies a value that is known to be valid.
type compressor struct {
	level Level
	in    []byte
	at    int
	out   []byte
}

func (c *compressor) space() {
	for c.at < len(c.in) && strings.IndexByte(" \t\r\n", c.in[c.at]) >= 0 {
		c.at++
	}
}

// literal gives the text, number or word that stands here.
func (c *compressor) literal() []byte {
	start := c.at
	if c.in[c.at] == '"' {
		for c.at++; c.in[c.at] != '"'; c.at++ {
			if c.in[c.at] == '\\' {
				c.at++
			}
		}
		c.at++
		return c.in[start:c.at]
	}
	for c.at < len(c.in) && strings.IndexByte(" \t\r\n,]}", c.in[c.at]) < 0 {
		c.at++
	}
	return c.in[start:c.at]
}

// value copies one value. Named tells that the members of an object are names.
func (c *compressor) value(named bool) error {
	switch c.in[c.at] {
	case '{':
		return c.object(named)
	case '[':
		return c.list()
	}
	c.out = append(c.out, c.literal()...)
	return nil
}

func (c *compressor) object(named bool) error {
	c.out = append(c.out, '{')
	seen := map[string]bool{}
	empty := true
	for c.at++; ; c.at++ {
		c.space()
		if c.in[c.at] == '}' {
			break
		}
		key := c.literal()
		name := unquote(key)
		if seen[name] {
			return fmt.Errorf("the object at byte %d has two members %s", c.at-len(key), key)
		}
		seen[name] = true
		c.space()
		c.at++ // the colon
		c.space()
		before := len(c.out)
		if !empty {
			c.out = append(c.out, ',')
		}
		c.out = append(append(c.out, key...), ':')
		start := len(c.out)
		if err := c.value(nameMaps[name] && !named); err != nil {
			return err
		}
		if !named && c.prune(name, start) {
			c.out = c.out[:before]
		} else {
			empty = false
		}
		c.space()
		if c.in[c.at] == '}' {
			break
		}
	}
	c.at++
	c.out = append(c.out, '}')
	return nil
}

// nameMaps are the members whose own members are names.
var nameMaps = map[string]bool{
	"properties": true, "patternProperties": true, "$defs": true, "definitions": true, "schemas": true,
	"parameters": true, "responses": true, "headers": true, "paths": true,
}

// prune shortens the value that was written last, and reports whether it goes
// altogether.
func (c *compressor) prune(name string, start int) bool {
	if c.level < Balanced {
		return false
	}
	switch name {
	case "example", "examples", "externalDocs", "xml", "$comment":
		return true
	case "title":
		return c.level == Aggressive && c.out[start] == '"'
	case "description", "summary":
		if c.out[start] != '"' {
			return false
		}
		text := brief(unquote(c.out[start:]), levelRules[Balanced].inputWords)
		c.out = append(c.out[:start], marshal(text)...)
		return c.level == Aggressive || text == ""
	}
	return strings.HasPrefix(name, "x-")
}

func (c *compressor) list() error {
	c.out = append(c.out, '[')
	simple, n, kept := true, 0, 0
	for c.at++; ; c.at++ {
		c.space()
		if c.in[c.at] == ']' {
			break
		}
		simple = simple && c.in[c.at] != '{' && c.in[c.at] != '['
		if n > 0 {
			c.out = append(c.out, ',')
		}
		if err := c.value(false); err != nil {
			return err
		}
		if n++; n == levelRules[Aggressive].enum {
			kept = len(c.out)
		}
		c.space()
		if c.in[c.at] == ']' {
			break
		}
	}
	c.at++
	if left := n - levelRules[Aggressive].enum; c.level == Aggressive && simple && left > 0 {
		c.out = fmt.Appendf(c.out[:kept], `,"…%d more"`, left)
	}
	c.out = append(c.out, ']')
	return nil
}

func unquote(literal []byte) string {
	var text string
	if json.Unmarshal(literal, &text) != nil {
		return string(literal)
	}
	return text
}
