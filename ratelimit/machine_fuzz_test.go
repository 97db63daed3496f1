package ratelimit_test

import (
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
	over    []admission // done: never given back
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
		if r.quota.Provider != ratelimit.ProviderOpenAI {
			require.LessOrEqual(t, window, limit, "tokens in a minute from %v", from.at.Sub(epoch))
			require.LessOrEqual(t, requests, most, "requests in a minute from %v", from.at.Sub(epoch))
		}
		if r.quota.RequestSlice > 0 {
			require.LessOrEqual(t, slice, max(1, most*r.quota.RequestSlice.Minutes()), "requests in a slice from %v", from.at.Sub(epoch))
		}
	}
	for _, from := range all {
		for _, to := range all {
			var sum float64
			for _, a := range all {
				if !a.at.Before(from.at) && !a.at.After(to.at) {
					sum += a.tokens
				}
			}
			if elapsed := to.at.Sub(from.at); elapsed >= 0 {
				require.LessOrEqual(t, sum, limit*(1+elapsed.Minutes())+1e-3, "tokens from %v to %v", from.at.Sub(epoch), to.at.Sub(epoch))
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
	f.Fuzz(func(t *testing.T, script []byte) {
		if len(script) == 0 || len(script) > 400 {
			return
		}
		r := &reference{
			quota:  []ratelimit.Quota{{TokensPerMinute: 1_000, RequestsPerMinute: 20}, ratelimit.AzureOpenAI(1_000, 40), ratelimit.OpenAI(1_000, 30)}[script[0]%3],
			margin: 0.9, guard: 500 * time.Millisecond, booked: map[ratelimit.Ticket]admission{},
		}
		machine, err := ratelimit.NewMachine(r.quota, ratelimit.WithMargins(r.margin, r.margin), ratelimit.WithGuard(r.guard), ratelimit.WithSeed(1))
		require.NoError(t, err)
		d := &driver{T: t, machine: machine, reference: r, now: epoch, waiting: map[ratelimit.Ticket]float64{}}
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
}

func (d *driver) op(code byte, arg int) {
	switch code % 7 {
	case 0, 6: // ask
		tokens := 1 + 4*arg
		ticket, err := d.machine.Ask(d.now, ratelimit.Charge{InputTokens: tokens, MaxOutputTokens: 0, Priority: int(code / 7 % 3)})
		if d.reference.quota.Provider == ratelimit.ProviderAzure {
			tokens += 512 // what an answer without a maximum is charged
		}
		if float64(tokens) > 900 {
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
				d.machine.Done(d.now, t, ratelimit.Usage{InputTokens: arg % 5}) // never more than booked
			})
		}
	case 3: // throttled
		if len(d.running) > 0 {
			d.end(arg%len(d.running), func(t ratelimit.Ticket) {
				after := time.Duration(arg) * time.Second / 4
				d.machine.Throttled(d.now, t, after)
				if until := d.now.Add(after); until.After(d.reference.heldTil) {
					d.reference.heldTil = until
				}
			})
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
		require.NoError(d, decision.Err) // no hold is longer than the timeout here
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
	d.until(d.now.Add(time.Duration(d.asked+2) * 2 * time.Minute))
	require.Empty(d, d.waiting, "calls that never had their turn")
	require.Equal(d, d.asked, d.decided+d.left)
	for len(d.running) > 0 {
		d.end(0, func(t ratelimit.Ticket) { d.machine.Done(d.now, t, ratelimit.Usage{}) })
	}
	d.reference.check(d.T)
	d.now = d.now.Add(61 * time.Second)
	status := d.machine.Status(d.now)
	require.Zero(d, status.Running)
	require.Zero(d, status.Waiting)
	require.Zero(d, status.Tokens.Used)
	require.Zero(d, status.Requests.Used)
}
