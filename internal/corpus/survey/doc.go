// Package survey puts a whole folder of descriptions through Specloom, each in a
// process of its own, so that whatever one does to it (a panic, an endless loop,
// an exhausted stack, all the memory) is told of that one and the others go on.
//
// [Run] is the parent's side, [Work] the child's, [Report] what both come to. The
// program is in internal/corpus/cmd/survey.
package survey
