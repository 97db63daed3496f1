package openapi

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// marks are what a file names by $id, $anchor and $dynamicAnchor (JSON Schema
// 2020-12, section 8.2). A resource is a schema with an $id, or a whole file; it
// is known by its pointer.
type marks struct {
	base     *url.URL                   // of the file: its place in the folder, or $self
	bases    map[string]*url.URL        // of resources
	anchors  map[string]node            // by resource, "#" and name; and by "#" and name for the first in the file
	dynamics map[string]map[string]node // by resource: those of $dynamicAnchor
}

// localScheme makes an absolute URI of a file's name, to resolve others against.
const localScheme = "specloom"

// named are keywords whose members have names of the author's choice, so that one
// called $id says nothing about them.
var named = []string{
	"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas", "responses",
	"parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks", "pathItems", "mediaTypes",
	"paths", "webhooks", "content", "mapping",
}

// data are keywords that hold values, not schemas.
var data = []string{"enum", "const", "default", "example", "examples", "value", "dataValue"}

// mark finds what is named in a file. It is called once for each that has such
// names at all.
func (r *reader) mark(f *file) {
	f.base = &url.URL{Scheme: localScheme, Host: "description", Path: "/" + f.name}
	f.bases, f.anchors, f.dynamics = map[string]*url.URL{}, map[string]node{}, map[string]map[string]node{}
	if !f.marked {
		return
	}
	root := node{value: f.root, file: f}
	if self, err := url.Parse(root.str("$self")); err == nil && root.has("$self") { // OpenAPI 3.2
		self.Fragment = ""
		f.base = f.base.ResolveReference(self)
		r.resources[f.base.String()] = root
	}
	m := &marker{reader: r, file: f}
	m.walk(root, f.base, "", false)
}

type marker struct {
	*reader
	file *file
}

func (m *marker) walk(n node, base *url.URL, resource string, names bool) {
	if n.isMap() && !names {
		base, resource = m.schema(n, base, resource)
	}
	for i, child := range n.content {
		if len(child.content) == 0 || n.kind == mapKind && i%2 == 0 {
			continue
		}
		token, below := strconv.Itoa(i), false
		if n.kind == mapKind {
			key := n.content[i-1].scalar
			if !names && slices.Contains(data, key) {
				continue
			}
			token, below = escape(key), !names && slices.Contains(named, key)
		}
		m.walk(n.at(child, n.below(token)), base, resource, below)
	}
}

// schema notes what one object says of itself.
func (m *marker) schema(n node, base *url.URL, resource string) (*url.URL, string) {
	if id := n.plain("$id"); id.ok() && id.tag == textTag && (m.swagger || m.minor > 0) {
		if uri, err := url.Parse(id.scalar); err == nil {
			fragment := uri.Fragment
			uri.Fragment = ""
			if id.scalar != "" && id.scalar[0] != '#' {
				base, resource = base.ResolveReference(uri), n.ptr
				m.file.bases[n.ptr] = base
				if key := base.String(); !m.resources[key].ok() {
					m.resources[key] = n
				}
			}
			m.anchor(fragment, resource, n) // before 2019-09 an $id could be "#name"
		}
	}
	m.anchor(n.str("$anchor"), resource, n)
	if name := n.str("$dynamicAnchor"); name != "" {
		m.anchor(name, resource, n)
		within := dynamicResource(n.ptr, resource)
		if m.file.dynamics[within] == nil {
			m.file.dynamics[within] = map[string]node{}
		}
		if !m.file.dynamics[within][name].ok() {
			m.file.dynamics[within][name] = n
		}
	}
	return base, resource
}

func (m *marker) anchor(name, resource string, n node) {
	if name == "" {
		return
	}
	for _, key := range []string{resource + "#" + name, "#" + name} {
		if !m.file.anchors[key].ok() {
			m.file.anchors[key] = n
		}
	}
}

// resource returns the pointer of the nearest resource around a place.
func (f *file) resource(ptr string) string {
	if len(f.bases) == 0 {
		return ""
	}
	for ptr != "" && f.bases[ptr] == nil {
		ptr = ptr[:max(0, strings.LastIndexByte(ptr, '/'))]
	}
	return ptr
}

// baseAt returns the URI that references at a place are relative to.
func (f *file) baseAt(ptr string) *url.URL {
	if base := f.bases[f.resource(ptr)]; base != nil {
		return base
	}
	return f.base
}

// anchor finds what a $anchor or $dynamicAnchor names: in a resource, or else
// anywhere in the file, which the specification does not allow and is clear.
func (f *file) anchor(resource, name string) node {
	if n := f.anchors[resource+"#"+name]; n.ok() {
		return n
	}
	return f.anchors["#"+name]
}
