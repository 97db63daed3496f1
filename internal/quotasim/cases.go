package quotasim

import (
	"fmt"
	"slices"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// The quotas of all cases.
var (
	azure     = ratelimit.AzureOpenAI(TPM, RPM)
	openAI    = ratelimit.OpenAI(TPM, RPM)
	anthropic = ratelimit.Anthropic(TPM, OTPM, RPM)
	plain     = ratelimit.Quota{TokensPerMinute: TPM, RequestsPerMinute: RPM}
)

// Providers returns the quotas that the cases are about.
func Providers() []ratelimit.Quota { return []ratelimit.Quota{azure, openAI, anthropic} }

// NameOf is what a provider is called in tables.
func NameOf(q ratelimit.Quota) string {
	if q.Provider == ratelimit.ProviderPlain {
		return "plain"
	}
	return string(q.Provider)
}

// Workload is calls with a name.
type Workload struct {
	Name string
	Make func(seed uint64) []Call
}

// Workloads returns those that all strategies are compared on.
func Workloads() []Workload {
	return []Workload{
		{"fixed45", func(uint64) []Call { return Fixed(45) }},
		{"heavy200", func(s uint64) []Call { return Heavy(200, s) }},
		{"heavy1000", func(s uint64) []Call { return Heavy(1000, s) }},
		{"mixed400", func(s uint64) []Call { return Mixed(400, s) }},
		{"small2000", func(uint64) []Call { return Small(2000) }},
	}
}

// Cases returns all cases, those without a demand of their own among them.
func Cases() []Case {
	var cases []Case
	for _, part := range [][]Case{exact(), defaults(), fixed(), misjudged(), shares(), unaware(), halves(), faulty()} {
		cases = append(cases, part...)
	}
	return cases
}

// alone is a case of one process.
func alone(name string, must Must, told, provided ratelimit.Quota, calls func(uint64) []Call, set func(*Simulation), change func(*Limited)) Case {
	return Case{name, must, func(seed uint64) (Outcome, error) {
		s := New(provided, seed)
		if set != nil {
			set(s)
		}
		l := Limited{Quota: told, Calls: calls(seed), Order: OrderOf(told), Seed: seed}
		if change != nil {
			change(&l)
		}
		p, err := l.Process()
		if err != nil {
			return Outcome{}, err
		}
		return outcome(s, provided, p), nil
	}}
}

func atFull(l *Limited) { l.Options = slices.Clone(full) }

func exact() []Case {
	var cases []Case
	for _, q := range Providers() {
		for _, w := range Workloads()[1:] {
			must := Must{Times: 1.17}
			if w.Name == "heavy1000" {
				must.Times = 1.05
			}
			cases = append(cases, alone(fmt.Sprintf("%s, %s, margins 1.00", NameOf(q), w.Name), must, q, q, w.Make, nil, atFull))
		}
	}
	for _, w := range Workloads() {
		must := Must{}
		if w.Name == "heavy1000" {
			must.Times = 1.05
		}
		cases = append(cases, alone("plain limiter on azure-openai, "+w.Name+", margins 1.00", must, plain, azure, w.Make, nil, atFull))
	}
	return cases
}

func defaults() []Case {
	var cases []Case
	for _, q := range Providers() {
		cases = append(cases, alone(NameOf(q)+", heavy1000, default margins", Must{Times: 1.25}, q, q, Workloads()[2].Make, nil, nil))
	}
	for _, w := range Workloads()[1:] {
		must := Must{}
		if w.Name == "heavy1000" {
			must.Times = 1.25
		}
		cases = append(cases, alone("plain limiter on azure-openai, "+w.Name+", default margins", must, plain, azure, w.Make, nil, nil))
	}
	return cases
}

func fixed() []Case {
	workers := func(n int) func(*Limited) { return func(l *Limited) { l.Workers = n } }
	calls := Workloads()[0].Make
	return []Case{
		alone("azure-openai, 45 calls of 4 s, one by one", Must{Took: 180 * time.Second}, azure, azure, calls, nil, workers(1)),
		alone("azure-openai, 45 calls of 4 s, 3 workers", Must{Took: 60 * time.Second}, azure, azure, calls, nil, workers(3)),
		alone("azure-openai, 45 calls of 4 s, no limit of workers", Must{Took: 5 * time.Second}, azure, azure, calls, nil, nil),
	}
}

func misjudged() []Case {
	return []Case{alone("azure-openai, heavy1000, estimates off by 20 %, margins 0.90", Must{Rejected: 0.005}, azure, azure,
		func(seed uint64) []Call { return Misjudged(Heavy(1000, seed), 0.2, seed) }, nil,
		func(l *Limited) { l.Options = []ratelimit.Option{ratelimit.WithMargins(0.9, 0.9)} })}
}

// together is a case of k processes on one provider, which have a part of the calls each.
func together(name string, must Must, told, provided ratelimit.Quota, k int, headers bool, opts []ratelimit.Option) Case {
	return Case{name, must, func(seed uint64) (Outcome, error) {
		s := New(provided, seed)
		s.Headers = headers
		all := Heavy(600, seed)
		var processes []*Process
		for i := range k {
			p, err := Limited{
				Quota: told, Calls: all[i*len(all)/k : (i+1)*len(all)/k], Order: OrderOf(told),
				Seed: seed*100 + uint64(i), Options: opts,
			}.Process()
			if err != nil {
				return Outcome{}, err
			}
			processes = append(processes, p)
		}
		return outcome(s, provided, processes...), nil
	}}
}

func shares() []Case {
	var cases []Case
	for _, q := range Providers() {
		for k := 2; k <= 4; k++ {
			cases = append(cases, together(fmt.Sprintf("%s, heavy600, %d processes with shares", NameOf(q), k), Must{Times: 1.10}, q.Share(1, k), q, k, false, full))
		}
	}
	return cases
}

func unaware() []Case {
	var cases []Case
	for _, q := range Providers() {
		for _, headers := range []bool{false, true} {
			for k := 2; k <= 4; k++ {
				by := "429s only"
				if headers {
					by = "with headers"
				}
				cases = append(cases, together(fmt.Sprintf("%s, heavy600, %d unaware processes, %s", NameOf(q), k, by), Must{Rejected: 0.25}, q, q, k, headers, nil))
			}
		}
	}
	return cases
}

func halves() []Case {
	headers := func(s *Simulation) { s.Headers = true }
	firstAlone := func(l *Limited) { l.Options = append(l.Options, ratelimit.WithFirstAlone()) }
	firstAloneAtFull := func(l *Limited) { atFull(l); firstAlone(l) }
	var cases []Case
	for _, q := range Providers() {
		half := q.Share(1, 2)
		add := func(w Workload, how string, must Must, set func(*Simulation), change func(*Limited)) {
			name := fmt.Sprintf("%s, %s, half the quota, %s", NameOf(q), w.Name, how)
			cases = append(cases, alone(name, must, q, half, w.Make, set, change))
		}
		throttles := Must{Rejected: 0.05, Times: 1.15}
		if q.Provider == ratelimit.ProviderAnthropic {
			throttles = shown // every 429 of theirs has headers
		}
		heavy1000 := Workloads()[2]
		add(heavy1000, "headers, first call alone, margins 1.00", Must{Rejected: 0.01, Times: 1.10}, headers, firstAloneAtFull)
		add(heavy1000, "headers, first call alone, default margins", Must{Rejected: 0.01, Times: 1.25}, headers, firstAlone)
		add(heavy1000, "headers, margins 1.00", Must{Rejected: 0.01, Times: 1.10}, headers, atFull)
		add(heavy1000, "429s only, margins 1.00", throttles, nil, atFull)
		heavy200 := Workloads()[1] // of so few calls, the first burst alone is 4 to 6 %
		add(heavy200, "headers, first call alone, margins 1.00", Must{Rejected: 0.01, Times: 1.17}, headers, firstAloneAtFull)
		add(heavy200, "headers, margins 1.00", shown, headers, atFull)
		add(heavy200, "429s only, margins 1.00", shown, nil, atFull)
	}
	return cases
}

func faulty() []Case {
	var cases []Case
	for _, q := range Providers() {
		cases = append(cases, alone(NameOf(q)+", heavy200, faults in 10 % of the calls", Must{Rejected: 0.05}, q, q, Workloads()[1].Make,
			func(s *Simulation) { s.Faults, s.Headers = 0.1, true }, nil))
	}
	return cases
}
