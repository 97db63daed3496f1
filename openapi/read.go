package openapi

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pb33f/go-yaml"
)

// ReadFile reads the description in a file. References to files at or below the
// file's folder (see [WithFolder]) are followed, symbolic links out of it are
// not.
//
// It fails with an [*Error], or that of a bad option, only where nothing can be
// read; whatever is wrong in parts becomes one of [Document].Warnings.
func ReadFile(path string, opts ...Option) (*Document, error) {
	r := &reader{folder: filepath.Dir(path)}
	if err := r.options(opts); err != nil {
		return nil, err
	}
	data, err := readMain(path)
	if err != nil {
		return nil, &Error{File: path, Err: err}
	}
	name, err := nameIn(r.folder, path)
	if err != nil {
		return nil, &Error{File: path, Err: err}
	}
	return r.read(name, path, data)
}

// Parse reads a description from memory: JSON or YAML in UTF-8. It fails as
// [ReadFile] does.
func Parse(data []byte, opts ...Option) (*Document, error) {
	r := &reader{}
	if err := r.options(opts); err != nil {
		return nil, err
	}
	return r.read("", "", data)
}

func readMain(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unwrapPath(err)
	}
	if info.IsDir() {
		return nil, errors.New("a folder; name the file of the description in it")
	}
	if info.Size() > maxFileBytes {
		return nil, fmt.Errorf("the file has %d bytes; the limit is %d", info.Size(), maxFileBytes)
	}
	data, err := os.ReadFile(path)
	return data, unwrapPath(err)
}

// nameIn is the path of a file relative to a folder, with slashes.
func nameIn(folder, path string) (string, error) {
	absFolder, err := filepath.Abs(folder)
	if err != nil {
		return "", err
	}
	absPath, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	name, err := filepath.Rel(absFolder, absPath)
	if err != nil || !filepath.IsLocal(name) {
		return "", fmt.Errorf("the file lies outside the folder %s of WithFolder", folder)
	}
	return filepath.ToSlash(name), nil
}

// reader builds one Document. It is used once, by one goroutine.
type reader struct {
	folder     string // "": references to files are not followed
	files      *folder
	sources    *sources
	unreadable map[string]error // files, by name
	doc        *Document
	self       string // $self, the document's own URI (OpenAPI 3.2)

	swagger bool // 2.0
	minor   int  // of OpenAPI 3
	through int  // references that a pointer is leading through
	depth   int  // of the schema being read
	aliases int  // values read through aliases so far

	mediaTypes           // of Swagger 2.0
	schemas    schemaSet // by place
	security   []SecurityRequirement
	operations []*operationPlace
	links      []pendingLink
	contents   map[string][]MediaType // by place: a place may be referred to often
	parameters map[string]*Parameter  // likewise, headers included
	warned     map[string]bool
}

func (r *reader) options(opts []Option) error {
	var failures []error
	for i, opt := range opts {
		if opt == nil {
			failures = append(failures, fmt.Errorf("openapi: option %d is nil", i+1))
			continue
		}
		failures = append(failures, opt.apply(r))
	}
	return errors.Join(failures...)
}

func (r *reader) read(name, path string, data []byte) (*Document, error) {
	if r.folder != "" {
		files, err := openFolder(r.folder)
		if err != nil {
			return nil, &Error{File: r.folder, Err: unwrapPath(err)}
		}
		defer files.root.Close()
		r.files = files
	}
	main, failure := parse(name, path, data)
	if failure != nil {
		return nil, failure
	}
	main.main = true
	r.unreadable = map[string]error{}
	r.contents, r.parameters = map[string][]MediaType{}, map[string]*Parameter{}
	r.sources = &sources{main: main, files: map[string]*file{name: main}}
	r.doc = &Document{
		Schemas:         map[string]*Schema{},
		SecuritySchemes: map[string]*SecurityScheme{},
		sources:         r.sources,
	}
	r.warned = map[string]bool{}
	root := node{Node: main.root, file: main}
	if err := r.version(root); err != nil {
		return nil, &Error{File: path, Line: main.root.Line, Err: err}
	}
	r.checkKeys(main)
	r.document(root)
	for _, f := range r.sources.files {
		if f != nil {
			f.index, f.anchors = nil, nil
		}
	}
	return r.doc, nil
}

// version finds out which specification the description follows.
func (r *reader) version(root node) error {
	if !root.isMap() {
		return errors.New("a list, where a description is an object with the member openapi or swagger")
	}
	swagger, openapi := root.str("swagger"), root.str("openapi")
	switch {
	case swagger == "2" || strings.HasPrefix(swagger, "2."):
		r.swagger, r.doc.SpecVersion = true, swagger
	case openapi == "3" || strings.HasPrefix(openapi, "3."):
		r.doc.SpecVersion = openapi
		if n, err := fmt.Sscanf(openapi, "3.%d", &r.minor); n != 1 || err != nil {
			r.minor = 0
		}
		if r.minor > 2 {
			r.warn(root.get("openapi"), "OpenAPI %s is newer than 3.2 and is read as 3.2", openapi)
		}
	case swagger != "":
		return fmt.Errorf("Swagger %s is not supported; 2.0 and OpenAPI 3.0 to 3.2 are", swagger) //nolint:staticcheck // a proper name
	case openapi != "":
		return fmt.Errorf("OpenAPI %s is not supported; 3.0 to 3.2 and Swagger 2.0 are", openapi) //nolint:staticcheck // a proper name
	case root.has("asyncapi"):
		return errors.New("an AsyncAPI description; Specloom reads OpenAPI")
	default:
		return errors.New("not an OpenAPI description: neither openapi nor swagger says its version")
	}
	return nil
}

