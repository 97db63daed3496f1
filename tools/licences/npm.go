package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// npmPackages lists the packages of every package-lock.json in a module's
// folder, sorted. Folders with a go.mod of their own are other modules.
func npmPackages(folder string) ([]dependency, error) {
	var found []dependency
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if path != folder && (entry.Name() == "node_modules" || strings.HasPrefix(entry.Name(), ".") || isModule(path)) {
				return fs.SkipDir
			}
			return nil
		}
		if entry.Name() != "package-lock.json" {
			return nil
		}
		packages, err := readLock(path)
		found = append(found, packages...)
		return err
	})
	slices.SortFunc(found, func(a, b dependency) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.version, b.version))
	})
	return found, err
}

func isModule(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	return err == nil
}

func readLock(path string) ([]dependency, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev, Link        bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var found []dependency
	for place, p := range lock.Packages {
		_, name, ok := cutLast(place, "node_modules/")
		if !ok || p.Link {
			continue // the folder's own package
		}
		found = append(found, dependency{name: name, version: p.Version, licences: terms(p.License), run: p.Dev})
	}
	return found, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// terms lists what an SPDX expression asks for. Of "A OR B" it takes the one
// that asks for least; an expression nested deeper stays as it is, for a
// person to read.
func terms(expression string) []string {
	if expression == "" {
		return []string{unknown}
	}
	var ids []string
	for term := range strings.SplitSeq(strings.Trim(expression, "()"), " AND ") {
		for choice := range strings.SplitSeq(term, " OR ") {
			if allowed([]string{choice}, false) {
				term = choice
				break
			}
		}
		ids = append(ids, term)
	}
	return ids
}
