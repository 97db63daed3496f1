package parallel

import "time"

// Option changes how tasks are run; see [Run].
type Option func(*settings)

type settings struct {
	workers  int
	deadline time.Duration
	stop     func(error) bool
}

func newSettings(opts []Option) settings {
	s := settings{workers: 3, deadline: 1800 * time.Second, stop: func(error) bool { return false }}
	for _, opt := range opts {
		opt(&s)
	}
	return s
}

// WithWorkers sets how many tasks run at once; 0 or less is all of them. Default: 3.
func WithWorkers(n int) Option { return func(s *settings) { s.workers = n } }

// WithDeadline sets how long all tasks together may take; 0 or less is for ever.
// Default: 1,800 s.
func WithDeadline(d time.Duration) Option { return func(s *settings) { s.deadline = d } }

// WithStop says which errors make every further task useless, such as a rejected
// key. The first of them stops the run. Default: none.
func WithStop(fatal func(error) bool) Option { return func(s *settings) { s.stop = fatal } }
