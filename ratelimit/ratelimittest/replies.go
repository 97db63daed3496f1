package ratelimittest

import (
	"sync"
	"time"

	"github.com/specloom/specloom/ratelimit"
)

// announced has the first reply tell that the quota is half of what was thought.
func (s *suite) announced() {
	c := charge(s.limit() / 20)
	permit := s.must(c)
	half := ratelimit.ObservedLimit{Limit: quota.TokensPerMinute / 2, Remaining: quota.TokensPerMinute/2 - 1_000, HasRemaining: true}
	permit.Observe(ratelimit.Observed{Tokens: half})
	permit.Done(usage(c))
	if level := s.limiter.Status().Tokens; level.Limit > half.Limit || !level.Drifted || level.Configured != quota.TokensPerMinute || level.Announced != half.Limit {
		s.Fatalf("where a reply announced a limit of %d, the status is %+v", half.Limit, level)
	}
	var wg sync.WaitGroup
	for range 60 {
		wg.Go(func() { s.must(c).Done(usage(c)) })
	}
	wg.Wait()
	for i, first := range s.log {
		tokens := 0
		for _, b := range s.log[i:] {
			if b.at.Sub(first.at) < time.Minute {
				tokens += b.tokens
			}
		}
		if tokens > half.Limit {
			s.Fatalf("%d tokens in the minute from %v, of %d that were announced", tokens, first.at, half.Limit)
		}
	}
	s.idle()
}

// silent observes nothing, and says something of calls that are over.
func (s *suite) silent() {
	c := charge(100)
	permit := s.must(c)
	before := s.limiter.Status()
	permit.Observe(ratelimit.Observed{})
	if after := s.limiter.Status(); after != before {
		s.Errorf("a reply that said nothing changed %+v to %+v", before, after)
	}
	permit.Done(usage(c))
	before = s.limiter.Status()
	permit.Observe(ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 1_000}, RetryAfter: time.Hour})
	ratelimit.Permit{}.Observe(ratelimit.Observed{Tokens: ratelimit.ObservedLimit{Limit: 1_000}})
	if after := s.limiter.Status(); after != before {
		s.Errorf("a reply to a call that is over changed %+v to %+v", before, after)
	}
	s.idle()
}

// next returns how long a call waits that begins now.
func (s *suite) next(c ratelimit.Charge) time.Duration {
	begun := time.Now()
	s.must(c).Done(ratelimit.Usage{})
	return time.Since(begun)
}

func (s *suite) azure() {
	all := ratelimit.Charge{InputChars: 4 * (s.limit() - 1_000), MaxOutputTokens: 1_000}
	s.must(all).Done(ratelimit.Usage{InputTokens: 1, OutputTokens: 1})
	if waited := s.next(ratelimit.Charge{InputChars: 4, MaxOutputTokens: 1}); waited < time.Minute || waited > 2*time.Minute {
		s.Errorf("after a minute's worth of tokens, of which few were used, the next call waited %v", waited)
	}
}

func (s *suite) openAI() {
	// The larger of the two counts: two calls of four fifths make more than a minute.
	part := ratelimit.Charge{InputChars: 4, MaxOutputTokens: s.limit() * 4 / 5}
	s.must(part).Done(ratelimit.Usage{InputTokens: 1, OutputTokens: 1})
	least := time.Duration(float64(2*part.MaxOutputTokens-quota.TokensPerMinute) / float64(quota.TokensPerMinute) * float64(time.Minute))
	if waited := s.next(part); waited < least || waited > time.Minute {
		s.Errorf("the second call of four fifths of the limit waited %v, and at least %v are due", waited, least)
	}
}

func (s *suite) anthropic() {
	all := ratelimit.Charge{InputTokens: s.limit() * 9 / 10, MaxOutputTokens: 1_000}
	permit := s.must(all)
	permit.Done(ratelimit.Usage{InputTokens: all.InputTokens, CachedTokens: all.InputTokens - 100, OutputTokens: 10})
	if waited := s.next(all); waited != 0 {
		s.Errorf("after a call that was read from the cache, the next waited %v", waited)
	}
	if waited := s.next(all); waited == 0 {
		s.Error("after a call of which the usage is not known, the next did not wait")
	}
}
