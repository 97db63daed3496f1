package parallel

import (
	"context"
	"fmt"
	"iter"
	"runtime/debug"
	"sync"
	"time"
)

// Run does all tasks and returns their results in the order of tasks, one for
// each, when the last has ended. Nothing that it started still runs then: a task
// that does not heed its context is waited for.
func Run[T, R any](
	ctx context.Context, tasks []Task[T],
	do func(context.Context, Task[T]) (R, error), opts ...Option,
) []Result[R] {
	results := make([]Result[R], len(tasks))
	for i, r := range Stream(ctx, tasks, do, opts...) {
		results[i] = r
	}
	return results
}

// Stream does all tasks and yields each one's index and result as it ends, those
// that never started last. The tasks start when the loop does, and go on whatever
// time the loop takes for a result. Leaving the loop early cancels what runs and
// waits for it. Every loop over the sequence is a run of its own.
func Stream[T, R any](
	ctx context.Context, tasks []Task[T],
	do func(context.Context, Task[T]) (R, error), opts ...Option,
) iter.Seq2[int, Result[R]] {
	return func(yield func(int, Result[R]) bool) {
		settings, start := newSettings(opts), time.Now()
		ctx, stop := context.WithCancelCause(ctx)
		if settings.deadline > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadlineCause(ctx, start.Add(settings.deadline), deadlineError{settings.deadline})
			defer cancel()
		}
		r := &run[T, R]{
			tasks: tasks, do: do, fatal: settings.stop, stop: stop, start: start,
			deadline: settings.deadline, scheduler: NewScheduler(start, tasks, opts...),
			results: make(chan outcome[R], len(tasks)),
		}
		defer r.running.Wait()
		defer stop(errAbandoned) // first: who leaves the loop does not wait for the rest
		r.advance(ctx)
		for range tasks {
			o := <-r.results
			if !yield(o.task, o.result) {
				return
			}
		}
	}
}

// run is one run of tasks.
type run[T, R any] struct {
	tasks []Task[T]
	do    func(context.Context, Task[T]) (R, error)
	fatal func(error) bool
	stop  context.CancelCauseFunc
	start time.Time

	deadline time.Duration

	mu        sync.Mutex
	scheduler *Scheduler
	running   sync.WaitGroup
	results   chan outcome[R] // has room for all, so that nobody waits for the reader
}

type outcome[R any] struct {
	task   int
	result Result[R]
}

// advance starts what can start now, each task in a goroutine of its own, and once
// the run is over gives the rest its outcome.
func (r *run[T, R]) advance(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	over := r.over(ctx, now)
	for ; over == nil; over = r.over(ctx, now) {
		task, ok := r.scheduler.Next(now)
		if !ok {
			return
		}
		r.running.Go(func() { r.work(ctx, task) })
	}
	for _, task := range r.scheduler.Stop() {
		err := fmt.Errorf("%w: %w", ErrNotStarted, over)
		r.results <- outcome[R]{task, Result[R]{Err: err, Queued: now.Sub(r.start)}}
	}
}

// over says why no further task may start, or nil. The scheduler may see the
// deadline a moment before the context does.
func (r *run[T, R]) over(ctx context.Context, now time.Time) error {
	switch {
	case ctx.Err() != nil:
		return ended(ctx)
	case r.scheduler.over(now):
		return deadlineError{r.deadline}
	}
	return nil
}

// work does one task and then starts what its end makes room for.
func (r *run[T, R]) work(ctx context.Context, task int) {
	begun := time.Now()
	o := outcome[R]{task, Result[R]{Err: ErrExit, Queued: begun.Sub(r.start)}}
	// Deferred, so that it happens whatever the task does to its goroutine.
	defer func() {
		if value := recover(); value != nil {
			o.result.Err = &PanicError{value, debug.Stack()}
		}
		o.result.Took = time.Since(begun)
		if o.result.Err != nil && r.fatal(o.result.Err) {
			r.stop(o.result.Err)
		}
		r.mu.Lock()
		r.scheduler.Done()
		r.mu.Unlock()
		r.results <- o
		r.advance(ctx)
	}()
	o.result.Value, o.result.Err = r.do(ctx, r.tasks[task])
}
