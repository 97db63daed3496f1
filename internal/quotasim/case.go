package quotasim

import (
	"fmt"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// Case is a row of the table: what is simulated, and what must come of it.
type Case struct {
	Name string
	Must Must
	run  func(seed uint64) (Outcome, error)
}

// Must is what a case demands. All calls must end, none may be retried earlier than
// the provider asked, and the limiter's accounts must be exact in any case.
type Must struct {
	Rejected float64       // at most this part of the attempts
	Times    float64       // the makespan at most, over the lower bound; 0: any
	Took     time.Duration // the makespan at most; 0: any
}

// shown is what is asked of cases that are there to be seen: they are worse than is
// demanded of their like.
var shown = Must{Rejected: 1}

// Shown reports whether no figures are demanded.
func (m Must) Shown() bool { return m == shown }

// Outcome is what came of a case, over all its seeds.
type Outcome struct {
	Attempts, Rejected int
	EarlyRetries       int
	Calls, Finished    int
	Times              float64       // the makespan over the lower bound, on average
	Took               time.Duration // the longest makespan
	MostTokens         int           // that the provider admitted in 60 s, at most
	Astray             []string      // what the accounts of limiters got wrong
	runs               int
}

// Run runs a case with so many seeds from first on.
func (c Case) Run(first uint64, seeds int) (Outcome, error) {
	var sum Outcome
	for i := range uint64(seeds) {
		o, err := c.run(first + i)
		if err != nil {
			return sum, fmt.Errorf("quotasim: %s, seed %d: %w", c.Name, first+i, err)
		}
		sum.add(o)
	}
	return sum, nil
}

func (o *Outcome) add(other Outcome) {
	o.Attempts += other.Attempts
	o.Rejected += other.Rejected
	o.EarlyRetries += other.EarlyRetries
	o.Calls += other.Calls
	o.Finished += other.Finished
	o.Times = (o.Times*float64(o.runs) + other.Times) / float64(o.runs+1)
	o.Took = max(o.Took, other.Took)
	o.MostTokens = max(o.MostTokens, other.MostTokens)
	o.Astray = append(o.Astray, other.Astray...)
	o.runs++
}

// RejectedPart is the part of the attempts that were turned away.
func (o Outcome) RejectedPart() float64 { return float64(o.Rejected) / float64(max(1, o.Attempts)) }

// Misses says what an outcome lacks; "" if it is as it must be.
func (m Must) Misses(o Outcome) string {
	switch {
	case o.Finished != o.Calls:
		return fmt.Sprintf("%d of %d calls ended", o.Finished, o.Calls)
	case o.EarlyRetries > 0:
		return fmt.Sprintf("%d early retries", o.EarlyRetries)
	case len(o.Astray) > 0:
		return o.Astray[0]
	case o.RejectedPart() > m.Rejected:
		return "rejected"
	case m.Times > 0 && o.Times > m.Times:
		return "too slow"
	case m.Took > 0 && o.Took > m.Took:
		return "too slow"
	}
	return ""
}

// String writes what is demanded.
func (m Must) String() string {
	if m.Shown() {
		return "-"
	}
	s := fmt.Sprintf("%.3g %%", 100*m.Rejected)
	if m.Times > 0 {
		s += fmt.Sprintf(", x%.2f", m.Times)
	}
	if m.Took > 0 {
		s += fmt.Sprintf(", %v", m.Took)
	}
	return s
}

// outcome runs processes on a provider with a quota and says what came of it.
func outcome(s *Simulation, q ratelimit.Quota, processes ...*Process) Outcome {
	took := s.Run(processes...)
	var all []Call
	var o Outcome
	for i, p := range processes {
		all = append(all, p.Calls...)
		o.Attempts += p.Attempts
		o.Rejected += p.Rejected
		o.Finished += p.Finished
		if wrong := p.audit(); wrong != "" {
			o.Astray = append(o.Astray, fmt.Sprintf("process %d: %s", i, wrong))
		}
	}
	counts := s.Provider.Counts()
	o.Calls, o.Took, o.EarlyRetries, o.MostTokens = len(all), took, counts.EarlyRetries, counts.MostTokens
	o.Times = took.Seconds() / LowerBound(q, all).Seconds()
	return o
}

// audit compares the accounts of a process's limiter with what happened.
func (p *Process) audit() string {
	l, ok := p.Strategy.(*limited)
	if !ok {
		return ""
	}
	switch st := l.machine.Status(Epoch); {
	case len(p.Failed) > 0:
		return p.Failed[0].Error()
	case st.Running != 0 || st.Waiting != 0:
		return fmt.Sprintf("%d running and %d waiting when all is over", st.Running, st.Waiting)
	case st.Admitted != p.Attempts || st.Succeeded != p.Finished || st.Throttled != p.Rejected || st.Failed != p.Dropped || st.Used != p.Used:
		return fmt.Sprintf("accounts are astray: %+v", st)
	}
	return ""
}
