package generatortest

import (
	"time"

	"github.com/specloom/specloom/llm"
	"github.com/specloom/specloom/ratelimit"
	"github.com/specloom/specloom/ratelimit/ratelimittest"
)

// admit enforces the quota over a sliding minute.
func (m *Model) admit(req llm.Request) error {
	if m.tokensPerMinute <= 0 && m.requestsPerMinute <= 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	if m.provider == nil { // made by the clock of the bubble that it is used in
		quota := ratelimit.Quota{TokensPerMinute: max(0, m.tokensPerMinute), RequestsPerMinute: max(0, m.requestsPerMinute)}
		m.provider = ratelimittest.NewProvider(quota, now)
	}
	reply := m.provider.Admit(now, "", ratelimit.Charge{InputTokens: m.input(req), MaxOutputTokens: req.MaxOutputTokens})
	switch reply.Cause {
	case "":
		return nil
	case ratelimittest.TooLarge:
		return failure(llm.TooLarge, "it is larger than the simulated quota")
	}
	err := failure(llm.RateLimited, "the simulated quota is used up")
	err.RetryAfter = max(m.retryAfter, reply.Observed.RetryAfter)
	return err
}
