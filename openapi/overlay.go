package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/jsonpath/pkg/jsonpath"
)

// WithOverlay changes the description's main file, before it is read, as an
// overlay says (OpenAPI Overlay 1.0: actions of a target, a JSONPath, that update
// or remove). It may be given several times; overlays apply in that order.
// Warnings about what an overlay brought in have "overlay 1" and so on for File,
// its Line there, and the Pointer in the description that it became part of.
//
// An action that cannot be applied fails with an [*Error] that names it; one whose
// target is not in the description is a warning. The overlay's extends is not
// looked at.
func WithOverlay(overlay []byte) Option {
	return optionFunc(func(r *reader) error {
		if len(overlay) == 0 {
			return errors.New("openapi: WithOverlay: the overlay is empty")
		}
		r.overlays = append(r.overlays, &overlayFile{name: fmt.Sprintf("overlay %d", len(r.overlays)+1), data: overlay})
		return nil
	})
}

// WithOverlayFile is [WithOverlay] with an overlay in a file, whose path warnings
// then name.
func WithOverlayFile(path string) Option {
	return optionFunc(func(r *reader) error {
		if path == "" {
			return errors.New("openapi: WithOverlayFile: the path is empty")
		}
		r.overlays = append(r.overlays, &overlayFile{name: path})
		return nil
	})
}

// maxOverlays is what a value can tell apart.
const maxOverlays = 255

type overlayFile struct {
	name string
	data []byte // nil: in the file of that name
}

// overlay applies all overlays to the main file.
func (r *reader) overlay(main *file) *Error {
	if len(r.overlays) > maxOverlays {
		return &Error{Err: fmt.Errorf("WithOverlay: more than %d overlays", maxOverlays)}
	}
	for i, o := range r.overlays {
		if o.data == nil {
			data, err := readMain(o.name, r.limits)
			if err != nil {
				return &Error{File: o.name, Err: err}
			}
			o.data = data
		}
		f, failure := parse(o.name, o.name, o.data, r.limits)
		if failure != nil {
			return failure
		}
		r.mend(f)
		if err := (&overlayer{reader: r, main: main, own: f, number: uint8(i + 1)}).apply(); err != nil { //nolint:gosec // bounded above
			return err
		}
	}
	return nil
}

// overlayer applies one overlay.
type overlayer struct {
	*reader
	main   *file
	own    *file
	number uint8
	slab   slab

	// The JSONPath library knows the parser's nodes only, so that the tree is
	// mirrored for it.
	mirrored map[*yaml.Node]*value
	parsed   *yaml.Node
}

func (o *overlayer) apply() *Error {
	root := node{value: o.own.root, file: o.own}
	if version := root.str("overlay"); version != "1" && !strings.HasPrefix(version, "1.") {
		return o.failure(root, fmt.Errorf("an overlay of version %q; 1.0 is supported", version))
	}
	actions := root.get("actions")
	if !actions.isList() || len(actions.content) == 0 {
		return o.failure(root, errors.New("an overlay needs a list of actions"))
	}
	for action := range actions.items() {
		if err := o.action(action); err != nil {
			number := action.ptr[strings.LastIndexByte(action.ptr, '/')+1:]
			return o.failure(action, fmt.Errorf("overlay action %s, target %q: %w", number, cut(action.str("target"), maxPointer), err))
		}
	}
	return nil
}

func (o *overlayer) failure(n node, err error) *Error {
	return &Error{File: o.own.name, Line: int(n.line), Pointer: n.ptr, Err: err}
}

func (o *overlayer) action(action node) error {
	if !action.isMap() || action.str("target") == "" {
		return errors.New("an action is an object with a target")
	}
	targets, err := o.find(action.str("target"))
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		o.warn(action, "the target %q is not in the description; the action changes nothing", action.str("target"))
	}
	update := action.get("update")
	switch {
	case action.boolean("remove"):
		o.remove(targets)
	case update.ok():
		for _, target := range targets {
			if err := o.update(o.mirrored[target], update.value); err != nil {
				return err
			}
			o.mirror(target, o.mirrored[target])
		}
	default:
		return errors.New("an action needs update or remove")
	}
	return nil
}

// find returns what a target selects.
func (o *overlayer) find(target string) (found []*yaml.Node, err error) {
	defer func() {
		if p := recover(); p != nil { // a defect of the library must not take the service down
			err = fmt.Errorf("the JSONPath library gave up: %v", p)
		}
	}()
	path, err := jsonpath.NewPath(target)
	if err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n")
		return nil, fmt.Errorf("not a JSONPath (RFC 9535; names with other signs than letters, digits and _ go in brackets: $['x-a']): %s", text)
	}
	if o.parsed == nil {
		o.mirrored = map[*yaml.Node]*value{}
		o.parsed = &yaml.Node{}
		o.mirror(o.parsed, o.main.root)
	}
	seen := map[*yaml.Node]bool{}
	for _, n := range path.Query(&yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{o.parsed}}) {
		if !seen[n] && o.mirrored[n] != nil {
			seen[n] = true
			found = append(found, n)
		}
	}
	return found, nil
}

