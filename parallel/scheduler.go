package parallel

import (
	"cmp"
	"slices"
	"time"
)

// Scheduler decides which task starts when, and nothing else: it is told the time
// and starts nothing. [Stream] drives it by the clock; a simulation may drive it in
// virtual time. It is not safe for concurrent use.
type Scheduler struct {
	order   []int // of the tasks not started, the next one first
	workers int
	running int
	until   time.Time // no task starts from then on; zero: for ever
}

// NewScheduler makes a scheduler for tasks, of which only priority and weight
// matter. It takes the options of [Run]; the deadline counts from start.
func NewScheduler[T any](start time.Time, tasks []Task[T], opts ...Option) *Scheduler {
	settings := newSettings(opts)
	s := &Scheduler{order: make([]int, len(tasks)), workers: settings.workers}
	if s.workers <= 0 {
		s.workers = len(tasks)
	}
	if settings.deadline > 0 {
		s.until = start.Add(settings.deadline)
	}
	for i := range s.order {
		s.order[i] = i
	}
	slices.SortStableFunc(s.order, func(i, j int) int {
		return cmp.Or(
			cmp.Compare(tasks[j].Priority, tasks[i].Priority),
			cmp.Compare(tasks[j].Weight, tasks[i].Weight),
		)
	})
	return s
}

// Next starts a task if a worker is free and gives its index; false if none is, or
// no task is left, or the time is over.
func (s *Scheduler) Next(now time.Time) (task int, ok bool) {
	if s.running >= s.workers || len(s.order) == 0 || s.over(now) {
		return 0, false
	}
	task, s.order = s.order[0], s.order[1:]
	s.running++
	return task, true
}

// Done says that a task has ended, and its worker is free.
func (s *Scheduler) Done() { s.running-- }

// Stop gives up the tasks that have not started and returns their indices, in the
// order in which they would have started.
func (s *Scheduler) Stop() []int {
	left := s.order
	s.order = nil
	return left
}

// Left is the number of tasks that have not started.
func (s *Scheduler) Left() int { return len(s.order) }

// Running is the number of tasks that have started and not ended.
func (s *Scheduler) Running() int { return s.running }

func (s *Scheduler) over(now time.Time) bool { return !s.until.IsZero() && !now.Before(s.until) }
