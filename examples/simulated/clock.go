package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/specloom/specloom/generator"
	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// call is one call of a run: what it is charged beforehand, and what it took.
type call struct {
	chunk  string  // "": all the others wait for it
	weight float64 // in the order of calls, the heaviest first
	charge ratelimit.Charge
	usage  llm.Usage
}

func (c call) latency() time.Duration {
	return baseLatency + time.Duration(c.usage.OutputTokens)*tokenLatency
}

// recorder remembers the calls to a model that takes no time.
type recorder struct {
	llm.Client
	mu    sync.Mutex
	calls []call
}

func (r *recorder) Generate(ctx context.Context, req llm.Request) (*llm.Response, error) {
	resp, err := r.Client.Generate(ctx, req)
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.calls = append(r.calls, call{chunk: req.Metadata["chunk"], charge: llm.ChargeOf(req), usage: resp.Usage})
	}
	return resp, err
}

// weigh gives calls the weights that a real run goes by.
func weigh(calls []call, chunks []generator.ChunkResult) {
	weight := map[string]float64{}
	for _, c := range chunks {
		weight[c.ID] = c.Complexity
	}
	for i, c := range calls {
		calls[i].weight = weight[c.chunk]
	}
}

// took is how a run went in simulated time.
type took struct {
	time       time.Duration
	turnedAway int // by the provider
}

// replay lets time pass for calls that were recorded: the limiter and the order of
// tasks are those of a real run, the clock goes from event to event, and nothing
// but waiting and answering takes time.
func replay(calls []call, quota ratelimit.Quota, workers int) (took, error) {
	machine, err := ratelimit.NewMachine(quota, ratelimit.WithSeed(1), ratelimit.WithAcquireTimeout(24*time.Hour))
	if err != nil {
		return took{}, fmt.Errorf("simulated time: %w", err)
	}
	r := &replaying{machine: machine, provider: ratelimittest.NewProvider(quota, time.Time{}), waiting: map[ratelimit.Ticket]int{}}
	var first, rest []call
	for _, c := range calls {
		if c.chunk == "" {
			first = append(first, c)
		} else {
			rest = append(rest, c)
		}
	}
	for _, stage := range [][]call{first, rest} {
		if err := r.run(stage, workers); err != nil {
			return took{}, fmt.Errorf("simulated time: %w", err)
		}
	}
	return took{r.now.Sub(time.Time{}), r.turnedAway}, nil
}

// replaying is a replay under way.
type replaying struct {
	machine    *ratelimit.Machine
	provider   *ratelimittest.Provider
	now        time.Time
	calls      []call
	waiting    map[ratelimit.Ticket]int // for the limiter: the call
	answering  []answering              // the next to end first
	turnedAway int
}

type answering struct {
	end    time.Time
	ticket ratelimit.Ticket
	call   int
}

func (r *replaying) run(calls []call, workers int) error {
	r.calls = calls
	tasks := make([]parallel.Task[call], len(calls))
	for i, c := range calls {
		tasks[i] = parallel.Task[call]{Value: c, Weight: c.weight}
	}
	order := parallel.NewScheduler(r.now, tasks, parallel.WithWorkers(workers), parallel.WithDeadline(0))
	for {
		for task, ok := order.Next(r.now); ok; task, ok = order.Next(r.now) {
			if err := r.ask(task); err != nil {
				return err
			}
		}
		if err := r.admit(); err != nil {
			return err
		}
		wake, waits := r.machine.Wake(r.now)
		switch {
		case len(r.answering) > 0 && (!waits || !wake.Before(r.answering[0].end)):
			done := r.answering[0]
			r.answering = r.answering[1:]
			r.now = done.end
			u := r.calls[done.call].usage
			r.machine.Done(r.now, done.ticket, ratelimit.Usage{InputTokens: u.InputTokens, OutputTokens: u.OutputTokens})
			order.Done()
		case waits:
			r.now = wake
		default:
			return nil
		}
	}
}

func (r *replaying) ask(task int) error {
	ticket, err := r.machine.Ask(r.now, r.calls[task].charge)
	r.waiting[ticket] = task
	return err
}

// admit sends what the limiter lets through now, to a provider with books of its
// own.
func (r *replaying) admit() error {
	for {
		d, ok := r.machine.Decide(r.now)
		if !ok {
			return nil
		}
		if d.Err != nil {
			return d.Err
		}
		task := r.waiting[d.Ticket]
		delete(r.waiting, d.Ticket)
		c := r.calls[task]
		if reply := r.provider.Admit(r.now, "", c.charge); reply.Cause != "" {
			r.turnedAway++
			r.machine.Throttled(r.now, d.Ticket, reply.Observed.RetryAfter)
			if err := r.ask(task); err != nil {
				return err
			}
			continue
		}
		r.answering = append(r.answering, answering{r.now.Add(c.latency()), d.Ticket, task})
		slices.SortStableFunc(r.answering, func(a, b answering) int { return a.end.Compare(b.end) })
	}
}
