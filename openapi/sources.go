package openapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// file is one parsed file of a description.
type file struct {
	name   string // relative to the folder, with slashes; part of pointers
	path   string // for messages
	main   bool
	root   *value
	later  int                          // line of a second document, which is not read; 0: none
	index  map[*value]map[string]*value // members of large mappings
	long   int                          // bytes of long pointers, see node.below
	marked bool                         // it may have names such as $id
	marks
}

// sources are the files of a description.
type sources struct {
	main  *file
	files map[string]*file // by name, the main one included
}

// parse makes the tree of one file: of JSON by the parser of this package, of
// everything else by libopenapi's of YAML.
func parse(name, path string, data []byte, limits Limits) (f *file, failure *Error) {
	fail := func(line int, err error) *Error { return &Error{File: path, Line: line, Err: err} }
	defer func() {
		if p := recover(); p != nil { // a defect of the parser must not take the service down
			f, failure = nil, fail(0, fmt.Errorf("the parser gave up: %v", p))
		}
	}()
	text, line, err := check(data, limits)
	if err != nil {
		return nil, fail(line, err)
	}
	root, line, err := parseText(text, limits)
	if err != nil {
		return nil, fail(line, err)
	}
	f = &file{name: name, path: path, root: root, index: map[*value]map[string]*value{}}
	f.marked = slices.ContainsFunc([]string{"$id", "$anchor", "$dynamicAnchor", "$self"}, func(name string) bool {
		return bytes.Contains(text, []byte(name))
	})
	if !looksLikeJSON(text) {
		f.later = laterDocument(text)
	}
	return f, nil
}

// folder reads further files of a description, none above itself.
type folder struct {
	dir   string // absolute
	root  *os.Root
	bytes int
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

func (f *folder) read(name string, limits Limits) ([]byte, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, errors.New("the file lies above the description's folder; WithFolder can allow a higher one")
	}
	if f.files++; f.files > limits.Files {
		return nil, &LimitError{Limit: "Files", Value: limits.Files}
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
	data, err := readAll(in, info, limits)
	if err != nil {
		return nil, err
	}
	if f.bytes += len(data); f.bytes > limits.FilesBytes {
		return nil, &LimitError{Limit: "FilesBytes", Value: limits.FilesBytes}
	}
	return data, nil
}

// readAll reads a file that is not too large.
func readAll(in *os.File, info os.FileInfo, limits Limits) ([]byte, error) {
	tooLarge := &LimitError{Limit: "Bytes", Value: limits.Bytes}
	if info.Size() > int64(limits.Bytes) {
		return nil, tooLarge
	}
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead)) // a pipe says 0
	if _, err := data.ReadFrom(io.LimitReader(in, int64(limits.Bytes)+1)); err != nil {
		return nil, unwrapPath(err)
	}
	if data.Len() > limits.Bytes {
		return nil, tooLarge
	}
	return data.Bytes(), nil
}

// unwrapPath drops the path of a file error, which the caller names anyway.
func unwrapPath(err error) error {
	if pathErr, ok := errors.AsType[*os.PathError](err); ok {
		return pathErr.Err
	}
	return err
}
