package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/google/licensecheck"
)

// forAll may be part of what we hand on: licences that ask for no more than
// their own text, and the MPL, which asks for its own files only.
var forAll = []string{
	"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "BlueOak-1.0.0", "CC0-1.0",
	"ISC", "MIT", "MIT-0", "MPL-2.0", "Unicode-DFS-2016", "Unlicense", "Zlib",
}

// forUs may be used on our own machines besides: GPL for programs, the other
// two for fonts and documents that come with them.
var forUs = []string{
	"CC-BY-4.0", "GPL-2.0", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0", "GPL-3.0-only", "GPL-3.0-or-later",
	"LGPL-3.0", "LGPL-3.0-only", "LGPL-3.0-or-later", "OFL-1.1", "Python-2.0",
}

// read holds what a person found where the files of a module do not say it in
// a form that a program knows.
var read = map[string][]string{
	"github.com/alecthomas/go-check-sumtype": {"MIT", "Unlicense"}, // COPYING: either, at choice
	"github.com/golangci/gofmt":              {"BSD-3-Clause"},     // Go's own gofmt: each file has Go's notice
}

// unknown stands for a text that is no licence we can name, or for none at all.
const unknown = "unknown"

func allowed(licences []string, onlyRun bool) bool {
	for _, id := range licences {
		if !slices.Contains(forAll, id) && (!onlyRun || !slices.Contains(forUs, id)) {
			return false
		}
	}
	return true
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([-._].*)?$`)
	otherFile   = regexp.MustCompile(`(?i)\.(go|json|ya?ml|html|tmpl|png|svg)$`)
)

// licencesIn names the licences in the files at the top of a folder, sorted.
func licencesIn(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, entry := range entries {
		if entry.IsDir() || !licenceFile.MatchString(entry.Name()) || otherFile.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		ids = append(ids, identify(text)...)
	}
	if len(ids) == 0 {
		return []string{unknown}, nil
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// identify names the licences that a text consists of. Most of the text must
// be theirs: a licence with clauses added to it is another licence.
func identify(text []byte) []string {
	const enough = 75 // percent; the rest is names, years and headings
	found := licensecheck.Scan(text)
	if found.Percent < enough {
		return []string{unknown}
	}
	var ids []string
	for _, match := range found.Match {
		if !match.IsURL {
			ids = append(ids, match.ID)
		}
	}
	return ids
}
