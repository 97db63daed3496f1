package openapi

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/pb33f/go-yaml"
)

// part returns a member that authors of several files put in one of its own,
// whether the specification lets them refer to it or not.
func (r *reader) part(n node, key string) node { return r.follow(n.get(key)) }

// follow goes along $ref until it reaches something else. It returns an absent
// node, and warns, where the way ends nowhere.
func (r *reader) follow(n node) node {
	start := n
	for range maxReferences {
		if ref := n.get("$ref"); !ref.ok() || ref.isMap() { // a map: something that is called $ref
			return r.again(n, start)
		}
		target, err := r.target(n)
		if err != nil {
			r.warn(n.get("$ref"), "%v", err)
			return node{}
		}
		n = target
	}
	r.warn(start.get("$ref"), "the reference %q goes in a circle", start.str("$ref"))
	return node{}
}

// again marks what references lead to for the second time.
func (r *reader) again(n, start node) node {
	if n.ok() && n.Node != start.Node {
		n.aliased = n.aliased || start.aliased || r.followed[n.Node]
		r.followed[n.Node] = true
	}
	return n
}

// target returns the place that n's $ref names.
func (r *reader) target(n node) (node, error) {
	ref := n.get("$ref")
	if !ref.ok() || ref.Kind != yaml.ScalarNode || ref.ShortTag() != "!!str" {
		return node{}, errors.New("a reference must be a text")
	}
	return r.reference(n, ref.Value)
}

// reference returns the place that a URI reference in n's file names.
func (r *reader) reference(n node, ref string) (node, error) {
	place, fragment, _ := strings.Cut(ref, "#")
	f := n.file
	if place != "" {
		var err error
		if f, err = r.open(n.file, place); err != nil {
			return node{}, fmt.Errorf("the reference %q leads nowhere: %w", ref, err)
		}
	}
	files := []*file{f}
	if place == "" && !f.main { // cut out of a larger file, and still referring to it by "#/…"
		files = append(files, r.sources.main)
	}
	for _, f := range files {
		if decoded, err := url.PathUnescape(fragment); err == nil {
			if target := r.lookup(f, decoded); target.ok() {
				return target, nil
			}
		}
		if target := r.lookup(f, fragment); target.ok() { // a name with a % of its own
			return target, nil
		}
	}
	return node{}, fmt.Errorf("the reference %q leads nowhere", ref)
}

// open returns the file that a reference in from names.
func (r *reader) open(from *file, place string) (*file, error) {
	target, err := url.Parse(place)
	if err != nil {
		return nil, errors.New("not a URI")
	}
	if target.Scheme != "" || target.Host != "" {
		if r.self != "" && strings.TrimSuffix(r.self, "#") == place {
			return r.sources.main, nil
		}
		return nil, errors.New("references over the network are not followed")
	}
	if r.files == nil {
		return nil, errors.New("only ReadFile, or Parse with WithFolder, follow references to files")
	}
	name := r.files.name(path.Join(path.Dir(from.name), target.Path))
	if path.IsAbs(target.Path) { // as seen from the folder; what lies above is out of reach
		name = r.files.name(target.Path)
	}
	if f := r.sources.files[name]; f != nil || r.unreadable[name] != nil {
		return f, r.unreadable[name]
	}
	f, err := r.load(name)
	if err != nil {
		r.unreadable[name] = err
		return nil, err
	}
	r.sources.files[name] = f
	return f, nil
}

func (r *reader) load(name string) (*file, error) {
	data, err := r.files.read(name)
	if err != nil {
		return nil, err
	}
	f, failure := parse(name, filepath.Join(r.files.dir, filepath.FromSlash(name)), data)
	if failure != nil {
		r.doc.Warnings = append(r.doc.Warnings, Warning{File: failure.File, Line: failure.Line, Message: failure.Err.Error()})
		return nil, failure.Err
	}
	r.mend(f)
	return f, nil
}

// lookup finds a JSON pointer ("" or "/…") or an anchor in a file.
func (r *reader) lookup(f *file, fragment string) node {
	n := node{Node: f.root, file: f}
	if fragment == "" {
		return n
	}
	if fragment[0] != '/' {
		return f.anchor(fragment)
	}
	for token := range strings.SplitSeq(fragment[1:], "/") {
		// A pointer may lead through a reference. Tools disagree on that, but
		// what the author meant is clear.
		if n.has("$ref") && !n.has(unescape(token)) && r.through < maxReferences && r.spend(1) {
			r.through++
			if target, err := r.target(n); err == nil {
				n = target
			}
			r.through--
		}
		n = n.step(token)
	}
	return n
}

// step goes one reference token down.
func (n node) step(token string) node {
	if n.isMap() {
		return n.get(unescape(token))
	}
	if i, err := strconv.Atoi(token); n.isList() && err == nil && i >= 0 && i < len(n.Content) {
		return n.at(n.Content[i], n.ptr+"/"+token)
	}
	return node{}
}

// anchor finds the place that a $anchor or $dynamicAnchor of the file names
// (JSON Schema 2020-12, section 8.2.2).
func (f *file) anchor(name string) node {
	if f.anchors == nil {
		f.anchors = map[string]node{}
		f.collectAnchors(node{Node: f.root, file: f}, 0)
	}
	return f.anchors[name]
}

func (f *file) collectAnchors(n node, depth int) {
	if depth > maxNesting {
		return
	}
	for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
		if name := n.str(keyword); name != "" && !f.anchors[name].ok() {
			f.anchors[name] = n
		}
	}
	children := n.Content
	for i, child := range children {
		if child.Kind == yaml.AliasNode || child.Kind == yaml.ScalarNode {
			continue
		}
		token := strconv.Itoa(i)
		if n.Kind == yaml.MappingNode {
			token = escape(children[i-i%2].Value)
		}
		f.collectAnchors(n.at(child, n.ptr+"/"+token), depth+1)
	}
}
