// Package ui turns an API description into a user interface.
//
// [Baseline] derives a complete [Plan] from the description alone; [Render]
// writes it as one self-contained HTML page, and [Handler] serves it. A Plan is
// data that can be stored, edited and read back by [ReadPlan].
//
// [Merge] puts what a model planned, a [Blueprint] and [ChunkPlan]s in the form of
// [Schema], over a baseline and lists what did not fit. [Plan.Coherence] scores how
// consistent a plan is.
package ui
