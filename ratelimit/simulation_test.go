package ratelimit_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/specloom/specloom/parallel"
	"github.com/specloom/specloom/ratelimit"
)

// The quota of all simulated rows, and how calls behave: they arrive at the server
// up to jitter late, and take a second and 1/60 s for each token of the answer.
const (
	tpm, otpm, rpm = 240_000, 48_000, 720
	tokensPerSec   = 60
	jitter         = 300 * time.Millisecond
)

var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// call is one call of a workload: what is told to the limiter, and what it is.
type call struct {
	charge ratelimit.Charge
	output int
	off    float64 // what it is charged, times what was told; 0: 1
}

func (c call) latency() time.Duration {
	return time.Second + time.Duration(c.output)*time.Second/tokensPerSec
}

// simulation runs workloads over Machine and Scheduler in virtual time, against a
// server that admits by its own books.
type simulation struct {
	now    time.Time
	events []event // the next one last
}

type event struct {
	at time.Time
	do func()
}

// after has something done later.
func (s *simulation) after(d time.Duration, do func()) {
	at := s.now.Add(d)
	place := sort.Search(len(s.events), func(i int) bool { return !s.events[i].at.After(at) })
	s.events = slices.Insert(s.events, place, event{at, do})
}

// process is one client of the simulated server.
type process struct {
	machine   *ratelimit.Machine
	scheduler *parallel.Scheduler
	calls     []call
	tasks     map[ratelimit.Ticket]int
	rng       *rand.Rand
	jitter    time.Duration
	server    server
	attempts  int
	rejected  int
	failed    []error
}

// order is the weight that a scheduler is told of a call.
type order func(call, *rand.Rand) float64

// asGiven knows nothing of how long calls take; predicted knows it within 30 %.
func asGiven(call, *rand.Rand) float64 { return 0 }

func predicted(c call, rng *rand.Rand) float64 { return float64(c.output) * (0.7 + 0.6*rng.Float64()) }

type server interface {
	// admit books a call that arrives, or says how long to wait.
	admit(now time.Time, c call) (retryAfter time.Duration, ok bool)
	produced(now time.Time, tokens int)
}

func newProcess(t *testing.T, q ratelimit.Quota, srv server, calls []call, order order, seed uint64, opts ...ratelimit.Option) *process {
	t.Helper()
	machine, err := ratelimit.NewMachine(q, append([]ratelimit.Option{ratelimit.WithSeed(seed)}, opts...)...)
	require.NoError(t, err)
	rng := rand.New(rand.NewPCG(seed, 1))
	tasks := make([]parallel.Task[call], len(calls))
	for i, c := range calls {
		tasks[i] = parallel.Task[call]{Value: c, Weight: order(c, rng)}
	}
	return &process{
		machine: machine, calls: calls, server: srv, jitter: jitter,
		scheduler: parallel.NewScheduler(epoch, tasks, parallel.WithWorkers(64), parallel.WithDeadline(0)),
		tasks:     map[ratelimit.Ticket]int{}, rng: rng,
	}
}

