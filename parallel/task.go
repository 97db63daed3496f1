package parallel

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Task is one thing to do.
type Task[T any] struct {
	Value    T
	Priority int     // higher goes first
	Weight   float64 // the expected cost, in any unit; within a priority the larger goes first
}

// Result is what became of a task: a value, or an error.
type Result[R any] struct {
	Value R
	Err   error

	Queued time.Duration // from the start of the run to the start of the task
	Took   time.Duration // from there to its end; 0 if it never started
}

// ErrNotStarted is among the errors of a task whose turn never came. The others
// say why: how the context ended, or the error that stopped the run.
var ErrNotStarted = errors.New("parallel: not started")

// ErrExit is the error of a task that ended its goroutine with runtime.Goexit, as
// a test does that fails in the wrong place.
var ErrExit = errors.New("parallel: the task ended its goroutine")

// PanicError is the error of a task that panicked.
type PanicError struct {
	Value any    // what it panicked with
	Stack []byte // where
}

// Error writes the error as "parallel: panic: value", without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("parallel: panic: %v", e.Value) }

// Unwrap returns the value that the task panicked with if that is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// ended says how ctx ended: its error and, where that says more, its cause.
func ended(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}

// errAbandoned is the cause when the reader of a stream has left.
var errAbandoned = errors.New("nobody reads the results")

// deadlineError is the cause when the deadline of a run has passed.
type deadlineError struct{ limit time.Duration }

func (e deadlineError) Error() string {
	return fmt.Sprintf("the deadline of %v for all tasks has passed", e.limit)
}

func (deadlineError) Unwrap() error { return context.DeadlineExceeded }
