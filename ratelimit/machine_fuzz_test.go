package ratelimit_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/ratelimit"
)

// reference is what a machine may have admitted, kept in the simplest way.
type reference struct {
	quota   ratelimit.Quota
	margin  float64
	guard   time.Duration
	booked  map[ratelimit.Ticket]admission
	over    []admission // done: never given back; those turned away were never let in
	heldTil time.Time
}

type admission struct {
	at     time.Time
	tokens float64
}

// check compares all that was admitted with the quota, over every stretch of time
// from one admission to another.
func (r *reference) check(t *testing.T) {
	t.Helper()
	all := append([]admission(nil), r.over...)
	for _, a := range r.booked {
		all = append(all, a)
	}
	limit := float64(r.quota.TokensPerMinute) * r.margin
	most := float64(r.quota.RequestsPerMinute) * r.margin
	for _, from := range all {
		var window, requests, slice float64
		for _, a := range all {
			after := a.at.Sub(from.at)
			if after < 0 {
				continue
			}
			if after < time.Minute+r.guard {
				window += a.tokens
				requests++
			}
			if after < r.quota.RequestSlice+r.guard {
				slice++
			}
		}
		if r.quota.Provider != ratelimit.ProviderOpenAI && r.quota.Provider != ratelimit.ProviderAnthropic {
			require.LessOrEqual(t, window, limit, "tokens in a minute from %v", from.at.Sub(epoch))
			require.LessOrEqual(t, requests, most, "requests in a minute from %v", from.at.Sub(epoch))
		}
		if r.quota.RequestSlice > 0 {
			require.LessOrEqual(t, slice, max(1, most*r.quota.RequestSlice.Minutes()), "requests in a slice from %v", from.at.Sub(epoch))
		}
	}
	slices.SortFunc(all, func(a, b admission) int { return a.at.Compare(b.at) })
	for i, from := range all {
		sum := 0.0
		for _, to := range all[i:] {
			sum += to.tokens
			if most := limit*(1+to.at.Sub(from.at).Minutes()) + 1e-3; sum > most {
				require.LessOrEqual(t, sum, most, "tokens from %v to %v", from.at.Sub(epoch), to.at.Sub(epoch))
			}
		}
	}
}

// FuzzMachine drives a machine through any order of calls, and compares with a
// reference: never more than the quota in any window, one decision for each call,
// no call forgotten, nothing left at the end.
func FuzzMachine(f *testing.F) {
	f.Add([]byte{0, 0, 200, 0, 90, 0, 90, 1, 60, 2, 0, 4, 1, 0, 255, 1, 255, 3, 5})
	f.Add([]byte{1, 0, 250, 0, 250, 0, 250, 5, 0, 5, 1, 1, 200, 1, 200, 2, 1, 0, 9, 1, 9})
	f.Add([]byte{2, 0, 128, 0, 127, 0, 126, 3, 40, 0, 1, 1, 1, 3, 0, 0, 250, 1, 255, 4, 0, 4, 1})
	f.Add([]byte{1, 0, 10, 0, 11, 0, 12, 0, 13, 0, 14, 0, 15, 0, 16, 0, 17, 0, 18, 2, 3, 2, 1, 1, 9, 0, 1})
	f.Add([]byte{0, 0, 200, 7, 101, 0, 90, 3, 1, 1, 200, 7, 20, 0, 50, 1, 100, 7, 5, 3, 0, 1, 255})
	f.Add([]byte{2, 0, 100, 0, 99, 0, 98, 3, 9, 3, 9, 1, 255, 0, 200, 7, 3, 1, 255, 2, 0, 0, 1})
	f.Add([]byte{250, 0, 200, 0, 99, 0, 98, 2, 9, 1, 25, 1, 255, 0, 20, 7, 3, 1, 255, 2, 1, 3, 1, 4, 0, 1, 255})
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) == 0 || len(script) > 400 {
			return
		}
		r := &reference{
			quota:  []ratelimit.Quota{{TokensPerMinute: 1_000, RequestsPerMinute: 20, RequestSlice: 10 * time.Second}, ratelimit.AzureOpenAI(1_000, 40), ratelimit.OpenAI(1_000, 30)}[script[0]%3],
			margin: 0.9, guard: 500 * time.Millisecond, booked: map[ratelimit.Ticket]admission{},
		}
		if script[0] >= 240 {
			r.quota = ratelimit.Anthropic(1_000, 300, 30)
		}
		machine, err := ratelimit.NewMachine(r.quota, ratelimit.WithMargins(r.margin, r.margin), ratelimit.WithGuard(r.guard), ratelimit.WithSeed(1))
		require.NoError(t, err)
		d := &driver{T: t, machine: machine, reference: r, now: epoch, admitted: epoch, waiting: map[ratelimit.Ticket]float64{}}
		for ops := script[1:]; len(ops) >= 2; ops = ops[2:] {
			d.op(ops[0], int(ops[1]))
		}
		d.finish()
	})
}

