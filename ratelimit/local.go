package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Local is the [Limiter] of one process. It starts no goroutine: of those that
// wait, one wakes when it is time for the next decision, and decides for all.
type Local struct {
	mu      sync.Mutex
	machine *Machine
	parked  map[Ticket]chan Decision
	timer   *time.Timer // of all that wait; nil until somebody does

	tell   func(Drift) // nil: nobody
	drifts []Drift     // to be told when the lock is released
}

var _ Limiter = (*Local)(nil)

// New makes a limiter for a quota that is unused as yet. All its complaints come at
// once.
func New(q Quota, opts ...Option) (*Local, error) {
	machine, err := NewMachine(q, opts...)
	if err != nil {
		return nil, err
	}
	l := &Local{machine: machine, parked: map[Ticket]chan Decision{}}
	if l.tell = machine.settings.drift; l.tell != nil {
		machine.settings.drift = func(d Drift) { l.drifts = append(l.drifts, d) }
	}
	return l, nil
}

// unlock releases the lock and tells of what has drifted.
func (l *Local) unlock() {
	if len(l.drifts) == 0 {
		l.mu.Unlock()
		return
	}
	drifts := l.drifts
	l.drifts = nil
	l.mu.Unlock()
	for _, d := range drifts {
		l.tell(d)
	}
}

// Acquire implements [Limiter]. A context whose deadline is too near for the call
// to be admitted in time is refused without waiting.
func (l *Local) Acquire(ctx context.Context, c Charge) (Permit, error) {
	if ctx.Err() != nil {
		return Permit{}, &WaitError{For: "nothing", Err: ended(ctx)}
	}
	l.mu.Lock()
	now := time.Now()
	ticket, err := l.machine.Ask(now, c)
	if err != nil {
		l.unlock()
		return Permit{}, err
	}
	// Most often the call is admitted here and now, and nobody else is concerned.
	if len(l.parked) == 0 {
		if d, ok := l.machine.Decide(now); ok {
			l.unlock()
			return l.permit(d)
		}
	}
	if err := l.machine.inTime(ctx, now, ticket); err != nil {
		l.unlock()
		return Permit{}, err
	}
	parked := make(chan Decision, 1)
	l.parked[ticket] = parked
	if l.timer == nil {
		l.timer = time.NewTimer(0)
	}
	l.decide(now)
	l.unlock()
	return l.wait(ctx, ticket, parked)
}

// wait parks until the call is decided or the context ends. All that wait share
// one timer, which is made once: whoever gets its tick decides.
func (l *Local) wait(ctx context.Context, ticket Ticket, parked <-chan Decision) (Permit, error) {
	for {
		select {
		case d := <-parked:
			return l.permit(d)
		case <-l.timer.C:
			l.mu.Lock()
			l.decide(time.Now())
			l.unlock()
		case <-ctx.Done():
			return Permit{}, l.leave(ctx, ticket)
		}
	}
}

// leave gives everything back: the place in the queue or, if it was admitted in
// this very moment, what it booked.
func (l *Local) leave(ctx context.Context, ticket Ticket) error {
	l.mu.Lock()
	defer l.unlock()
	now := time.Now()
	err := l.machine.leaveError(now, ticket, ended(ctx))
	l.machine.Leave(now, ticket)
	delete(l.parked, ticket)
	l.decide(now)
	return err
}

// decide wakes all whose calls are decided at a time, and sets the timer for the
// next. The lock is held.
func (l *Local) decide(now time.Time) {
	for {
		d, ok := l.machine.Decide(now)
		if !ok {
			break
		}
		l.parked[d.Ticket] <- d
		delete(l.parked, d.Ticket)
	}
	if wake, ok := l.machine.Wake(now); ok {
		l.timer.Reset(wake.Sub(now))
	} else {
		l.timer.Stop()
	}
}

func (l *Local) permit(d Decision) (Permit, error) {
	if d.Err != nil {
		return Permit{}, d.Err
	}
	return Permit{(*settler)(l), uint64(d.Ticket)}, nil
}

// Status implements [Limiter].
func (l *Local) Status() Status {
	l.mu.Lock()
	defer l.unlock()
	return l.machine.Status(time.Now())
}

// settler is the side of a Local that its permits see.
type settler Local

func (s *settler) Settle(id uint64, u Usage) {
	l := (*Local)(s)
	l.mu.Lock()
	defer l.unlock()
	now := time.Now()
	l.machine.Done(now, Ticket(id), u)
	if len(l.parked) > 0 {
		l.decide(now)
	}
}

func (s *settler) Throttle(id uint64, retryAfter time.Duration) {
	l := (*Local)(s)
	l.mu.Lock()
	defer l.unlock()
	now := time.Now()
	l.machine.Throttled(now, Ticket(id), retryAfter)
	if len(l.parked) > 0 {
		l.decide(now)
	}
}

func (s *settler) Observe(id uint64, o Observed) {
	l := (*Local)(s)
	l.mu.Lock()
	defer l.unlock()
	now := time.Now()
	l.machine.Observe(now, Ticket(id), o)
	if len(l.parked) > 0 {
		l.decide(now)
	}
}

func joinComplaints(errs ...error) error {
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("ratelimit: %w", err)
	}
	return nil
}
