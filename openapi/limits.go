package openapi

// What a description may cost. Real ones stay far below: the largest public
// ones have 20 MB, three thousand files, and schemas nested some 20 deep.
const (
	maxFileBytes   = 64 << 20  // of each file
	maxFilesBytes  = 256 << 20 // of all files together
	maxFiles       = 20_000
	maxNesting     = 1_000     // brackets or indentation levels in a file
	maxNodes       = 4_000_000 // in one file: a node costs some 200 bytes
	maxReferences  = 100       // hops of one chain
	maxSchemaDepth = 200       // schemas within schemas, written out in place
	maxRepeated    = 1_000_000 // values that are read again through aliases and references
	schemaCost     = 16        // a schema or operation counts as so many of those values
	entryCost      = 4         // as does an entry of a list, such as a parameter
	mergeCost      = 4         // as does a member that a merge key brings in
	maxMethods     = 32        // of a path; operations beyond count as repeating the path's parameters
	maxCallbacks   = 4         // callbacks within callbacks
	maxWarnings    = 1_000
	maxPointer     = 200 // bytes of a pointer in the text of a warning or error
)
