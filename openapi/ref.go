package openapi

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// part returns a member that authors of several files put in one of its own,
// whether the specification lets them refer to it or not.
func (r *reader) part(n node, key string) node { return r.follow(n.get(key)) }

// follow goes along $ref until it reaches something else. It returns an absent
// node, and warns, where the way ends nowhere.
func (r *reader) follow(n node) node {
	start := n
	for hops := 0; ; hops++ {
		ref := n.get("$ref")
		if !ref.ok() || ref.isMap() { // a map: something that is called $ref
			return r.again(n, start)
		}
		target, err := r.target(n, ref)
		if err != nil {
			r.warn(ref, "%v", err)
			return node{}
		}
		if n = target; n.value == start.value || hops == r.limits.References {
			break
		}
	}
	if n.value == start.value || r.inCircle(n) {
		r.warn(start.get("$ref"), "the reference %q goes in a circle", start.str("$ref"))
	} else {
		r.fail(start.get("$ref"), &LimitError{Limit: "References", Value: r.limits.References})
	}
	return node{}
}

// inCircle reports whether references from n lead back to it, as a circle does
// that a chain has entered.
func (r *reader) inCircle(n node) bool {
	next := n
	for range r.limits.References {
		ref := next.get("$ref")
		if !ref.ok() || ref.isMap() {
			return false
		}
		var err error
		if next, err = r.target(next, ref); err != nil || next.value == n.value {
			return err == nil
		}
	}
	return false
}

// again marks what references lead to for the second time.
func (r *reader) again(n, start node) node {
	if n.ok() && n.value != start.value {
		n.aliased = n.aliased || start.aliased || r.followed[n.value]
		r.followed[n.value] = true
	}
	return n
}

// target returns the place that a member of n, its $ref, names.
func (r *reader) target(n, ref node) (node, error) {
	if !ref.ok() || ref.kind != scalarKind || ref.tag != textTag {
		return node{}, errors.New("a reference must be a text")
	}
	return r.reference(n, ref.scalar)
}

// reference returns the place that a URI reference in n's file names.
func (r *reader) reference(n node, ref string) (node, error) {
	place, fragment, _ := strings.Cut(ref, "#")
	roots, err := r.rootsFor(n, place)
	if err != nil {
		return node{}, fmt.Errorf("the reference %q leads nowhere: %w", ref, err)
	}
	for _, root := range roots {
		if decoded, err := url.PathUnescape(fragment); err == nil {
			if target := r.lookup(root, decoded); target.ok() {
				return target, nil
			}
		}
		if target := r.lookup(root, fragment); target.ok() { // a name with a % of its own
			return target, nil
		}
	}
	return node{}, fmt.Errorf("the reference %q leads nowhere", ref)
}

// rootsFor returns where a fragment may start that stands behind a place in n's
// file: the schema with that $id or the file of that name. Without a place it is
// the schema with an $id around n, and then what authors mean who do not know
// that an $id changes this: the file, and the description that it was cut out of.
func (r *reader) rootsFor(n node, place string) ([]node, error) {
	if place != "" {
		root, err := r.open(n, place)
		return []node{root}, err
	}
	roots := []node{{value: n.file.root, file: n.file}}
	if resource := n.file.resource(n.ptr); resource != "" {
		roots = append([]node{r.lookup(roots[0], resource)}, roots...)
	}
	if !n.file.main {
		roots = append(roots, node{value: r.sources.main.root, file: r.sources.main})
	}
	return roots, nil
}

// open returns what a reference at n names by its part before the fragment.
func (r *reader) open(n node, place string) (node, error) {
	target, err := url.Parse(place)
	if err != nil {
		return node{}, errors.New("not a URI")
	}
	uri := n.file.baseAt(n.ptr).ResolveReference(target)
	if resource := r.resources[uri.String()]; resource.ok() {
		return resource, nil
	}
	if target.Scheme != "" || target.Host != "" {
		return node{}, errors.New("references over the network are not followed")
	}
	if r.files == nil {
		return node{}, errors.New("only ReadFile, or Parse with WithFolder, follow references to files")
	}
	name := r.files.name(path.Join(path.Dir(n.file.name), target.Path))
	if path.IsAbs(target.Path) { // as seen from the folder; what lies above is out of reach
		name = r.files.name(target.Path)
	}
	f, err := r.file(name)
	if err != nil && uri.Scheme == localScheme { // relative to an $id that is itself relative
		if other := r.files.name(uri.Path); other != name {
			if f, otherErr := r.file(other); otherErr == nil {
				return node{value: f.root, file: f}, nil
			}
		}
	}
	if err != nil {
		return node{}, err
	}
	if resource := r.resources[uri.String()]; resource.ok() { // known only now
		return resource, nil
	}
	return node{value: f.root, file: f}, nil
}

// file returns a further file of the description.
func (r *reader) file(name string) (*file, error) {
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
	path := filepath.Join(r.files.dir, filepath.FromSlash(name))
	data, err := r.files.read(name, r.limits)
	if err != nil {
		if _, over := errors.AsType[*LimitError](err); over {
			r.failure = firstFailure(r.failure, &Error{File: path, Err: err})
		}
		return nil, err
	}
	f, failure := parse(name, path, data, r.limits)
	if failure != nil {
		if _, over := errors.AsType[*LimitError](failure); over {
			r.failure = firstFailure(r.failure, failure)
		}
		r.doc.Warnings = append(r.doc.Warnings, Warning{File: failure.File, Line: failure.Line, Message: failure.Err.Error()})
		return nil, failure.Err
	}
	r.mend(f)
	r.mark(f)
	return f, nil
}

// lookup finds a JSON pointer ("" or "/…") or an anchor below a root: a file or a
// schema with an $id.
func (r *reader) lookup(root node, fragment string) node {
	if fragment == "" {
		return root
	}
	if fragment[0] != '/' {
		return root.file.anchor(root.ptr, fragment)
	}
	n := root
	for token := range strings.SplitSeq(fragment[1:], "/") {
		// A pointer may lead through a reference. Tools disagree on that, but
		// what the author meant is clear.
		if n.has("$ref") && !n.has(unescape(token)) && r.through < r.limits.References && r.spend(n, 1) {
			r.through++
			if target, err := r.target(n, n.plain("$ref")); err == nil {
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
	if i, err := strconv.Atoi(token); n.isList() && err == nil && i >= 0 && i < len(n.content) {
		return n.at(n.content[i], n.below(token))
	}
	return node{}
}
