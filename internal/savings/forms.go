package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/pb33f/go-yaml"
)

// pretty writes JSON as people do, two spaces for each level.
func pretty(text string) (string, error) {
	var out bytes.Buffer
	err := json.Indent(&out, []byte(text), "", "  ")
	return out.String(), err
}

// asYAML writes JSON as YAML in block style, two spaces for each level.
func asYAML(text string) (string, error) {
	var node yaml.Node
	if err := yaml.Unmarshal([]byte(text), &node); err != nil {
		return "", err
	}
	plain(&node)
	var out strings.Builder
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&node); err != nil {
		return "", err
	}
	return out.String(), encoder.Close()
}

// plain takes off how JSON was written, so that YAML quotes what it must only.
func plain(node *yaml.Node) {
	node.Style = 0
	for _, below := range node.Content {
		plain(below)
	}
}