type driver struct {
	*testing.T

	machine   *ratelimit.Machine
	reference *reference
	now       time.Time
	waiting   map[ratelimit.Ticket]float64
	tickets   []ratelimit.Ticket // all, in the order of asking
	running   []ratelimit.Ticket
	asked     int
	decided   int
	left      int
	admitted  time.Time // the last one
	observed  bool      // a reply has told a limit
}

func (d *driver) op(code byte, arg int) {
	switch code % 8 {
	case 7: // what a reply says of the limits, true or not
		if len(d.running) > 0 {
			o := ratelimit.ObservedLimit{Limit: arg % 3 * arg * 4, Remaining: arg * 7 % 1_000, HasRemaining: arg%4 > 0}
			d.observed = d.observed || o.Limit > 0
			reply := ratelimit.Observed{Tokens: o, Requests: ratelimit.ObservedLimit{Limit: arg % 7}}
			if arg%5 == 0 {
				reply.RetryAfter = time.Second
			}
			d.machine.Observe(d.now, d.running[arg%len(d.running)], reply)
		}
	case 0, 6: // ask
		tokens := 1 + 4*arg
		charge := ratelimit.Charge{InputTokens: tokens, Priority: int(code / 8 % 3)}
		if d.reference.quota.Provider == ratelimit.ProviderAnthropic {
			charge.MaxOutputTokens = arg // or more than its bucket holds
		}
		ticket, err := d.machine.Ask(d.now, charge)
		if d.reference.quota.Provider == ratelimit.ProviderAzure {
			tokens += 512 // what an answer without a maximum is charged
		}
		if float64(tokens) > 900 || d.observed && err != nil {
			require.ErrorIs(d, err, ratelimit.ErrTooLarge)
			return
		}
		require.NoError(d, err)
		d.asked++
		d.waiting[ticket] = float64(tokens)
		d.tickets = append(d.tickets, ticket)
	case 1: // time passes, and decisions are made when it is time for them
		d.until(d.now.Add(time.Duration(arg) * 300 * time.Millisecond))
		return
	case 2: // done
		if len(d.running) > 0 {
			d.end(arg%len(d.running), func(t ratelimit.Ticket) {
				used := ratelimit.Usage{InputTokens: min(arg%5, int(d.reference.booked[t].tokens))} // never more than booked
				if d.reference.quota.Provider == ratelimit.ProviderAnthropic && used.InputTokens > 0 {
					used.OutputTokens = arg
					settled := d.reference.booked[t]
					settled.tokens = float64(used.InputTokens)
					d.reference.booked[t] = settled
				}
				d.machine.Done(d.now, t, used)
			})
		}
	case 3: // throttled
		if len(d.running) > 0 {
			ticket := d.running[arg%len(d.running)]
			d.end(arg%len(d.running), func(t ratelimit.Ticket) {
				after := time.Duration(arg) * time.Second / 4
				d.machine.Throttled(d.now, t, after)
				if until := d.now.Add(after); until.After(d.reference.heldTil) {
					d.reference.heldTil = until
				}
			})
			d.reference.over = d.reference.over[:len(d.reference.over)-1]
			require.Zero(d, d.reference.booked[ticket])
		}
	case 4: // leaves: one that waits, or was admitted in this moment, or is long gone
		if len(d.tickets) > 0 {
			ticket := d.tickets[arg%len(d.tickets)]
			if a, ok := d.reference.booked[ticket]; ok && a.at.Before(d.now) {
				return
			}
			d.machine.Leave(d.now, ticket)
			if _, ok := d.waiting[ticket]; ok {
				d.left++
			}
			delete(d.waiting, ticket)
			delete(d.reference.booked, ticket)
			for i, r := range d.running {
				if r == ticket {
					d.running = append(d.running[:i:i], d.running[i+1:]...)
					break
				}
			}
		}
	case 5: // a word about a call that is over, or never was
		ticket := ratelimit.Ticket(arg)
		if arg%2 == 0 && len(d.tickets) > 0 {
			ticket = d.tickets[arg%len(d.tickets)]
		}
		if _, ok := d.reference.booked[ticket]; !ok {
			d.machine.Done(d.now, ticket, ratelimit.Usage{InputTokens: 1 << 20})
			d.machine.Throttled(d.now, ticket, time.Hour)
		}
	}
	d.decide()
}

