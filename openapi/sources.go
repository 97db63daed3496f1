package openapi

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/pb33f/go-yaml"
	"github.com/pb33f/libopenapi/datamodel"
)

// file is one parsed file of a description.
type file struct {
	name  string // relative to the folder, with slashes; part of pointers
	path  string // for messages
	main  bool
	root  *yaml.Node
	later int                                  // line of a second document, which is not read; 0: none
	index map[*yaml.Node]map[string]*yaml.Node // members of large mappings
	// anchors holds the places that $anchor and $id name; nil until asked for.
	anchors map[string]node
}

// sources are the files of a description.
type sources struct {
	main  *file
	files map[string]*file // by name, the main one included
}

// parse makes the node tree of one file. libopenapi does it: JSON by a parser of
// its own, everything else as YAML.
func parse(name, path string, data []byte) (f *file, failure *Error) {
	fail := func(line int, err error) *Error { return &Error{File: path, Line: line, Err: err} }
	defer func() {
		if p := recover(); p != nil { // a defect of the parser must not take the service down
			f, failure = nil, fail(0, fmt.Errorf("the parser gave up: %v", p))
		}
	}()
	text, line, err := check(data)
	if err != nil {
		return nil, fail(line, err)
	}
	config := &datamodel.DocumentConfiguration{BypassDocumentCheck: true, SkipJSONConversion: true}
	info, err := datamodel.ExtractSpecInfoWithConfig(text, config)
	if err != nil {
		return nil, fail(0, err)
	}
	root := info.RootNode
	if root.Kind == yaml.DocumentNode && len(root.Content) == 1 {
		root = root.Content[0]
	}
	if root.Kind != yaml.MappingNode && root.Kind != yaml.SequenceNode {
		line, err := syntaxError(text)
		return nil, fail(line, err)
	}
	f = &file{name: name, path: path, root: root, index: map[*yaml.Node]map[string]*yaml.Node{}}
	if !looksLikeJSON(text) {
		f.later = laterDocument(text)
	}
	return f, nil
}

// folder reads further files of a description, none above itself.
type folder struct {
	dir   string // absolute
	root  *os.Root
	bytes int64
	files int
}

func openFolder(dir string) (*folder, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folder{dir: dir, root: root}, nil
}

// name shortens a path that leaves the folder and comes back.
func (f *folder) name(path string) string {
	if short, err := filepath.Rel(f.dir, filepath.Join(f.dir, filepath.FromSlash(path))); err == nil {
		return filepath.ToSlash(short)
	}
	return path
}

func (f *folder) read(name string) ([]byte, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, errors.New("the file lies above the description's folder; WithFolder can allow a higher one")
	}
	if f.files++; f.files > maxFiles {
		return nil, fmt.Errorf("more than %d files", maxFiles)
	}
	in, err := f.root.Open(filepath.FromSlash(path.Clean(name)))
	if err != nil {
		return nil, unwrapPath(err)
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return nil, unwrapPath(err)
	}
	if !info.Mode().IsRegular() { // a device or pipe could block for ever
		return nil, errors.New("not a regular file")
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFileBytes+1))
	if err != nil {
		return nil, unwrapPath(err)
	}
	if f.bytes += int64(len(data)); f.bytes > maxFilesBytes {
		return nil, fmt.Errorf("the files of the description have more than %d bytes", maxFilesBytes)
	}
	return data, nil
}

// unwrapPath drops the path of a file error, which the caller names anyway.
func unwrapPath(err error) error {
	if pathErr, ok := errors.AsType[*os.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
