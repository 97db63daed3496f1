package quotasim

import "time"

// fault is what happens to a call.
type fault int

const (
	none       fault = iota
	broken           // the connection breaks on the way there, or a 500 comes back
	overloaded       // it is turned away for other reasons than the quota
	cutOff           // the answer ends in the middle
	slow             // it takes three times as long
	faults
)

// fault draws what happens to the next call.
func (s *Simulation) fault() fault {
	if s.Faults == 0 || s.rng.Float64() >= s.Faults {
		return none
	}
	return none + 1 + fault(s.rng.IntN(int(faults)-1))
}

// after is how long a call takes that this happens to; 0: as long as any.
func (f fault) after(c Call) time.Duration {
	switch f {
	case cutOff:
		return c.Latency() / 2
	case slow:
		return 3 * c.Latency()
	default:
		return 0
	}
}