func (s *simulation) run(processes ...*process) time.Duration {
	s.now = epoch
	end := epoch
	for {
		wake, waits := time.Time{}, false
		for _, p := range processes {
			s.step(p, func() { end = s.now })
			if w, ok := p.machine.Wake(s.now); ok && (!waits || w.Before(wake)) {
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
			return end.Sub(epoch)
		}
	}
}

// step lets a process do all that it can do now.
func (s *simulation) step(p *process, ended func()) {
	ask := func(task int) {
		ticket, err := p.machine.Ask(s.now, p.calls[task].charge)
		if err != nil {
			p.failed = append(p.failed, err)
			p.scheduler.Done()
			return
		}
		p.tasks[ticket] = task
	}
	for {
		task, ok := p.scheduler.Next(s.now)
		if !ok {
			break
		}
		ask(task)
	}
	for {
		d, ok := p.machine.Decide(s.now)
		if !ok {
			return
		}
		task := p.tasks[d.Ticket]
		delete(p.tasks, d.Ticket)
		if d.Err != nil {
			p.failed = append(p.failed, d.Err)
			p.scheduler.Done()
			continue
		}
		p.attempts++
		late := time.Duration(p.rng.Int64N(int64(p.jitter) + 1))
		s.after(late, func() {
			c := p.calls[task]
			if retryAfter, ok := p.server.admit(s.now, c); !ok {
				p.rejected++
				p.machine.Throttled(s.now, d.Ticket, retryAfter)
				ask(task)
				return
			}
			for second, left := 1, c.output; left > 0; second++ {
				n := min(left, tokensPerSec)
				left -= n
				s.after(time.Second+time.Duration(second)*time.Second, func() { p.server.produced(s.now, n) })
			}
			s.after(c.latency()-late, func() {
				p.machine.Done(s.now, d.Ticket, ratelimit.Usage{InputTokens: c.charge.InputTokens, OutputTokens: c.output})
				p.scheduler.Done()
				ended()
			})
		})
	}
}

// slidingWindow is a server that counts what arrived in the last minute.
type slidingWindow struct {
	tokens, requests, perSlice int
	slice                      time.Duration
	log                        []arrival
	most                       int // tokens in any minute
}

type arrival struct {
	at     time.Time
	tokens int
}

// newAzure is Azure OpenAI's admission: characters/4 + maximum over a sliding
// minute, and requests over a sliding slice.
func newAzure() *slidingWindow {
	const slice = 10 * time.Second
	return &slidingWindow{tokens: tpm, requests: rpm, slice: slice, perSlice: rpm / 6}
}

func (w *slidingWindow) admit(now time.Time, c call) (time.Duration, bool) {
	for len(w.log) > 0 && now.Sub(w.log[0].at) >= time.Minute {
		w.log = w.log[1:]
	}
	cost := (c.charge.InputChars+3)/4 + c.charge.MaxOutputTokens
	if c.off > 0 {
		cost = int(float64(cost) * c.off)
	}
	sum, recent := cost, 1
	for _, a := range w.log {
		sum += a.tokens
		if now.Sub(a.at) < w.slice {
			recent++
		}
	}
	if sum > w.tokens || len(w.log)+1 > w.requests || recent > w.perSlice {
		return max(time.Second, time.Minute-now.Sub(w.log[0].at)).Round(time.Second), false
	}
	w.most = max(w.most, sum)
	w.log = append(w.log, arrival{now, cost})
	return 0, true
}

func (*slidingWindow) produced(time.Time, int) {}

// buckets is a server whose limits refill continuously.
type buckets struct {
	input, output, requests *bucket
	cost                    func(call) int
}

type bucket struct {
	capacity, level float64
	last            time.Time
}

func newBucket(perMinute int) *bucket { return &bucket{float64(perMinute), float64(perMinute), epoch} }

func (b *bucket) at(now time.Time) float64 {
	b.level = min(b.capacity, b.level+now.Sub(b.last).Minutes()*b.capacity)
	b.last = now
	return b.level
}

func (b *bucket) missing(now time.Time, n int) time.Duration {
	return time.Duration(max(0, float64(n)-b.at(now)-1e-6) / b.capacity * float64(time.Minute))
}

func newOpenAI() *buckets {
	return &buckets{newBucket(tpm), nil, newBucket(rpm), func(c call) int {
		return max((c.charge.InputChars+3)/4, c.charge.MaxOutputTokens)
	}}
}

func newAnthropic() *buckets {
	return &buckets{newBucket(tpm), newBucket(otpm), newBucket(rpm), func(c call) int { return c.charge.InputTokens }}
}

func (b *buckets) admit(now time.Time, c call) (time.Duration, bool) {
	wait := max(b.input.missing(now, b.cost(c)), b.requests.missing(now, 1))
	if b.output != nil {
		wait = max(wait, b.output.missing(now, 1))
	}
	if wait > 0 {
		return wait.Truncate(time.Second) + time.Second, false
	}
	b.input.level -= float64(b.cost(c))
	b.requests.level--
	return 0, true
}

func (b *buckets) produced(now time.Time, n int) {
	if b.output != nil {
		b.output.at(now)
		b.output.level -= float64(n)
	}
}

// The workloads of the research on quotas.
func fixed(n int) []call {
	calls := make([]call, n)
	for i := range calls {
		calls[i] = call{charge: ratelimit.Charge{InputTokens: 4_000, InputChars: 16_000, MaxOutputTokens: 180}, output: 180}
	}
	return calls
}

func heavy(n int, seed uint64) []call {
	rng := rand.New(rand.NewPCG(seed, 2))
	calls := make([]call, n)
	for i := range calls {
		input := 4_000 + rng.IntN(11_001)
		calls[i] = call{
			charge: ratelimit.Charge{InputTokens: input, InputChars: 4 * input, MaxOutputTokens: 4_000},
			output: 500 + rng.IntN(3_501),
		}
	}
	return calls
}

func small(n int) []call {
	calls := make([]call, n)
	for i := range calls {
		calls[i] = call{charge: ratelimit.Charge{InputTokens: 100, InputChars: 400, MaxOutputTokens: 100}, output: 100}
	}
	return calls
}

func mixed(n int, seed uint64) []call {
	calls := heavy(n, seed)
	rng := rand.New(rand.NewPCG(seed, 3))
	for i := range calls {
		if rng.Float64() < 0.7 {
			calls[i] = small(1)[0]
		}
	}
	return calls
}

// lowerBound is how long a workload takes at least, by the books of its provider.
func lowerBound(q ratelimit.Quota, calls []call) time.Duration {
	var total, outputs int
	shortest, longest := time.Duration(math.MaxInt64), time.Duration(0)
	for _, c := range calls {
		estimate := c.charge.InputChars / 4
		switch q.Provider {
		case ratelimit.ProviderOpenAI:
			total += max(estimate, c.charge.MaxOutputTokens)
		case ratelimit.ProviderAnthropic:
			total += c.charge.InputTokens
			outputs += c.output
		default:
			total += estimate + c.charge.MaxOutputTokens
		}
		shortest, longest = min(shortest, c.latency()), max(longest, c.latency())
	}
	minutes := func(m float64) time.Duration { return time.Duration(m*float64(time.Minute)) + shortest }
	bound := longest
	switch q.Provider {
	case ratelimit.ProviderOpenAI, ratelimit.ProviderAnthropic:
		bound = max(bound, minutes(float64(total-tpm)/tpm), minutes(float64(len(calls)-rpm)/rpm))
		if q.Provider == ratelimit.ProviderAnthropic {
			bound = max(bound, minutes(float64(outputs-otpm)/otpm))
		}
	default:
		bound = max(bound, minutes(math.Ceil(float64(total)/tpm)-1), minutes((math.Ceil(float64(len(calls))/(rpm/6))-1)/6))
	}
	return bound
}
