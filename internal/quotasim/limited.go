package quotasim

import (
	"cmp"
	"math"
	"math/rand/v2"
	"time"

	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ratelimit"
)

// workers is how many calls a process has under way or waiting at a time.
const workers = 64

// limited is the strategy of this library: its scheduler and its limiter.
type limited struct {
	machine   *ratelimit.Machine
	scheduler *parallel.Scheduler
	calls     []Call
	tasks     map[ratelimit.Ticket]int
	tickets   map[int]ratelimit.Ticket
	failed    []error
}

// Order is the weight that the scheduler is told of a call: what takes longer
// should go first.
type Order func(Call, *rand.Rand) float64

// AsGiven knows nothing of how long calls take.
func AsGiven(Call, *rand.Rand) float64 { return 0 }

// Predicted knows how long calls take within 30 %.
func Predicted(c Call, rng *rand.Rand) float64 { return float64(c.Output) * (0.7 + 0.6*rng.Float64()) }

// Roughly is Predicted in steps of sixteen. Where output has a quota of its own,
// the very longest first would spend that in the first half of the time, and all of
// the input's in the second.
func Roughly(c Call, rng *rand.Rand) float64 {
	return math.Floor(math.Log(max(1, Predicted(c, rng))) / math.Log(16))
}

// Limited is a process that works as this library does.
type Limited struct {
	Quota   ratelimit.Quota
	Calls   []Call
	Order   Order // nil: AsGiven
	Seed    uint64
	Workers int // 0: 64
	Options []ratelimit.Option
}

// Process makes the process.
func (l Limited) Process() (*Process, error) {
	machine, err := ratelimit.NewMachine(l.Quota, append([]ratelimit.Option{ratelimit.WithSeed(l.Seed)}, l.Options...)...)
	if err != nil {
		return nil, err
	}
	order := l.Order
	if order == nil {
		order = AsGiven
	}
	rng := rand.New(rand.NewPCG(l.Seed, 4))
	tasks := make([]parallel.Task[Call], len(l.Calls))
	for i, c := range l.Calls {
		tasks[i] = parallel.Task[Call]{Value: c, Weight: order(c, rng)}
	}
	return &Process{Calls: l.Calls, Strategy: &limited{
		machine: machine, calls: l.Calls,
		scheduler: parallel.NewScheduler(Epoch, tasks, parallel.WithWorkers(cmp.Or(l.Workers, workers)), parallel.WithDeadline(0)),
		tasks:     map[ratelimit.Ticket]int{}, tickets: map[int]ratelimit.Ticket{},
	}}, nil
}

func (l *limited) Next(now time.Time) (int, bool) {
	for {
		task, ok := l.scheduler.Next(now)
		if !ok {
			break
		}
		l.ask(now, task)
	}
	for {
		d, ok := l.machine.Decide(now)
		if !ok {
			return 0, false
		}
		task := l.tasks[d.Ticket]
		delete(l.tasks, d.Ticket)
		if d.Err == nil {
			l.tickets[task] = d.Ticket
			return task, true
		}
		l.failed = append(l.failed, d.Err)
		l.scheduler.Done()
	}
}

func (l *limited) ask(now time.Time, task int) {
	ticket, err := l.machine.Ask(now, l.calls[task].Charge)
	if err != nil {
		l.failed = append(l.failed, err)
		l.scheduler.Done()
		return
	}
	l.tasks[ticket] = task
}

func (l *limited) Wake(now time.Time) (time.Time, bool) { return l.machine.Wake(now) }

func (l *limited) Observe(now time.Time, task int, o ratelimit.Observed) {
	l.machine.Observe(now, l.tickets[task], o)
}

func (l *limited) Done(now time.Time, task int, u ratelimit.Usage) {
	l.machine.Done(now, l.tickets[task], u)
	l.scheduler.Done()
}

func (l *limited) Throttled(now time.Time, task int, retryAfter time.Duration) {
	l.machine.Throttled(now, l.tickets[task], retryAfter)
	l.ask(now, task)
}

func (l *limited) Dropped(now time.Time, task int) {
	l.machine.Done(now, l.tickets[task], ratelimit.Usage{})
	l.ask(now, task)
}

func (l *limited) Failed() []error { return l.failed }
