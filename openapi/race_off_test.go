//go:build !race

package openapi_test

// raceDetector distorts time and memory.
const raceDetector = false