// update merges a value into a target.
func (o *overlayer) update(target, update *value) error {
	switch {
	case target.kind == listKind && update.kind != listKind: // the value is appended
		target.content = append(slices.Clone(target.content), o.copied(update, o.number))
	case target.kind != update.kind:
		return fmt.Errorf("the update is %s, and the target %s", kindNames[update.kind], kindNames[target.kind])
	case target.kind == scalarKind:
		target.scalar, target.tag, target.line, target.overlay = update.scalar, update.tag, update.line, o.number
	default:
		o.merge(target, update)
	}
	return nil
}

var kindNames = map[kind]string{scalarKind: "a single value", mapKind: "an object", listKind: "a list"}

// merge joins objects name by name, and puts the items of a list behind those of
// the other. Where the kinds differ, the update replaces.
func (o *overlayer) merge(target, update *value) {
	if target.kind == listKind {
		target.content = append(slices.Clone(target.content), o.copied(update, o.number).content...)
		return
	}
	at := make(map[string]int, len(target.content)/2)
	for i := 0; i < len(target.content); i += 2 {
		at[target.content[i].scalar] = i + 1
	}
	target.content = slices.Clone(target.content)
	for i := 0; i < len(update.content); i += 2 {
		name, member := update.content[i], plainValue(update.content[i+1])
		j, has := at[name.scalar]
		if !has {
			target.content = append(target.content, o.copied(name, o.number), o.copied(member, o.number))
			continue
		}
		if old := plainValue(target.content[j]); old.kind == member.kind && old.kind != scalarKind {
			own := *old // an alias's value is not changed for others
			target.content[j] = &own
			o.merge(&own, member)
		} else {
			target.content[j] = o.copied(member, o.number)
		}
	}
}

// plainValue is what an alias stands for.
func plainValue(v *value) *value {
	for range maxAliases {
		if v.kind != aliasKind || v.alias == nil {
			break
		}
		v = v.alias
	}
	return v
}

// copied is a value that one target has for itself, as later actions may change it.
func (o *overlayer) copied(v *value, from uint8) *value {
	if !o.spend(node{value: v, file: o.own}, 1) {
		return &value{kind: scalarKind, tag: nullTag}
	}
	v = plainValue(v)
	own := o.slab.new(v.kind, v.line)
	own.scalar, own.tag, own.overlay = v.scalar, v.tag, from
	for _, child := range v.content {
		own.content = append(own.content, o.copied(child, from))
	}
	return own
}

// remove takes values out of what holds them.
func (o *overlayer) remove(targets []*yaml.Node) {
	gone := map[*yaml.Node]bool{}
	for _, n := range targets {
		gone[n] = true
	}
	var sweep func(n *yaml.Node)
	sweep = func(n *yaml.Node) {
		v := o.mirrored[n]
		if len(n.Content) == 0 {
			return
		}
		var nodes []*yaml.Node
		var values []*value
		step := 1
		if n.Kind == yaml.MappingNode {
			step = 2
		}
		for i := 0; i+step <= len(n.Content); i += step {
			if child := n.Content[i+step-1]; !gone[child] {
				nodes = append(nodes, n.Content[i:i+step]...)
				values = append(values, v.content[i:i+step]...)
				sweep(child)
			}
		}
		if len(nodes) < len(n.Content) {
			n.Content, v.content = nodes, values
		}
	}
	if gone[o.parsed] {
		o.main.root.content, o.parsed.Content = nil, nil
		return
	}
	sweep(o.parsed)
}

// mirror makes a parser's node of a value. What aliases stand for becomes the own
// of each place, and is bounded as all repetition is.
func (o *overlayer) mirror(n *yaml.Node, v *value) {
	*n = yaml.Node{Kind: yaml.ScalarNode, Value: v.scalar, Tag: tagNames[v.tag], Line: int(v.line)}
	o.mirrored[n] = v
	switch v.kind {
	case mapKind:
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	case listKind:
		n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
	}
	if len(v.content) == 0 {
		return
	}
	n.Content = make([]*yaml.Node, 0, len(v.content))
	for i, child := range v.content {
		if child.kind == aliasKind {
			child = o.copied(child, plainValue(child).overlay)
			v.content[i] = child
		}
		below := &yaml.Node{}
		o.mirror(below, child)
		n.Content = append(n.Content, below)
	}
}

var tagNames = map[tag]string{textTag: "!!str", nullTag: "!!null", boolTag: "!!bool", numberTag: "!!float", mergeTag: "!!str"}
