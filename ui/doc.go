// Package ui turns an API description into a user interface.
//
// [Baseline] derives a complete [Plan] from the description alone; [Render]
// writes it as one self-contained HTML page, and [Handler] serves it. A Plan is
// data that can be stored, edited and read back by [ReadPlan].
package ui
