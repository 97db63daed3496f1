package generatortest

import (
	"slices"
	"time"

	"github.com/specloom/specloom/llm"
)

// admission is a call that counts for the quota.
type admission struct {
	at     time.Time
	tokens int
}

// admit enforces the quota over a sliding minute.
func (m *Model) admit(req llm.Request) error {
	if m.tokensPerMinute <= 0 && m.requestsPerMinute <= 0 {
		return nil
	}
	tokens := m.input(req) + req.MaxOutputTokens
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	m.admitted = slices.DeleteFunc(m.admitted, func(a admission) bool { return now.Sub(a.at) >= time.Minute })
	sum := tokens
	for _, a := range m.admitted {
		sum += a.tokens
	}
	over := m.tokensPerMinute > 0 && sum > m.tokensPerMinute ||
		m.requestsPerMinute > 0 && len(m.admitted)+1 > m.requestsPerMinute
	if !over {
		m.admitted = append(m.admitted, admission{now, tokens})
		return nil
	}
	err := failure(llm.RateLimited, "the simulated quota is used up")
	err.RetryAfter = m.retryAfter
	if len(m.admitted) > 0 {
		err.RetryAfter = max(err.RetryAfter, time.Minute-now.Sub(m.admitted[0].at))
	}
	return err
}
