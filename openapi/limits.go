package openapi

import (
	"errors"
	"fmt"
)

// Limits bound what a description may cost, since it may come from anybody. A
// field that is zero stands for its default. Real descriptions stay far below:
// the largest public ones have 20 MB, 1.5 million names and values, three
// thousand files, and are some 30 deep.
//
// What goes over a limit fails with a [LimitError], before memory is spent on it.
type Limits struct {
	// Bytes is the size of one file; by default 64 MiB.
	Bytes int
	// Nodes is the number of names and values of one file, as a scan of its bytes
	// bounds it from above before anything is parsed; by default 3 million. In JSON
	// each takes some 200 bytes of memory at most; in YAML up to 350 while it is
	// parsed, and four times as much within brackets, where each counts as four
	// (measured by TestMemoryOfNodes). So the default is about 1 GB of memory at
	// worst, and allows 50 MB of real JSON and 35 MB of real YAML.
	Nodes int
	// Depth is how many objects and lists may stand within each other; by default
	// 1,000, and at most 10,000.
	Depth int
	// Repeats is how many values YAML's aliases and merge keys, and references to
	// other parts than schemas, may repeat; by default 1 million.
	Repeats int
	// References is the length of a chain of references; by default 100.
	References int
	// Files is the number of files that references lead to; by default 20,000.
	Files int
	// FilesBytes is the size of those files together; by default 256 MiB.
	FilesBytes int
}

var defaultLimits = Limits{
	Bytes:      64 << 20,
	Nodes:      3_000_000,
	Depth:      1_000,
	Repeats:    1_000_000,
	References: 100,
	Files:      20_000,
	FilesBytes: 256 << 20,
}

// maxDepth is what the YAML parser can do.
const maxDepth = 10_000

// limit is one of Limits under its name.
type limit struct {
	name     string
	value    *int
	standard int
}

func (l *Limits) each() []limit {
	d := &defaultLimits
	return []limit{
		{"Bytes", &l.Bytes, d.Bytes},
		{"Nodes", &l.Nodes, d.Nodes},
		{"Depth", &l.Depth, d.Depth},
		{"Repeats", &l.Repeats, d.Repeats},
		{"References", &l.References, d.References},
		{"Files", &l.Files, d.Files},
		{"FilesBytes", &l.FilesBytes, d.FilesBytes},
	}
}

// complete fills in defaults.
func (l *Limits) complete() error {
	var failures []error
	for _, one := range l.each() {
		switch {
		case *one.value == 0:
			*one.value = one.standard
		case *one.value < 0:
			failures = append(failures, fmt.Errorf("openapi: WithLimits: %s is %d; it must be positive, or 0 for the default of %d", one.name, *one.value, one.standard))
		}
	}
	if l.Depth > maxDepth {
		failures = append(failures, fmt.Errorf("openapi: WithLimits: Depth is %d; it can be at most %d", l.Depth, maxDepth))
	}
	return errors.Join(failures...)
}

// LimitError is the cause in an [Error] about a description that goes over one
// of its [Limits].
type LimitError struct {
	Limit string // the name of the field of Limits
	Value int    // what it is set to
}

// Error says what there is too much of, and the option that allows more.
func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: more than %d; openapi.WithLimits can raise Limits.%s", limitTexts[e.Limit], e.Value, e.Limit)
}

var limitTexts = map[string]string{
	"Bytes":      "the file has too many bytes",
	"Nodes":      "the file has too many names and values",
	"Depth":      "too many objects and lists within each other",
	"Repeats":    "aliases and references repeat too many values",
	"References": "a chain of references is too long",
	"Files":      "references lead to too many files",
	"FilesBytes": "the files that references lead to have too many bytes",
}

// Bounds that are no options, since what goes over them is left out with a
// warning, or no description means it.
const (
	maxSchemaDepth = 200 // schemas within schemas, written out in place
	schemaCost     = 16  // a schema or operation counts as so many of Limits.Repeats
	entryCost      = 4   // as does an entry of a list, such as a parameter
	mergeCost      = 4   // as does a member that a merge key brings in
	maxMethods     = 32  // of a path; operations beyond count as repeating the path's parameters
	maxCallbacks   = 4   // callbacks within callbacks

	// Path parameters that only the path names; more of one path count as schemas do.
	maxMadeParameters = 32

	longPointer    = 1_000
	maxLongPointer = 64 << 20 // bytes of all pointers longer than that, in one file
	maxMessage     = 500      // bytes of the text of a warning
	maxWarnings    = 1_000
	maxPointer     = 200 // bytes of a pointer in the text of a warning or error
)