// end ends one of the running calls.
func (d *driver) end(i int, how func(ratelimit.Ticket)) {
	ticket := d.running[i]
	d.running = append(d.running[:i:i], d.running[i+1:]...)
	how(ticket)
	d.reference.over = append(d.reference.over, d.reference.booked[ticket])
	delete(d.reference.booked, ticket)
}

// decide takes all decisions that can be made now.
func (d *driver) decide() {
	for {
		decision, ok := d.machine.Decide(d.now)
		if !ok {
			break
		}
		tokens, waited := d.waiting[decision.Ticket]
		require.True(d, waited, "a decision about a call that does not wait")
		delete(d.waiting, decision.Ticket)
		d.decided++
		if d.reference.quota.Provider == ratelimit.ProviderAnthropic && errors.Is(decision.Err, context.DeadlineExceeded) {
			continue // answers have overdrawn by more than five minutes' worth
		}
		if d.observed && decision.Err != nil {
			require.ErrorIs(d, decision.Err, ratelimit.ErrTooLarge) // the limits have become lower
			continue
		}
		if held := d.reference.heldTil.Sub(d.now); errors.Is(decision.Err, context.DeadlineExceeded) &&
			d.now.Sub(d.admitted)+held+held/10 >= 5*time.Minute {
			continue // turned away again and again
		}
		require.NoError(d, decision.Err)
		d.admitted = d.now
		require.False(d, d.now.Before(d.reference.heldTil), "admitted while the provider asked to wait")
		d.reference.booked[decision.Ticket] = admission{d.now, tokens}
		d.running = append(d.running, decision.Ticket)
	}
	status := d.machine.Status(d.now)
	require.Equal(d, len(d.waiting), status.Waiting)
	require.Equal(d, len(d.running), status.Running)
	wake, ok := d.machine.Wake(d.now)
	require.Equal(d, len(d.waiting) > 0, ok)
	if ok {
		require.True(d, wake.After(d.now), "to be woken at once, for nothing")
	}
}

// until lets time pass, with decisions on the way.
func (d *driver) until(end time.Time) {
	for range 10_000 {
		wake, ok := d.machine.Wake(d.now)
		if !ok || wake.After(end) {
			d.now = end
			d.decide()
			return
		}
		d.now = wake
		d.decide()
	}
	d.Fatal("time does not pass")
}

// finish lets all that wait have its turn, and checks that nothing is left.
func (d *driver) finish() {
	d.decide()
	d.reference.check(d.T)
	d.until(d.now.Add(time.Duration(d.asked+2) * 6 * time.Minute)) // as long as each may be kept waiting by answers that do not end
	require.Empty(d, d.waiting, "calls that never had their turn")
	require.Equal(d, d.asked, d.decided+d.left)
	for len(d.running) > 0 {
		d.end(0, func(t ratelimit.Ticket) { d.machine.Done(d.now, t, ratelimit.Usage{}) })
	}
	d.reference.check(d.T)
	d.machine.Status(d.now.Add(time.Hour)) // limits that were learned are forgotten by then
	d.now = d.now.Add(time.Hour + 61*time.Second)
	status := d.machine.Status(d.now)
	require.Zero(d, status.Running)
	require.Zero(d, status.Waiting)
	require.Zero(d, status.Tokens.Used)
	require.Zero(d, status.Requests.Used)
	require.Zero(d, status.OutputTokens.Used)
}
