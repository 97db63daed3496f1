// Package consumer holds a test only: Specloom as a module outside this
// repository sees it.
package consumer
