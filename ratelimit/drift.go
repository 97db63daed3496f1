package ratelimit

import "time"

// Drift says that a limit turned out to be another than the configured one, or is
// the configured one again. See [WithDrift].
type Drift struct {
	At         time.Time
	Limit      string // "tokens", "output tokens" or "requests"
	Configured int    // a minute, in the Quota
	Announced  int    // what the provider said; 0: it did not say
	Before     int    // what was used of it in a minute until now, margin taken off
	After      int    // and is from now on
}

// WithDrift sets a function that is told when the limits that the provider shows,
// by its headers or by turning calls away, differ from the configured ones by a
// twentieth or more, when that changes by as much, and when it is over. It is
// called by whoever was talking to the limiter, outside of its lock, and should not
// take long. Default: nobody is told; [Status] shows it all the same.
func WithDrift(tell func(Drift)) Option {
	return func(s *settings) error {
		s.drift = tell
		return nil
	}
}

// report tells of limits that have changed.
func (m *Machine) report(now time.Time) {
	for d, meter := range m.meters {
		if meter == nil || meter.limit == meter.reported {
			continue
		}
		full, _ := meter.size(meter.configured)
		before, by := meter.reported, meter.limit-meter.reported
		if meter.limit != full && max(by, -by) < full/20 {
			continue
		}
		meter.reported = meter.limit
		m.stats.drifts++
		if tell := m.settings.drift; tell != nil {
			tell(Drift{now, dimensions[d].name, meter.configured, meter.announced, before, meter.limit})
		}
	}
}
