// Package benchmarks measures Specloom beside the libraries that do the same work,
// in a module of its own so that those are nobody's dependency. It is made of
// benchmarks only:
//
//	make bench
//
// prints a line for each description and, at the end, a table with what is asked of
// Specloom and what was seen. Each iteration runs Specloom and the peer one after the
// other in the same process and gives one ratio of processor time, which does not
// mind what else the machine does; the figure is the median of the iterations.
// What happens once in a process, and memory, is measured in processes of its own.
//
// The descriptions are those in ../../shared/specs, if it is there, else those
// that libopenapi's module ships. Nothing fails for being slow; the tests run each
// measurement once on a small description, to see that it can run.
package benchmarks