func (r *reader) document(root node) {
	info := root.get("info")
	r.doc.Title = strings.TrimSpace(info.str("title"))
	r.doc.Version = info.str("version")
	r.doc.Summary = info.str("summary")
	r.doc.Description = info.str("description")
	if !info.isMap() {
		r.warn(root, "info is missing")
	}
	r.self = root.str("$self")

	components := root.get("components")
	if r.swagger {
		r.doc.Servers = swaggerServers(root)
		r.mediaTypes = mediaTypes{consumes: root.get("consumes").strs(), produces: root.get("produces").strs()}
		r.securitySchemes(root.get("securityDefinitions"))
		r.components(root.get("definitions"))
	} else {
		r.doc.Servers = r.serversOf(root)
		r.securitySchemes(components.get("securitySchemes"))
		r.components(components.get("schemas"))
	}
	r.security = r.requirements(root.get("security"))
	r.tags(root.get("tags"))

	r.paths(root.get("paths"))
	r.webhooks(root.get("webhooks"))
	r.identify()
	r.resolveLinks()
	r.schemas.finish(r)
	r.undeclaredTags()
	if len(r.doc.Operations) == 0 {
		r.warn(root, "the description has no operations")
	}
}

func (r *reader) tags(list node) {
	for tag := range list.items() {
		name := tag.str("name")
		if name == "" || slices.ContainsFunc(r.doc.Tags, func(t Tag) bool { return t.Name == name }) {
			r.warn(tag, "a tag without a name of its own")
			continue
		}
		r.doc.Tags = append(r.doc.Tags, Tag{
			Name:        name,
			Summary:     tag.str("summary"),
			Description: tag.str("description"),
			Parent:      tag.str("parent"),
			Kind:        tag.str("kind"),
		})
	}
}

func (r *reader) undeclaredTags() {
	known := map[string]bool{}
	for _, tag := range r.doc.Tags {
		known[tag.Name] = true
	}
	for _, op := range r.doc.Operations {
		for _, name := range op.Tags {
			if !known[name] {
				known[name] = true
				r.doc.Tags = append(r.doc.Tags, Tag{Name: name})
			}
		}
	}
}

// serversOf reads the servers of a document, path item or operation.
func (r *reader) serversOf(n node) []Server {
	var out []Server
	for s := range n.get("servers").items() {
		if !s.isMap() {
			r.warn(s, "a server must be an object")
			continue
		}
		server := Server{URL: s.str("url"), Name: s.str("name"), Description: s.str("description")}
		for name, v := range s.get("variables").members() {
			server.Variables = append(server.Variables, ServerVariable{
				Name:        name,
				Default:     v.str("default"),
				Enum:        v.get("enum").strs(),
				Description: v.str("description"),
			})
		}
		out = append(out, server)
	}
	return out
}

// warn notes what could not be read at a place, once.
func (r *reader) warn(n node, format string, args ...any) {
	w := Warning{Message: fmt.Sprintf(format, args...)}
	if n.ok() {
		w.File, w.Line, w.Pointer = n.file.path, n.Line, n.ptr
	}
	key := w.String()
	switch {
	case r.warned[key] || len(r.warned) > maxWarnings:
		return
	case len(r.warned) == maxWarnings:
		w = Warning{Message: fmt.Sprintf("more than %d warnings; the others are left out", maxWarnings)}
	}
	r.warned[key] = true
	r.doc.Warnings = append(r.doc.Warnings, w)
}

// checkKeys warns about names that stand twice in one object. The parser lets
// them pass, and readers disagree on which one counts; here it is the last.
func (r *reader) checkKeys(f *file) {
	seen := map[string]int{}
	var walk func(n *yaml.Node, ptr func() string, depth int)
	walk = func(n *yaml.Node, ptr func() string, depth int) {
		if depth > maxValueDepth {
			return
		}
		if n.Kind == yaml.MappingNode {
			clear(seen)
			for i := 0; i+1 < len(n.Content); i += 2 {
				key := n.Content[i]
				if first, twice := seen[key.Value]; twice && key.Value != "<<" && key.Kind == yaml.ScalarNode {
					at := node{Node: key, file: f, ptr: ptr() + "/" + escape(key.Value)}
					r.warn(at, "%q stands twice in this object, first in line %d", key.Value, first)
				}
				seen[key.Value] = key.Line
			}
		}
		for i, child := range n.Content {
			if len(child.Content) == 0 || child.Kind == yaml.AliasNode {
				continue
			}
			walk(child, func() string {
				if n.Kind == yaml.MappingNode {
					return ptr() + "/" + escape(n.Content[i-i%2].Value)
				}
				return fmt.Sprintf("%s/%d", ptr(), i)
			}, depth+1)
		}
	}
	walk(f.root, func() string { return "" }, 0)
}
