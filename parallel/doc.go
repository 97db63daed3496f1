// Package parallel does many tasks at once: the important first, the long before
// the short, under one deadline, with exactly one outcome for each.
//
//	results := parallel.Run(ctx, tasks, func(ctx context.Context, t parallel.Task[Chunk]) (Plan, error) {
//		return plan(ctx, t.Value)
//	}, parallel.WithWorkers(8))
//	for i, r := range results { // in the order of tasks
//		…
//	}
//
// A task that fails costs that task alone, and so does one that panics. Only the
// context, the deadline or an error that [WithStop] knows as fatal ends the whole:
// then the tasks that run are cancelled, and those that have not begun get
// [ErrNotStarted] and the cause.
//
// The package neither retries nor times single tasks. That is for what they call,
// which knows when the clock should start.
//
// [Stream] gives results as they come. [Scheduler] is the order alone, without
// goroutines or clock, for those who want to know beforehand how it will go.
package parallel
