package openapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// scope is what dynamic anchors mean on the way to a schema: a template, such as
// a page of anything, is read once for each meaning of its $dynamicRef (JSON
// Schema 2020-12, section 8.2.3.2). The outermost schema that has the anchor
// decides. A nil scope is empty.
type scope map[string]node

// maxDynamicSearch bounds the search for templates in a description. Beyond it a
// $dynamicRef leads where a $ref would.
const maxDynamicSearch = 200_000

// dynamicResource is the schema that a dynamic anchor counts for: the nearest
// with an $id, and in files that do without, the component.
func dynamicResource(ptr, resource string) string {
	if resource != "" {
		return resource
	}
	end := 0
	for _, list := range []string{"/components/schemas/", "/definitions/", "/$defs/"} {
		if rest, ok := strings.CutPrefix(ptr, list); ok {
			name, _, _ := strings.Cut(rest, "/")
			end = len(list) + len(name)
		}
	}
	return ptr[:end]
}

// enter adds the dynamic anchors of the schema at n to those from further out,
// and returns what the scope was.
func (r *reader) enter(n node) scope {
	before := r.scope
	if len(n.file.dynamics) == 0 {
		return before
	}
	own := n.file.dynamics[dynamicResource(n.ptr, n.file.resource(n.ptr))]
	if len(own) > 0 {
		r.scope = maps.Clone(scope(own))
		maps.Copy(r.scope, before)
	}
	return before
}

// dynamicTarget is where a $dynamicRef leads from here, which a $ref would lead
// to target.
func (r *reader) dynamicTarget(ref string, target node) node {
	_, name, _ := strings.Cut(ref, "#")
	if bound := r.scope[name]; bound.ok() && target.str("$dynamicAnchor") == name {
		return bound
	}
	return target
}

// scopeOf returns what of the scope matters to a schema: the anchors that it, or
// what it refers to, has a $dynamicRef to, where they would mean something else
// without the scope.
func (r *reader) scopeOf(n node) scope {
	if len(r.scope) == 0 {
		return nil
	}
	names := map[string]bool{}
	r.dynamicNames(n, names, map[*value]bool{})
	var out scope
	outer := r.scope
	r.scope = nil
	r.enter(n)
	alone := r.scope
	r.scope = outer
	for name := range names {
		if bound := outer[name]; bound.ok() && bound.value != alone[name].value {
			if out == nil {
				out = scope{}
			}
			out[name] = bound
		}
	}
	return out
}

// dynamicNames collects the anchors of each $dynamicRef that can be reached.
func (r *reader) dynamicNames(n node, names map[string]bool, seen map[*value]bool) {
	if !n.ok() || seen[n.value] || r.searched >= maxDynamicSearch {
		return
	}
	seen[n.value] = true
	r.searched++
	if n.isMap() {
		if _, name, ok := strings.Cut(n.str("$dynamicRef"), "#"); ok {
			names[name] = true
		}
		if ref := n.get("$ref"); ref.ok() && !ref.isMap() {
			if target, err := r.target(n, ref); err == nil {
				r.dynamicNames(target, names, seen)
			}
		}
		for _, child := range n.members() {
			r.dynamicNames(child, names, seen)
		}
	}
	for item := range n.items() {
		r.dynamicNames(item, names, seen)
	}
}

// String names a scope by what decides in it.
func (s scope) String() string {
	bound := slices.SortedFunc(maps.Values(s), func(a, b node) int { return cmp.Compare(pointer(a), pointer(b)) })
	var out []string
	for _, n := range bound {
		place := pointer(n)
		if component := dynamicResource(n.ptr, ""); component != "" {
			place = unescape(component[strings.LastIndexByte(component, '/')+1:])
		}
		out = append(out, place)
	}
	return strings.Join(slices.Compact(out), ",")
}
