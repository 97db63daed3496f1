package openapi

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	data, err := readMain(path, r.limits)
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

func readMain(path string, limits Limits) ([]byte, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, unwrapPath(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, unwrapPath(err)
	}
	if info.IsDir() {
		return nil, errors.New("a folder; name the file of the description in it")
	}
	return readAll(in, info, limits)
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
	limits     Limits
	overlays   []*overlayFile
	failure    *Error          // a limit that was gone over
	resources  map[string]node // by URI: schemas with an $id, files with a $self
	scope      scope           // of the schema being read
	searched   int             // see maxDynamicSearch

	swagger  bool // 2.0
	minor    int  // of OpenAPI 3
	through  int  // references that a pointer is leading through
	depth    int  // of the schema being read
	inHeader bool // being read
	calls    int  // callbacks that the operation being read is within

	repeated int             // values so far, see spend
	followed map[*value]bool // that a reference led to

	mediaTypes  // of Swagger 2.0
	schemas     schemaSet
	spare       []Schema              // allocated, and not yet used
	texts       []string              // likewise
	scratch     []byte                // of values
	security    []SecurityRequirement // of the document
	schemeNames map[*value]string
	operations  []*operationPlace
	links       []pendingLink

	// What many references may lead to is read once.
	contents   map[*value][]MediaType
	parameters map[*value]*Parameter
	headers    map[namedNode]*Parameter
	roots      map[*value]*Schema // of parameters and bodies
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
	failures = append(failures, r.limits.complete())
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
	main, failure := parse(name, path, data, r.limits)
	if failure != nil {
		return nil, failure
	}
	main.main = true
	r.unreadable, r.resources = map[string]error{}, map[string]node{}
	r.followed = map[*value]bool{}
	r.contents, r.parameters = map[*value][]MediaType{}, map[*value]*Parameter{}
	r.headers, r.roots = map[namedNode]*Parameter{}, map[*value]*Schema{}
	r.sources = &sources{main: main, files: map[string]*file{name: main}}
	r.doc = &Document{
		Schemas:         map[string]*Schema{},
		SecuritySchemes: map[string]*SecurityScheme{},
		sources:         r.sources,
	}
	r.warned, r.schemeNames = map[string]bool{}, map[*value]string{}
	r.mend(main)
	if failure := r.overlay(main); failure != nil {
		return nil, failure
	}
	root := node{value: main.root, file: main}
	if err := r.version(root); err != nil {
		return nil, &Error{File: path, Line: int(main.root.line), Err: err}
	}
	r.mark(main)
	r.document(root)
	if r.failure != nil {
		return nil, r.failure
	}
	for _, name := range slices.Sorted(maps.Keys(r.sources.files)) {
		f := r.sources.files[name]
		if f != nil && f.long > maxLongPointer {
			return nil, &Error{File: f.path, Err: fmt.Errorf("names so long, so deep within each other, that the JSON pointers to what they hold have more than %d bytes", maxLongPointer)}
		}
	}
	for _, f := range r.sources.files {
		if f != nil {
			f.index, f.marks = nil, marks{}
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
		return fmt.Errorf("OpenAPI %s is not supported; 3.0 to 3.2 and Swagger 2.0 are", openapi)
	case root.has("asyncapi"):
		return errors.New("an AsyncAPI description; Specloom reads OpenAPI")
	default:
		return errors.New("not an OpenAPI description: neither openapi nor swagger says its version")
	}
	return nil
}

func (r *reader) document(root node) {
	info := r.part(root, "info")
	r.doc.Title = strings.TrimSpace(info.str("title"))
	r.doc.Version = info.str("version")
	r.doc.Summary = info.str("summary")
	r.doc.Description = info.str("description")
	if !info.isMap() {
		r.warn(root, "info is missing")
	}

	components := r.part(root, "components")
	if r.swagger {
		r.doc.Servers = swaggerServers(root)
		r.mediaTypes = mediaTypes{consumes: root.get("consumes").strs(), produces: root.get("produces").strs()}
		r.securitySchemes(r.part(root, "securityDefinitions"))
		r.components(r.part(root, "definitions"))
	} else {
		r.doc.Servers = r.serversOf(root)
		r.securitySchemes(r.part(components, "securitySchemes"))
		r.components(r.part(components, "schemas"))
	}
	r.security = r.requirements(root.get("security"))
	r.tags(r.part(root, "tags"))

	r.paths(r.part(root, "paths"))
	r.webhooks(r.part(root, "webhooks"))
	r.identify()
	r.resolveLinks()
	r.finishSchemas()
	r.undeclaredTags()
	if len(r.doc.Operations) == 0 {
		r.warn(root, "the description has no operations")
	}
}

func (r *reader) tags(list node) {
	declared := map[string]bool{"": true}
	for tag := range list.items() {
		name := tag.str("name")
		if declared[name] {
			r.warn(tag, "a tag without a name of its own")
			continue
		}
		declared[name] = true
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
	for s := range r.part(n, "servers").items() {
		if !s.isMap() {
			r.warn(s, "a server must be an object")
			continue
		}
		server := Server{URL: s.str("url"), Name: s.str("name"), Description: s.str("description")}
		for name, v := range s.get("variables").members() {
			enum := v.get("enum").strs()
			server.Variables = append(server.Variables, ServerVariable{
				Name:        name,
				Default:     firstOf(append([]string{v.str("default")}, enum...)...),
				Enum:        enum,
				Description: v.str("description"),
			})
		}
		out = append(out, server)
	}
	return out
}

// fail notes that a limit was gone over; what was read so far is of no use then.
func (r *reader) fail(n node, err error) {
	failure := &Error{Err: err}
	if n.ok() {
		failure.File, failure.Line, failure.Pointer = n.file.path, int(n.line), n.ptr
	}
	r.failure = firstFailure(r.failure, failure)
}

func firstFailure(a, b *Error) *Error {
	if a != nil {
		return a
	}
	return b
}

// warn notes what could not be read at a place, once.
func (r *reader) warn(n node, format string, args ...any) {
	if len(r.warned) > maxWarnings {
		return
	}
	w := Warning{Message: cut(fmt.Sprintf(format, args...), maxMessage)}
	if n.ok() {
		w.File, w.Line, w.Pointer = n.file.path, int(n.line), cut(n.ptr, longPointer)
		if n.overlay > 0 && n.file.main {
			w.File = r.overlays[n.overlay-1].name
		}
	}
	key := w.String()
	switch {
	case r.warned[key]:
		return
	case len(r.warned) == maxWarnings:
		w = Warning{Message: fmt.Sprintf("more than %d warnings; the others are left out", maxWarnings)}
	}
	r.warned[key] = true
	r.doc.Warnings = append(r.doc.Warnings, w)
}
