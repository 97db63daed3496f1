// Package openapi reads API descriptions: Swagger 2.0 and OpenAPI 3.0, 3.1 and
// 3.2, as JSON or YAML, in one file or many, into one small model.
//
// [ReadFile] is the call to start with; [Parse] takes bytes. Both give a
// [Document] with every operation that could be read, and Warnings, with line
// and JSON pointer, for what could not. References to files below the
// description's folder are followed, never above it and never over the network.
// [Limits] bound what a description may cost; [WithOverlay] changes it first.
//
// A Document is plain data, so that other packages, and services that make one
// in memory, need nothing else from here.
package openapi
