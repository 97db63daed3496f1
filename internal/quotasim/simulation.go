package quotasim

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"sort"
	"time"

	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// Simulation is several processes that draw on one provider.
type Simulation struct {
	Provider *ratelimittest.Provider
	Headers  bool    // whether the processes read what replies say of limits
	Faults   float64 // the part of the calls that something happens to

	now    time.Time
	events []event // the next one last
	rng    *rand.Rand
}

type event struct {
	at time.Time
	do func()
}

// New makes a simulation of a provider with a quota.
func New(q ratelimit.Quota, seed uint64) *Simulation {
	return &Simulation{Provider: ratelimittest.NewProvider(q, Epoch), now: Epoch, rng: rand.New(rand.NewPCG(seed, 1))}
}

// Process is one client: calls to make, and the strategy by which to make them.
type Process struct {
	Calls    []Call
	Strategy Strategy

	Attempts, Rejected, Finished int
	Dropped                      int // ended without an answer, and made again
	Used                         ratelimit.Usage
	Failed                       []error
}

// Strategy decides when calls are made. Tasks are the numbers of calls.
type Strategy interface {
	// Next returns the next call to be made at a time; false if there is none.
	Next(now time.Time) (task int, ok bool)
	// Wake returns when to ask again if nothing happens before; false: no need.
	Wake(now time.Time) (time.Time, bool)
	Observe(now time.Time, task int, o ratelimit.Observed)
	Done(now time.Time, task int, u ratelimit.Usage)
	// Throttled says that the provider turned a call away. It is to be made again.
	Throttled(now time.Time, task int, retryAfter time.Duration)
	// Dropped says that a call ended without an answer. It is to be made again.
	Dropped(now time.Time, task int)
	// Failed returns the calls that were given up.
	Failed() []error
}

// Run makes all calls and returns when the last has ended.
func (s *Simulation) Run(processes ...*Process) time.Duration {
	end := Epoch
	for {
		wake, waits := time.Time{}, false
		for i, p := range processes {
			for {
				task, ok := p.Strategy.Next(s.now)
				if !ok {
					break
				}
				s.send(p, fmt.Sprint(i, "/", task), task, &end)
			}
			p.Failed = p.Strategy.Failed()
			if w, ok := p.Strategy.Wake(s.now); ok && (!waits || w.Before(wake)) {
				wake, waits = w, true
			}
		}
		last := len(s.events) - 1
		switch {
		case last >= 0 && (!waits || !wake.Before(s.events[last].at)):
			next := s.events[last]
			s.events = s.events[:last]
			s.now = next.at
			next.do()
		case waits:
			s.now = wake
		default:
			return end.Sub(Epoch)
		}
	}
}

// send has a call arrive, be answered and end.
func (s *Simulation) send(p *Process, key string, task int, end *time.Time) {
	p.Attempts++
	late := time.Duration(s.rng.Int64N(int64(Jitter) + 1))
	fault := s.fault()
	s.after(late, func() {
		if fault == broken {
			s.drop(p, task)
			return
		}
		c := p.Calls[task]
		reply := s.Provider.Admit(s.now, key, c.arriving())
		if reply.Cause != "" || fault == overloaded {
			p.Rejected++
			if s.Headers {
				p.Strategy.Observe(s.now, task, reply.Observed)
			}
			p.Strategy.Throttled(s.now, task, reply.Observed.RetryAfter)
			return
		}
		s.after(cmp.Or(fault.after(c), c.Latency())-late, func() {
			if fault == cutOff {
				s.drop(p, task)
				return
			}
			if s.Headers {
				p.Strategy.Observe(s.now, task, reply.Observed)
			}
			used := ratelimit.Usage{InputTokens: c.arriving().InputTokens, OutputTokens: c.Output}
			p.Strategy.Done(s.now, task, used)
			p.Finished++
			p.Used.InputTokens += used.InputTokens
			p.Used.OutputTokens += used.OutputTokens
			*end = s.now
		})
		for second, left := 1, c.Output; left > 0; second++ {
			n := min(left, tokensPerSecond)
			left -= n
			s.after(firstByte+time.Duration(second)*time.Second, func() { s.Provider.Output(s.now, n) })
		}
	})
}

func (s *Simulation) drop(p *Process, task int) {
	p.Dropped++
	p.Strategy.Dropped(s.now, task)
}

// after has something done later.
func (s *Simulation) after(d time.Duration, do func()) {
	at := s.now.Add(d)
	place := sort.Search(len(s.events), func(i int) bool { return !s.events[i].at.After(at) })
	s.events = slices.Insert(s.events, place, event{at, do})
}
